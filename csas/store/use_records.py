"""What is kept of a use of a power: of whom one may be recorded, its flags, and that there was none.

Inside an act. Whether it had authority was found before; what was recorded is never changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from csas.domain import permissions
from csas.domain.permissions import MANAGING, Actor, Subject
from csas.domain.standing_facts import PersonFacts
from csas.domain.uses import PowerSaid
from csas.domain.values import Struct
from csas.store import sql, standing


class Member(Struct):
    """Somebody of an organisation's staff, of whom a use may be recorded; ids are internal."""

    id: int
    ref: str
    number: str
    person: int
    name: str
    organisation: int
    organisation_ref: str
    organisation_name: str


class Held(Struct):
    """One accreditation of a member, with the facts its standing rests on."""

    id: int
    scheme: int
    facts: PersonFacts


class New(Struct):
    """A use about to be kept, with what was found of its authority."""

    ref: str
    scheme: int
    member: Member
    accreditation: int | None
    power: str
    at: datetime
    area: str | None
    zone: str | None
    place: str
    offence: str
    details: dict[str, str | int]
    officer_present: bool
    outcome: str
    minutes: int
    saved: int
    authorised: bool
    lawful: bool
    cause: str
    source: str


_MEMBER = """SELECT m.id, m.ref, m.number, m.person_id AS person, m.name, m.organisation_id AS organisation,
    o.ref AS organisation_ref, o.name AS organisation_name
    FROM staff_member m JOIN organisation o ON o.id = m.organisation_id"""


async def list_members(actor: Actor, *, own: bool = False) -> list[Member]:
    """Of whom this actor may record a use: the people of the organisations they manage, or only themselves."""
    rows = await sql.fetch(
        f"{_MEMBER} WHERE m.organisation_id = ANY ($1::bigint[]) OR m.person_id = $2 ORDER BY m.name, m.id LIMIT 12000",
        [] if own else sorted(actor.organisations(*MANAGING)),
        actor.person,
    )
    return [Member(**dict(row)) for row in rows]


async def list_members_of(organisation: int) -> list[Member]:
    """Everybody who is or was on an organisation's staff list."""
    rows = await sql.fetch(f"{_MEMBER} WHERE m.organisation_id = $1 ORDER BY m.id", organisation)
    return [Member(**dict(row)) for row in rows]


async def find_member(actor: Actor, ref: str) -> Member | None:
    """Somebody of whom this actor may record a use; another's is not found."""
    row = await sql.fetchrow(f"{_MEMBER} WHERE m.ref = $1", ref)
    found = Member(**dict(row)) if row else None
    if found is None:
        return None
    subject = Subject(organisation=found.organisation, person=found.person)
    return found if permissions.allows(actor, "use:record", subject) else None


async def load_powers() -> dict[str, PowerSaid]:
    """The powers of the catalogue by code."""
    rows = await sql.fetch(
        "SELECT code, title, territory, statutory, names_offences, lower(in_law) AS since FROM power ORDER BY id"
    )
    return {row["code"]: PowerSaid(**dict(row)) for row in rows}


async def load_areas() -> dict[str, str]:
    """The police area of every area, by its code."""
    return {row["code"]: row["police_area"] for row in await sql.fetch("SELECT code, police_area FROM area")}


class Zone(Struct):
    ref: str
    name: str
    areas: tuple[str, ...]


async def list_zones(organisation: int) -> list[Zone]:
    """The zones an organisation has named."""
    rows = await sql.fetch("SELECT ref, name, areas FROM zone WHERE organisation_id = $1 ORDER BY name", organisation)
    return [Zone(ref=row["ref"], name=row["name"], areas=tuple(row["areas"])) for row in rows]


async def list_held(member: int) -> list[Held]:
    """The accreditations somebody ever had with this employer, the newest last."""
    rows = await sql.fetch(
        "SELECT id, scheme_id FROM accreditation WHERE staff_member_id = $1 ORDER BY granted_at, id", member
    )
    return [Held(id=row["id"], scheme=row["scheme_id"], facts=await standing.load(row["id"])) for row in rows]


async def list_accreditations(person: int) -> list[int]:
    """Every accreditation somebody ever had."""
    rows = await sql.fetch("SELECT id FROM accreditation WHERE person_id = $1 ORDER BY id", person)
    return [row["id"] for row in rows]


async def scheme_of(organisation: int) -> int:
    """The scheme an organisation's uses belong to where the person has no accreditation: that of its newest arrangement."""
    found: int | None = await sql.fetchval(
        "SELECT scheme_id FROM arrangement WHERE organisation_id = $1 ORDER BY id DESC LIMIT 1", organisation
    )
    return found or await sql.fetchval("SELECT id FROM scheme ORDER BY id LIMIT 1")


