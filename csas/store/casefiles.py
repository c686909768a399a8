"""What stands beside a case: the names of those in it, its notes, questions and duplicates.

Reads here are of one case that somebody has already been allowed to see.
"""

from __future__ import annotations

from csas.domain.casework import Case
from csas.domain.values import Struct
from csas.store import sql


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
