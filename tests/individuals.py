"""People on their way to powers, taken there by the commands themselves.

`tests/people` puts down an employer with its arrangement and uniform; here its people are asked for,
found fit and decided on, by whoever of the cast may do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from csas.commands import (
    individual_decisions,
    individual_endings,
    individual_findings,
    individual_life,
    individual_requests,
)
from csas.commands.individual_findings import Trained
from csas.commands.individual_requests import AskedFor
from csas.domain.events import Event
from csas.domain.permissions import PUBLIC, Actor
from csas.domain.values import Struct
from csas.store import individuals, reads, sql
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests.decided import case_of
from tests.people import UNTIL, Provider, provider
from tests.world import NOW, World

SAM = "sam"
OFFENCES = ("Section 5 of the Public Order Act 1986",)
NAMING = frozenset({"1a", "1b", "1c"})


class Member(Struct):
    """Somebody on an employer's staff list; ids are internal."""

    person: int
    staff: int
    ref: str
    name: str
    employer: Provider


async def member(employer: Provider, name: str = "Mo Farrow", at: datetime = NOW - timedelta(days=10)) -> Member:
    """A person who works for the employer, with a photograph."""
    async with act(PUBLIC, at) as this:
        person: int = await sql.fetchval(
            "INSERT INTO person (ref, name, email) VALUES ($1, $2, $3) RETURNING id",
            new_ref(),
            name,
            f"{name.lower().replace(' ', '.')}@people.example",
        )
        ref = new_ref()
        staff: int = await sql.fetchval(
            """INSERT INTO staff_member (ref, organisation_id, person_id, number, born_on, job, added_at)
               VALUES ($1, $2, $3, $4, $5, 'Warden', $6) RETURNING id""",
            ref,
            employer.organisation,
            person,
            f"N{person}",
            date(1990, 5, 4),
            at,
        )
        found = Member(person=person, staff=staff, ref=ref, name=name, employer=employer)
        await _employ(found, at)
        await sql.execute(
            """INSERT INTO photograph (ref, staff_member_id, stored_as, sha256, added_by, added_at)
               VALUES ($1, $2, 'none', 'none', $3, $4)""",
            new_ref(),
            staff,
            person,
            at,
        )
        await this.record("organisation:registered")
    return found


async def _employ(who: Member, at: datetime) -> None:
    await sql.execute(
        """INSERT INTO employment (ref, staff_member_id, person_id, organisation_id, valid)
           VALUES ($1, $2, $3, $4, tstzrange($5, NULL))""",
        new_ref(),
        who.staff,
        who.person,
        who.employer.organisation,
        at,
    )


async def northbank(world: World) -> Provider:
    """Northbank Homes in force: put down once, found again after that."""
    found = await world.organisation("Northbank Homes")
    there = await sql.fetchval("SELECT count(*) FROM arrangement WHERE organisation_id = $1", found)
    return await employer_of(found) if there else await provider(world)


async def employer_of(organisation: int) -> Provider:
    """The employer put down for an earlier story."""
    row = await sql.fetchrow(
        """SELECT a.organisation_id AS organisation, a.scheme_id AS scheme, a.force_id AS force, a.ref AS arrangement,
                  u.ref AS uniform, ARRAY(SELECT r.code FROM decided_area d JOIN area r ON r.id = d.area_id
                      WHERE d.decision_id = a.decision_id ORDER BY r.code) AS areas
           FROM arrangement a JOIN uniform u ON u.organisation_id = a.organisation_id
           WHERE a.organisation_id = $1 AND upper_inf(a.known) AND upper_inf(u.known) LIMIT 1""",
        organisation,
    )
    assert row
    return Provider(**{**dict(row), "areas": tuple(row["areas"])})


