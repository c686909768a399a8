"""People on an employer's staff list: one record by itself, and what is written to it.

An employer's own people see its records; an office sees one only while it has, or had, a
case or an accreditation of that person with that employer. To everybody else it is not found.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from csas.domain import permissions, refusals
from csas.domain.permissions import APPLICANT, CENTRAL, Actor, Subject
from csas.domain.staff import Employment, plain
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Member(Struct):
    """An employer's record of a person; ids are internal. `scheme` is the one through which the reader sees it."""

    id: int
    ref: str
    organisation: int
    organisation_ref: str
    organisation_name: str
    person: int
    name: str
    number: str
    email: str
    telephone: str
    born_on: date
    job: str
    site: str
    profile: str
    profile_title: str
    version: int
    added_at: datetime
    scheme: int | None = None

    @property
    def subject(self) -> Subject:
        return Subject(organisation=self.organisation, scheme=self.scheme)


_MEMBER = """SELECT s.id, s.ref, s.organisation_id AS organisation, o.ref AS organisation_ref,
        o.name AS organisation_name, s.person_id AS person, s.name, s.number, coalesce(s.email, '') AS email,
        coalesce(s.telephone, '') AS telephone, s.born_on, s.job, s.site, coalesce(r.ref, '') AS profile,
        coalesce(r.title, '') AS profile_title, s.version, s.added_at
    FROM staff_member s JOIN organisation o ON o.id = s.organisation_id LEFT JOIN role_profile r ON r.id = s.profile_id
    WHERE s.ref = $1"""


async def load(actor: Actor, ref: str) -> Member:
    """A record this actor may see."""
    row = await sql.fetchrow(_MEMBER, ref)
    if row is None:
        raise refusals.NotFound
    member = Member(**dict(row))
    if member.organisation in actor.organisations(*APPLICANT):
        return member
    scheme = await scheme_for(actor, member.person, member.organisation, *CENTRAL)
    if scheme is None:
        raise refusals.NotFound
    return Member(**dict(row), scheme=scheme)


async def scheme_for(actor: Actor, person: int, organisation: int, *roles: str) -> int | None:
    """A scheme in which the actor holds one of these roles and which deals with this person at this employer."""
    found: int | None = await sql.fetchval(
        """SELECT c.scheme_id FROM casefile c
           WHERE c.person_id = $1 AND c.organisation_id = $2 AND c.scheme_id = ANY ($3::bigint[])
           UNION ALL SELECT a.scheme_id FROM accreditation a
           WHERE a.person_id = $1 AND a.organisation_id = $2 AND a.scheme_id = ANY ($3::bigint[]) LIMIT 1""",
        person,
        organisation,
        sorted(actor.schemes(*roles)),
    )
    return found


async def hold(actor: Actor, ref: str, action: str, seen: int | None = None) -> Member:
    """The record, locked until the act ends, for somebody who may do this to it."""
    member = await require(actor, ref, action)
    await sql.execute("SELECT 1 FROM staff_member WHERE id = $1 FOR NO KEY UPDATE", member.id)
    held = await load(actor, ref)
    if seen is not None and seen != held.version:
        raise refusals.DraftChanged(who="Somebody")
    return held


async def require(actor: Actor, ref: str, action: str) -> Member:
    """The record, for somebody who may do this to it."""
    member = await load(actor, ref)
    if not permissions.allows(actor, action, member.subject):
        raise refusals.NotAllowed
    return member


async def find_person(email: str, name: str, born_on: date) -> int | None:
    """The person whose address, name and date of birth all agree; where two do, neither is taken."""
    if not email:
        return None
    rows = await sql.fetch(
        "SELECT DISTINCT person_id, name FROM staff_member WHERE born_on = $1 AND lower(email) = lower($2)",
        born_on,
        email,
    )
    found = {row["person_id"] for row in rows if plain(row["name"]) == plain(name)}
    return found.pop() if len(found) == 1 else None


