"""A form acts once: by a double click, from the page before, and from a page fetched anew with the same answers."""

from __future__ import annotations

import asyncio
import re

import httpx

from csas.store import sql
from tests import build
from tests.world import BASE, Browser, World, hidden_fields

HERE = {"origin": BASE, "sec-fetch-site": "same-origin"}
NOTE = "Rang the applicant; she will send the rota."


async def notes(ref: str) -> int:
    found: int = await sql.fetchval(
        "SELECT count(*) FROM event e JOIN casefile c ON c.id = e.case_id WHERE c.ref = $1 AND e.tag = $2",
        ref,
        "application:noted",
    )
    return found


async def send(browser: Browser, path: str, fields: dict[str, str]) -> httpx.Response:
    return await browser.client.post(path, data=fields, headers=HERE)


async def begun(browser: Browser, world: World) -> tuple[str, str]:
    """A case, and the address of Colin's form to add a note to it."""
    ref = await build.submitted(world, "Northbank Homes")
    await browser.sign_in("colin")
    return ref, f"/applications/{ref}/note"


async def test_a_double_click_acts_once_and_shows_its_outcome_twice(browser: Browser, world: World) -> None:
    ref, path = await begun(browser, world)
    fields = {**hidden_fields((await browser.get(path)).text), "note": NOTE}
    answers = await asyncio.gather(*(send(browser, path, fields) for _ in range(4)))
    assert {(each.status_code, each.headers.get("location")) for each in answers} == {
        (303, f"/applications/{ref}?done=application:noted")
    }
    assert await notes(ref) == 1


async def test_the_same_page_with_other_answers_is_told_and_keeps_them(browser: Browser, world: World) -> None:
    ref, path = await begun(browser, world)
    fields = hidden_fields((await browser.get(path)).text)
    await send(browser, path, {**fields, "note": NOTE})
    answer = await send(browser, path, {**fields, "note": "Something else."})
    assert answer.status_code == 409
    assert "already sent this form" in answer.text
    assert "Something else." in answer.text
    assert await notes(ref) == 1


async def test_a_page_fetched_anew_asks_before_the_same_counts_again(browser: Browser, world: World) -> None:
    ref, path = await begun(browser, world)
    await browser.post(path, {"note": NOTE})
    asked = await browser.post(path, {"note": NOTE})
    assert asked.status_code == 409
    assert re.search(r"You already did this at \d\d:\d\d", asked.text)
    assert await notes(ref) == 1
    again = hidden_fields(asked.text)
    assert (again["note"], again["again"]) == (NOTE, "yes")
    done = await asyncio.gather(*(send(browser, path, again) for _ in range(2)))
    assert {each.status_code for each in done} == {303}
    assert await notes(ref) == 2


async def test_other_answers_and_other_people_are_not_asked(browser: Browser, world: World) -> None:
    ref, path = await begun(browser, world)
    assert (await browser.post(path, {"note": NOTE})).status_code == 303
    assert (await browser.post(path, {"note": f"{NOTE} Twice."})).status_code == 303
    await browser.sign_in("priya")
    assert (await browser.post(path, {"note": NOTE})).status_code == 303
    assert await notes(ref) == 3


async def test_after_ten_minutes_the_same_is_meant(browser: Browser, world: World) -> None:
    ref, path = await begun(browser, world)
    await browser.post(path, {"note": NOTE})
    await sql.execute("UPDATE idempotency SET created_at = created_at - interval '11 minutes'")
    assert (await browser.post(path, {"note": NOTE})).status_code == 303
    assert await notes(ref) == 2


async def test_what_was_refused_may_be_sent_again(browser: Browser, world: World) -> None:
    ref, path = await begun(browser, world)
    fields = hidden_fields((await browser.get(path)).text)
    assert (await send(browser, path, {**fields, "note": ""})).status_code == 400
    assert (await send(browser, path, {**fields, "note": NOTE})).status_code == 303
    assert await notes(ref) == 1


async def test_looking_at_a_form_keeps_nothing(browser: Browser, world: World) -> None:
    _, path = await begun(browser, world)
    before = await sql.fetchval("SELECT count(*) FROM idempotency")
    pages = [(await browser.get(path)).text for _ in range(2)]
    assert hidden_fields(pages[0])["once"] != hidden_fields(pages[1])["once"]
    assert await sql.fetchval("SELECT count(*) FROM idempotency") == before


async def test_somebody_elses_number_is_worth_nothing(browser: Browser, world: World) -> None:
    ref, path = await begun(browser, world)
    number = hidden_fields((await browser.get(path)).text)["once"]
    await browser.post(path, {"note": NOTE, "once": number})
    await browser.sign_in("priya")
    assert (await browser.post(path, {"note": "Another.", "once": number})).status_code == 303
    assert await notes(ref) == 2


async def test_two_holds_with_the_same_reason_are_two_holds(browser: Browser, world: World) -> None:
    ref, _ = await begun(browser, world)
    for _ in range(2):
        assert (await browser.post(f"/applications/{ref}/hold", {"reason": "A fire."})).status_code == 303
        assert (await browser.post(f"/applications/{ref}/release")).status_code == 303


async def test_an_entry_of_the_log_counts_once(browser: Browser, world: World) -> None:
    await browser.sign_in("amina")
    told = {"who": "A bakery", "sector": "private", "outcome": "interest", "why": "Asked"}
    day = {"received_on-day": "1", "received_on-month": "11", "received_on-year": "2026"}
    first = await browser.post("/demand/record", {**told, **day}, page="/demand")
    assert first.status_code == 303, first.text
    assert (await browser.post("/demand/record", {**told, **day}, page="/demand")).status_code == 409
    assert await sql.fetchval("SELECT count(*) FROM demand WHERE who = 'A bakery'") == 1
