"""Somebody who leaves is told that the law ended their accreditation, with the employer’s copy; never before it has."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from csas.commands import individual_endings, staff_leaving
from csas.domain.calendar import day_bounds, london_day
from csas.store import sql
from tests import individuals, people
from tests.people import Accredited
from tests.world import NOW, World

TODAY = london_day(NOW)


async def warden(world: World, name: str) -> Accredited:
    return await people.accredited(world, await individuals.northbank(world), name)


async def leave(world: World, whose: Accredited, last_day: date, why: str = "left") -> None:
    wanted = staff_leaving.Leave(ref=whose.staff_ref, last_day=last_day, why=why)  # type: ignore[arg-type]
    await staff_leaving.leave(wanted, await world.actor("sam"), NOW)


async def said(whose: Accredited) -> list[str]:
    """What each notice of an ending says, once for each of its copies."""
    rows = await sql.fetch(
        """SELECT n.explanation FROM statutory_notice n JOIN notice_copy k ON k.notice_id = n.id
           WHERE n.accreditation_id = $1 AND n.kind = 'ending' AND n.reasons = '{employment-ended}'""",
        whose.accreditation,
    )
    return [row["explanation"] for row in rows]


@pytest.mark.parametrize(
    ("last_day", "when"),
    [(TODAY, "10:00 on 2 November 2026"), (TODAY - timedelta(days=3), "the end of 30 October 2026")],
)
async def test_both_copies_with_the_act(world: World, last_day: date, when: str) -> None:
    whose = await warden(world, f"Una Moor {last_day}")
    await leave(world, whose, last_day)
    assert await said(whose) == [f"It ended at {when}."] * 2


async def test_a_suspended_person_who_leaves_is_told_too(world: World) -> None:
    _, case = await individuals.accredited(world, await individuals.northbank(world), "Vi Nash")
    await individuals.suspend(world, case)
    ref = await sql.fetchval(
        "SELECT s.ref FROM accreditation a JOIN staff_member s ON s.id = a.staff_member_id WHERE a.id = $1",
        found := await individuals.accreditation(case),
    )
    wanted = staff_leaving.Leave(ref=ref, last_day=TODAY, why="dismissed")
    await staff_leaving.leave(wanted, await world.actor("sam"), NOW + timedelta(hours=1))
    told = "SELECT count(*) FROM statutory_notice WHERE kind = 'ending' AND accreditation_id = $1"
    assert await sql.fetchval(told, found) == 1


async def test_a_day_to_come_is_told_of_when_it_has_come(world: World) -> None:
    whose = await warden(world, "Will Oram")
    last_day = TODAY + timedelta(days=5)
    await leave(world, whose, last_day)
    over = day_bounds(last_day)[1]
    await _tick(over - timedelta(minutes=1))
    assert await said(whose) == []
    for minutes in (1, 2):
        await _tick(over + timedelta(minutes=minutes))
    assert await said(whose) == ["It ended at the end of 7 November 2026."] * 2


async def _tick(at: datetime) -> None:
    await individual_endings.cease_all(at)


async def test_nobody_writes_to_somebody_who_died(world: World) -> None:
    whose = await warden(world, "Xan Pell")
    await leave(world, whose, TODAY, "died")
    await _tick(NOW + timedelta(minutes=1))
    assert await said(whose) == []
