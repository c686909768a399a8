"""A warden at Northbank with powers, and what is returned of their use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.commands import uses
from csas.domain import intake
from csas.domain.events import Event
from csas.domain.permissions import PUBLIC, Actor
from csas.store import reads, sql
from csas.store.transaction import act
from tests import people
from tests.people import Accredited, Provider
from tests.world import NOW, World

LAMBETH, WESTMINSTER = "E09000022", "E09000033"
DISORDER = "Public Order Act 1986 s.5"
BASIC = {
    "on": "2026-11-01",
    "time": "14:32",
    "area": LAMBETH,
    "place": "Brixton Road, by the market",
    "reason": "Shouting at people who passed.",
    "officer_present": "no",
    "minutes": "10",
    "saved": "45",
}
NAME = {**BASIC, "power": "3", "outcome": "given"}
PENALTY = {**BASIC, "power": "1a", "outcome": "issued", "offence": DISORDER}


async def northbank(world: World) -> Provider:
    """Northbank in force in Lambeth and Southwark; put down once a module."""
    row = await sql.fetchrow(
        """SELECT a.organisation_id, a.scheme_id, a.force_id, a.ref, u.ref AS uniform FROM arrangement a
           JOIN uniform u ON u.organisation_id = a.organisation_id LIMIT 1"""
    )
    if row is None:
        return await people.provider(world)
    areas = await sql.fetch("SELECT code FROM area WHERE name IN ('Lambeth', 'Southwark') ORDER BY code")
    return Provider(
        organisation=row["organisation_id"],
        scheme=row["scheme_id"],
        force=row["force_id"],
        arrangement=row["ref"],
        uniform=row["uniform"],
        areas=tuple(each["code"] for each in areas),
    )


async def warden(
    world: World, employer: Provider, name: str = "Mo Farrow", powers: Sequence[str] = ("1a", "3")
) -> Accredited:
    """Somebody accredited whose instrument names one offence of disorder."""
    found = await people.accredited(world, employer, name, powers=powers)
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """UPDATE granted_power SET known = tstzrange(lower(known), now())
               WHERE accreditation_id = $1 AND power_id = (SELECT id FROM power WHERE code = '1a') AND upper_inf(known)""",
            found.accreditation,
        )
        await sql.execute(
            """INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, offences, courses)
               SELECT ref, accreditation_id, power_id, decision_id, valid, areas, $2, courses FROM granted_power
               WHERE accreditation_id = $1 AND power_id = (SELECT id FROM power WHERE code = '1a') LIMIT 1""",
            found.accreditation,
            [DISORDER],
        )
        await this.record("individual:decided", subjects={"accreditation": [found.accreditation]})
    return found


async def themselves(person: Accredited) -> Actor:
    found = await reads.load_actor(person.person)
    assert found
    return found


async def record(actor: Actor, person: Accredited, given: dict[str, str], at: datetime = NOW) -> Event:
    wanted = intake.read(uses.RecordUse, {**given, "staff": person.staff_ref})
    return await uses.record(wanted, actor, at)


async def leave(person: Accredited, when: datetime, reported: datetime) -> None:
    """The employment ended at a moment, as reported later: the fact alone, without what follows."""
    await sql.execute(
        "UPDATE employment SET known = tstzrange(lower(known), clock_timestamp()) WHERE ref = $1 AND upper_inf(known)",
        person.employment,
    )
    await sql.execute(
        """INSERT INTO employment (ref, staff_member_id, person_id, organisation_id, valid, ending, reported_at)
           SELECT ref, staff_member_id, person_id, organisation_id, tstzrange(lower(valid), $2), 'left', $3
           FROM employment WHERE ref = $1 ORDER BY id DESC LIMIT 1""",
        person.employment,
        when,
        reported,
    )
