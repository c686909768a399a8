"""While an application is on hold, the time to answer its requests stands still too; they can be answered nevertheless."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import casefiles, clockwork, endorsement_office, endorsements, office
from csas.commands.endorsement_office import FallSilent
from csas.domain import casework, refusals
from csas.domain.casework import Case
from csas.domain.permissions import CLOCK
from csas.store import calendars, cases, reads
from tests.applying import CAMDEN, Applied, apply, request_of, state_of
from tests.endorsements.test_answering import answer_to, grid
from tests.world import NOW, World

# 20 working days after Monday 2 November 2026.
DUE = date(2026, 11, 30)
HELD, RELEASED = NOW + timedelta(days=7), NOW + timedelta(days=14)


async def _case(ref: str) -> Case:
    found = await cases.find(ref)
    assert found
    return found


async def _due(ref: str) -> date | None:
    deadline = casework.deadline(await _case(ref), await calendars.holidays())
    return deadline.due_on if deadline else None


async def _hold(world: World, applied: Applied) -> None:
    wanted = casefiles.Hold(ref=applied.case.ref, reason="A fire at the applicant’s.")
    await casefiles.hold(wanted, await world.actor("colin"), HELD)


async def _release(world: World, applied: Applied) -> None:
    await casefiles.release(casefiles.Release(ref=applied.case.ref), await world.actor("colin"), RELEASED)


async def test_the_clock_of_a_request_stands_with_its_application(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    assert await _due(camden) == DUE
    await _hold(world, applied)
    case = await _case(camden)
    assert (await _due(camden), case.paused, case.held) == (None, True, False)
    await clockwork.tick(NOW + timedelta(days=60))
    with pytest.raises(refusals.StillRunning):
        await endorsement_office.fall_silent(FallSilent(ref=camden), CLOCK, NOW + timedelta(days=60))
    assert await state_of(camden) == "requested"
    await _release(world, applied)
    assert await _due(camden) == DUE + timedelta(days=7)
    await clockwork.tick(NOW + timedelta(days=36))
    assert await state_of(camden) == "silent"


async def test_whoever_is_asked_sees_it_and_may_answer_meanwhile(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    await _hold(world, applied)
    leila = await world.actor("leila")
    [line] = [line for line in await reads.list_cases(leila, "endorsement") if line.ref == camden]
    assert (line.paused, line.held, line.due_on) == (True, False, None)
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), leila, HELD)
    assert await state_of(camden) == "answered"


async def test_a_question_to_the_applicant_stops_nobody_else(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    case = await _case(applied.case.ref)
    assert not case.paused

    asked = office.Ask(ref=case.ref, item="training.provider", question="Which college?")
    await office.ask(asked, await world.actor("colin"), HELD)
    assert await _due(camden) == DUE
