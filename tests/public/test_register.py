"""The register of providers: searched, filtered, downloaded, and as it stood on any past day."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from csas.demonstration.cast import FERRYMAN, HALCYON, NORTHBANK, TIDEWAY, WESTMINSTER
from csas.domain.certificates import grouped
from csas.store import register, sql
from csas.web.pages import register as pages
from csas.web.pages.register import day_of
from csas.web.views.register import safe_cell
from tests.build import submitted
from tests.public.providers import accredited, end
from tests.world import NOW, Browser, World


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    return {}


@pytest.fixture(autouse=True)
async def three(world: World, known: dict[str, str]) -> None:
    """Northbank, Halcyon and Ferryman in force; Westminster has only applied."""
    if known:
        return
    known["northbank"], known["number"] = await accredited(
        world, NORTHBANK, areas=("Lambeth", "Southwark"), since=NOW + timedelta(minutes=1), conditions=("By day only",)
    )
    known["halcyon"], _ = await accredited(
        world, HALCYON, areas=("Lambeth", "Camden"), since=NOW + timedelta(minutes=2)
    )
    known["ferryman"], _ = await accredited(world, FERRYMAN, areas=("Camden",), since=NOW + timedelta(minutes=3))
    await submitted(world, WESTMINSTER)


async def names(browser: Browser, query: str = "") -> list[str]:
    rows = await rows_of(browser, query)
    return [row[0] for row in rows]


async def rows_of(browser: Browser, query: str = "") -> list[list[str]]:
    answer = await browser.get(f"/register.csv{query}")
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))[1:]


async def test_it_lists_those_in_force_and_nobody_else(browser: Browser, known: dict[str, str]) -> None:
    page = await browser.get("/register")
    assert page.status_code == 200
    assert "3 providers" in page.text
    for name in (NORTHBANK, HALCYON, FERRYMAN, grouped(known["number"])):
        assert name in page.text
    assert WESTMINSTER not in page.text


async def test_it_is_searched_and_filtered(browser: Browser) -> None:
    assert await names(browser, "?q=BANK") == [NORTHBANK]
    assert await names(browser, "?q=%25") == []
    assert await names(browser, "?area=E09000007") == [FERRYMAN, HALCYON]
    assert await names(browser, "?power=1a&area=E09000028") == [NORTHBANK]
    assert await names(browser, "?power=9") == []
    page = await browser.get("/register?q=%3Cscript%3E%00%ED%A0%80")
    assert page.status_code == 200
    assert "<script>" not in page.text.split("<main")[1]


async def test_the_map_counts_the_providers_of_each_borough(browser: Browser) -> None:
    found = await register.list_providers(NOW + timedelta(hours=1), limit=1)
    assert found.total == 3
    assert found.by_area == {"E09000007": 2, "E09000022": 2, "E09000028": 1}
    page = await browser.get("/register")
    assert "<title>Lambeth: 2 providers</title>" in page.text
    assert "<title>City of London: Outside the police district</title>" in page.text


async def test_a_past_day_is_told_as_it_was(browser: Browser, known: dict[str, str]) -> None:
    await end(known["ferryman"], NOW + timedelta(days=10), "surrender")
    assert await names(browser) == [HALCYON, NORTHBANK]
    assert await names(browser, "?on=2026-11-11") == [FERRYMAN, HALCYON, NORTHBANK]
    assert await names(browser, "?on=2026-11-12") == [HALCYON, NORTHBANK]
    assert await names(browser, "?on=2026-11-01") == []
    page = await browser.get("/register?on=2026-11-11")
    assert "As it stood at the end of Wednesday 11 November 2026" in page.text
    entry = await browser.get(f"/register/{known['ferryman']}?on=2026-11-11")
    assert ">In force</strong>" in entry.text
    today = await browser.get(f"/register/{known['ferryman']}")
    assert ">Not in force</strong>" in today.text
    assert "surrendered" not in today.text


@pytest.mark.parametrize("day", ["2126-01-01", "yesterday", "2026-02-30", "0001-01-01"])
async def test_a_day_that_is_none_or_lies_ahead_is_a_fault(browser: Browser, day: str) -> None:
    page = await browser.get(f"/register?on={day}")
    assert page.status_code == 400
    assert "There is a problem" in page.text
    assert day in page.text
    assert (await browser.get(f"/register.csv?on={day}")).status_code == 400


def test_a_day_begins_and_ends_in_london() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert day_of("2026-07-02", late) == (date(2026, 7, 2), "")
    assert day_of("2026-07-03", late)[0] is None


async def test_a_providers_page_says_what_it_may_and_that_it_gives_no_power(
    browser: Browser, known: dict[str, str]
) -> None:
    page = await browser.get(f"/register/{known['northbank']}")
    for told in (NORTHBANK, "Lambeth and Southwark", "By day only", "gives no person any power", "edition 1"):
        assert told in page.text
    organisation = await sql.fetchval("SELECT ref FROM organisation WHERE name = $1", NORTHBANK)
    assert (await browser.get(f"/register/{organisation}")).status_code == 200


async def test_an_applicant_is_not_in_the_register(browser: Browser) -> None:
    for name in (WESTMINSTER, TIDEWAY):
        ref = await sql.fetchval("SELECT ref FROM organisation WHERE name = $1", name)
        assert (await browser.get(f"/register/{ref}")).status_code == 404


async def test_the_download_runs_no_formula(browser: Browser) -> None:
    for text in ("=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", "  =1", "＝1", "|cmd"):
        assert safe_cell(text).startswith("'")
    assert safe_cell("Northbank – Homes") == "Northbank – Homes"
    rows = await rows_of(browser)
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


async def test_it_is_shown_page_by_page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 1)
    first, last = await browser.get("/register?q=a"), await browser.get("/register?q=a&page=2")
    assert HALCYON in first.text
    assert NORTHBANK in last.text
    assert "/register?q=a&amp;page=2" in first.text
    for odd in ("0", "-1", "x", "9" * 40, "99"):
        assert (await browser.get(f"/register?page={odd}")).status_code == 200


async def test_the_first_page_asks_the_database_once(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = sql.fetchrow

    async def heard(statement: str, *values: object) -> object:
        asked.append(statement)
        return await real(statement, *values)

    monkeypatch.setattr(sql, "fetchrow", heard)
    monkeypatch.setattr(sql, "fetch", None)
    monkeypatch.setattr(sql, "fetchval", None)
    assert (await browser.get("/register")).status_code == 200
    assert len(asked) == 1
