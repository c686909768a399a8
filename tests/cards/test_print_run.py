"""A print run: what waits goes into one run, its files are made once, and what ended is left out."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from csas.commands import print_runs as commands
from csas.domain import print_runs as plan
from csas.domain import refusals
from csas.domain.certificates import grouped
from csas.domain.custody import WORDS
from csas.domain.permissions import PUBLIC
from csas.outbound import issuing, printing
from csas.outbound.documents import reading
from csas.settings import Settings
from csas.store import custody, print_runs, sql
from csas.store.documents import Document
from csas.store.transaction import act
from tests import carded
from tests.people import Accredited
from tests.uses import returns
from tests.world import NOW, Browser, World


async def printed_cards(world: World, settings: Settings, many: int) -> list[Document]:
    """Several people with their cards issued."""
    found = []
    for at in range(many):
        whose = await carded.warden(world, settings, f"Warden Number {at}")
        found += [each for each in await carded.issued(whose, settings) if each.kind == "card"]
    return found


async def start(world: World) -> print_runs.Run:
    colin = await world.actor("colin")
    event = await commands.start(commands.Start(), colin, NOW)
    return await print_runs.load(colin, event.ref)


async def test_a_run_from_start_to_post(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_runs, "A_FILE", 2)
    monkeypatch.setattr(plan, "A_FILE", 2)
    cards = await printed_cards(world, settings, 3)
    colin = await world.actor("colin")
    run = await start(world)
    assert (run.cards, run.files, run.made) == (3, 2, 0)
    await custody.add_all([], "posted", NOW)
    await _lose(cards[2])
    assert await printing.make(run.id, settings) == 2
    done = await print_runs.load(colin, run.ref)
    assert done.finished_at
    assert (done.printed, done.left_out) == (2, 1)
    first, second = await print_runs.list_files(run.id)
    assert second.stored_as is None
    path = settings.files_dir / issuing.FOLDER / str(first.stored_as)
    words = "".join(reading.words(await asyncio.to_thread(path.read_bytes)).split())
    assert all(grouped(str(each.number)) in words for each in cards[:2])
    assert grouped(str(cards[2].number)) not in words
    assert await printing.make(run.id, settings) == 0
    await commands.post(commands.Post(ref=run.ref), colin, NOW + timedelta(hours=1))
    assert [each.what for each in await custody.list_trail(cards[0].id)] == ["issued", "posted"]
    with pytest.raises(refusals.AlreadyDone):
        await commands.post(commands.Post(ref=run.ref), colin, NOW + timedelta(hours=2))
    letters = await sql.fetchval("SELECT count(*) FROM outbox_message WHERE kind = 'print-run-ready'")
    assert letters == 1
    with pytest.raises(refusals.NothingToPrint):
        await start(world)


async def _lose(card: Document) -> None:
    async with act(PUBLIC, NOW) as this:
        await custody.add(card.id, "lost", NOW)
        await this.record("card:lost")


async def test_only_case_officers_print(world: World, settings: Settings, browser: Browser) -> None:
    await printed_cards(world, settings, 1)
    for slug in ("sam", "priya", "helen"):
        await browser.sign_in(slug)
        assert (await browser.get("/print-runs")).status_code == 403
        with pytest.raises(refusals.NothingToPrint):
            await commands.start(commands.Start(), await world.actor(slug), NOW)
    await browser.sign_in("colin")
    page = await browser.get("/print-runs")
    assert "1 card made and not yet printed" in page.text
    answer = await browser.post("/print-runs/start", {"organisation": ""}, page="/print-runs")
    shown = await browser.get(answer.headers["location"])
    assert "0 of 1 file made" in shown.text
    run = (await print_runs.list_unfinished())[0]
    await printing.make(run, settings)
    path = answer.headers["location"].partition("?")[0]
    assert "Ready" in (await browser.get(path)).text
    sheets = await browser.get(f"{path}/1/sheets.pdf")
    assert sheets.content.startswith(b"%PDF")
    assert (await browser.get(f"{path}/2/sheets.pdf")).status_code == 404
    await browser.sign_in("priya")
    assert (await browser.get(f"{path}/1/sheets.pdf")).status_code == 403


def test_files_and_sheets_are_counted_up() -> None:
    assert [plan.files_for(cards) for cards in (1, 200, 201, 1_000)] == [1, 1, 2, 5]
    assert [plan.sheets_for(cards) for cards in (0, 1, 10, 11)] == [0, 1, 1, 2]
    assert set(WORDS) >= {"posted", "received"}


async def test_only_cards_of_people_accredited_now_are_printed(world: World, settings: Settings) -> None:
    gone = await carded.warden(world, settings, "Wilf Goner")
    await carded.issued(gone, settings)
    await printed_cards(world, settings, 1)
    async with act(PUBLIC, NOW) as this:
        await returns.leave(gone, NOW - timedelta(days=1), NOW)
        await this.record("role:given")
    colin = await world.actor("colin")
    waiting = await print_runs.list_waiting(colin, NOW)
    run = await start(world)
    assert sum(each.cards for each in waiting) == run.cards
    taken = await sql.fetch(
        """SELECT d.accreditation_id AS id FROM print_run_card k JOIN document d ON d.id = k.document_id
           WHERE k.run_id = $1""",
        run.id,
    )
    assert gone.accreditation not in {row["id"] for row in taken}
    await end_arrangement(gone, NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    assert await print_runs.list_waiting(colin, later) == []


async def end_arrangement(whose: Accredited, at: datetime) -> None:
    async with act(PUBLIC, at) as this:
        await sql.execute(
            """WITH old AS (UPDATE arrangement SET known = tstzrange(lower(known), clock_timestamp())
                 WHERE ref = $1 AND upper_inf(known) RETURNING *)
               INSERT INTO arrangement (ref, line, force_id, scheme_id, organisation_id, application_id, decision_id,
                   valid, ending)
               SELECT ref, line, force_id, scheme_id, organisation_id, application_id, decision_id,
                   tstzrange(lower(valid), $2), 'surrender' FROM old""",
            whose.provider.arrangement,
            at,
        )
        await this.record("role:given")
