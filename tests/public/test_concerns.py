"""Anybody reports a concern without an account; only the office reads it."""

from __future__ import annotations

import html
import re

import msgspec

from csas.domain.certificates import number_from
from csas.store import sql
from tests.world import BASE, Browser

PAGE = "/concerns/new"
TOLD = {"about": "posing", "what": "A man in a yellow coat asked for my name.", "borough": "E09000007"}


async def test_a_concern_is_kept_and_acknowledged_on_screen(browser: Browser) -> None:
    done = await browser.post(PAGE, {**TOLD, "who": "Tall", "number": number_from(7).lower()})
    assert done.status_code == 200
    assert "We have your report" in done.text
    ref = re.search(r'csas-ref">([a-z2-7]{12})<', done.text)
    assert ref
    row = await sql.fetchrow("SELECT * FROM concern WHERE ref = $1", ref[1])
    assert row
    assert (row["about"], row["number"], row["acknowledged"]) == ("posing", number_from(7), False)
    assert "yellow" not in str(dict(row))
    assert not await sql.fetchval("SELECT count(*) FROM outbox_message")


async def test_the_text_lies_beside_the_journal_and_not_in_it(browser: Browser) -> None:
    await browser.post(PAGE, TOLD)
    event = await sql.fetchrow(
        "SELECT e.*, v.body FROM event e JOIN event_private v ON v.event_id = e.id ORDER BY e.id DESC LIMIT 1"
    )
    assert event
    assert event["tag"] == "concern:reported"
    assert event["actor_kind"] == "public"
    assert "yellow" not in str(event["facts"])
    assert "yellow" in msgspec.json.decode(event["body"])["what"]


async def test_an_e_mail_address_gets_one_letter(browser: Browser) -> None:
    await browser.post(PAGE, {**TOLD, "email": "ada@people.example", "name": "Ada Brook"})
    row = await sql.fetchrow("SELECT * FROM outbox_message WHERE to_address = 'ada@people.example'")
    assert row
    assert row["kind"] == "concern-received"
    assert row["scheme_id"] == await sql.fetchval("SELECT min(id) FROM scheme")
    assert "yellow" not in str(row["facts"])


async def test_every_fault_is_told_at_once_and_what_was_typed_is_kept(browser: Browser) -> None:
    page = await browser.post(PAGE, {"what": "", "who": "Ŵyn & “Co”", "email": "not an address", "borough": "X"})
    assert page.status_code == 400
    for fault in ("Select what it is about", "Enter what happened", "Enter an e-mail address in the right form"):
        assert fault in page.text
    assert "Ŵyn & “Co”" in html.unescape(page.text)
    assert not await sql.fetchval("SELECT count(*) FROM outbox_message WHERE to_address = 'not an address'")
    page = await browser.post(PAGE, {**TOLD, "borough": "X"})
    assert "Select a borough from the list" in page.text


async def test_only_the_office_reads_them(browser: Browser) -> None:
    await browser.post(PAGE, {**TOLD, "what": "<b>Loud</b> and rude", "number": "no number"})
    browser.client.cookies.clear()
    assert (await browser.get("/concerns")).status_code == 401
    for slug in ("ruth", "grace"):
        await browser.sign_in(slug)
        assert (await browser.get("/concerns")).status_code == 403
    await browser.sign_in("colin")
    page = await browser.get("/concerns")
    assert page.status_code == 200
    assert "&lt;b&gt;Loud&lt;/b&gt; and rude" in page.text
    assert "in Camden" in page.text
    assert "none of ours" in page.text


async def test_the_eleventh_in_an_hour_is_refused(browser: Browser) -> None:
    for _ in range(10):
        assert (await browser.post(PAGE, TOLD)).status_code == 200
    before = await sql.fetchval("SELECT count(*) FROM concern")
    assert (await browser.post(PAGE, TOLD)).status_code == 429
    assert await sql.fetchval("SELECT count(*) FROM concern") == before


async def test_a_form_made_elsewhere_is_refused(browser: Browser) -> None:
    answer = await browser.client.post(PAGE, data=TOLD, headers={"origin": BASE, "sec-fetch-site": "same-origin"})
    assert answer.status_code == 403