async def also_works_for(who: Member, employer: Provider, at: datetime = NOW - timedelta(days=10)) -> Member:
    """The same person on another employer's list, with a photograph there too."""
    async with act(PUBLIC, at) as this:
        ref = new_ref()
        staff: int = await sql.fetchval(
            """INSERT INTO staff_member (ref, organisation_id, person_id, number, born_on, job, added_at)
               VALUES ($1, $2, $3, $4, $5, 'Guard', $6) RETURNING id""",
            ref,
            employer.organisation,
            who.person,
            f"K{who.person}",
            date(1990, 5, 4),
            at,
        )
        found = Member(person=who.person, staff=staff, ref=ref, name=who.name, employer=employer)
        await _employ(found, at)
        await sql.execute(
            """INSERT INTO photograph (ref, staff_member_id, stored_as, sha256, added_by, added_at)
               VALUES ($1, $2, 'none', 'none', $3, $4)""",
            new_ref(),
            staff,
            who.person,
            at,
        )
        await this.record("organisation:registered")
    return found


async def leave(who: Member, at: datetime) -> None:
    """The employment ends: the fact as it was known is closed, the ended one put beside it."""
    async with act(PUBLIC, at) as this:
        await sql.execute(
            """WITH old AS (UPDATE employment SET known = tstzrange(lower(known), clock_timestamp())
                 WHERE staff_member_id = $1 AND upper_inf(known) AND upper_inf(valid) RETURNING *)
               INSERT INTO employment (ref, staff_member_id, person_id, organisation_id, valid, ending, reported_at)
               SELECT ref, staff_member_id, person_id, organisation_id, tstzrange(lower(valid), $2), 'left', $2 FROM old""",
            who.staff,
            at,
        )
        await this.record("organisation:registered")


async def come_back(who: Member, at: datetime) -> None:
    async with act(PUBLIC, at) as this:
        await _employ(who, at)
        await this.record("organisation:registered")


async def vetted(world: World, who: Member, at: datetime = NOW - timedelta(days=2), outcome: str = "clear") -> None:
    async with act(PUBLIC, at) as this:
        await sql.execute(
            """INSERT INTO vetting (ref, force_id, scheme_id, person_id, outcome, level, reference, decided_by, valid)
               VALUES ($1, $2, $3, $4, $5, 'NPPV 2', 'V/1', $6, tstzrange($7, $8))""",
            new_ref(),
            who.employer.force,
            who.employer.scheme,
            who.person,
            outcome,
            world.people["priya"],
            at,
            at + timedelta(days=3 * 365),
        )
        await this.record("organisation:registered")


async def trained(who: Member, at: datetime = NOW - timedelta(days=2), days: int = 3 * 365) -> None:
    """The one course that every power needs."""
    async with act(PUBLIC, at) as this:
        await course(who.employer.scheme)
        await sql.execute(
            """INSERT INTO training (ref, person_id, course_id, provider, passed_on, valid)
               SELECT $1, $2, id, 'Calder College', $3, tstzrange($4, $5) FROM course WHERE scheme_id = $6
                   AND code = 'G1'""",
            new_ref(),
            who.person,
            at.date(),
            at,
            at + timedelta(days=days),
            who.employer.scheme,
        )
        await this.record("organisation:registered")


async def course(scheme: int) -> None:
    """The general course, on the pathway of every power; inside an act."""
    if await sql.fetchval("SELECT id FROM course WHERE scheme_id = $1 AND code = 'G1'", scheme):
        return
    found = await sql.fetchval(
        """INSERT INTO course (scheme_id, code, title, hours, months, providers)
           VALUES ($1, 'G1', 'General accreditation course', 60, 36, '{Calder College}') RETURNING id""",
        scheme,
    )
    await sql.execute("INSERT INTO pathway (course_id, power_id) SELECT $1, id FROM power WHERE statutory", found)


def asked_for(who: Member, powers: Sequence[str], areas: Sequence[str] | None = None) -> tuple[AskedFor, ...]:
    places = tuple(who.employer.areas if areas is None else areas)
    return tuple(AskedFor(power=code, areas=places, offences=OFFENCES if code in NAMING else ()) for code in powers)


async def request(
    world: World,
    who: Member,
    powers: Sequence[str] = ("1a", "3"),
    *,
    areas: Sequence[str] | None = None,
    by: str = SAM,
    at: datetime = NOW,
) -> str:
    wanted = individual_requests.Request(staff=who.ref, powers=asked_for(who, powers, areas))
    return (await individual_requests.request(wanted, await world.actor(by), at)).ref


