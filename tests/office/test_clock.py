"""Questions and holds stop the clock, and the deadline shows which days did not count."""

from datetime import date, timedelta

import pytest

from csas.commands import casefiles, office
from csas.domain import casework, refusals
from csas.store import calendars, cases, reads, sql
from csas.web.views import cases as views
from tests import build
from tests.world import NOW, World

WEEK = timedelta(days=7)


async def test_a_question_pauses_the_clock_until_it_is_answered(world: World) -> None:
    ref = await build.submitted(world, "Kingsmarch Centre")
    colin = await world.actor("colin")
    before = casework.deadline(await reads.load_case(colin, ref), await calendars.holidays())
    assert before
    assert before.due_on
    await office.ask(office.Ask(ref=ref, item="training.provider", question="Who trains?"), colin, NOW)
    await office.ask(office.Ask(ref=ref, item="application", question="And since when?"), colin, NOW)
    case = await reads.load_case(colin, ref)
    paused = casework.deadline(case, await calendars.holidays())
    assert paused
    assert paused.due_on is None
    assert "accept" not in [step.name for step in casework.steps_for(case, colin)]
    assert case.turn == "applicant"
    page = await views.page_of(await world.actor("beatrix"), case, NOW)
    assert page.holder == "you: it is your turn"
    assert page.deadline_words.startswith("Clock paused")
    assert await sql.fetchval("SELECT count(*) FROM question WHERE answered_at IS NULL AND case_id = $1", case.id) == 2


async def test_a_released_hold_adds_its_days(world: World) -> None:
    ref = await build.submitted(world, "Hobb Market")
    colin = await world.actor("colin")
    before = casework.deadline(await reads.load_case(colin, ref), await calendars.holidays())
    await casefiles.hold(casefiles.Hold(ref=ref, reason="A merger is under way"), colin, NOW)
    held = await cases.find(ref)
    assert held
    assert held.held
    with pytest.raises(refusals.OnHold):
        await office.accept(office.Accept(ref=ref, complete=True), colin, NOW)
    await casefiles.release(casefiles.Release(ref=ref), colin, NOW + WEEK)
    after = casework.deadline(await reads.load_case(colin, ref), await calendars.holidays())
    assert before
    assert after
    assert before.due_on
    assert (before.due_on, after.due_on) == (date(2026, 11, 9), date(2026, 11, 13))
    assert [line.day.day for line in after.counted if line.kind == "paused"] == [3, 4, 5, 6]
    with pytest.raises(refusals.NotNow):
        await casefiles.release(casefiles.Release(ref=ref), colin, NOW + WEEK)


async def test_a_question_aims_at_something_in_the_application(world: World) -> None:
    ref = await build.submitted(world, "Hobb Market")
    with pytest.raises(refusals.Faults):
        await office.ask(
            office.Ask(ref=ref, item="training.nothing", question="What?"), await world.actor("colin"), NOW
        )


async def test_notes_stay_on_the_offices_side(world: World) -> None:
    ref = await build.submitted(world, "Halcyon Guarding")
    colin, dana = await world.actor("colin"), await world.actor("dana")
    await casefiles.add_note(casefiles.AddNote(ref=ref, note="Ring their last client"), colin, NOW)
    case = await reads.load_case(dana, ref)
    ours = await reads.list_history(colin, case)
    theirs = await reads.list_history(dana, case)
    assert "application:noted" in {line.tag for line in ours}
    assert "application:noted" not in {line.tag for line in theirs}
    assert "Ring their last client" not in str(ours) + str(theirs)
    with pytest.raises(refusals.NotAllowed):
        await casefiles.add_note(casefiles.AddNote(ref=ref, note="Ours"), dana, NOW)
