"""Partnerships: added for areas that none covers, changed, and ended; who answers for them is invited."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from csas.commands import partnership_people as people_of
from csas.commands import partnerships as commands
from csas.commands.partnership_people import EndContact, InviteContact
from csas.commands.partnerships import (
    AddAuthority,
    AddPartnership,
    EditPartnership,
    EndAuthority,
    EndPartnership,
)
from csas.domain import refusals
from csas.domain.partnerships import Partnership
from csas.store import endorsements, partnerships, sql
from tests.build import submitted
from tests.decided import case_of
from tests.world import NOW, Browser, World

CAMDEN = "Camden community safety partnership"


async def named(world: World, name: str) -> Partnership:
    return next(each for each in await partnerships.list_all({await world.scheme()}) if each.name == name)


async def end_camden(world: World) -> None:
    wanted = EndPartnership(ref=(await named(world, CAMDEN)).ref, why="Two boroughs join.")
    await commands.end(wanted, await world.actor("amina"), NOW)


async def test_an_area_that_none_covers_is_shown_until_one_does(world: World, browser: Browser) -> None:
    amina, scheme = await world.actor("amina"), await world.scheme()
    camden = await named(world, CAMDEN)
    wanted = AddPartnership(name="Camden together", email="us@camden.example", areas=(camden.areas[0].code,))
    for faulty in (replace(wanted, areas=("E09000001",)), replace(wanted, name=CAMDEN), replace(wanted, email="us")):
        with pytest.raises(refusals.Faults):
            await commands.add(faulty, amina, NOW)
    assert await partnerships.list_uncovered(scheme) == []
    await end_camden(world)
    assert (await world.actor("leila")).partnerships() == frozenset()
    await browser.sign_in("colin")
    assert "An application for these alone cannot be accepted" in (await browser.get("/partnerships")).text
    told = (await browser.get("/api/v1/partnerships")).json()
    assert [area["name"] for area in told["uncovered"]] == ["Camden"]
    await commands.add(wanted, amina, NOW)
    assert await partnerships.list_uncovered(scheme) == []
    case = await case_of(await submitted(world, "Lantern University", areas=("Camden",)))
    version = await sql.fetchval(
        "SELECT v.id FROM application_version v JOIN application a ON a.id = v.application_id WHERE a.case_id = $1",
        case.id,
    )
    assert [each.name for each in await endorsements.list_covering(scheme, version)] == ["Camden together"]
    with pytest.raises(refusals.PartnershipEnded):
        await end_camden(world)


async def test_its_name_lead_and_authorities_change(world: World, browser: Browser) -> None:
    amina = await world.actor("amina")
    barnet = await named(world, "Barnet community safety partnership")
    wanted = EditPartnership(ref=barnet.ref, name="Safer Barnet", email=barnet.email, lead="Westminster  city council")
    await commands.edit(wanted, amina, NOW)
    police = AddAuthority(ref=barnet.ref, name="Barnet Police", kind="police")
    await commands.add_authority(police, amina, NOW)
    with pytest.raises(refusals.Faults):
        await commands.add_authority(police, amina, NOW)
    fire = barnet.authorities[0]
    await commands.end_authority(EndAuthority(ref=barnet.ref, authority=fire.ref), amina, NOW)
    found = await named(world, "Safer Barnet")
    assert found.lead == "Westminster City Council"
    assert [each.name for each in found.authorities][-1] == "Barnet Police"
    assert fire not in found.authorities
    again = AddAuthority(ref=barnet.ref, name=fire.name, kind="fire")
    await commands.add_authority(again, amina, NOW)
    assert (await named(world, "Safer Barnet")).authorities[-1].ref == fire.ref
    await browser.sign_in("amina")
    assert "Barnet Police" in (await browser.get(f"/partnerships/{barnet.ref}")).text
    with pytest.raises(refusals.NotAllowed):
        await commands.edit(wanted, await world.actor("colin"), NOW)


async def test_whoever_answers_is_invited_and_their_role_ends(world: World, browser: Browser) -> None:
    west = await named(world, "Westminster community safety partnership")
    await browser.sign_in("colin")
    form = {"body": west.authorities[2].ref, "name": "Ida Moss", "post": "Director", "email": "ida@people.example"}
    assert (await browser.post(f"/partnerships/{west.ref}/invite", form)).status_code == 303
    invited = await sql.fetchrow("SELECT role, organisation_id, post FROM invitation WHERE name = 'Ida Moss'")
    assert invited
    assert (invited["role"], invited["organisation_id"]) == ("endorser", west.authorities[2].id)
    assert invited["post"] == "Director"
    stranger = InviteContact(ref=west.ref, body="aaaaaaaaaaaa", name="A", post="B", email="a@people.example")
    with pytest.raises(refusals.Faults):
        await people_of.invite(stranger, await world.actor("colin"), NOW)
    grace = next(each for each in await partnerships.list_contacts(west.id, NOW) if each.name == "Grace Whitlock")
    assert (await browser.post(f"/partnerships/{west.ref}/end-role", {"person": grace.ref})).status_code == 303
    assert not (await world.actor("grace")).holdings
    again = EndContact(ref=west.ref, person=grace.ref)
    with pytest.raises(refusals.Faults):
        await people_of.end_role(again, await world.actor("colin"), datetime.now(UTC))
