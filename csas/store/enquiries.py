"""Enquiries into somebody's authority: whom they are about, the question kept, the facts as known then.

The office reads its own scheme's; officers their own. An answer is never kept: it follows from
the facts as they were known when it was asked, whenever it is read.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import permissions
from csas.domain.permissions import Actor
from csas.domain.standing_facts import PersonFacts
from csas.domain.values import Struct
from csas.store import sql, standing
from csas.store.numbers import new_ref

MOST_FOUND = 25


class Holder(Struct):
    """Somebody's accreditation with one employer; ids are internal."""

    accreditation: int
    ref: str
    person: int
    name: str
    employer: str
    number: str
    granted_at: datetime
    scheme: int
    document: int | None = None


_WHO = """a.id AS accreditation, a.ref, a.person_id AS person, s.name, o.name AS employer, s.number, a.granted_at,
        a.scheme_id AS scheme"""
_OF = """JOIN person p ON p.id = a.person_id JOIN organisation o ON o.id = a.organisation_id
        JOIN staff_member s ON s.id = a.staff_member_id"""
_HOLDER = f"SELECT {_WHO} FROM accreditation a {_OF}"  # noqa: S608 - constant text


async def find_by_number(actor: Actor, number: str) -> Holder | None:
    """Whose card or instrument has this number, in any state, if it is of the asker's own scheme."""
    row = await sql.fetchrow(
        f"""SELECT {_WHO}, d.id AS document FROM document d JOIN accreditation a ON a.id = d.accreditation_id {_OF}
            WHERE d.number = $1 AND d.kind IN ('card', 'instrument') AND a.scheme_id = ANY ($2::bigint[])""",  # noqa: S608
        number,
        permissions.schemes_for(actor, "enquiry:ask"),
    )
    return Holder(**dict(row)) if row else None


async def find_by_ref(actor: Actor, ref: str) -> Holder | None:
    """An accreditation that the office chose by its holder's name."""
    row = await sql.fetchrow(
        f"{_HOLDER} WHERE a.ref = $1 AND a.scheme_id = ANY ($2::bigint[])",
        ref,
        permissions.schemes_for(actor, "enquiry:find"),
    )
    return Holder(**dict(row)) if row else None


async def find_by_name(actor: Actor, name: str) -> list[Holder]:
    """Everybody in the asker's scheme with this in their name, present or former, as far as a page holds."""
    rows = await sql.fetch(
        f"""{_HOLDER} WHERE a.scheme_id = ANY ($1::bigint[]) AND (strpos(lower(s.name), lower($2)) > 0
                OR EXISTS (SELECT 1 FROM former_name n WHERE n.person_id = p.id AND strpos(lower(n.name), lower($2)) > 0))
            ORDER BY s.name, a.granted_at DESC LIMIT $3""",  # noqa: S608 - constant text
        permissions.schemes_for(actor, "enquiry:find"),
        name,
        MOST_FOUND,
    )
    return [Holder(**dict(row)) for row in rows]


class Question(Struct):
    """What is asked, before it is kept."""

    holder: Holder
    power: str | None
    at: datetime
    area: str | None
    zone: str | None
    road: str
    known_at: datetime
    as_known: bool
    purpose: str


async def add(question: Question, asked_by: int, now: datetime) -> tuple[int, str]:
    """Keep a question; its id and reference."""
    ref = new_ref()
    enquiry: int = await sql.fetchval(
        """INSERT INTO enquiry (ref, force_id, scheme_id, accreditation_id, document_id, power_id, at, area_id, zone, road,
                                known_at, as_known, purpose, asked_by, asked_at)
           SELECT $1, a.force_id, a.scheme_id, a.id, $3, (SELECT id FROM power WHERE code = $4), $5,
               (SELECT id FROM area WHERE code = $6), $7, $8, $9, $10, $11, $12, $13
           FROM accreditation a WHERE a.id = $2 RETURNING id""",
        ref,
        question.holder.accreditation,
        question.holder.document,
        question.power,
        question.at,
        question.area,
        question.zone,
        question.road,
        question.known_at,
        question.as_known,
        question.purpose,
        asked_by,
        now,
    )
    return enquiry, ref


