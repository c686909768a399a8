"""What a person's record leads to: accreditations, documents that name them, and what happened.

The history is that of one employer's record; what another employer did is never part of it.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql
from csas.store.events import Happened, happened
from csas.store.staff import Member


class Held(Struct):
    """An accreditation of this person with this employer; ids are internal."""

    id: int
    ref: str
    case: str
    case_id: int
    scheme: int
    scheme_name: str
    employment: str
    granted_at: datetime


class Paper(Struct):
    """An instrument or a card that somebody carries."""

    id: int
    kind: str
    number: str
    state: str
    accreditation: int


async def list_held(member: Member, scheme: int | None = None) -> list[Held]:
    """Every accreditation, the newest first; for an office, of its own scheme."""
    rows = await sql.fetch(
        """SELECT a.id, a.ref, c.ref AS case, a.case_id, a.scheme_id AS scheme, h.name AS scheme_name,
               a.employment_ref AS employment, a.granted_at
           FROM accreditation a JOIN casefile c ON c.id = a.case_id JOIN scheme h ON h.id = a.scheme_id
           WHERE a.staff_member_id = $1 AND a.person_id = $2 AND ($3::bigint IS NULL OR a.scheme_id = $3)
           ORDER BY a.id DESC""",
        member.id,
        member.person,
        scheme,
    )
    return [Held(**dict(row)) for row in rows]


async def list_ending(member: Member, employment: str, end: datetime) -> list[int]:
    """The accreditations that an earlier end of this employment ends: all that stand at that moment or after."""
    rows = await sql.fetch(
        """SELECT d.accreditation_id AS id FROM accredited d JOIN accreditation a ON a.id = d.accreditation_id
           WHERE a.staff_member_id = $1 AND a.person_id = $2 AND d.person_id = $2 AND a.employment_ref = $3
             AND upper(d.periods) > $4::timestamptz ORDER BY 1""",
        member.id,
        member.person,
        employment,
        end,
    )
    return [row["id"] for row in rows]


async def list_papers(accreditations: list[int]) -> list[Paper]:
    """The instruments and cards issued for these accreditations and not yet replaced."""
    rows = await sql.fetch(
        """SELECT id, kind, coalesce(number, '') AS number, state, accreditation_id AS accreditation FROM document
           WHERE accreditation_id = ANY ($1::bigint[]) AND kind IN ('card', 'instrument') AND state = 'issued'
           ORDER BY id""",
        accreditations,
    )
    return [Paper(**dict(row)) for row in rows]


async def list_offices(member: Member) -> list[int]:
    """The schemes that deal with this person at this employer."""
    rows = await sql.fetch(
        """SELECT DISTINCT c.scheme_id FROM casefile c WHERE c.person_id = $1 AND c.organisation_id = $2
           UNION SELECT DISTINCT a.scheme_id FROM accreditation a WHERE a.person_id = $1 AND a.organisation_id = $2
           ORDER BY 1""",
        member.person,
        member.organisation,
    )
    return [row["scheme_id"] for row in rows]


async def list_cases(member: Member) -> list[int]:
    """The person's cases with this employer, so that their histories show what befell the person."""
    rows = await sql.fetch(
        "SELECT id FROM casefile WHERE person_id = $1 AND organisation_id = $2 ORDER BY id",
        member.person,
        member.organisation,
    )
    return [row["id"] for row in rows]


async def list_happened(member: Member, *, with_private: bool) -> list[Happened]:
    """What was done to this record, newest first."""
    rows = await sql.fetch(
        """SELECT e.tag, e.facts, e.occurred_at, e.recorded_at, coalesce(p.name, '') AS actor, v.body
           FROM event_subject u JOIN event e ON e.id = u.event_id LEFT JOIN person p ON p.id = e.actor_id
           LEFT JOIN event_private v ON v.event_id = e.id AND $2
           WHERE u.kind = 'staff' AND u.subject_id = $1 ORDER BY e.occurred_at DESC, e.id DESC LIMIT 100""",
        member.id,
        with_private,
    )
    return [happened(row) for row in rows]
