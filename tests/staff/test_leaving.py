"""Leaving ends accreditation by law from its day, however late it is told; nothing that ended comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from csas.commands import staff as commands
from csas.commands import staff_leaving
from csas.commands.staff_leaving import Leave, Stay, Transfer
from csas.domain import refusals
from csas.domain.calendar import day_bounds, london_day
from csas.domain.standing import accreditation_standing
from csas.store import sql, staff, standing
from csas.store.transaction import Act
from tests import people
from tests.people import Accredited
from tests.staff import telling
from tests.world import NOW, World

TODAY = london_day(NOW)


async def warden(world: World, name: str) -> Accredited:
    """Somebody of Northbank's in force; the arrangement is made once."""
    known = await sql.fetchval("SELECT count(*) FROM arrangement WHERE upper_inf(known)")
    if not known:
        await people.provider(world)
    return await people.accredited(world, await employer(), name)


async def employer() -> people.Provider:
    row = await sql.fetchrow(
        """SELECT a.organisation_id AS organisation, a.scheme_id AS scheme, a.force_id AS force, a.ref AS arrangement,
               u.ref AS uniform FROM arrangement a JOIN uniform u USING (organisation_id)
           WHERE upper_inf(a.known) AND upper_inf(u.known)"""
    )
    assert row
    codes = await sql.fetch("SELECT code FROM area WHERE name IN ('Lambeth', 'Southwark') ORDER BY code")
    return people.Provider(**dict(row), areas=tuple(each["code"] for each in codes))


async def stands(found: Accredited, at: datetime) -> bool:
    return accreditation_standing(await standing.load(found.accreditation), at).in_force


async def test_a_leaver_told_late_ceased_on_the_day(world: World) -> None:
    found = await warden(world, "Lena Marsh")
    last = TODAY - timedelta(days=6)
    event = await staff_leaving.leave(
        Leave(ref=found.staff_ref, last_day=last, why="left"), await world.actor("sam"), NOW
    )
    assert event.facts["late"] is True
    assert event.facts["accreditations"] == 1
    assert await stands(found, day_bounds(last)[1] - timedelta(seconds=1))
    assert not await stands(found, day_bounds(last)[1])
    answer = accreditation_standing(await standing.load(found.accreditation), NOW)
    assert (answer.cause, answer.kind) == ("employment-ended", "law")


async def test_what_was_known_before_the_telling_is_kept(world: World) -> None:
    found = await warden(world, "Kit Lowe")
    before: datetime = await sql.fetchval("SELECT clock_timestamp()")
    wanted = Leave(ref=found.staff_ref, last_day=TODAY - timedelta(days=3), why="left")
    await staff_leaving.leave(wanted, await world.actor("sam"), NOW)
    facts = await standing.load(found.accreditation)
    assert accreditation_standing(facts, NOW, before).in_force, "as it was known then"
    assert not accreditation_standing(facts, NOW).in_force


async def test_uses_in_the_gap_are_handed_to_whoever_flags_them(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[list[int], datetime]] = []

    async def flag(this: Act, accreditations: Sequence[int], since: datetime) -> list[int]:
        asked.append((list(accreditations), since))
        return [7]

    monkeypatch.setattr(staff_leaving, "AFTER_LEAVING", [flag])
    found = await warden(world, "Noor Haddad")
    last = TODAY - timedelta(days=2)
    wanted = Leave(ref=found.staff_ref, last_day=last, why="dismissed")
    event = await staff_leaving.leave(wanted, await world.actor("sam"), NOW)
    assert asked == [([found.accreditation], day_bounds(last)[1])]
    assert event.facts["uses"] == 1


async def test_somebody_dismissed_today_stops_at_once(world: World) -> None:
    found = await warden(world, "Pia Ford")
    wanted = Leave(ref=found.staff_ref, last_day=TODAY, why="dismissed")
    await staff_leaving.leave(wanted, await world.actor("sam"), NOW)
    assert not await stands(found, NOW)


async def test_notice_can_be_taken_back_until_it_has_run_out(world: World) -> None:
    found = await warden(world, "Rob Penn")
    sam = await world.actor("sam")
    last = TODAY + timedelta(days=10)
    await staff_leaving.leave(Leave(ref=found.staff_ref, last_day=last, why="left"), sam, NOW)
    assert await stands(found, NOW)
    assert not await stands(found, day_bounds(last)[1])
    await staff_leaving.stay(Stay(ref=found.staff_ref, why="They changed their mind."), sam, NOW)
    assert await stands(found, day_bounds(last)[1])
    await staff_leaving.leave(Leave(ref=found.staff_ref, last_day=TODAY, why="left"), sam, NOW)
    with pytest.raises(refusals.AlreadyLeft):
        await staff_leaving.stay(Stay(ref=found.staff_ref, why="No."), sam, NOW + timedelta(hours=1))


