"""A leaving told late: cards ended by law on the day, and each use of a power in the gap flagged by the same act."""

from __future__ import annotations

from datetime import date

from csas.commands import staff as commands
from csas.commands import staff_leaving
from csas.commands.staff_leaving import Leave
from csas.store import papers, sql, uses
from tests.staff.telling import added
from tests.uses import returns
from tests.uses.returns import NAME
from tests.world import NOW, World


async def test_the_act_itself_flags_the_uses_in_the_gap(world: World) -> None:
    sam = await world.actor("sam")
    mo = await returns.warden(world, await returns.northbank(world))
    before, gap = [(await returns.record(sam, mo, {**NAME, "on": day})).ref for day in ("2026-10-20", "2026-10-28")]
    event = await staff_leaving.leave(Leave(ref=mo.staff_ref, last_day=date(2026, 10, 24), why="left"), sam, NOW)
    assert event.facts["uses"] == 1
    colin = await world.actor("colin")
    flagged = await uses.load(colin, gap)
    assert (flagged.cause, flagged.late) == ("employment-ended", True)
    assert (await uses.load(colin, before)).cause == ""
    subjects = await sql.fetch(
        """SELECT s.kind, s.subject_id FROM event_subject s JOIN event e ON e.id = s.event_id
           WHERE e.tag = 'staff:left' ORDER BY e.id DESC"""
    )
    assert ("use", flagged.id) in {(row["kind"], row["subject_id"]) for row in subjects}


async def test_a_card_carries_the_name_that_its_own_employer_gives(world: World) -> None:
    """Somebody with two employers is renamed by one: its papers follow, the other's do not."""
    here = await returns.warden(world, await returns.northbank(world), "Hoa Tran")
    there = await added(world, "H-1", "Hoa Tran", "dana", email="hoa.tran@people.example", born_on=date(1990, 5, 4))
    assert there.person == here.person
    await commands.rename(
        commands.Rename(ref=there.ref, name="Hoa Wren", why="Marriage"), await world.actor("dana"), NOW
    )
    assert (await papers.load_issuers([here.accreditation], NOW))[here.accreditation].person == "Hoa Tran"
    renamed = commands.Rename(ref=here.staff_ref, name="Hoa Finch", why="Marriage")
    await commands.rename(renamed, await world.actor("sam"), NOW)
    assert (await papers.load_issuers([here.accreditation], NOW))[here.accreditation].person == "Hoa Finch"
