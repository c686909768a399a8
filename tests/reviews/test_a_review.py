"""Northbank's review falls due, Sam assesses himself, Priya grades it and follows it up."""

from datetime import date, timedelta

import pytest

from csas.commands import reviews as commands
from csas.domain import refusals
from csas.domain.permissions import CLOCK
from csas.domain.reviews import TOPICS
from csas.store import cases, reviews, sql
from csas.store.transaction import act
from tests import build
from tests.world import NOW, Browser, World

DUE = NOW + timedelta(days=190)


async def _planned(world: World) -> str:
    ref = await build.submitted(world, "Northbank Homes", state="in-force", place="held")
    async with act(CLOCK, NOW) as this:
        parent = await this.hold(ref)
        application = await sql.fetchval("SELECT id FROM application WHERE case_id = $1", parent.id)
        case = await commands.plan_next(this, parent, application)
        assert case is not None
        await this.record("review:opened", case=case)
    return case.ref


def _own() -> tuple[commands.OwnPart, ...]:
    return tuple(commands.OwnPart(topic=t.slug, grade="good", account="We looked.") for t in TOPICS)


def _graded(**low: str) -> tuple[commands.GradePart, ...]:
    return tuple(
        commands.GradePart(
            topic=t.slug,
            grade="fair" if t.slug in low else "good",
            direction="stable",
            improvements=low.get(t.slug, ""),
        )
        for t in TOPICS
    )


async def test_from_its_day_to_the_follow_up(world: World) -> None:
    ref = await _planned(world)
    await commands.fall_due(commands.FallDue(ref=ref), CLOCK, DUE)
    await commands.self_assess(commands.SelfAssess(ref=ref, parts=_own()), await world.actor("sam"), DUE)
    plan = (commands.PlannedAction(body="Train two more supervisors", due_on=date(2027, 9, 1)),)
    await commands.grade(
        commands.GradeReview(
            ref=ref,
            validation="visit",
            risk="moderate",
            parts=_graded(supervision="More supervisors"),
            summary="Sound, with one gap.",
            actions=plan,
        ),
        await world.actor("priya"),
        DUE,
    )
    await commands.follow_up(
        commands.FollowUp(ref=ref, text="Both were trained."), await world.actor("priya"), DUE + timedelta(days=90)
    )
    case = await cases.find(ref)
    assert case is not None
    assert case.state == "closed"
    assert (await reviews.load(case)).overall == "fair"
    assert await sql.fetchval("SELECT count(*) FROM review") == 2  # the next one is in the calendar


async def test_a_low_grade_needs_its_improvement_and_an_action(world: World) -> None:
    ref = await _planned_again(world)
    with pytest.raises(refusals.Faults) as refused:
        await commands.grade(
            commands.GradeReview(ref=ref, validation="desk", risk="low", parts=_graded(training=""), summary="s"),
            await world.actor("priya"),
            DUE,
        )
    assert {fault.field for fault in refused.value.faults} == {"improvements-training", "actions"}


async def _planned_again(world: World) -> str:
    ref = await build.submitted(world, "Ferryman CIC", state="in-force")
    async with act(CLOCK, NOW) as this:
        parent = await this.hold(ref)
        application = await sql.fetchval("SELECT id FROM application WHERE case_id = $1", parent.id)
        case = await commands.plan_next(this, parent, application)
        assert case is not None
        await this.record("review:opened", case=case)
    await commands.fall_due(commands.FallDue(ref=case.ref), CLOCK, DUE)
    return case.ref


async def test_another_provider_does_not_see_it(world: World, browser: Browser) -> None:
    ref = await _planned(world)
    await browser.sign_in("dana")
    assert (await browser.get(f"/reviews/{ref}")).status_code == 404


async def test_sam_sees_it_and_keeps_what_he_typed(world: World, browser: Browser) -> None:
    ref = await _planned(world)
    await commands.fall_due(commands.FallDue(ref=ref), CLOCK, DUE)
    await browser.sign_in("sam")
    assert (await browser.get(f"/reviews/{ref}")).status_code == 200
    answer = await browser.post(f"/reviews/{ref}/self-assess", {"account-training": "Typed already"})
    assert answer.status_code == 400
    assert "Typed already" in answer.text
    assert "There is a problem" in answer.text
