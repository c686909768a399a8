"""What is granted is never wider than what was asked for, and what is added takes nothing away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.commands import individual_renewals, individual_requests, role_profiles
from csas.commands.individual_decisions import PowerVerdict
from csas.commands.individual_requests import AskedFor
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.domain.standing import power_standing
from csas.store import accreditation_changes as changes
from csas.store import sql, standing
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import individuals as people
from tests import people as employers
from tests.world import NOW, World

DAY = timedelta(days=1)


async def _zone(employer: employers.Provider, *areas: str) -> str:
    ref = new_ref()
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            "INSERT INTO zone (ref, organisation_id, name, areas) VALUES ($1, $2, $3, $4)",
            ref,
            employer.organisation,
            f"Estate {ref}",
            list(areas),
        )
        await this.record("zone:added")
    return ref


async def _asked_in_zone(world: World, employer: employers.Provider, name: str, zone: str) -> str:
    who = await people.fit(world, employer, name)
    asked = AskedFor(power="3", areas=employer.areas, zones=(zone,))
    wanted = individual_requests.Request(staff=who.ref, powers=(asked,))
    ref = (await individual_requests.request(wanted, await world.actor("sam"), NOW)).ref
    await people.to_decision(world, ref)
    return ref


async def test_a_power_for_a_zone_is_not_granted_for_a_whole_borough_beside_it(world: World) -> None:
    two = await employers.provider(world, areas=("Lambeth", "Southwark"))
    lambeth, southwark = two.areas
    zone = await _zone(two, lambeth)
    ref = await _asked_in_zone(world, two, "Zoe Marsh", zone)
    with pytest.raises(refusals.Faults):
        await people.grant(world, ref, powers=(PowerVerdict(power="3", granted=True, areas=(southwark,)),))
    await people.grant(world, ref, powers=(PowerVerdict(power="3", granted=True, areas=(lambeth,)),))
    facts = await standing.load(await people.accreditation(ref))
    assert [each.zones for each in facts.granted] == [(zone,)]
    moved = role_profiles.EditZone(ref=zone, name="All of Southwark", areas=(southwark,))
    with pytest.raises(refusals.ZoneInUse):
        await role_profiles.edit_zone(moved, await world.actor("sam"), NOW)


async def test_the_database_holds_it_too(world: World) -> None:
    lone = await employers.provider(world, "Hobb Market", areas=("Lambeth", "Southwark"))
    who = await people.fit(world, lone, "Ned Oram")
    ref = await people.request(world, who, ["3"], areas=lone.areas[:1], by="walter")
    await people.to_decision(world, ref, by="walter")
    await people.grant(world, ref)
    found, colin = await people.accreditation(ref), await world.actor("colin")
    await people.suspend(world, ref)
    restriction = (await changes.list_restrictions(found))[0].ref
    wider = """INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, courses)
        SELECT 'wider', accreditation_id, power_id, decision_id, tstzrange(upper(valid), NULL), $2, courses
        FROM granted_power WHERE accreditation_id = $1"""
    async with act(colin, NOW) as this:
        await changes.propose_lifting(found, restriction, colin.person, NOW, "Borne out.")
        await this.record("individual:lifting-proposed")
    with pytest.raises(refusals.Refusal):
        async with act(colin, NOW):
            await sql.execute(wider, found, list(lone.areas))
    with pytest.raises(refusals.Refusal):
        async with act(colin, NOW):
            await changes.lift([found], "person", NOW)


async def test_a_variation_granted_in_part_leaves_what_is_held(world: World) -> None:
    two = await employers.provider(world, "Halcyon Guarding", areas=("Lambeth", "Southwark"))
    lambeth, southwark = two.areas
    who = await people.fit(world, two, "Vic Hale")
    wanted = individual_requests.Request(staff=who.ref, powers=(AskedFor(power="3", areas=(lambeth,)),))
    first = (await individual_requests.request(wanted, await world.actor("dana"), NOW)).ref
    await people.to_decision(world, first, by="dana")
    await people.grant(world, first)
    more = individual_renewals.Vary(ref=first, powers=(AskedFor(power="3", areas=two.areas),))
    varied = (await individual_renewals.vary(more, await world.actor("dana"), NOW)).ref
    await people.to_decision(world, varied, by="dana")
    with pytest.raises(refusals.Faults):
        await people.grant(world, varied, powers=(PowerVerdict(power="3", granted=True, areas=(southwark,)),))


async def test_another_offence_is_asked_for_and_a_condition_stays(world: World) -> None:
    employer = await employers.provider(world, "Kingsmarch Centre", areas=("Lambeth",))
    who = await people.fit(world, employer, "Una Reed")
    ref = await people.ready(world, who, ["1a"], by="beatrix")
    daylight = PowerVerdict(power="1a", granted=True, areas=employer.areas, conditions=("Only in daylight",))
    await people.grant(world, ref, powers=(daylight,))
    beatrix = await world.actor("beatrix")

    def asking(*offences: str) -> individual_renewals.Vary:
        wanted = AskedFor(power="1a", areas=employer.areas, offences=offences)
        return individual_renewals.Vary(ref=ref, powers=(wanted,))

    for offences in (people.OFFENCES, ("Byelaw 7",)):
        with pytest.raises(refusals.NothingWider):
            await individual_renewals.vary(asking(*offences), beatrix, NOW)
    later = (await individual_renewals.vary(asking(*people.OFFENCES, "Byelaw 7"), beatrix, NOW)).ref
    await people.to_decision(world, later, by="beatrix")
    await people.grant(world, later, at=NOW + DAY)
    granted = power_standing(await standing.load(await people.accreditation(ref)), "1a", NOW + DAY).granted
    assert granted is not None
    assert set(granted.offences) == {*people.OFFENCES, "Byelaw 7"}
    assert granted.conditions == ("Only in daylight",)


async def test_what_paragraph_1_2a_takes_out_is_never_asked_for(world: World) -> None:
    employer = await employers.provider(world, "Lantern University", areas=("Lambeth",))
    who = await people.fit(world, employer, "Wes Holt")
    asked = AskedFor(power="1a", areas=employer.areas, offences=("Theft: Theft Act 1968, section 1",))
    wanted, imogen = individual_requests.Request(staff=who.ref, powers=(asked,)), await world.actor("imogen")
    with pytest.raises(refusals.Faults) as refused:
        await individual_requests.request(wanted, imogen, NOW)
    assert [each.field for each in refused.value.faults] == ["offences"]
