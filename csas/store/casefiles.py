"""What stands beside a case: the names of those in it, its notes, questions and duplicates.

Reads here are of one case that somebody has already been allowed to see.
"""

from __future__ import annotations

from csas.domain.casework import Case
from csas.domain.values import Struct
from csas.store import cases, sql


class Parties(Struct):
    """The names on a case; `waiting_for` are the bodies asked to endorse and not yet answered."""

    organisation: str = ""
    assigned: str = ""
    waiting_for: tuple[str, ...] = ()


async def load_parties(case: Case) -> Parties:
    """Who is in the case, by name."""
    row = await sql.fetchrow(
        """SELECT coalesce((SELECT name FROM organisation WHERE id = $1), '') AS organisation,
                  coalesce((SELECT name FROM person WHERE id = $2), '') AS assigned""",
        case.organisation,
        case.assigned,
    )
    waiting = await sql.fetch(_WAITING, case.id)
    return Parties(
        organisation=row["organisation"] if row else "",
        assigned=row["assigned"] if row else "",
        waiting_for=tuple(each["name"] for each in waiting),
    )


_WAITING = """SELECT coalesce(o.name, t.name) AS name FROM casefile c
    JOIN definition d ON d.digest = c.digest
    LEFT JOIN organisation o ON o.id = c.respondent_organisation_id LEFT JOIN partnership t ON t.id = c.partnership_id
    WHERE c.process = 'endorsement' AND (c.id = $1 OR c.parent_id = $1)
      AND d.body -> 'states' -> c.state ->> 'held_by' = 'partnership'
    ORDER BY name"""


class Child(Struct):
    """A case under another, such as a request for endorsement, with the body that must answer it."""

    case: Case
    partnership: str
    respondent: str


async def list_children(case: Case, process: str) -> list[Child]:
    """The cases of one process under this one, in the order they were opened."""
    rows = await sql.fetch(_CHILDREN, case.id, process)
    return [
        Child(case=await cases.to_case(row), partnership=row["partnership_name"], respondent=row["respondent_name"])
        for row in rows
    ]


def body_of(child: Child) -> str:
    """Who has been asked: the authority a request was passed to, else the partnership."""
    return child.respondent or child.partnership


_CHILDREN = f"""SELECT {cases.COLUMNS}, coalesce(t.name, '') AS partnership_name, coalesce(o.name, '') AS respondent_name
    FROM casefile c LEFT JOIN partnership t ON t.id = c.partnership_id
        LEFT JOIN organisation o ON o.id = c.respondent_organisation_id
    WHERE c.parent_id = $1 AND c.process = $2 ORDER BY c.id"""  # noqa: S608 - constant text
