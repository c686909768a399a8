"""A course that was not passed is kept and shown, and never counts as training."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import training, training_failures
from csas.domain import refusals
from csas.domain.fitness import Fitness, Need, missing
from csas.domain.permissions import PUBLIC
from csas.store import fitness, sql, trainings
from csas.store import training_failures as store
from csas.store.transaction import act
from csas.web.views.fitness import matrix_of
from tests import people
from tests.fitness.employers import ref_of
from tests.people import Accredited, Provider
from tests.world import NOW, Browser, World

FAILED = date(2026, 10, 28)


def failed(ref: str, who: Accredited, **changes: object) -> training_failures.RecordFailure:
    given = {"failed_on": FAILED, "provider": "Calder College", "evidence": "Result list 4", **changes}
    return training_failures.RecordFailure(ref=ref, course="G1", people=(who.staff_ref,), **given)  # type: ignore[arg-type]


async def need_of(employer: Provider, who: Accredited) -> tuple[Fitness, Need]:
    found = await fitness.matrix(employer.organisation, employer.scheme, NOW)
    line = next(each for each in found.people if each.staff == who.staff_ref)
    return line, next(need for need in line.needs if need.course == "G1")


async def test_it_is_shown_until_a_pass_follows(world: World, employer: Provider, browser: Browser) -> None:
    ref, sam = await ref_of(employer), await world.actor("sam")
    who = await people.accredited(world, employer, "Lou Firth")
    (old,) = await training_of(employer, who)
    await training.reverse(training.ReverseTraining(ref=ref, training=old, why="It was another’s."), sam, NOW)
    await training_failures.record(failed(ref, who), sam, NOW)
    line, need = await need_of(employer, who)
    assert (need.until, need.failed_on) == (None, FAILED)
    assert need in missing(line, NOW), "a course that was not passed counts for nothing"
    words = [square.words for each in matrix_of([line], NOW).lines for square in each.squares]
    assert "failed on 28 October 2026, resit" in words
    await browser.sign_in("sam")
    page = await browser.get(f"/organisations/{ref}/training/person?person={who.staff_ref}")
    assert "not passed on 28 October 2026" in page.text
    with pytest.raises(refusals.AlreadyDone):
        await training_failures.record(failed(ref, who), sam, NOW)
    passed = training.RecordTraining(
        ref=ref,
        course="G1",
        people=(who.staff_ref,),
        passed_on=NOW.date(),
        provider="Calder College",
        certificate="C/1",
    )
    await training.record(passed, sam, NOW)
    _, need = await need_of(employer, who)
    assert need.until is not None
    assert need.failed_on is None


async def training_of(employer: Provider, who: Accredited) -> list[str]:
    return [each.ref for each in await trainings.list_of(employer.organisation, who.staff_ref)]


async def test_it_can_be_taken_back_and_nobody_else_records_it(world: World, employer: Provider) -> None:
    ref, sam = await ref_of(employer), await world.actor("sam")
    who = await people.accredited(world, employer, "Moe Firth")
    for slug in ("ruth", "helen"):
        with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
            await training_failures.record(failed(ref, who), await world.actor(slug), NOW)
    with pytest.raises(refusals.Faults):
        await training_failures.record(failed(ref, who, failed_on=NOW.date() + timedelta(days=1)), sam, NOW)
    await training_failures.record(failed(ref, who), sam, NOW)
    (found,) = await store.list_of(employer.organisation, who.staff_ref)
    wanted = training_failures.ReverseFailure(ref=ref, training=found.ref, why="A slip.")
    await training_failures.reverse(wanted, sam, NOW)
    assert await store.list_of(employer.organisation, who.staff_ref) == []


async def test_an_employer_takes_back_only_what_it_recorded(world: World, employer: Provider) -> None:
    ref, sam = await ref_of(employer), await world.actor("sam")
    who = await people.accredited(world, employer, "Ned Firth")
    elsewhere = await world.organisation("Westminster City Council")
    async with act(PUBLIC, NOW) as this:
        course = await sql.fetchval("SELECT id FROM course WHERE code = 'G1'")
        await store.add([who.person], elsewhere, course, ("Calder College", "", FAILED))
        await this.record("organisation:registered")
    (found,) = await store.list_of(employer.organisation, who.staff_ref)
    wanted = training_failures.ReverseFailure(ref=ref, training=found.ref, why="It looks bad.")
    with pytest.raises(refusals.NotAllowed):
        await training_failures.reverse(wanted, sam, NOW)
    await training_failures.reverse(wanted, await world.actor("colin"), NOW)
    assert await store.list_of(employer.organisation, who.staff_ref) == []