async def test_an_ending_moves_earlier_and_never_later(world: World) -> None:
    found = await warden(world, "Sue Vane")
    sam = await world.actor("sam")
    for days in (4, 9):
        wanted = Leave(ref=found.staff_ref, last_day=TODAY - timedelta(days=days), why="left")
        await staff_leaving.leave(wanted, sam, NOW)
    assert not await stands(found, NOW - timedelta(days=6))
    with pytest.raises(refusals.AlreadyLeft):
        await staff_leaving.leave(Leave(ref=found.staff_ref, last_day=TODAY - timedelta(days=2), why="left"), sam, NOW)


async def test_who_comes_back_has_a_new_employment_and_no_accreditation(world: World) -> None:
    found = await warden(world, "Tom Wick")
    sam = await world.actor("sam")
    wanted = Leave(ref=found.staff_ref, last_day=TODAY - timedelta(days=8), why="left")
    await staff_leaving.leave(wanted, sam, NOW)
    with pytest.raises(refusals.Faults):
        await commands.come_back(commands.Return(ref=found.staff_ref, from_on=TODAY - timedelta(days=9)), sam, NOW)
    await commands.come_back(commands.Return(ref=found.staff_ref, from_on=TODAY - timedelta(days=1)), sam, NOW)
    now, before = await staff.list_employments(found.staff)
    assert now.ref != before.ref == found.employment
    assert not await stands(found, NOW)


async def test_a_transfer_ends_here_and_carries_nothing(world: World) -> None:
    found = await warden(world, "Una Bell")
    wanted = Transfer(ref=found.staff_ref, last_day=TODAY - timedelta(days=1), to="Calder Wardens Limited")
    await staff_leaving.transfer(wanted, await world.actor("sam"), NOW)
    assert not await stands(found, NOW)
    (last,) = await staff.list_employments(found.staff)
    assert last.ending == "transferred"


async def test_the_office_hears_of_it_and_strangers_do_not(world: World) -> None:
    found = await warden(world, "Vic Ames")
    wanted = Leave(ref=found.staff_ref, last_day=TODAY - timedelta(days=1), why="died")
    await staff_leaving.leave(wanted, await world.actor("sam"), NOW)
    told = await sql.fetch(
        "SELECT to_person, facts FROM outbox_message WHERE kind = 'person-left' AND facts ->> 'name' = 'Vic Ames'"
    )
    assert {row["to_person"] for row in told} == {world.people["colin"]}
    assert told[0]["facts"]["accreditations"] == 1


@pytest.mark.parametrize(
    "last_day", [date(2026, 8, 1), TODAY + timedelta(days=400)], ids=["before it began", "years ahead"]
)
async def test_impossible_days_are_refused(world: World, last_day: date) -> None:
    member = await telling.added(world, f"L-{last_day}", f"Wes {last_day:%B}", from_on=date(2026, 9, 1))
    with pytest.raises(refusals.Faults) as refused:
        await staff_leaving.leave(Leave(ref=member.ref, last_day=last_day, why="left"), await world.actor("sam"), NOW)
    assert refused.value.faults[0].field == "last_day"


async def test_others_cannot_end_it(world: World) -> None:
    found = await warden(world, "Xan Pike")
    wanted = Leave(ref=found.staff_ref, last_day=TODAY, why="left")
    with pytest.raises(refusals.NotFound):
        await staff_leaving.leave(wanted, await world.actor("dana"), NOW)
    with pytest.raises(refusals.NotAllowed):
        await staff_leaving.leave(wanted, await world.actor("colin"), NOW)


async def test_when_the_employer_changes_its_legal_identity_everybody_ceases(world: World) -> None:
    """The arrangement was with the old company: with its end, nobody there is accredited, employed or not."""
    found = await warden(world, "Zed Moor")
    assert await stands(found, NOW)
    from csas.domain.permissions import PUBLIC
    from csas.store.transaction import act

    async with act(PUBLIC, NOW) as this:
        row = await sql.fetchrow(
            """UPDATE arrangement SET known = tstzrange(lower(known), clock_timestamp())
               WHERE ref = $1 AND upper_inf(known)
               RETURNING line, force_id, scheme_id, organisation_id, application_id, decision_id, lower(valid) AS since""",
            found.provider.arrangement,
        )
        assert row
        await sql.execute(
            """INSERT INTO arrangement (ref, line, force_id, scheme_id, organisation_id, application_id, decision_id, valid,
                                        ending)
               VALUES ($1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9), 'surrender')""",
            found.provider.arrangement, row["line"], row["force_id"], row["scheme_id"], row["organisation_id"],
            row["application_id"], row["decision_id"], row["since"], NOW - timedelta(hours=1),
        )  # fmt: skip
        await this.record("application:surrendered", scheme=row["scheme_id"])
    answer = accreditation_standing(await standing.load(found.accreditation), NOW)
    assert (answer.in_force, answer.cause) == (False, "arrangement-surrendered")
    (employment,) = await staff.list_employments(found.staff)
    assert employment.until is None, "they work on, for a company that must ask for accreditation anew"
