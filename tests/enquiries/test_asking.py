"""The office and officers ask what somebody was authorised to do; the answer says on which facts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import pytest

from csas.commands import enquiries as commands
from csas.domain import refusals
from csas.domain.calendar import LONDON, london_day
from csas.domain.permissions import PUBLIC
from csas.store import enquiries, sql
from csas.web.pages import enquiries as pages
from csas.web.views import enquiries as views
from tests import cards_of, people
from tests.people import Accredited
from tests.world import NOW, Browser, World

LATER = NOW + timedelta(days=15)
ACT = NOW + timedelta(days=2)
GIVEN = ACT + timedelta(days=1)


@pytest.fixture(scope="module")
def kept() -> dict[str, Accredited]:
    return {}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "now", lambda: LATER)


@pytest.fixture
async def mo(world: World, kept: dict[str, Accredited]) -> Accredited:
    """Mo, suspended two days after the tests begin; the notice reached him a day later."""
    if not kept:
        kept["mo"] = await people.accredited(world, await people.provider(world))
        await cards_of.issued(kept["mo"])
        await cards_of.restrict(kept["mo"], "suspension", ACT)
        await cards_of.serve(kept["mo"], GIVEN)
    return kept["mo"]


def asked(**more: object) -> dict[str, object]:
    at = NOW.astimezone(LONDON)
    return {
        "power": "3",
        "on-day": str(at.day),
        "on-month": str(at.month),
        "on-year": str(at.year),
        "time": f"{at:%H:%M}",
        "area": "E09000022",
        "road": "Euston Road",
        "purpose": "R v Example, indictment T1",
        **more,
    }


def moment(at: object) -> dict[str, object]:
    local = at.astimezone(LONDON)  # type: ignore[attr-defined]
    return {
        "on-day": str(local.day),
        "on-month": str(local.month),
        "on-year": str(local.year),
        "time": f"{local:%H:%M}",
    }


async def number_of(mo: Accredited) -> str:
    found: str = await sql.fetchval(
        "SELECT number FROM document WHERE accreditation_id = $1 AND kind = 'card'", mo.accreditation
    )
    return found


async def test_by_a_cards_number_it_is_answered_with_its_chain_of_facts(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("colin")
    sent = await browser.post("/enquiry", asked(number=await number_of(mo)))
    assert sent.status_code == 303
    answer = await browser.get(sent.headers["location"])
    for told in (
        "could lawfully use in Lambeth",
        "The power is granted to the person (s.41(2))",
        mo.granted["3"],
        mo.employment,
        mo.term,
        "Known since",
        "Euston Road",
        "R v Example",
        "Colin Mbeki",
        "10:00 GMT on 2 November 2026",
    ):
        assert told in answer.text
    event = await sql.fetchrow("SELECT tag, facts::text AS facts, case_id FROM event ORDER BY id DESC LIMIT 1")
    assert event
    assert event["tag"] == "enquiry:asked"
    assert event["case_id"] is None
    assert "Euston" not in event["facts"]


async def test_a_program_reads_the_same_answer(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("colin")
    sent = await browser.post("/enquiry", asked(number=await number_of(mo), **moment(ACT + timedelta(hours=1))))
    path = f"/api/v1{sent.headers['location']}"
    found = (await browser.get(path)).json()
    power = found["powers"][0]
    assert (power["code"], power["relied"], power["lawful"], power["cause"]) == ("3", False, True, "suspended")
    assert {each["name"]: each["holds"] for each in power["grounds"]}["notice"] is False
    assert power["notices"][0]["acted_at"] < power["notices"][0]["given_at"]
    assert all(fact["known_since"] for each in power["grounds"] if each["name"] != "law" for fact in each["facts"])
    await browser.sign_in("sam")
    assert (await browser.get(path)).status_code in {403, 404}


async def test_between_the_act_and_the_notice_law_and_reliance_differ(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("helen")
    between = await browser.post("/enquiry", asked(number=await number_of(mo), **moment(ACT + timedelta(hours=1))))
    text = (await browser.get(between.headers["location"])).text
    assert "In law yes, but not to be relied on" in text
    assert "the act was at 10:00 GMT on 4 November 2026" in text
    assert "given to the person at 10:00 GMT on 5 November 2026" in text
    after = await browser.post("/enquiry", asked(number=await number_of(mo), **moment(GIVEN)))
    told = (await browser.get(after.headers["location"])).text
    assert 'csas-verdict__title">No<' in told
    assert "Taken away by notice: Every power was suspended by notice." in told


async def test_the_office_chooses_a_person_by_name(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("amina")
    found = await browser.post("/enquiry", asked(name="farr", power=""))
    assert found.status_code == 200
    assert "Northbank Homes, staff number" in found.text
    sent = await browser.post("/enquiry", asked(name="farr", who=mo.ref, power=""))
    answer = await browser.get(sent.headers["location"])
    assert "was accredited" in answer.text
    assert "Issue a penalty notice for disorder" in answer.text
    nobody = await browser.post("/enquiry", asked(name="Zebedee"))
    assert nobody.status_code == 400
    assert "Nobody of this name" in nobody.text


async def test_an_officer_asks_by_number_only_and_reads_no_other_enquiry(
    browser: Browser, world: World, mo: Accredited
) -> None:
    await browser.sign_in("colin")
    colins = (await browser.post("/enquiry", asked(number=await number_of(mo)))).headers["location"]
    await browser.sign_in(await people.officer(world))
    assert "Or a person" not in (await browser.get("/enquiry")).text
    by_name = await browser.post("/enquiry", asked(name="Farrow", who=mo.ref))
    assert by_name.status_code == 400
    own = await browser.post("/enquiry", asked(number=await number_of(mo)))
    assert (await browser.get(own.headers["location"])).status_code == 200
    assert (await browser.get(colins)).status_code == 404


@pytest.mark.parametrize("slug", ["sam", "grace", "ruth"])
async def test_nobody_else_may_ask(browser: Browser, world: World, mo: Accredited, slug: str) -> None:
    await browser.sign_in(slug)
    assert (await browser.get("/enquiry")).status_code == 403
    with pytest.raises(refusals.NotAllowed):
        await commands.ask(
            commands.AskEnquiry(number=await number_of(mo), on=london_day(NOW), time="10:00", purpose="Why not"),
            await world.actor(slug),
            LATER,
        )


async def test_another_schemes_card_is_no_card_of_this_one(browser: Browser, world: World, mo: Accredited) -> None:
    await browser.sign_in("colin")
    unknown = await browser.post("/enquiry", asked(number="0000-0000-0000-0"))
    assert unknown.status_code == 400
    assert "No card or instrument of this scheme has that number" in unknown.text
    assert await enquiries.find_by_number(PUBLIC, await number_of(mo)) is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (moment(LATER + timedelta(days=1)), "must not lie ahead"),
        ({"time": "25:00"}, "must be a time of day"),
        ({"on-day": "25", "on-month": "10", "on-year": "2026", "time": "01:30"}, "came twice on that day"),
        ({"on-day": "29", "on-month": "3", "on-year": "2026", "time": "01:30"}, "did not come on that day"),
        ({"on-day": "31", "on-month": "2"}, "must be a real date"),
        ({"purpose": " "}, "Enter why you ask"),
        ({"power": "nonsense"}, "Select a power from the list"),
        ({"area": "E0"}, "Select a borough from the list"),
        ({"zone": "Nowhere"}, "The person has no zones"),
        ({"known_time": "10:00"}, "Enter the day as well as the time"),
        ({"known_on-day": "1", "known_on-month": "1", "known_on-year": "2100"}, "at least 10 seconds ago"),
    ],
)
async def test_bad_questions_are_told_what_is_wrong(
    browser: Browser, mo: Accredited, wrong: dict[str, object], message: str
) -> None:
    await browser.sign_in("colin")
    page = await browser.post("/enquiry", {**asked(number=await number_of(mo)), **wrong})
    assert page.status_code == 400
    assert message in page.text


async def test_as_known_earlier_leaves_out_what_was_learnt_later(world: World, mo: Accredited) -> None:
    colin = await world.actor("colin")
    event = await commands.ask(
        commands.AskEnquiry(number=await number_of(mo), on=london_day(ACT), time="12:00", power="3", purpose="A test"),
        colin,
        LATER,
    )
    enquiry = await enquiries.load(colin, event.ref)
    assert enquiry
    clock = await enquiries.clock()
    before = await sql.fetchval("SELECT lower(known) FROM restriction WHERE accreditation_id = $1", mo.accreditation)
    then = views.told(
        msgspec.structs.replace(enquiry, known_at=before - timedelta(microseconds=1)),
        clock + timedelta(minutes=1),
    )
    assert then.title == "Yes"
    assert "What is known now answers otherwise: In law yes" in then.now_differs
    now = views.told(enquiry, clock)
    assert now.now_differs == ""
    assert now.title == "In law yes, but not to be relied on"


async def test_the_statement_is_a_signed_file_that_waits_until_acts_under_way_have_settled(
    browser: Browser, mo: Accredited, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def noted(seconds: float) -> None:
        waited.append(seconds)

    await browser.sign_in("colin")
    sent = await browser.post("/enquiry", asked(number=await number_of(mo)))
    monkeypatch.setattr(asyncio, "sleep", noted)
    answer = await browser.get(f"{sent.headers['location']}/statement.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"/ByteRange" in answer.content
    assert waited
    assert 0 < waited[0] <= 10
