"""Reminders at set distances, once each; and when a power lapses the person, the supervisor and the office hear why."""

from __future__ import annotations

from datetime import datetime, timedelta

from csas.commands import lapses as commands
from csas.domain.permissions import PUBLIC
from csas.store import lapses, sql
from csas.store.transaction import act
from tests import people
from tests.fitness.employers import ref_of
from tests.people import Accredited, Provider
from tests.world import NOW, Browser, World


async def ending(
    world: World, employer: Provider, name: str, ends: datetime, rests_on: tuple[str, ...] = ("training",)
) -> Accredited:
    """Somebody accredited whose one course ends at this moment."""
    found = await people.accredited(world, employer, name, rests_on=rests_on)
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            "UPDATE training SET known = tstzrange(lower(known), clock_timestamp()) WHERE person_id = $1", found.person
        )
        await sql.execute(
            """INSERT INTO training (ref, person_id, organisation_id, course_id, provider, passed_on, valid)
               SELECT ref, person_id, organisation_id, course_id, provider, passed_on, tstzrange(lower(valid), $2)
               FROM training WHERE person_id = $1""",
            found.person,
            ends,
        )
        await this.record("training:corrected", facts={"course": "G1"})
    return found


async def letters_to(name: str, kind: str) -> list[str]:
    rows = await sql.fetch("SELECT facts FROM outbox_message WHERE to_name = $1 AND kind = $2 ORDER BY id", name, kind)
    return [" ".join(row["facts"]["lines"]) for row in rows]


async def told(name: str, kind: str, about: str) -> int:
    return sum(about in lines for lines in await letters_to(name, kind))


async def test_each_distance_is_told_of_once_to_all_three(world: World, employer: Provider) -> None:
    await ending(world, employer, "Uma Early", NOW + timedelta(days=80))
    await commands.look_round(NOW)
    await commands.look_round(NOW + timedelta(minutes=1))
    assert await letters_to("Uma Early", "ending-soon") == ["General accreditation course, 21 January 2027"]
    assert await told("Sam Okafor", "ending-soon", "Uma Early: General accreditation course") == 1
    assert await told("Colin Mbeki", "ending-soon", "Uma Early: General accreditation course") == 1
    for days in range(1, 79):
        await commands.look_round(NOW + timedelta(days=days))
    assert len(await letters_to("Uma Early", "ending-soon")) == 4, "at 90 (overdue), 60, 30 and 7 days"


async def test_what_was_renewed_is_not_told_of(world: World, employer: Provider) -> None:
    one = await ending(world, employer, "Val Renew", NOW + timedelta(days=85))
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """INSERT INTO training (ref, person_id, organisation_id, course_id, provider, passed_on, valid)
               SELECT 'renewedtrain', person_id, organisation_id, course_id, provider, passed_on,
                   tstzrange($2::timestamptz, $2::timestamptz + interval '3 years') FROM training
               WHERE person_id = $1 AND upper_inf(known)""",
            one.person,
            NOW,
        )
        await this.record("training:recorded", facts={"course": "G1"})
    await commands.look_round(NOW + timedelta(days=100))
    assert await letters_to("Val Renew", "ending-soon") == []
    assert await letters_to("Val Renew", "lapsed") == []


async def test_a_lapsed_power_is_told_with_its_cause_once(world: World, employer: Provider) -> None:
    ends = NOW + timedelta(days=110)
    await ending(world, employer, "Wes Lapse", ends)
    await commands.look_round(ends - timedelta(seconds=1))
    assert await letters_to("Wes Lapse", "lapsed") == []
    await commands.look_round(ends)
    await commands.look_round(ends + timedelta(minutes=1))
    (lines,) = await letters_to("Wes Lapse", "lapsed")
    assert (
        "Issue a penalty notice for disorder, from 20 February 2027. The training for this power was not in date."
        in lines
    )
    assert await told("Sam Okafor", "lapsed", "Wes Lapse: Issue a penalty notice") == 1
    assert await told("Colin Mbeki", "lapsed", "Wes Lapse") == 1


async def test_what_ended_while_nobody_looked_is_told_afterwards(world: World, employer: Provider) -> None:
    ends = NOW + timedelta(days=130)
    await ending(world, employer, "Xia Late", ends)
    await commands.look_round(ends - timedelta(days=1))
    await commands.look_round(ends + timedelta(days=9))
    assert len(await letters_to("Xia Late", "lapsed")) == 1


async def test_where_the_instrument_does_not_rest_on_it_the_office_must_give_notice(
    browser: Browser, world: World, employer: Provider
) -> None:
    ends = datetime.now(tz=NOW.tzinfo) - timedelta(days=1)
    one = await ending(world, employer, "Yan Notice", ends, rests_on=())
    moment = datetime.now(tz=NOW.tzinfo)
    (due,) = await lapses.list_due(moment, [employer.scheme], [one.accreditation])
    assert (due.name, due.things) == ("Yan Notice", ("General accreditation course",))
    assert await letters_to("Yan Notice", "lapsed") == []
    await browser.sign_in("colin")
    desk = (await browser.get("/desk")).text
    assert "Urgent: notices to be given" in desk
    assert "Yan Notice" in desk
    await browser.sign_in("sam")
    assert "notices to be given" not in (await browser.get("/desk")).text


async def test_what_ends_soon_is_listed_for_employer_and_office(
    browser: Browser, world: World, employer: Provider
) -> None:
    await ending(world, employer, "Zoe Soon", datetime.now(tz=NOW.tzinfo) + timedelta(days=20))
    ref = await ref_of(employer)
    for slug, status in (("sam", 200), ("colin", 200), ("dana", 404), ("grace", 403)):
        await browser.sign_in(slug)
        for path in (f"/organisations/{ref}/lapsing", f"/organisations/{ref}/lapsing.csv"):
            answer = await browser.get(f"{path}?days=30")
            assert (answer.status_code, "Zoe Soon" in answer.text) == (status, status == 200), (slug, path)
        for path in ("/lapsing", "/training"):
            assert ("Zoe Soon" in (await browser.get(path)).text) == (status == 200), (slug, path)


async def test_one_reminder_for_many_goes_to_the_office_in_one_message(world: World, employer: Provider) -> None:
    at = NOW + timedelta(days=160)
    for number in range(3):
        await ending(world, employer, f"Group Person {number}", at + timedelta(days=25))
    await commands.look_round(at)
    (lines,) = [each for each in await letters_to("Colin Mbeki", "ending-soon") if "Group Person" in each]
    assert lines.count("Group Person") == 3
