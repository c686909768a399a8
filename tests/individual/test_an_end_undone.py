"""The end of a power’s use was entered by mistake: another person undoes it, and who was given notice stays without."""

from datetime import datetime, timedelta

import pytest

from csas.commands import adoption_reversing, individual_endings, uniforms
from csas.commands.adoption_reversing import ReverseEnd
from csas.commands.individual_endings import Serve
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.permissions import Actor
from csas.store import accounts, accreditation_changes, messages, own, reached, reversing, schemes, sql, statutory
from csas.store import uniforms as kept
from csas.store.transaction import act
from tests import individuals, people
from tests.world import NOW, Browser, World

THEN = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(minutes=2)
AFTER = NOW + timedelta(minutes=3)
SOON = NOW + timedelta(minutes=4)
WANTED = ReverseEnd(power="3", reason="The wrong power was selected.")


async def ended(world: World, at: datetime = THEN) -> tuple[Actor, Actor]:
    amina, helen = await world.actor("amina"), await world.actor("helen")
    await uniforms.end_adoption(uniforms.EndAdoption(power="3", explanation="Not used."), amina, at)
    return amina, helen


async def holds(accreditation: int, at: datetime = AFTER) -> bool:
    return "3" in {each.code for each in await accreditation_changes.list_powers(accreditation, at)}


async def test_another_person_gives_back_what_nobody_was_given_notice_of(world: World, browser: Browser) -> None:
    mo = await people.accredited(world, await individuals.northbank(world), "Ada Finch")
    amina, helen = await ended(world)
    assert not await holds(mo.accreditation)
    both = Actor(person=amina.person, name="Amina", kind="person", holdings=(*amina.holdings, *helen.holdings))
    with pytest.raises(refusals.NotAllowed):
        await adoption_reversing.reverse(WANTED, amina, LATER)
    with pytest.raises(refusals.OtherHands):
        await adoption_reversing.reverse(WANTED, both, LATER)
    with pytest.raises(refusals.Faults):
        await adoption_reversing.reverse(WANTED, helen, NOW)
    await browser.sign_in("helen")
    assert "/adoptions/reverse" in (await browser.get("/adoptions")).text
    await adoption_reversing.reverse(WANTED, helen, LATER)
    scheme = await world.scheme()
    assert "3" in {each.code for each in await kept.list_adopted(scheme, AFTER)}
    assert not await reversing.list_ended(scheme, AFTER)
    assert await holds(mo.accreditation)
    entries = "SELECT count(*) FROM restriction WHERE accreditation_id = $1 AND NOT upper_inf(known)"
    assert await sql.fetchval(entries, mo.accreditation) == 1
    states = await sql.fetch(
        "SELECT kind, state FROM outbox_message WHERE kind IN ('statutory-notice', 'notice-undone')"
    )
    assert {row["state"] for row in states if row["kind"] == "statutory-notice"} == {"failed"}
    ada = Actor(person=mo.person, name="Ada Finch", kind="person", accredited=True)
    (told,) = await own.list_notices(ada)
    assert told.undone
    assert not told.waits
    assert len([row for row in states if row["kind"] == "notice-undone"]) >= 2
    with pytest.raises(refusals.Faults):
        await adoption_reversing.reverse(WANTED, helen, AFTER)


async def test_who_was_given_notice_stays_without(world: World) -> None:
    northbank = await individuals.northbank(world)
    mo, una = [await people.accredited(world, northbank, name) for name in ("Bo Finch", "Cy Finch")]
    _, helen = await ended(world)
    (given,) = await statutory.list_given(una.accreditation)
    serve = Serve(ref=una.case, notice=given.ref, how="by-hand", on=london_day(NOW))
    await individual_endings.serve(serve, await world.actor("colin"), LATER)
    (end,) = await reversing.list_ended(await world.scheme(), LATER)
    taken = {each.name: each.served for each in await reversing.list_taken(await world.scheme(), end)}
    assert (taken["Bo Finch"], taken["Cy Finch"]) == (False, True)
    await adoption_reversing.reverse(WANTED, helen, AFTER)
    assert (await holds(mo.accreditation), await holds(una.accreditation)) == (True, False)


async def test_a_notice_that_was_handed_over_counts_as_given(world: World) -> None:
    """It may have arrived before that is recorded; and whoever was about to send one that was stopped sends nothing."""
    northbank = await individuals.northbank(world)
    mo, una = [await people.accredited(world, northbank, name) for name in ("Di Finch", "Ed Finch")]
    _, helen = await ended(world, AFTER)
    find = """SELECT m.id FROM outbox_message m JOIN statutory_notice n ON n.id = m.notice_id
              WHERE n.accreditation_id = $1 AND m.notice_copy = 'person' AND m.state = 'waiting'"""
    waiting, under_way = [await messages.find(await sql.fetchval(find, each.accreditation)) for each in (mo, una)]
    assert waiting
    assert under_way
    await accounts.create(una.person, under_way.to_address, "-")
    assert await messages.count_try(under_way)
    await adoption_reversing.reverse(WANTED, helen, SOON)
    assert not await messages.count_try(waiting)
    assert (await holds(mo.accreditation, SOON), await holds(una.accreditation, SOON)) == (True, False)


async def test_an_end_is_never_blocked_by_an_earlier_one(world: World) -> None:
    """Whoever lost the power before is not reached again; the force can still end its use."""
    pat = await people.accredited(world, await individuals.northbank(world), "Flo Finch")
    later = SOON + timedelta(minutes=1)
    _, helen = await ended(world, later)
    scheme = await schemes.load(await world.scheme())
    async with act(helen, later) as this:
        await schemes.adopt(scheme.force, scheme.id, ("3",), later + timedelta(minutes=1))
        await this.record("adoption:confirmed", scheme=scheme.id, facts={"power": "3"})
    assert not await holds(pat.accreditation, later + timedelta(minutes=2))
    assert await reached.of_power(scheme.id, "3", later + timedelta(minutes=2)) == []
    await ended(world, later + timedelta(minutes=2))
    assert len(await statutory.list_given(pat.accreditation)) == 1
