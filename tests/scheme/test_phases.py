"""Phases: opened, extended and closed by the scheme manager; no two at a time; closing ends no arrangement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import phases as commands
from csas.commands.phases import ClosePhase, ExtendPhase, OpenPhase
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.store import phases
from tests.world import NOW, Browser, World

TODAY = london_day(NOW)


def plan(starts_on: date, days: int = 90, most: int = 5) -> OpenPhase:
    ends_on = starts_on + timedelta(days=days)
    return OpenPhase(
        name="Pilot", starts_on=starts_on, ends_on=ends_on, most=most, fees_waived=False, why="It goes on."
    )


async def test_a_phase_follows_another_and_never_overlaps_it(world: World) -> None:
    amina, scheme = await world.actor("amina"), await world.scheme()
    first = await phases.find_phase(scheme, NOW)
    assert first
    with pytest.raises(refusals.Faults) as refused:
        await commands.open_phase(plan(first.last_day), amina, NOW)
    assert "must not overlap" in refused.value.faults[0].message
    event = await commands.open_phase(plan(first.last_day + timedelta(days=1)), amina, NOW)
    assert event.tag == "phase:opened"
    following = await phases.find({scheme}, event.ref)
    assert following
    assert following.since == first.until
    longer = ExtendPhase(ref=first.ref, ends_on=first.last_day + timedelta(days=30), why="More time.")
    with pytest.raises(refusals.Faults):
        await commands.extend(longer, amina, NOW)
    await commands.close(ClosePhase(ref=event.ref, why="Not needed."), amina, NOW)
    await commands.extend(longer, amina, NOW)
    assert (await phases.find({scheme}, first.ref)).last_day == longer.ends_on  # type: ignore[union-attr]
    again = await phases.find({scheme}, event.ref)
    assert again
    assert again.taken_back
    assert [each.why for each in await phases.list_changes({scheme})] == ["More time.", "Not needed."]


async def test_a_closed_phase_is_over_and_another_may_begin_the_same_day(world: World, browser: Browser) -> None:
    amina, scheme = await world.actor("amina"), await world.scheme()
    open_now = await phases.find_phase(scheme, NOW)
    assert open_now
    await browser.sign_in("amina")
    assert "Closing it ends no arrangement" in (await browser.get(f"/phases/{open_now.ref}/close")).text
    await commands.close(ClosePhase(ref=open_now.ref, why="A new cap."), amina, NOW)
    for act in (
        commands.close(ClosePhase(ref=open_now.ref, why="Twice."), amina, NOW),
        commands.extend(ExtendPhase(ref=open_now.ref, ends_on=date(2030, 1, 1), why="Late."), amina, NOW),
    ):
        with pytest.raises(refusals.PhaseOver):
            await act
    later = NOW + timedelta(minutes=5)
    await commands.open_phase(plan(TODAY), amina, later)
    found = await phases.find_phase(scheme, later)
    assert found
    assert (found.name, found.most) == ("Pilot", 5)
    page = (await browser.get("/phases")).text
    assert "A new cap." in page
    told = (await browser.get("/api/v1/phases")).json()
    assert next(each["name"] for each in told["phases"]) == "Pilot"


async def test_only_the_manager_changes_phases_and_days_must_make_sense(world: World, browser: Browser) -> None:
    with pytest.raises(refusals.NotAllowed):
        await commands.open_phase(plan(date(2031, 1, 1)), await world.actor("colin"), NOW)
    with pytest.raises(refusals.Faults) as refused:
        await commands.open_phase(plan(TODAY - timedelta(days=1), days=-3), await world.actor("amina"), NOW)
    assert {fault.field for fault in refused.value.faults} == {"starts_on", "ends_on"}
    await browser.sign_in("priya")
    assert "/phases/open" not in (await browser.get("/phases")).text
    assert (await browser.get("/phases/open")).status_code == 403
