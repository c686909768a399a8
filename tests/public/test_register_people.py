"""The register counts people and names none: now, on a past day, and as was known then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.store import coverage, register
from csas.store.enquiries import clock
from tests import cards_of, people
from tests.people import Accredited
from tests.world import NOW, Browser, World

CAMDEN, LAMBETH = "E09000007", "E09000022"
ENDED = NOW + timedelta(days=5)


@pytest.fixture(scope="module")
def kept() -> dict[str, list[Accredited]]:
    return {}


@pytest.fixture
async def wardens(world: World, kept: dict[str, list[Accredited]]) -> list[Accredited]:
    """Three people of Northbank; one is withdrawn five days in."""
    if not kept:
        employer = await people.provider(world)
        kept["all"] = [
            await people.accredited(world, employer, name, powers=powers)
            for name, powers in (("Mo Farrow", ("1a", "3")), ("Ada Quill", ("3",)), ("Ben Oat", ()))
        ]
        await cards_of.restrict(kept["all"][0], "withdrawal", ENDED)
    return kept["all"]


async def test_people_in_force_are_counted_at_the_moment_asked_about(world: World, wardens: list[Accredited]) -> None:
    for at, many in (
        (people.SINCE - timedelta(seconds=1), 0),
        (people.SINCE, 3),
        (ENDED - timedelta(seconds=1), 3),
        (ENDED, 2),
        (people.UNTIL, 0),
    ):
        found = await register.list_providers(at)
        assert [(each.name, each.people) for each in found.providers] == [("Northbank Homes", many)]


async def test_as_was_known_then_leaves_out_what_was_learnt_later(world: World, wardens: list[Accredited]) -> None:
    long_ago = (await clock()) - timedelta(days=1)
    assert (await register.list_providers(ENDED, known=long_ago)).total == 0
    assert (await register.list_providers(ENDED, known=await clock())).providers[0].people == 2


async def test_pages_tell_numbers_and_nobody(browser: Browser, wardens: list[Accredited]) -> None:
    listed = await browser.get("/register")
    assert "2 people accredited now" in listed.text
    past = await browser.get("/register?on=2026-11-05")
    assert "3 people accredited then" in past.text
    assert "known=then" in past.text
    then = await browser.get("/register?on=2026-11-05&known=then")
    assert "as it was known then" in then.text
    ref = wardens[0].provider.arrangement
    entry = await browser.get(f"/register/{ref}")
    assert "1 person has this power now" in entry.text
    assert "Nobody has this power now" in entry.text
    sheet = await browser.get("/register.csv?sector=housing")
    assert "Northbank Homes,Housing,Issue a penalty notice for disorder" in sheet.text
    assert ",2," in sheet.text
    assert "Northbank" not in (await browser.get("/register.csv?sector=private")).text
    for text in (listed.text, past.text, entry.text, sheet.text):
        for name in ("Farrow", "Quill", "Ben Oat"):
            assert name not in text


async def test_those_who_answer_for_an_area_see_how_many_work_there_with_which_powers(
    browser: Browser, world: World, wardens: list[Accredited]
) -> None:
    found = await coverage.count_powers(LAMBETH, NOW + timedelta(days=1), limit=20)
    assert [(each.provider, each.code, each.people) for each in found] == [
        ("Northbank Homes", "1a", 1),
        ("Northbank Homes", "3", 2),
    ]
    assert await coverage.count_providers(LAMBETH, NOW + timedelta(days=1)) == 1
    assert await coverage.count_powers(LAMBETH, NOW + timedelta(days=1), limit=20, offset=1) == []
    await browser.sign_in("amina")
    page = await browser.get(f"/coverage?area={LAMBETH}")
    assert "Powers at work in Lambeth" in page.text
    assert "Northbank Homes" in page.text
    assert "Quill" not in page.text
    await browser.sign_in("grace")
    own = await browser.get("/coverage")
    assert "Powers at work in Westminster" in own.text
    assert (await browser.get(f"/coverage?area={LAMBETH}")).status_code == 404
    assert (await browser.get("/coverage.csv?area=nonsense")).status_code == 404
    await browser.sign_in("sam")
    assert (await browser.get("/coverage")).status_code == 403
