"""Passes are recorded for one or a group, corrected by a reversing entry, and never for somebody else's people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import training as commands
from csas.domain import refusals
from csas.domain.permissions import Actor
from csas.domain.standing import power_standing
from csas.store import sql, standing
from tests import people
from tests.fitness.employers import ref_of
from tests.people import Accredited, Provider
from tests.world import NOW, Browser, World

PASSED = date(2026, 10, 30)


def wanted(ref: str, *who: Accredited, **changes: object) -> commands.RecordTraining:
    given = {"passed_on": PASSED, "provider": "Calder College", "certificate": "CC/88", **changes}
    return commands.RecordTraining(ref=ref, course="G1", people=tuple(each.staff_ref for each in who), **given)  # type: ignore[arg-type]


async def passes(person: int) -> list[tuple[date, bool]]:
    rows = await sql.fetch(
        "SELECT passed_on, upper_inf(known) AS known FROM training WHERE person_id = $1 ORDER BY id", person
    )
    return [(row["passed_on"], row["known"]) for row in rows]


async def sam(world: World) -> Actor:
    return await world.actor("sam")


async def test_a_pass_is_recorded_for_several_people_at_once(world: World, employer: Provider) -> None:
    one = await people.accredited(world, employer, "Ira Bell")
    two = await people.accredited(world, employer, "Joy Lacey")
    await commands.record(wanted(await ref_of(employer), one, two), await sam(world), NOW)
    for each in (one, two):
        assert (PASSED, True) in await passes(each.person)
    until = await sql.fetchval(
        "SELECT upper(valid) FROM training WHERE person_id = $1 AND passed_on = $2", one.person, PASSED
    )
    assert until.isoformat() == "2029-10-31T00:00:00+00:00"
    with pytest.raises(refusals.Faults, match="faults"):
        await commands.record(wanted(await ref_of(employer), one), await sam(world), NOW)


async def test_every_fault_is_named_at_once(world: World, employer: Provider) -> None:
    one = await people.accredited(world, employer, "Kit Moss")
    odd = wanted(await ref_of(employer), one, provider="Nobody’s College", passed_on=NOW.date() + timedelta(days=1))
    with pytest.raises(refusals.Faults) as refused:
        await commands.record(odd, await sam(world), NOW)
    assert {fault.field for fault in refused.value.faults} == {"provider", "passed_on"}


async def test_nobody_records_for_people_of_others(world: World, employer: Provider) -> None:
    one = await people.accredited(world, employer, "Lou Hart")
    ref = await ref_of(employer)
    for slug, refusal in (("dana", refusals.NotFound), ("priya", refusals.NotAllowed), ("fiona", refusals.NotFound)):
        with pytest.raises(refusal):
            await commands.record(wanted(ref, one), await world.actor(slug), NOW)
    halcyon = await sql.fetchval("SELECT ref FROM organisation WHERE name = 'Halcyon Guarding'")
    with pytest.raises(refusals.Faults):
        await commands.record(wanted(halcyon, one), await world.actor("dana"), NOW)


async def test_a_correction_keeps_what_was_known_before(world: World, employer: Provider) -> None:
    one = await people.accredited(world, employer, "Mia Frost")
    ref = await ref_of(employer)
    await commands.record(wanted(ref, one), await sam(world), NOW)
    training = await sql.fetchval(
        "SELECT ref FROM training WHERE person_id = $1 AND passed_on = $2", one.person, PASSED
    )
    right = commands.CorrectTraining(
        ref=ref,
        training=training,
        passed_on=date(2026, 10, 3),
        provider="Calder College",
        certificate="CC/89",
        why="Typed wrongly.",
    )
    await commands.correct(right, await world.actor("colin"), NOW)
    assert (await passes(one.person))[-2:] == [(PASSED, False), (date(2026, 10, 3), True)]


async def test_taking_a_pass_back_ends_the_power_that_rests_on_it_and_tells_all_three(
    world: World, employer: Provider
) -> None:
    one = await people.accredited(world, employer, "Ned Pike", rests_on=("training",))
    ref = await ref_of(employer)
    training = await sql.fetchval("SELECT ref FROM training WHERE person_id = $1", one.person)
    back = commands.ReverseTraining(ref=ref, training=training, why="The exam was not sat.")
    await commands.reverse(back, await sam(world), NOW)
    found = power_standing(await standing.load(one.accreditation), "1a", NOW)
    assert (found.in_force, found.cause) == (False, "training-not-in-date")
    told = await sql.fetch(
        "SELECT to_name, facts FROM outbox_message WHERE kind = 'lapsed' AND facts::text LIKE '%Ned%'"
        " OR to_name = 'Ned Pike'"
    )
    assert {"Ned Pike", "Sam Okafor", "Colin Mbeki"} <= {row["to_name"] for row in told}
    assert "The training for this power was not in date." in str(told[0]["facts"])


async def test_the_page_records_a_group(browser: Browser, world: World, employer: Provider) -> None:
    one = await people.accredited(world, employer, "Oli Brand")
    two = await people.accredited(world, employer, "Pam Stone")
    ref = await ref_of(employer)
    await browser.sign_in("sam")
    day = {"passed_on-day": "1", "passed_on-month": "9", "passed_on-year": "2026"}
    fields = {
        **day,
        "course": "G1",
        "provider": "Calder College",
        "certificate": "List 4",
        "people": [one.staff_ref, two.staff_ref],
    }
    answer = await browser.post(f"/training/{ref}/record", fields)
    assert answer.status_code == 303, answer.text
    assert (date(2026, 9, 1), True) in await passes(two.person)
    shown = await browser.get(f"/organisations/{ref}/training/person?person={one.staff_ref}")
    assert "1 September 2026" in shown.text
    await browser.sign_in("dana")
    assert (await browser.get(f"/organisations/{ref}/training")).status_code == 404
    assert (await browser.post(f"/training/{ref}/record", fields, page="/organisations/register")).status_code == 404
