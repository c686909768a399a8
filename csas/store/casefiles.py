"""What stands beside a case: the names of those in it, its notes, questions and duplicates.

Reads here are of one case that somebody has already been allowed to see.
"""

from __future__ import annotations

from datetime import datetime

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


class Note(Struct):
    """A note on a case, for one's own side."""

    body: str
    written_by: str
    written_at: datetime


async def list_notes(case: Case) -> list[Note]:
    rows = await sql.fetch(
        """SELECT n.body, p.name AS written_by, n.written_at FROM note n JOIN person p ON p.id = n.written_by
           WHERE n.case_id = $1 ORDER BY n.written_at DESC, n.id DESC""",
        case.id,
    )
    return [Note(**dict(row)) for row in rows]


class Duplicate(Struct):
    """Another organisation that may be the same: by its number, its name, or from the demand log."""

    name: str
    why: str
    ref: str = ""


async def list_duplicates(case: Case) -> list[Duplicate]:
    """Who else has this organisation's number or name, and other cases of the same organisation."""
    rows = await sql.fetch(_DUPLICATES, case.organisation, case.scheme, case.id)
    return [Duplicate(name=row["name"], why=row["why"], ref=row["ref"] or "") for row in rows]


_DUPLICATES = """WITH me AS (SELECT id, number, plain_name(name) AS name, plain_name(legal_name) AS legal
        FROM organisation WHERE id = $1)
    SELECT o.name, NULL AS ref, CASE WHEN o.number = me.number THEN 'the same number' ELSE 'the same name' END AS why
    FROM organisation o, me WHERE o.id <> me.id
      AND (o.number = me.number OR plain_name(o.name) = me.name OR plain_name(o.legal_name) = me.legal)
    UNION ALL
    SELECT c.title, c.ref, 'another case of this organisation: ' || lower(d.body -> 'states' -> c.state ->> 'words')
    FROM casefile c JOIN definition d ON d.digest = c.digest
    WHERE c.organisation_id = $1 AND c.scheme_id = $2 AND c.id <> $3 AND c.parent_id IS NULL
      AND EXISTS (SELECT 1 FROM application a WHERE a.case_id = c.id)
    UNION ALL
    SELECT demand.who, NULL, 'in the demand log: ' || outcome FROM demand, me
    WHERE scheme_id = $2 AND plain_name(who) = me.name"""
