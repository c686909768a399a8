"""Silence counts after its time and not before; reminders go once each; more time is given once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import clockwork, endorsement_office, endorsements
from csas.commands.endorsement_office import FallSilent
from csas.commands.endorsements import AskTime
from csas.domain import refusals
from csas.domain.permissions import CLOCK
from csas.store import sql
from tests.applying import CAMDEN, LAMBETH, apply, request_of, state_of
from tests.endorsements.test_answering import answer_to, grid
from tests.world import NOW, World

# 20 working days after Monday 2 November 2026.
DUE = date(2026, 11, 30)
AFTER = NOW + timedelta(days=29)


async def _letters(kind: str, ref: str) -> int:
    found: int = await sql.fetchval(
        "SELECT count(*) FROM outbox_message m JOIN casefile c ON c.id = m.case_id WHERE m.kind = $1 AND c.ref = $2",
        kind,
        ref,
    )
    return found


async def test_two_partnerships_of_which_one_stays_silent(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, LAMBETH))
    camden, lambeth = await request_of(applied, "Camden"), await request_of(applied, "Lambeth")
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), await world.actor("leila"), NOW)
    assert await state_of(applied.case.ref) == "awaiting-endorsement"

    with pytest.raises(refusals.StillRunning):
        await endorsement_office.fall_silent(FallSilent(ref=lambeth), CLOCK, NOW + timedelta(days=28))
    await clockwork.tick(AFTER)
    assert await state_of(lambeth) == "silent"
    assert await state_of(camden) == "answered"
    assert await state_of(applied.case.ref) == "awaiting-recommendation"
    assert await clockwork.tick(AFTER) == 0


async def test_only_the_clock_ends_the_time(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    with pytest.raises(refusals.NotAllowed):
        await endorsement_office.fall_silent(FallSilent(ref=camden), await world.actor("colin"), AFTER)


async def test_each_reminder_goes_once(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    for day, expected in ((1, 0), (18, 1), (19, 1), (25, 2), (27, 3), (28, 3)):
        await clockwork.tick(NOW + timedelta(days=day))
        await clockwork.tick(NOW + timedelta(days=day))
        assert await _letters("endorsement-reminder", camden) == expected, day


async def test_more_time_is_given_once_until_a_named_meeting(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    leila = await world.actor("leila")
    for wrong in (NOW.date(), DUE, DUE + timedelta(days=200)):
        with pytest.raises(refusals.Faults):
            await endorsements.ask_time(AskTime(ref=camden, meeting="Strategy group", meeting_on=wrong), leila, NOW)
    later = AskTime(ref=camden, meeting="Strategy group", meeting_on=date(2026, 12, 9))
    await endorsements.ask_time(later, leila, NOW)
    with pytest.raises(refusals.AlreadyExtended):
        await endorsements.ask_time(later, leila, NOW)
    with pytest.raises(refusals.StillRunning):
        await endorsement_office.fall_silent(FallSilent(ref=camden), CLOCK, AFTER)
    await endorsement_office.fall_silent(FallSilent(ref=camden), CLOCK, AFTER + timedelta(days=9))
