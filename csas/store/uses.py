"""Uses of powers as they were recorded, for those who may see them.

A use is seen by its person, by those who manage its organisation and by the office of its
scheme. The reason and a vehicle's mark lie in the private part of the event that recorded it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from csas.domain import refusals
from csas.domain.permissions import CENTRAL, MANAGING, Actor
from csas.domain.values import Struct
from csas.store import sql

PAGE = 25


class Use(Struct):
    """A use as it stands: `cause` is empty where it had authority as far as is known."""

    id: int
    ref: str
    scheme: int
    person: int
    person_name: str
    number: str
    organisation: int
    organisation_ref: str
    organisation_name: str
    accreditation: int | None
    power: str
    title: str
    at: datetime
    area: str
    zone: str
    place: str
    offence: str
    details: dict[str, Any]
    officer_present: bool
    outcome: str
    minutes: int
    saved: int
    source: str
    recorded_at: datetime
    cause: str
    lawful: bool
    late: bool
    flagged_at: datetime | None
    inquiry: str
    voided: str


_USE = """SELECT u.id, u.ref, u.scheme_id AS scheme, u.person_id AS person, m.name AS person_name, m.number,
    u.organisation_id AS organisation, o.ref AS organisation_ref, o.name AS organisation_name,
    u.accreditation_id AS accreditation, w.code AS power, w.title, u.at, coalesce(a.name, '') AS area,
    coalesce(z.name, '') AS zone, u.place, u.offence, u.details, u.officer_present, u.outcome, u.minutes, u.saved, u.source,
    u.recorded_at,
    coalesce(f.cause, '') AS cause, coalesce(f.lawful, true) AS lawful, coalesce(f.late, false) AS late,
    f.found_at AS flagged_at, coalesce(i.outcome, '') AS inquiry, coalesce(v.why, '') AS voided
    FROM use_of_power u JOIN staff_member m ON m.id = u.staff_member_id
        JOIN organisation o ON o.id = u.organisation_id JOIN power w ON w.id = u.power_id
        LEFT JOIN area a ON a.id = u.area_id LEFT JOIN zone z ON z.ref = u.zone LEFT JOIN use_flag f ON f.use_id = u.id
        LEFT JOIN use_inquiry i ON i.use_id = u.id LEFT JOIN use_void v ON v.use_id = u.id"""
SEEN = "(u.scheme_id = ANY ($1::bigint[]) OR u.organisation_id = ANY ($2::bigint[]) OR u.person_id = $3)"
MATCHING = f"""{SEEN} AND ($4::text IS NULL OR o.ref = $4) AND ($5::text IS NULL OR w.code = $5)
    AND ($6::text IS NULL OR a.code = $6) AND ($7::timestamptz IS NULL OR u.at >= $7)
    AND ($8::timestamptz IS NULL OR u.at < $8) AND (NOT $9::boolean OR f.use_id IS NOT NULL)"""
COUNTED = f"""FROM use_of_power u JOIN organisation o ON o.id = u.organisation_id JOIN power w ON w.id = u.power_id
    LEFT JOIN area a ON a.id = u.area_id LEFT JOIN use_flag f ON f.use_id = u.id WHERE {MATCHING}"""
NOT_VOID = "NOT EXISTS (SELECT 1 FROM use_void v WHERE v.use_id = u.id)"


class Wanted(Struct):
    """Which uses to look at; what is empty does not narrow."""

    organisation: str | None = None
    power: str | None = None
    area: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    flagged: bool = False


def scope(actor: Actor) -> tuple[list[int], list[int], int | None]:
    """Whose uses an actor may see: of these schemes, of these organisations, and their own."""
    return sorted(actor.schemes(*CENTRAL)), sorted(actor.organisations(*MANAGING)), actor.person


def values_of(actor: Actor, wanted: Wanted) -> tuple[object, ...]:
    return (*scope(actor), *msgspec.structs.astuple(wanted))


async def list_uses(actor: Actor, wanted: Wanted, page: int = 1) -> tuple[list[Use], int]:
    """A page of the uses this actor may see, the latest first, and how many there are."""
    values = values_of(actor, wanted)
    total: int = await sql.fetchval(f"SELECT count(*) {COUNTED}", *values)
    rows = await sql.fetch(
        f"{_USE} WHERE {MATCHING} ORDER BY u.at DESC, u.id DESC LIMIT {PAGE} OFFSET $10", *values, (page - 1) * PAGE
    )
    return [Use(**dict(row)) for row in rows], total


async def list_all(actor: Actor, wanted: Wanted) -> list[Use]:
    """All of them, for a file."""
    rows = await sql.fetch(
        f"{_USE} WHERE {MATCHING} ORDER BY u.at DESC, u.id DESC LIMIT 100000", *values_of(actor, wanted)
    )
    return [Use(**dict(row)) for row in rows]


async def load(actor: Actor, ref: str) -> Use:
    """One use this actor may see."""
    row = await sql.fetchrow(f"{_USE} WHERE u.ref = $4 AND {SEEN}", *scope(actor), ref)
    if row is None:
        raise refusals.NotFound
    return Use(**dict(row))


async def list_open_flags(actor: Actor) -> list[Use]:
    """Uses without authority that the office has not looked into yet, the oldest flag first."""
    rows = await sql.fetch(
        f"""{_USE} WHERE u.scheme_id = ANY ($1::bigint[]) AND f.use_id IS NOT NULL AND i.use_id IS NULL
            AND v.use_id IS NULL
            ORDER BY f.found_at, u.id LIMIT 200""",
        sorted(actor.schemes(*CENTRAL)),
    )
    return [Use(**dict(row)) for row in rows]


async def private_of(use: Use) -> dict[str, str]:
    """What was written of a use besides codes, by name; empty where it has been erased."""
    rows = await sql.fetch(
        """SELECT v.body FROM event_subject s JOIN event_private v ON v.event_id = s.event_id
           WHERE s.kind = 'use' AND s.subject_id = $1 ORDER BY s.event_id""",
        use.id,
    )
    found: dict[str, str] = {}
    for row in rows:
        body: dict[str, str] = msgspec.json.decode(row["body"])
        found |= {name.partition(".")[2]: text for name, text in body.items() if name.startswith(f"{use.ref}.")}
    return found


class NilReturn(Struct):
    organisation: str
    month: date
    made_at: datetime


async def list_nil(actor: Actor, organisation: str | None = None) -> list[NilReturn]:
    """The months without any use, as organisations returned them, newest first."""
    rows = await sql.fetch(
        """SELECT o.name AS organisation, n.month, n.made_at
           FROM nil_return n JOIN organisation o ON o.id = n.organisation_id
           WHERE (n.scheme_id = ANY ($1::bigint[]) OR n.organisation_id = ANY ($2::bigint[]))
             AND ($3::text IS NULL OR o.ref = $3)
           ORDER BY n.month DESC, o.name LIMIT 500""",
        *scope(actor)[:2],
        organisation,
    )
    return [NilReturn(**dict(row)) for row in rows]


async def list_own(actor: Actor, page: int = 1) -> tuple[list[Use], int]:
    """A page of the uses recorded of the person who asks, the latest first, and how many there are."""
    total: int = await sql.fetchval("SELECT count(*) FROM use_of_power WHERE person_id = $1", actor.person)
    rows = await sql.fetch(
        f"{_USE} WHERE u.person_id = $1 ORDER BY u.at DESC, u.id DESC LIMIT {PAGE} OFFSET $2",
        actor.person,
        (page - 1) * PAGE,
    )
    return [Use(**dict(row)) for row in rows], total