class Enquiry(Struct):
    """A question that was asked, with the facts that answer it."""

    ref: str
    name: str
    employer: str
    force: str
    scheme: str
    scheme_id: int
    accreditation: str
    number: str | None
    card: str | None
    card_state: str | None
    card_issued_at: datetime | None
    card_replaced_at: datetime | None
    custody: tuple[tuple[str, datetime], ...]
    power: str
    power_title: str
    paragraph: str
    at: datetime
    area: str | None
    area_name: str | None
    police_area: str | None
    zone: str | None
    road: str
    known_at: datetime
    as_known: bool
    purpose: str
    asked_by: str
    asked_by_post: str
    asked_at: datetime
    facts: PersonFacts


_ENQUIRY = """SELECT e.ref, p.name, o.name AS employer, f.name AS force, s.name AS scheme, e.scheme_id,
        a.ref AS accreditation, d.number, d.kind AS card, d.state AS card_state, d.issued_at AS card_issued_at,
        d.replaced_at AS card_replaced_at,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(c.what, c.at) ORDER BY c.id), '[]') FROM custody c
            WHERE c.document_id = d.id)::text AS custody,
        coalesce(w.code, '') AS power, coalesce(w.title, '') AS power_title,
        coalesce(w.paragraph, '') AS paragraph, e.at, r.code AS area, r.name AS area_name, r.police_area, e.zone, e.road,
        e.known_at, e.as_known, e.purpose, k.name AS asked_by,
        coalesce((SELECT h.post FROM role_holding h WHERE h.person_id = e.asked_by AND h.scheme_id = e.scheme_id
            ORDER BY h.id DESC LIMIT 1), '') AS asked_by_post,
        e.asked_at, standing_facts(a.id)::text AS facts
    FROM enquiry e JOIN accreditation a ON a.id = e.accreditation_id JOIN person p ON p.id = a.person_id
        JOIN organisation o ON o.id = a.organisation_id JOIN force f ON f.id = e.force_id JOIN scheme s ON s.id = e.scheme_id
        JOIN person k ON k.id = e.asked_by LEFT JOIN document d ON d.id = e.document_id
        LEFT JOIN power w ON w.id = e.power_id LEFT JOIN area r ON r.id = e.area_id
    WHERE e.ref = $1 AND (e.scheme_id = ANY ($2::bigint[]) OR (e.asked_by = $3 AND e.scheme_id = ANY ($4::bigint[])))"""


async def load(actor: Actor, ref: str) -> Enquiry | None:
    """An enquiry this reader may see."""
    row = await sql.fetchrow(_ENQUIRY, ref, *_readers(actor))
    if row is None:
        return None
    return Enquiry(**{**dict(row), "custody": _custody(row["custody"]), "facts": standing.read(row["facts"])})


def _custody(text: str) -> tuple[tuple[str, datetime], ...]:
    return standing.read_as(text, tuple[tuple[str, datetime], ...])


class Asked(Struct):
    """A line of the enquiries asked before."""

    ref: str
    name: str
    at: datetime
    power: str
    asked_by: str
    asked_at: datetime


async def list_asked(actor: Actor, limit: int = 20) -> list[Asked]:
    """The last enquiries this reader may see, newest first."""
    rows = await sql.fetch(
        """SELECT e.ref, p.name, e.at, coalesce(w.title, 'Every power') AS power, k.name AS asked_by, e.asked_at
           FROM enquiry e JOIN accreditation a ON a.id = e.accreditation_id JOIN person p ON p.id = a.person_id
               JOIN person k ON k.id = e.asked_by LEFT JOIN power w ON w.id = e.power_id
           WHERE e.scheme_id = ANY ($1::bigint[]) OR (e.asked_by = $2 AND e.scheme_id = ANY ($3::bigint[]))
           ORDER BY e.id DESC LIMIT $4""",
        *_readers(actor),
        limit,
    )
    return [Asked(**dict(row)) for row in rows]


def _readers(actor: Actor) -> tuple[list[int], int | None, list[int]]:
    """Schemes all of whose enquiries may be read; and for the rest, one's own."""
    return permissions.schemes_for(actor, "enquiry:find"), actor.person, permissions.schemes_for(actor, "enquiry:read")


async def clock() -> datetime:
    """The database's own time, by which facts become known."""
    found: datetime = await sql.fetchval("SELECT clock_timestamp()")
    return found