async def add(new: Sequence[New], by: int | None, now: datetime) -> list[int]:
    """Keep uses, and flag those without authority; their ids in the same order."""
    rows = await sql.fetch(
        """INSERT INTO use_of_power (ref, force_id, scheme_id, organisation_id, person_id, staff_member_id,
               accreditation_id, power_id, at, area_id, zone, place, offence, details, officer_present, outcome, minutes,
               saved, authority, source, recorded_by, recorded_at)
           SELECT n.ref, s.force_id, s.id, n.organisation, n.person, n.member, n.accreditation, w.id, n.at, a.id, n.zone,
               n.place, n.offence, n.details, n.officer_present, n.outcome, n.minutes, n.saved, n.authority, n.source, $2, $3
           FROM jsonb_to_recordset($1::jsonb) AS n (turn int, ref text, scheme bigint, organisation bigint,
               person bigint, member bigint, accreditation bigint, power text, at timestamptz, area text, zone text,
               place text, offence text, details jsonb, officer_present boolean, outcome text, minutes int, saved int,
               authority text, source text)
           JOIN scheme s ON s.id = n.scheme JOIN power w ON w.code = n.power LEFT JOIN area a ON a.code = n.area
           ORDER BY n.turn RETURNING id""",
        [_as_row(place, each) for place, each in enumerate(new)],
        by,
        now,
    )
    ids = [row["id"] for row in rows]
    flags = [
        Flag(use=use, cause=each.cause, lawful=each.lawful) for use, each in zip(ids, new, strict=True) if each.cause
    ]
    await add_flags(flags, now, late=False)
    return ids


def _as_row(place: int, new: New) -> dict[str, Any]:
    kept: dict[str, Any] = msgspec.to_builtins(new)
    member = kept.pop("member")
    authority = "authorised" if new.authorised else "unauthorised"
    where = {"organisation": member["organisation"], "person": member["person"], "member": member["id"]}
    return {**kept, **where, "turn": place, "authority": authority}


class Flag(Struct):
    """Why a use had no authority; `lawful` if the notice had not reached the person yet."""

    use: int
    cause: str
    lawful: bool


async def add_flags(flags: Sequence[Flag], now: datetime, *, late: bool) -> None:
    """Flag uses; `late` if they seemed good when they were recorded."""
    await sql.execute(
        """INSERT INTO use_flag (use_id, cause, lawful, late, found_at)
           SELECT n.use, n.cause, n.lawful, $2, $3
           FROM jsonb_to_recordset($1::jsonb) AS n (use bigint, cause text, lawful boolean)
           ON CONFLICT (use_id) DO NOTHING""",
        [msgspec.to_builtins(flag) for flag in flags],
        late,
        now,
    )


class Unflagged(Struct):
    """A use that had authority as far as was known, to be looked at again."""

    id: int
    ref: str
    scheme: int
    accreditation: int
    organisation: int
    power: str
    at: datetime
    area: str | None
    police_area: str | None
    zone: str | None
    offence: str


_UNFLAGGED = """SELECT u.id, u.ref, u.scheme_id AS scheme, u.accreditation_id AS accreditation,
    u.organisation_id AS organisation, w.code AS power, u.at, a.code AS area, a.police_area, u.zone, u.offence
    FROM use_of_power u JOIN power w ON w.id = u.power_id LEFT JOIN area a ON a.id = u.area_id
    WHERE NOT EXISTS (SELECT 1 FROM use_flag f WHERE f.use_id = u.id)
      AND NOT EXISTS (SELECT 1 FROM use_void v WHERE v.use_id = u.id)"""


async def list_unflagged(accreditations: Sequence[int], since: datetime) -> list[Unflagged]:
    """The uses under these accreditations from a moment on that nothing is known against."""
    rows = await sql.fetch(
        f"{_UNFLAGGED} AND u.accreditation_id = ANY ($1::bigint[]) AND u.at >= $2::timestamptz ORDER BY u.id",
        list(accreditations),
        since,
    )
    return [Unflagged(**dict(row)) for row in rows]


async def void(use: int, why: str, by: int | None, now: datetime) -> None:
    await sql.execute(
        "INSERT INTO use_void (use_id, why, voided_by, voided_at) VALUES ($1, $2, $3, $4)", use, why, by, now
    )


async def inquire(use: int, outcome: str, by: int | None, now: datetime) -> None:
    await sql.execute(
        "INSERT INTO use_inquiry (use_id, outcome, inquired_by, inquired_at) VALUES ($1, $2, $3, $4)",
        use,
        outcome,
        by,
        now,
    )


async def used_in(organisation: int, since: datetime, until: datetime) -> bool:
    """Whether any use by this organisation stands in a stretch of time."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM use_of_power u WHERE u.organisation_id = $1 AND u.at >= $2 AND u.at < $3
           AND NOT EXISTS (SELECT 1 FROM use_void v WHERE v.use_id = u.id))""",
        organisation,
        since,
        until,
    )
    return found


async def add_nil(scheme: int, organisation: int, month: date, by: int | None, now: datetime) -> bool:
    """Keep that there was nothing in a month; False if that was said before."""
    added: int | None = await sql.fetchval(
        """INSERT INTO nil_return (scheme_id, organisation_id, month, made_by, made_at) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT DO NOTHING RETURNING id""",
        scheme,
        organisation,
        month,
        by,
        now,
    )
    return added is not None


async def list_without_authority(since: datetime) -> list[Unflagged]:
    """Those recorded since a moment that, by the derivation for sets, lie outside the time or place of their power.

    Offences are not looked at: they never change after a use was recorded.
    """
    rows = await sql.fetch(
        f"""{_UNFLAGGED} AND u.accreditation_id IS NOT NULL AND u.recorded_at >= $1::timestamptz
            AND NOT EXISTS (SELECT 1 FROM authority h
                WHERE h.accreditation_id = u.accreditation_id AND h.power_id = u.power_id
                  AND h.periods && tstzrange(u.at, u.at + interval '1 minute')
                  AND (w.territory = 'any' OR a.code = ANY (h.areas))) ORDER BY u.id""",  # noqa: S608 - constant text
        since,
    )
    return [Unflagged(**dict(row)) for row in rows]
