"""The list: by name, a page at a time, narrowed by words, role and employment, with standing on the day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.commands import staff_leaving
from csas.commands.staff_leaving import Leave
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.store import sql, staff_lists
from csas.store.staff_lists import Wanted
from tests import people
from tests.staff.telling import HALCYON, added, ref_of
from tests.world import NOW, Browser, World

TODAY = london_day(NOW)


async def names(world: World, wanted: Wanted, who: str = "dana", size: int = 25) -> list[str]:
    organisation = await world.organisation(HALCYON)
    page = await staff_lists.page(await world.actor(who), organisation, wanted, NOW, size)
    return [line.name for line in page.lines]


async def test_pages_follow_one_another_without_gap_or_repeat(world: World) -> None:
    for number in range(7):
        await added(world, f"L-{number}", f"{'abc'[number % 3]}lex {number}", "dana")
    dana, organisation = await world.actor("dana"), await world.organisation(HALCYON)
    seen: list[str] = []
    after = ""
    for _ in range(4):
        page = await staff_lists.page(dana, organisation, Wanted(after=after), NOW, 2)
        seen += [line.name for line in page.lines]
        after = page.after
    assert seen == sorted(seen)
    assert len(set(seen)) == 7
    assert after == ""


async def test_it_is_narrowed(world: World) -> None:
    assert await names(world, Wanted(words="LEX 3")) == ["alex 3"]
    assert await names(world, Wanted(words="l-3")) == ["alex 3"]
    assert await names(world, Wanted(words="%")) == []
    await added(world, "L-20", "Later Lee", "dana", from_on=TODAY + timedelta(days=30))
    assert await names(world, Wanted(state="later")) == ["Later Lee"]
    leaver = await added(world, "L-21", "Gone Gray", "dana")
    wanted = Leave(ref=leaver.ref, last_day=TODAY - timedelta(days=1), why="left")
    await staff_leaving.leave(wanted, await world.actor("dana"), NOW)
    assert await names(world, Wanted(state="left")) == ["Gone Gray"]
    assert "Gone Gray" not in await names(world, Wanted())
    assert len(await names(world, Wanted(state="all"))) == 9


async def test_standing_is_said_of_the_day(world: World) -> None:
    employer = await people.provider(world)
    await people.accredited(world, employer, "Ina Force")
    await people.accredited(world, employer, "Over Term", until=NOW - timedelta(days=1))
    await added(world, "N-1", "Never Been")
    page = await staff_lists.page(await world.actor("sam"), employer.organisation, Wanted(), NOW)
    assert {line.name: (line.standing, line.powers) for line in page.lines} == {
        "Ina Force": ("in-force", 2),
        "Over Term": ("ended", 0),
        "Never Been": ("none", 0),
    }


async def test_the_office_sees_those_it_deals_with(world: World, browser: Browser) -> None:
    northbank = await world.organisation("Northbank Homes")
    page = await staff_lists.page(await world.actor("colin"), northbank, Wanted(), NOW)
    assert [line.name for line in page.lines] == ["Ina Force", "Over Term"]
    await browser.sign_in("colin")
    shown = await browser.get(f"/organisations/{await ref_of()}/staff")
    assert "Ina Force" in shown.text
    assert "Never Been" not in shown.text
    assert "Add a person" not in shown.text


async def test_a_page_after_somebody_of_another_list_is_not_found(world: World) -> None:
    other = await sql.fetchval("SELECT ref FROM staff_member WHERE name = 'Ina Force'")
    with pytest.raises(refusals.NotFound):
        await names(world, Wanted(after=other))


async def test_the_first_page_in_the_browser(world: World, browser: Browser) -> None:
    await browser.sign_in("sam")
    assert (await browser.get("/staff")).headers["location"] == f"/organisations/{await ref_of()}/staff"
    shown = await browser.get(f"/organisations/{await ref_of()}/staff?state=nonsense&q=%00")
    assert shown.status_code == 200
    assert "In force" in shown.text
    record = await sql.fetchval("SELECT ref FROM staff_member WHERE name = 'Ina Force'")
    assert "May be used" in (await browser.get(f"/staff/{record}")).text


async def test_an_ending_is_shown_before_it_is_confirmed(world: World, browser: Browser) -> None:
    record = await sql.fetchval("SELECT ref FROM staff_member WHERE name = 'Ina Force'")
    await browser.sign_in("sam")
    day = {"last_day-day": "1", "last_day-month": "11", "last_day-year": "2026"}
    check = await browser.post(f"/staff/{record}/leave", {**day, "why": "left"})
    assert "1 accreditation" in check.text
    assert "This day has passed" in check.text
    assert await sql.fetchval("SELECT count(*) FROM event WHERE tag = 'staff:left' AND facts ->> 'how' = 'left'") == 1
    done = await browser.post(f"/staff/{record}/leave", {**day, "why": "left", "confirmed": "yes"})
    assert done.status_code == 303, done.text
    assert "no longer works for this employer" in (await browser.get(f"/staff/{record}")).text
