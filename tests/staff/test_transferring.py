"""A team moves to another company: one act ends their employment here, and with it their accreditations by law."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.commands import staff_transfers as commands
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.permissions import PUBLIC
from csas.domain.standing import accreditation_standing
from csas.store import organisations, sql, standing
from csas.store.transaction import act
from tests.fitness.employers import ref_of
from tests.people import Accredited
from tests.staff.test_leaving import employer, warden
from tests.world import NOW, Browser, World

TODAY = london_day(NOW)


async def wanted_of(*who: Accredited, numbers: tuple[str, ...] = ()) -> commands.TransferStaff:
    return commands.TransferStaff(
        ref=await ref_of(await employer()),
        people=tuple(each.staff_ref for each in who),
        numbers=numbers,
        last_day=TODAY,
        to="Calder Guarding Ltd",
    )


async def number_of(who: Accredited) -> str:
    found: str = await sql.fetchval("SELECT number FROM staff_member WHERE id = $1", who.staff)
    return found


async def test_several_people_move_in_one_act(world: World) -> None:
    one, two = await warden(world, "Uma Vane"), await warden(world, "Vic Wray")
    sam = await world.actor("sam")
    wanted = await wanted_of(one, numbers=(await number_of(two), ""))
    before = await sql.fetchval("SELECT count(*) FROM event")
    assert len(await commands.preview(sam, wanted, NOW)) == 2
    event = await commands.transfer(wanted, sam, NOW)
    assert await sql.fetchval("SELECT count(*) FROM event") == before + 1
    assert (event.facts["people"], event.facts["accreditations"]) == (2, 2)
    for who in (one, two):
        answer = accreditation_standing(await standing.load(who.accreditation), NOW + timedelta(minutes=1))
        assert (answer.in_force, answer.cause) == (False, "employment-ended")
    letters = await sql.fetch("SELECT facts FROM outbox_message WHERE kind = 'team-transferred'")
    assert sorted(letters[0]["facts"]["people"]) == ["Uma Vane", "Vic Wray"]
    (copies,) = await sql.fetch("SELECT facts FROM outbox_message WHERE kind = 'notice-copies'")
    assert (copies["facts"]["what"], copies["facts"]["people"]) == ("ending", ["Uma Vane", "Vic Wray"])
    with pytest.raises(refusals.Faults):
        await commands.transfer(wanted, sam, NOW + timedelta(minutes=2))


async def test_a_number_names_the_one_who_has_it_as_it_is_written(world: World) -> None:
    one, two = await warden(world, "Uri Vane"), await warden(world, "Val Wray")
    async with act(PUBLIC, NOW) as this:
        for who, number in ((one, "x7"), (two, "X7")):
            await sql.execute("UPDATE staff_member SET number = $2 WHERE id = $1", who.staff, number)
        await this.record("organisation:registered")
    organisation = await organisations.load(await world.actor("sam"), await ref_of(await employer()))
    for number, who in (("x7", one), ("X7", two)):
        assert await commands.chosen(organisation, await wanted_of(numbers=(number,)), NOW) == [who.staff_ref]


async def test_nobody_moves_where_one_cannot_or_for_another_employer(world: World) -> None:
    who = await warden(world, "Wyn Yule")
    with pytest.raises(refusals.Faults):
        await commands.transfer(await wanted_of(who, numbers=("no-such",)), await world.actor("sam"), NOW)
    with pytest.raises(refusals.Faults):
        await commands.transfer(await wanted_of(), await world.actor("sam"), NOW)
    for slug in ("ruth", "colin"):
        with pytest.raises((refusals.NotFound, refusals.NotAllowed)):
            await commands.transfer(await wanted_of(who), await world.actor(slug), NOW)
    assert accreditation_standing(await standing.load(who.accreditation), NOW + timedelta(minutes=1)).in_force


async def test_it_is_shown_before_it_is_confirmed(world: World, browser: Browser) -> None:
    who = await warden(world, "Xan Zell")
    await browser.sign_in("sam")
    path = f"/organisations/{await ref_of(await employer())}/transfer-staff"
    day = {"last_day-day": str(TODAY.day), "last_day-month": str(TODAY.month), "last_day-year": str(TODAY.year)}
    given = {"people": who.staff_ref, "to": "Calder Guarding Ltd", **day}
    checked = await browser.post(path, given)
    assert "Check before you confirm" in checked.text
    assert "Xan Zell" in checked.text
    assert await sql.fetchval("SELECT upper_inf(valid) FROM employment WHERE ref = $1 ORDER BY id DESC", who.employment)
    done = await browser.post(path, {**given, "confirmed": "yes"})
    assert done.status_code == 303, done.text
    assert (
        await sql.fetchval("SELECT ending FROM employment WHERE ref = $1 AND upper_inf(known)", who.employment)
        == "transferred"
    )
