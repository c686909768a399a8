"""Anybody checks a certificate by its number: three answers, and never more than they may know."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import LiteralString

import pytest

from csas.demonstration.cast import HALCYON, LANTERN, NORTHBANK
from csas.domain.certificates import grouped, number_from
from csas.store import check_counts, checks, engine, sql
from tests.database import Addresses
from tests.public.providers import accredited, end
from tests.world import NOW, Browser, World

UNKNOWN = number_from(12345)


def words_of(text: str) -> str:
    """The main part without the moment of asking."""
    main = text[text.index("<main") : text.index("</main>")]
    return re.sub(r"Checked on [^<]*", "", main)


async def test_a_certificate_in_force_is_told_with_what_it_does_not_mean(browser: Browser, world: World) -> None:
    _, number = await accredited(world, NORTHBANK, since=NOW - timedelta(days=9), conditions=("Only on its estates",))
    answer = await browser.get(f"/check/{number}")
    assert answer.status_code == 200
    assert "In force</h1>" in answer.text
    for told in (NORTHBANK, "Lambeth", "Only on its estates", "gives no person any power", "020 7946 0101"):
        assert told in answer.text
    assert "Arrangement since" not in answer.text
    typed = await browser.get(f"/check?number=%20{grouped(number).lower()}%20")
    assert words_of(typed.text) == words_of(answer.text)


async def test_it_holds_only_in_its_own_boroughs(browser: Browser, world: World) -> None:
    number = await sql.fetchval("SELECT number FROM document WHERE state = 'issued' LIMIT 1")
    assert "In force</h1>" in (await browser.get(f"/check/{number}?borough=E09000022")).text
    outside = await browser.get(f"/check/{number}?borough=E09000007")
    assert "Not in force: do not rely</h1>" in outside.text
    assert "but not in Camden" in outside.text


async def test_unknown_and_malformed_numbers_look_the_same(browser: Browser) -> None:
    unknown = await browser.get(f"/check/{UNKNOWN}")
    assert "Not in force: do not rely</h1>" in unknown.text
    for malformed in (
        "nonsense",
        UNKNOWN[:-1] + "0",
        "%00",
        "%E2%80%AE",
        "%ED%A0%80",
        "a" * 3000,
        "'; DROP TABLE document",
    ):
        answer = await browser.get(f"/check/{malformed}")
        assert answer.status_code == unknown.status_code == 200
        assert len(answer.content) == len(unknown.content)
        assert words_of(answer.text) == words_of(unknown.text)
        assert {**answer.headers, "date": ""} == {**unknown.headers, "date": ""}


async def test_unknown_and_malformed_numbers_cost_the_same_statements(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    fetch = sql.fetch

    async def heard(statement: LiteralString, *values: object) -> object:
        ran.append(statement)
        return await fetch(statement, *values)

    monkeypatch.setattr(sql, "fetch", heard)
    for typed in (UNKNOWN, "nonsense"):
        await checks.look_up(typed, "203.0.113.9", NOW)
    assert len(ran) == 2
    assert ran[0] == ran[1]


async def test_counts_wait_for_a_database_that_is_away(world: World, database: Addresses) -> None:
    await check_counts.flush()
    before = (await check_counts.totals(1)).get("unknown", 0)
    await checks.look_up(UNKNOWN, "203.0.113.9", NOW)
    await engine.close_pool()
    await check_counts.flush()
    await engine.open_pool(database.url)
    await check_counts.flush()
    assert (await check_counts.totals(1))["unknown"] == before + 1


async def test_only_the_office_sees_the_cause(browser: Browser, world: World) -> None:
    arrangement, number = await accredited(world, HALCYON, since=NOW - timedelta(days=9))
    await end(arrangement, NOW - timedelta(days=1))
    public = await browser.get(f"/check/{number}")
    assert "Not in force: do not rely</h1>" in public.text
    assert "ended the arrangement by notice" not in public.text
    await browser.sign_in("ruth")
    assert "ended the arrangement by notice" not in (await browser.get(f"/check/{number}")).text
    await browser.sign_in("colin")
    assert "ended the arrangement by notice" in (await browser.get(f"/check/{number}")).text


async def test_the_answer_is_kept_nowhere_and_sets_no_cookie(browser: Browser) -> None:
    for path in ("/check", f"/check/{UNKNOWN}"):
        answer = await browser.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "set-cookie" not in answer.headers


async def test_an_empty_number_is_asked_for(browser: Browser) -> None:
    answer = await browser.get("/check?number=%20")
    assert answer.status_code == 400
    assert "Enter the number" in answer.text


async def test_the_31st_check_in_a_minute_is_refused(browser: Browser) -> None:
    for _ in range(30):
        assert (await browser.get(f"/check/{UNKNOWN}")).status_code == 200
    refused = await browser.get(f"/check/{UNKNOWN}")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "in force" not in refused.text.lower()


async def test_checks_are_counted_and_unknown_numbers_kept_as_digests(browser: Browser, world: World) -> None:
    await check_counts.flush()
    before = await check_counts.totals(1)
    noted = await sql.fetchval("SELECT count(*) FROM unknown_number")
    events = await sql.fetchval("SELECT count(*) FROM event")
    _, number = await accredited(world, LANTERN, since=datetime(2026, 10, 1, tzinfo=NOW.tzinfo))
    events += 2
    await browser.get(f"/check/{number}")
    await browser.get(f"/check/{UNKNOWN}")
    await check_counts.flush()
    after = await check_counts.totals(1)
    assert after["in-force"] == before.get("in-force", 0) + 1
    assert after["unknown"] == before.get("unknown", 0) + 1
    assert await sql.fetchval("SELECT count(*) FROM unknown_number") == noted + 1
    assert await sql.fetchval("SELECT count(*) FROM event") == events
