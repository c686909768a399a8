"""People against what the powers of their role need: missing, out of date, ending soon, in date."""

from __future__ import annotations

from datetime import date, timedelta

from csas.commands import training
from csas.domain.fitness import Fitness, missing, ready_powers, state_of
from csas.domain.permissions import PUBLIC
from csas.store import fitness, sql
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import people
from tests.fitness.employers import newcomer, ref_of
from tests.people import Provider
from tests.world import NOW, Browser, World


async def give_role(employer: Provider, staff: str, powers: list[str]) -> None:
    """A role profile with these powers, and somebody employed in it."""
    async with act(PUBLIC, NOW) as this:
        profile = await sql.fetchval(
            """INSERT INTO role_profile (ref, organisation_id, title, duties, justification)
               VALUES ($1, $2, 'Patrol ' || $1, 'Patrols', 'Needed') RETURNING id""",
            new_ref(),
            employer.organisation,
        )
        await sql.execute(
            "INSERT INTO role_profile_power (profile_id, power_id) SELECT $1, id FROM power WHERE code = ANY ($2)",
            profile,
            powers,
        )
        await sql.execute("UPDATE staff_member SET profile_id = $2 WHERE ref = $1", staff, profile)
        await this.record("role:given")


async def course_for(world: World, code: str, powers: tuple[str, ...]) -> None:
    from csas.commands import courses

    wanted = courses.AddCourse(
        code=code, title=f"Course {code}", hours=20, months=36, providers=("Calder College",), powers=powers
    )
    await courses.add(wanted, await world.actor("amina"), NOW)


async def line_of(employer: Provider, staff: str) -> Fitness:
    page = await fitness.matrix(employer.organisation, employer.scheme, NOW)
    return next(each for each in page.people if each.staff == staff)


async def test_what_somebody_needs_follows_from_their_role_before_any_arrangement_names_them(
    world: World, employer: Provider
) -> None:
    await people.accredited(world, employer, "Zed Last")  # brings the general course
    await course_for(world, "TRB", ("8b",))
    _, staff = await newcomer(employer, "Amy First")
    await give_role(employer, staff, ["1a", "8b"])
    line = await line_of(employer, staff)
    assert {need.course: need.until for need in line.needs} == {"G1": None, "TRB": None}
    assert ready_powers(line, NOW) == ((), ("1a", "8b"))
    passed = training.RecordTraining(
        ref=await ref_of(employer),
        course="G1",
        people=(staff,),
        passed_on=date(2026, 10, 1),
        provider="Calder College",
        certificate="1",
    )
    await training.record(passed, await world.actor("sam"), NOW)
    line = await line_of(employer, staff)
    assert ready_powers(line, NOW) == (("1a",), ("8b",))
    assert [need.course for need in missing(line, NOW)] == ["TRB"]


async def test_a_pass_goes_with_the_person_to_another_employer(world: World, employer: Provider) -> None:
    one = await people.accredited(world, employer, "Bob Mover")
    lantern = await sql.fetchval("SELECT id FROM organisation WHERE name = 'Lantern University'")
    elsewhere = Provider(
        organisation=lantern, scheme=employer.scheme, force=employer.force, arrangement="", uniform="", areas=()
    )
    async with act(PUBLIC, NOW) as this:
        staff, ref = await people._staff(elsewhere, one.person, date(1990, 5, 4), NOW)
        await people._employ(elsewhere, one.person, staff, NOW)
        await this.record("role:given")
    await give_role(elsewhere, ref, ["1a"])
    line = await line_of(elsewhere, ref)
    assert [state_of(need.until, NOW) for need in line.needs] == ["in-date"]


async def test_pages_follow_one_another_in_the_order_of_names(world: World, employer: Provider) -> None:
    for number in range(5):
        await newcomer(employer, f"Page Person {number}")
    names: list[str] = []
    after: tuple[str, int] | None = ("", 0)
    while after:
        page = await fitness.matrix(
            employer.organisation, employer.scheme, NOW, fitness.read_token(fitness.token(after)), most=2
        )
        names += [each.name for each in page.people]
        after = page.following
    assert names == sorted(names)
    assert len(names) == await fitness.count_people(employer.organisation, NOW)


async def test_the_page_and_the_file_say_each_state_in_words(
    browser: Browser, world: World, employer: Provider
) -> None:
    old = await people.accredited(world, employer, "Cas Older", since=NOW - timedelta(days=40))
    await people.accredited(world, employer, "Cat Newer")
    ref = await ref_of(employer)
    training_ref = await sql.fetchval("SELECT ref FROM training WHERE person_id = $1", old.person)
    wrong = training.CorrectTraining(
        ref=ref,
        training=training_ref,
        passed_on=date(2023, 9, 1),
        provider="Calder College",
        certificate="2",
        why="A typing mistake.",
    )
    await training.correct(wrong, await world.actor("sam"), NOW)
    await browser.sign_in("sam")
    shown = (await browser.get(f"/organisations/{ref}/training")).text
    assert "Out of date" in shown
    assert "ended on 1 September 2026" in shown
    assert "In date" in shown
    assert "Not trained for paragraphs 1(2)(aa), 3" in shown
    sheet = (await browser.get(f"/organisations/{ref}/training.csv")).text
    assert "Cas Older" in sheet
    assert "Out of date,2026-09-01" in sheet


async def test_the_office_sees_it_and_other_employers_do_not(browser: Browser, employer: Provider) -> None:
    ref = await ref_of(employer)
    for slug, status in (("colin", 200), ("priya", 200), ("dana", 404), ("grace", 403), ("fiona", 403)):
        await browser.sign_in(slug)
        assert (await browser.get(f"/organisations/{ref}/training")).status_code == status, slug
