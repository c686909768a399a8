"""Delegations: one proposes, another confirms, neither is the one it is for; one ends it and it counts at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import delegations as commands
from csas.commands.delegations import EndDelegation, ProposeDelegation, SettleDelegation
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.permissions import PUBLIC, Actor
from csas.store import decisions, proposals
from csas.store.transaction import act
from tests.build import ref_of
from tests.world import NOW, Browser, World

TODAY = london_day(NOW)
DAY = timedelta(days=1)


async def wanted(world: World, starts_on: date = TODAY, **changed: object) -> ProposeDelegation:
    """Helen again, once her first delegation has ended."""
    first = {
        "person": await ref_of(await world.actor("helen")),
        "post": "Commander",
        "matters": ("people",),
        "instrument": "CSAS/2",
        "starts_on": starts_on,
        "ends_on": starts_on + 30 * DAY,
        "why": "The first was too wide.",
    }
    return ProposeDelegation(**{**first, **changed})  # type: ignore[arg-type]


async def test_an_ending_counts_at_once_and_a_new_one_needs_three_people(world: World, browser: Browser) -> None:
    scheme = await world.scheme()
    amina, helen, owen = [await world.actor(slug) for slug in ("amina", "helen", "owen")]
    held = await decisions.find_delegation(helen.person, scheme, NOW, "providers")
    assert held
    with pytest.raises(refusals.Faults):
        await commands.propose(await wanted(world), amina, NOW)
    await commands.end(EndDelegation(ref=held.ref, why="Too wide."), amina, NOW)
    assert await decisions.find_delegation(helen.person, scheme, NOW, "providers") is None
    before = NOW - timedelta(minutes=1)
    assert await decisions.find_delegation(helen.person, scheme, before, "providers")
    found = await decisions.hold_delegation(helen.person, scheme, before, "providers")
    assert found is None, "an act that began before the ending has no delegation"
    event = await commands.propose(await wanted(world), amina, NOW)
    settle = SettleDelegation(ref=event.ref)
    with pytest.raises(refusals.NotForYourself):
        await commands.confirm(settle, helen, NOW)
    both = Actor(person=amina.person, name="Amina", kind="person", holdings=(*amina.holdings, *owen.holdings))
    with pytest.raises(refusals.AnotherMustConfirm):
        await commands.confirm(settle, both, NOW)
    with pytest.raises(refusals.NotAllowed):
        await commands.confirm(settle, await world.actor("colin"), NOW)
    await browser.sign_in("helen")
    assert f"/delegations/{event.ref}/confirm" not in (await browser.get("/desk")).text
    await browser.sign_in("owen")
    assert f"/delegations/{event.ref}/confirm" in (await browser.get("/desk")).text
    await commands.confirm(settle, owen, NOW + timedelta(minutes=1))
    assert await decisions.find_delegation(helen.person, scheme, NOW, "people") is None
    later = NOW + timedelta(minutes=2)
    assert await decisions.find_delegation(helen.person, scheme, later, "people")
    assert await decisions.find_delegation(helen.person, scheme, later, "providers") is None
    page = (await browser.get("/delegations")).text
    assert "Ended because" in page
    assert "Accreditation of people (s.41)" in page
    told = (await browser.get("/api/v1/delegations")).json()
    assert next(each["instrument"] for each in told["delegations"]) == "CSAS/2"


async def test_nobody_proposes_their_own_and_days_must_make_sense(world: World) -> None:
    amina, helen = await world.actor("amina"), await world.actor("helen")
    manager = Actor(person=helen.person, name="Helen", kind="person", holdings=(*amina.holdings, *helen.holdings))
    later = TODAY + 600 * DAY
    with pytest.raises(refusals.NotForYourself):
        await commands.propose(await wanted(world, later), manager, NOW)
    for faulty in (
        await wanted(world, later, ends_on=later - DAY),
        await wanted(world, later, ends_on=date(2040, 1, 1)),
        await wanted(world, TODAY - DAY),
        await wanted(world, later, person=await ref_of(await world.actor("colin"))),
        await wanted(world, later, matters=("weather",)),
    ):
        with pytest.raises(refusals.Faults):
            await commands.propose(faulty, amina, NOW)


async def test_one_that_waits_is_declined_by_whoever_proposed_it(world: World) -> None:
    amina = await world.actor("amina")
    far = TODAY + 900 * DAY
    event = await commands.propose(await wanted(world, far), amina, NOW)
    with pytest.raises(refusals.AlreadyDone):
        await commands.propose(await wanted(world, far), amina, NOW)
    await commands.decline(SettleDelegation(ref=event.ref), amina, NOW)
    with pytest.raises(refusals.NotFound):
        await commands.confirm(SettleDelegation(ref=event.ref), await world.actor("owen"), NOW)


async def test_the_database_refuses_whoever_it_is_for(world: World) -> None:
    helen = world.people["helen"]
    with pytest.raises(refusals.NotForYourself):
        await _put_down(await world.scheme(), helen, by=helen)


async def _put_down(scheme: int, person: int, by: int) -> None:
    async with act(PUBLIC, NOW) as this:
        await proposals.add(scheme, ("delegation", "x", person), {}, "y", by, NOW)
        await this.record("delegation:proposed", scheme=scheme)