async def check_identity(world: World, ref: str, by: str = SAM, at: datetime = NOW) -> Event:
    wanted = individual_requests.CheckIdentity(ref=ref, documents=("passport", "bank-statement"), likeness=True)
    return await individual_requests.check_identity(wanted, await world.actor(by), at)


async def find(world: World, ref: str, *, good: bool = True, at: datetime = NOW) -> Event:
    asked = await individuals.load(await case_of(ref))
    wanted = individual_findings.Find(
        ref=ref,
        suitable=good,
        suitable_evidence="References and vetting seen.",
        capable=good,
        capable_evidence="Watched on patrol.",
        trained=tuple(Trained(power=each.code, satisfied=good, evidence="Certificate seen.") for each in asked.powers),
    )
    return await individual_findings.find(wanted, await world.actor("priya"), at)


async def recommend(world: World, ref: str, at: datetime = NOW) -> Event:
    asked = await individuals.load(await case_of(ref))
    wanted = individual_findings.Recommend(
        ref=ref,
        recommendation="grant",
        powers=tuple(each.code for each in asked.powers),
        reasons="Everything was seen.",
    )
    return await individual_findings.recommend(wanted, await world.actor("priya"), at)


async def ready(
    world: World, who: Member, powers: Sequence[str] = ("1a", "3"), *, by: str = SAM, at: datetime = NOW
) -> str:
    """A request with the decision maker: identity, vetting, training, findings and recommendation are done."""
    ref = await request(world, who, powers, by=by, at=at)
    await to_decision(world, ref, by=by, at=at)
    return ref


async def to_decision(world: World, ref: str, *, by: str = SAM, at: datetime = NOW) -> None:
    await check_identity(world, ref, by, at)
    await find(world, ref, at=at)
    await recommend(world, ref, at)


async def grant(world: World, ref: str, by: str = "helen", at: datetime = NOW, **more: object) -> Event:
    wanted = individual_decisions.Grant(ref=ref, **more)  # type: ignore[arg-type]
    return await individual_decisions.grant(wanted, await world.actor(by), at)


async def fit(world: World, employer: Provider, name: str = "Mo Farrow") -> Member:
    """Somebody vetted and trained."""
    who = await member(employer, name)
    await vetted(world, who)
    await trained(who)
    return who


async def accredited(
    world: World,
    employer: Provider,
    name: str = "Mo Farrow",
    powers: Sequence[str] = ("1a", "3"),
    *,
    by: str = SAM,
    at: datetime = NOW,
) -> tuple[Member, str]:
    """Somebody accredited by every step; and the case."""
    who = await fit(world, employer, name)
    ref = await ready(world, who, powers, by=by, at=at)
    await grant(world, ref, at=at)
    return who, ref


async def suspend(world: World, ref: str, by: str = "colin", at: datetime = NOW, reason: str = "complaint") -> Event:
    wanted = individual_life.Suspend(ref=ref, reasons=(reason,), explanation="A complaint came in.")
    return await individual_life.suspend(wanted, await world.actor(by), at)


async def withdraw(world: World, ref: str, by: str = "helen", at: datetime = NOW) -> Event:
    wanted = individual_endings.Withdraw(ref=ref, reasons=("conduct",), explanation="The complaint was borne out.")
    return await individual_endings.withdraw(wanted, await world.actor(by), at)


async def oneself(who: Member) -> Actor:
    """The person as they sign in."""
    found = await reads.load_actor(who.person)
    assert found
    return found


async def accreditation(ref: str) -> int:
    found: int = await sql.fetchval(
        """SELECT coalesce(r.accreditation_id, (SELECT a.id FROM accreditation a WHERE a.case_id = c.id))
           FROM casefile c JOIN individual_request r ON r.case_id = c.id WHERE c.ref = $1""",
        ref,
    )
    return found


__all__ = ["UNTIL"]
