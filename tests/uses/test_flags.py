"""Leaving reported late: uses in the gap are flagged afterwards, once, and stay flagged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import staff, staff_leaving, training, use_flags, uses
from csas.domain import refusals
from csas.store import sql
from csas.store import staff as staff_store
from csas.store import uses as store
from csas.store.transaction import act
from tests import people
from tests.people import Accredited
from tests.uses import returns
from tests.uses.returns import NAME
from tests.world import NOW, World

LEFT = NOW - timedelta(days=10)


@pytest.fixture
async def mo(world: World) -> Accredited:
    return await returns.warden(world, await returns.northbank(world))


async def recorded(world: World, mo: Accredited, *days: str) -> list[str]:
    sam = await world.actor("sam")
    return [(await returns.record(sam, mo, {**NAME, "on": day})).ref for day in days]


async def report(world: World, mo: Accredited) -> list[int]:
    """The employer reports late that the person had left."""
    async with act(await world.actor("sam"), NOW) as this:
        await returns.leave(mo, LEFT, NOW)
        ids = await use_flags.flag_uses(this, [mo.accreditation], LEFT)
        await this.record("use:flagged", subjects={"use": ids, "person": [mo.person]})
    return ids


async def test_uses_in_the_gap_are_flagged_and_the_office_is_told(world: World, mo: Accredited) -> None:
    before, gap, voided = await recorded(world, mo, "2026-10-20", "2026-10-28", "2026-10-29")
    await uses.void(uses.Void(ref=voided, why="never", explanation="A slip."), await world.actor("sam"), NOW)
    ids = await report(world, mo)
    colin = await world.actor("colin")
    use = await store.load(colin, gap)
    assert ids == [use.id]
    assert (use.cause, use.late, use.lawful) == ("employment-ended", True, False)
    assert (await store.load(colin, before)).cause == ""
    told = await sql.fetchval("SELECT facts FROM outbox_message WHERE kind = 'uses-flagged' ORDER BY id DESC LIMIT 1")
    assert (told["number"], told["late"], told["path"]) == (1, True, "/uses/flagged")
    assert told["causes"] == ["The person no longer works for this employer."]


async def test_a_corrected_leaving_flags_nothing_twice_and_unflags_nothing(world: World, mo: Accredited) -> None:
    (gap,) = await recorded(world, mo, "2026-10-28")
    await report(world, mo)
    async with act(await world.actor("sam"), NOW) as this:
        await sql.execute(
            "UPDATE employment SET known = tstzrange(lower(known), clock_timestamp()) WHERE ref = $1 AND upper_inf(known)",
            mo.employment,
        )
        await sql.execute(
            """INSERT INTO employment (ref, staff_member_id, person_id, organisation_id, valid)
               SELECT ref, staff_member_id, person_id, organisation_id, tstzrange(lower(valid), NULL)
               FROM employment WHERE ref = $1 ORDER BY id LIMIT 1""",
            mo.employment,
        )
        assert await use_flags.flag_uses(this, [mo.accreditation], LEFT) == []
        await this.record("use:flagged")
    assert (await store.load(await world.actor("colin"), gap)).cause == "employment-ended"


async def test_the_clock_flags_what_was_recorded_while_a_fact_changed(world: World, mo: Accredited) -> None:
    (gap,) = await recorded(world, mo, "2026-10-28")
    async with act(await world.actor("sam"), NOW) as this:
        await returns.leave(mo, LEFT, NOW)
        await this.record("use:flagged")
    assert await use_flags.flag_recorded(NOW + timedelta(minutes=1)) == 1
    assert await use_flags.flag_recorded(NOW + timedelta(minutes=2)) == 0
    assert (await store.load(await world.actor("colin"), gap)).late


async def test_the_office_looks_into_it_and_the_flag_stays(world: World, mo: Accredited) -> None:
    good, gap = await recorded(world, mo, "2026-10-20", "2026-10-28")
    await report(world, mo)
    colin = await world.actor("colin")
    wanted = use_flags.LookInto(ref=gap, outcome="employer-advised", why="Northbank now reports leavers the same day.")
    with pytest.raises(refusals.NotAllowed):
        await use_flags.look_into(wanted, await world.actor("sam"), NOW)
    with pytest.raises(refusals.NotFound):
        await use_flags.look_into(wanted, await world.actor("ruth"), NOW)
    with pytest.raises(refusals.NotFlagged):
        await use_flags.look_into(use_flags.LookInto(ref=good, outcome="employer-advised", why="No."), colin, NOW)
    await use_flags.look_into(wanted, colin, NOW)
    use = await store.load(colin, gap)
    assert (use.cause, use.inquiry) == ("employment-ended", "employer-advised")
    assert gap not in {each.ref for each in await store.list_open_flags(colin)}
    with pytest.raises(refusals.AlreadyDone):
        await use_flags.look_into(wanted, colin, NOW)


async def test_a_first_day_corrected_flags_what_was_done_before_it(world: World, mo: Accredited) -> None:
    before, after = await recorded(world, mo, "2026-10-20", "2026-10-28")
    sam = await world.actor("sam")
    there = await staff_store.load(sam, mo.staff_ref)
    given = {"number": there.number, "born_on": there.born_on, "job": there.job, "from_on": date(2026, 10, 25)}
    await staff.edit(staff.Edit(ref=mo.staff_ref, **given), sam, NOW)  # type: ignore[arg-type]
    colin = await world.actor("colin")
    assert (await store.load(colin, before)).cause == "not-employed-yet"
    assert (await store.load(colin, after)).cause == ""


async def test_a_flag_is_never_taken_back(world: World, mo: Accredited) -> None:
    await recorded(world, mo, "2026-10-28")
    await report(world, mo)
    with pytest.raises(Exception, match="permission denied"):
        await sql.execute("DELETE FROM use_flag")


async def test_between_the_act_and_the_notice_a_use_was_lawful_and_is_flagged(world: World, mo: Accredited) -> None:
    """From the act nobody should rely on the power; in law it stood until the notice was given (s.42(5))."""
    async with act(await world.actor("helen"), NOW) as this:
        await sql.execute(
            """INSERT INTO restriction (ref, accreditation_id, kind, notice_ref, valid)
               VALUES ('suspensionxx', $1, 'suspension', 'noticenotice', tstzrange($2, NULL))""",
            mo.accreditation,
            NOW - timedelta(days=1),
        )
        await this.record("use:flagged")
    event = await returns.record(await world.actor("sam"), mo, {**NAME, "on": "2026-11-02", "time": "09:00"})
    use = await store.load(await world.actor("colin"), event.ref)
    assert (use.cause, use.lawful) == ("suspended", True)


async def test_a_pass_taken_back_flags_what_rested_on_it(world: World) -> None:
    """Where the instrument says “only while training is in date”, a pass that never was takes the power back to then."""
    found = await people.accredited(world, await returns.northbank(world), "Ria Stone", rests_on=("training",))
    event = await returns.record(await world.actor("sam"), found, NAME)
    colin = await world.actor("colin")
    assert (await store.load(colin, event.ref)).cause == ""
    ref = await sql.fetchval("SELECT ref FROM training WHERE person_id = $1", found.person)
    organisation = await sql.fetchval("SELECT ref FROM organisation WHERE id = $1", found.provider.organisation)
    wanted = training.ReverseTraining(ref=organisation, training=ref, why="It was somebody else’s.")
    await training.reverse(wanted, colin, NOW)
    use = await store.load(colin, event.ref)
    assert (use.cause, use.late) == ("training-not-in-date", True)


async def test_leaving_reported_late_by_the_employer_flags_the_gap(world: World, mo: Accredited) -> None:
    before, gap = await recorded(world, mo, "2026-10-20", "2026-10-28")
    wanted = staff_leaving.Leave(ref=mo.staff_ref, last_day=date(2026, 10, 23), why="left")
    event = await staff_leaving.leave(wanted, await world.actor("sam"), NOW)
    colin = await world.actor("colin")
    assert (await store.load(colin, gap)).cause == "employment-ended"
    assert (await store.load(colin, before)).cause == ""
    assert event.facts["uses"] == 1
