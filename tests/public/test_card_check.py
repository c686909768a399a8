"""Anybody checks a powers card by its number: what its holder may do now, here, and nothing more."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count

import pytest

from csas.domain.certificates import grouped, number_from
from csas.domain.permissions import PUBLIC
from csas.store import check_counts, files, sql
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import cards_of, people
from tests.people import Accredited, Provider
from tests.world import NOW, Browser, World

EARLIER = NOW + timedelta(days=1)
CAMDEN, LAMBETH, CITY = "E09000007", "E09000022", "E09000001"
SECRET = ("suspend", "training", "vetting", "notice", "1990", "withdraw", "lost", "stolen", "reason", "employment")
NO = "Not in force: do not rely</h1>"
NAMES = (f"Mo {name}" for name in (f"Farrow {chr(65 + at % 26)}{at}" for at in count()))


def words_of(text: str) -> str:
    main = text[text.index("<main") : text.index("</main>")]
    return re.sub(r"Checked on [^<]*", "", main)


@pytest.fixture(scope="module")
def kept() -> dict[str, Provider]:
    return {}


@pytest.fixture
async def employer(world: World, kept: dict[str, Provider]) -> Provider:
    if not kept:
        kept["northbank"] = await people.provider(world, powers=("1a", "3", "9"))
    return kept["northbank"]


@pytest.fixture
async def mo(world: World, employer: Provider) -> Accredited:
    return await people.accredited(world, employer, next(NAMES), powers=("1a", "3", "9"))


async def test_a_card_in_force_tells_what_its_holder_may_and_may_not_do(browser: Browser, mo: Accredited) -> None:
    number = await cards_of.issued(mo)
    answer = await browser.get(f"/check?number={grouped(number).lower()}")
    assert answer.status_code == 200
    assert "In force</h1>" in answer.text
    for told in (
        "Northbank Homes",
        "Metropolitan Police Service",
        "In Lambeth and Southwark",
        "In any police area",
        "Paragraph 3 of Schedule 5",
        "Green jacket",
        "Left breast",
        "Detain you, or use force",
        "they must show it when you ask",
        "No card shown?",
        "020 7946 0101",
    ):
        assert told in answer.text
    assert "office and officers" not in answer.text
    assert "img" not in words_of(answer.text)


async def test_a_borough_narrows_the_answer_power_by_power(browser: Browser, mo: Accredited) -> None:
    number = await cards_of.issued(mo)
    here = words_of((await browser.get(f"/check/{number}?borough={LAMBETH}")).text)
    assert "may use the powers listed here in Lambeth" in here
    assert "Not in Lambeth" not in here
    there = words_of((await browser.get(f"/check/{number}?borough={CAMDEN}")).text)
    assert "In force</h1>" in there
    assert "Direct traffic while escorting" in there
    assert "Give you a penalty notice" not in there
    assert "Not in Camden" in there
    city = words_of((await browser.get(f"/check/{number}?borough={CITY}")).text)
    assert "outside the police area" in city


async def test_without_any_power_in_the_borough_nobody_relies_on_it(
    browser: Browser, world: World, employer: Provider
) -> None:
    one = await people.accredited(world, employer, next(NAMES), powers=("3",))
    number = await cards_of.issued(one)
    answer = await browser.get(f"/check/{number}?borough={CAMDEN}")
    assert NO in answer.text
    assert "has no power in Camden" in answer.text


async def test_zones_are_named_and_those_elsewhere_do_not_count(
    browser: Browser, world: World, employer: Provider
) -> None:
    one = await people.accredited(world, employer, next(NAMES), powers=())
    estate = new_ref()
    async with act(PUBLIC, people.SINCE) as this:
        await sql.execute(
            "INSERT INTO zone (ref, organisation_id, name, areas) VALUES ($1, $2, 'Coldharbour estate', $3)",
            estate,
            employer.organisation,
            [LAMBETH],
        )
        await this.record("individual:decided")
    zoned = await people.accredited(world, employer, next(NAMES), powers=("3",), zones=(estate,))
    number = await cards_of.issued(zoned)
    assert "only in Coldharbour estate" in (await browser.get(f"/check/{number}")).text
    here = await browser.get(f"/check/{number}?borough={LAMBETH}")
    assert "only the powers listed here in Lambeth" in here.text
    assert NO in (await browser.get(f"/check/{number}?borough=E09000028")).text
    assert one.granted == {}


async def test_accredited_without_powers_is_in_force_and_may_do_nothing(
    browser: Browser, world: World, employer: Provider
) -> None:
    one = await people.accredited(world, employer, next(NAMES), powers=())
    answer = await browser.get(f"/check/{await cards_of.issued(one)}")
    assert "In force</h1>" in answer.text
    assert "has no powers at the moment" in answer.text


async def test_a_place_that_is_not_on_the_list_is_where_no_area_is_granted(
    browser: Browser, world: World, mo: Accredited, employer: Provider
) -> None:
    one = await people.accredited(world, employer, next(NAMES), powers=("3",))
    for elsewhere in ("E07000110", "Lambeth"):
        told = (await browser.get(f"/api/v1/checks/{await cards_of.issued(mo)}?borough={elsewhere}")).json()
        assert [power["paragraph"] for power in told["may"]] == ["9"]
        number = await cards_of.issued(one)
        assert NO in (await browser.get(f"/check/{number}?borough={elsewhere}")).text


@pytest.mark.parametrize("kind", ["suspension", "withdrawal", "surrender"])
async def test_from_the_act_nobody_relies_on_it_and_only_officers_and_the_office_see_why(
    browser: Browser, world: World, mo: Accredited, kind: str
) -> None:
    number = await cards_of.issued(mo)
    await cards_of.restrict(mo, kind, EARLIER)
    public = await browser.get(f"/check/{number}")
    assert NO in public.text
    told = words_of(public.text)
    for secret in (*SECRET, "Farrow", "Northbank"):
        assert secret.lower() not in told.lower()
    await browser.sign_in("sam")
    assert "Taken away by notice" not in (await browser.get(f"/check/{number}")).text
    for slug in ("colin", await people.officer(world)):
        await browser.sign_in(slug)
        assert "Taken away by notice" in (await browser.get(f"/check/{number}")).text


async def test_a_power_taken_away_or_lapsed_is_not_listed(browser: Browser, world: World, employer: Provider) -> None:
    one = await people.accredited(world, employer, next(NAMES), powers=("1a", "3"))
    number = await cards_of.issued(one)
    await cards_of.restrict(one, "modification", EARLIER, power="3")
    public = words_of((await browser.get(f"/check/{number}")).text)
    assert "In force</h1>" in public
    assert "anti-social way" not in public
    assert "penalty notice for one of the disorder offences" in public
    for secret in SECRET:
        if secret != "notice":
            assert secret not in public.lower()
    await browser.sign_in("colin")
    assert "This power was taken away by notice" in (await browser.get(f"/check/{number}")).text


@pytest.mark.parametrize("what", ["lost", "stolen", "returned", "destroyed"])
async def test_a_card_dies_while_the_accreditation_lives(browser: Browser, mo: Accredited, what: str) -> None:
    number = await cards_of.issued(mo)
    instrument = await cards_of.issued(mo, kind="instrument")
    await cards_of.handed(number, what, EARLIER)
    assert NO in (await browser.get(f"/check/{number}")).text
    assert "In force</h1>" in (await browser.get(f"/check/{instrument}")).text


async def test_a_replaced_card_and_one_never_issued_are_no_good(browser: Browser, mo: Accredited) -> None:
    old = await cards_of.issued(mo)
    new = await cards_of.issued(mo)
    assert NO in (await browser.get(f"/check/{old}")).text
    assert "In force</h1>" in (await browser.get(f"/check/{new}")).text
    unknown = words_of((await browser.get(f"/check/{number_from(99)}")).text)
    void = await cards_of.issued(mo, kind="instrument", state="void")
    assert words_of((await browser.get(f"/check/{void}")).text) == unknown


async def test_it_is_counted_outside_the_journal(browser: Browser, mo: Accredited) -> None:
    number = await cards_of.issued(mo)
    await check_counts.flush()
    before, events = await check_counts.totals(1), await sql.fetchval("SELECT count(*) FROM event")
    await browser.get(f"/check/{number}")
    await check_counts.flush()
    assert (await check_counts.totals(1))["in-force"] == before.get("in-force", 0) + 1
    assert await sql.fetchval("SELECT count(*) FROM event") == events


async def test_the_photograph_stays_away_until_the_scheme_shows_it(
    browser: Browser, world: World, mo: Accredited
) -> None:
    number = await cards_of.issued(mo, photograph=await files.keep(b"\xff\xd8\xffpicture"))
    path = f"/check/{number}/photograph"
    assert (await browser.get(path)).status_code == 404
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            "INSERT INTO setting VALUES (DEFAULT, $1, 'check-photograph', 'true', '2026-01-01', 'adopted')",
            await world.scheme(),
        )
        await this.record("scheme:established", scheme=await world.scheme())
    assert path in (await browser.get(f"/check/{number}")).text
    shown = await browser.get(path)
    assert shown.content == b"\xff\xd8\xffpicture"
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["cache-control"] == "no-store"
    await cards_of.handed(number, "lost", EARLIER)
    assert (await browser.get(path)).status_code == 404


async def test_many_cards_at_once_are_answered_line_by_line_and_as_a_file(browser: Browser, mo: Accredited) -> None:
    good = await cards_of.issued(mo)
    lost = await cards_of.issued(mo, kind="instrument")
    await cards_of.handed(lost, "lost", EARLIER)
    page = await browser.post("/check/many", {"numbers": f"{good}\n{lost}\nnonsense"})
    assert "1 of 3 numbers in force" in page.text
    sheet = await browser.post("/check/many", {"numbers": f"{good}\n{lost}\n=1+1", "as": "csv"})
    assert sheet.headers["content-type"].startswith("text/csv")
    head, first, second, third = sheet.text.removeprefix("\ufeff").strip().splitlines()
    assert head.startswith("Line,Number,Answer,Name on it")
    assert "In force,Mo Farrow" in first
    assert "Not in force: do not rely,,," in second
    assert third.startswith("3,'=1+1,Not in force")
