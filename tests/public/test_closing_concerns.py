"""The office closes a concern once, with a reason, and tells whoever left an address."""

from __future__ import annotations

import msgspec
import pytest

from csas.commands import concerns as commands
from csas.domain import refusals
from csas.domain.concerns import OUTCOMES
from csas.store import concerns, sql
from tests.world import NOW, Browser, World

TOLD = {"about": "posing", "what": "A man in a yellow coat asked for my name.", "borough": "E09000007"}
CLOSED = {"outcome": "police", "done": "The sergeant at Holborn has the description."}


async def _reported(browser: Browser, **more: str) -> str:
    await browser.post("/concerns/new", {**TOLD, **more})
    ref: str = await sql.fetchval("SELECT ref FROM concern ORDER BY id DESC LIMIT 1")
    return ref


async def test_it_moves_from_open_to_closed(browser: Browser) -> None:
    ref = await _reported(browser, email="ada@people.example", name="Ada Brook")
    await browser.sign_in("colin")
    assert f"/concerns/{ref}/close" in (await browser.get("/concerns")).text
    form = await browser.get(f"/concerns/{ref}/close")
    assert "yellow coat" in form.text
    assert "is told what became of it" in form.text
    done = await browser.post(f"/concerns/{ref}/close", CLOSED)
    assert done.status_code == 303
    page = (await browser.get("/concerns")).text
    assert f"/concerns/{ref}/close" not in page
    assert OUTCOMES["police"] in page
    assert "Closed by Colin Mbeki" in page
    assert "sergeant at Holborn" in page
    letter = await sql.fetchrow(
        "SELECT * FROM outbox_message WHERE facts ->> 'reference' = $1 AND kind = 'concern-closed'", ref
    )
    assert letter
    assert letter["to_address"] == "ada@people.example"
    assert "Holborn" not in str(letter["facts"])


async def test_what_was_done_lies_beside_the_journal(browser: Browser) -> None:
    ref = await _reported(browser)
    await browser.sign_in("colin")
    await browser.post(f"/concerns/{ref}/close", CLOSED)
    event = await sql.fetchrow(
        "SELECT e.tag, e.facts, v.body FROM event e JOIN event_private v ON v.event_id = e.id ORDER BY e.id DESC LIMIT 1"
    )
    assert event
    assert event["tag"] == "concern:closed"
    assert event["facts"] == {"outcome": "police"}
    assert "Holborn" in msgspec.json.decode(event["body"])["done"]
    assert not await sql.fetchval("SELECT count(*) FROM outbox_message WHERE facts ->> 'reference' = $1", ref)


async def test_faults_are_told_at_once_and_what_was_typed_is_kept(browser: Browser) -> None:
    ref = await _reported(browser)
    await browser.sign_in("priya")
    page = await browser.post(f"/concerns/{ref}/close", {"done": ""})
    assert page.status_code == 400
    assert "Select what became of it" in page.text
    assert "Enter what was done" in page.text
    page = await browser.post(f"/concerns/{ref}/close", {"done": "Rang the employer."})
    assert "Rang the employer." in page.text


async def test_only_once(world: World, browser: Browser) -> None:
    ref = await _reported(browser)
    wanted = commands.CloseConcern(ref=ref, outcome="answered", done="Rang.")
    await commands.close(wanted, await world.actor("colin"), NOW)
    with pytest.raises(refusals.AlreadyDone):
        await commands.close(wanted, await world.actor("priya"), NOW)
    await browser.sign_in("colin")
    assert (await browser.get(f"/concerns/{ref}/close")).status_code == 409


async def test_nobody_else_closes_one(world: World, browser: Browser) -> None:
    ref = await _reported(browser)
    wanted = commands.CloseConcern(ref=ref, outcome="answered", done="Rang.")
    with pytest.raises(refusals.NotAllowed):
        await commands.close(wanted, await world.actor("helen"), NOW)
    for slug in ("ruth", "grace"):
        with pytest.raises(refusals.NotFound):
            await commands.close(wanted, await world.actor(slug), NOW)
    await browser.sign_in("helen")
    assert "Close the concern" not in (await browser.get("/concerns")).text
    assert (await browser.get(f"/concerns/{ref}/close")).status_code == 403
    with pytest.raises(refusals.NotFound):
        await concerns.load(await world.actor("ruth"), ref)