class Wanted(Protocol):
    """What a record says of a person."""

    @property
    def name(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def telephone(self) -> str: ...
    @property
    def born_on(self) -> date: ...
    @property
    def job(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def profile(self) -> str: ...


async def add(organisation: int, person: int, wanted: Wanted, now: datetime) -> tuple[int, str]:
    """Put a person on the list; the record's id and reference."""
    row = await sql.fetchrow(
        """INSERT INTO staff_member (ref, organisation_id, person_id, name, number, email, telephone, born_on, job, site,
                                     profile_id, added_at)
           VALUES ($1, $2, $3, $4, $5, nullif($6, ''), nullif($7, ''), $8, $9, $10,
               (SELECT id FROM role_profile WHERE ref = $11 AND organisation_id = $2), $12) RETURNING id, ref""",
        new_ref(),
        organisation,
        person,
        wanted.name,
        wanted.number,
        wanted.email,
        wanted.telephone,
        wanted.born_on,
        wanted.job,
        wanted.site,
        wanted.profile,
        now,
    )
    if row is None:
        raise refusals.NotFound
    return row["id"], row["ref"]


async def save(member: Member) -> None:
    """What an employer may change of its record; the version counts on."""
    await sql.execute(
        """UPDATE staff_member SET number = $2, email = nullif($3, ''), telephone = nullif($4, ''), born_on = $5, job = $6,
               site = $7, profile_id = (SELECT id FROM role_profile WHERE ref = $8 AND organisation_id = $9),
               version = version + 1
           WHERE id = $1""",
        member.id,
        member.number,
        member.email,
        member.telephone,
        member.born_on,
        member.job,
        member.site,
        member.profile,
        member.organisation,
    )


async def speaks_for(member: Member) -> bool:
    """Whether this employer alone knows the person, who has no account: then its record is the person's."""
    alone: bool = await sql.fetchval(
        """SELECT NOT EXISTS (SELECT 1 FROM staff_member WHERE person_id = $1 AND id <> $2)
               AND NOT EXISTS (SELECT 1 FROM account WHERE person_id = $1)
               AND NOT EXISTS (SELECT 1 FROM role_holding WHERE person_id = $1)""",
        member.person,
        member.id,
    )
    return alone


async def set_address(member: Member) -> None:
    """Let the person's own address follow the record's, where the employer speaks for them."""
    if await speaks_for(member):
        await sql.execute("UPDATE person SET email = nullif($2, '') WHERE id = $1", member.person, member.email)


async def rename(member: Member, name: str, now: datetime) -> None:
    """Another name on this employer's record; the one before is kept."""
    if await speaks_for(member):
        await sql.execute("UPDATE person SET name = $2 WHERE id = $1", member.person, name)
    await sql.execute(
        "INSERT INTO former_name (person_id, staff_member_id, name, until) VALUES ($1, $2, $3, $4)",
        member.person,
        member.id,
        member.name,
        now,
    )
    await sql.execute("UPDATE staff_member SET name = $2, version = version + 1 WHERE id = $1", member.id, name)


async def count_on(member: Member) -> None:
    """Note that the record has changed, for those who have it open."""
    await sql.execute("UPDATE staff_member SET version = version + 1 WHERE id = $1", member.id)


async def list_former_names(member: Member) -> list[tuple[str, datetime]]:
    """The names this employer knew the person by, newest first."""
    rows = await sql.fetch(
        "SELECT name, until FROM former_name WHERE staff_member_id = $1 ORDER BY until DESC, id DESC", member.id
    )
    return [(row["name"], row["until"]) for row in rows]


async def set_zones(member: int, organisation: int, refs: Iterable[str]) -> None:
    """Where the person works, by zones of the same employer."""
    await sql.execute("DELETE FROM staff_zone WHERE staff_member_id = $1", member)
    await sql.execute(
        """INSERT INTO staff_zone (staff_member_id, zone_id)
           SELECT $1, id FROM zone WHERE organisation_id = $2 AND ref = ANY ($3::text[])""",
        member,
        organisation,
        list(refs),
    )


_EMPLOYMENTS = """SELECT ref, lower(valid) AS since, upper(valid) AS until, ending, reported_at FROM employment
    WHERE staff_member_id = $1 AND upper_inf(known) ORDER BY lower(valid) DESC"""


async def list_employments(member: int) -> list[Employment]:
    """Every stretch of employment as it is known now, the last one first."""
    return [Employment(**dict(row)) for row in await sql.fetch(_EMPLOYMENTS, member)]


async def employ(member: int, person: int, organisation: int, employment: Employment) -> None:
    """Record a stretch of employment, or a corrected one."""
    await sql.execute(
        """INSERT INTO employment (ref, staff_member_id, person_id, organisation_id, valid, ending, reported_at)
           VALUES ($1, $2, $3, $4, tstzrange($5, $6), $7, $8)""",
        employment.ref,
        member,
        person,
        organisation,
        employment.since,
        employment.until,
        employment.ending,
        employment.reported_at,
    )


async def hold_employments(member: Member) -> None:
    """Hold the employment against grants, waiting for those under way, until the act that ends it is over."""
    await sql.execute(
        "SELECT 1 FROM employment WHERE staff_member_id = $1 AND upper_inf(known) ORDER BY id FOR NO KEY UPDATE",
        member.id,
    )


async def correct(member: Member, employment: Employment) -> None:
    """What was known of this stretch closes, and the corrected fact takes its place."""
    await sql.execute(
        """UPDATE employment SET known = tstzrange(lower(known), clock_timestamp())
           WHERE ref = $1 AND staff_member_id = $2 AND upper_inf(known)""",
        employment.ref,
        member.id,
    )
    await employ(member.id, member.person, member.organisation, employment)
