"""Without a key: the register, the standards, and a number; never a draft, never a reason."""

from datetime import timedelta

import pytest

from csas.commands import documents as issuing
from csas.store import contacts, documents, engine, sql
from csas.web.api import public
from csas.web.pages import register as register_page
from tests import decided
from tests.world import NOW, Browser, World

LATER = NOW + timedelta(days=20)


@pytest.fixture(autouse=True)
async def later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three weeks on, with nobody's allowance used."""
    await sql.execute("DELETE FROM rate_limit")
    contacts.forget()
    for module in (public, register_page):
        monkeypatch.setattr(module, "now", lambda: LATER)


@pytest.fixture
async def number(world: World) -> str:
    """The number of Westminster's certificate, issued once for all these stories."""
    found = await sql.fetchval("SELECT number FROM document WHERE state = 'issued'")
    if found is None:
        case = await decided.case_of(await decided.in_force(world))
        (reserved,) = await documents.list_of_case(case.id)
        await issuing.issue(reserved.id, "0" * 64, "nowhere", decided.hours(6))
        found = reserved.number
    assert isinstance(found, str)
    return found


async def test_the_register_names_the_provider(browser: Browser, number: str) -> None:
    told = (await browser.get("/api/v1/register")).json()
    assert told["total"] == 1
    (line,) = told["providers"]
    assert (line["name"], line["areas"], line["certificate"]) == ("Westminster City Council", ["Westminster"], number)
    assert (await browser.get("/api/v1/register?q=halcyon")).json()["total"] == 0
    assert (await browser.get("/api/v1/register?on=2026-11-01")).json()["total"] == 0


async def test_a_wrong_day_is_a_fault(browser: Browser) -> None:
    answer = await browser.get("/api/v1/register?on=2026-02-30")
    assert (answer.status_code, answer.json()["faults"][0]["field"]) == (400, "on")


async def test_a_number_in_force_and_one_that_nobody_has(browser: Browser, number: str) -> None:
    yes = await browser.get(f"/api/v1/check/{number}")
    assert yes.json()["in_force"] is True, yes.text
    assert yes.json()["provider"] == "Westminster City Council"
    assert yes.headers["cache-control"] == "no-store"
    unknown, malformed = [(await browser.get(f"/api/v1/check/{each}")).json() for each in ("0000000000000", "hello")]
    assert unknown["in_force"] is malformed["in_force"] is False
    assert {**unknown, "as_at": ""} == {**malformed, "as_at": ""}


async def test_without_its_records_the_service_cannot_confirm(browser: Browser, number: str) -> None:
    await engine.close_pool()
    answer = await browser.get(f"/api/v1/check/{number}")
    assert (answer.status_code, answer.json()["code"]) == (503, "cannot-confirm")
    assert "in_force" not in answer.json()


async def test_the_standards_in_force_but_no_draft(browser: Browser, world: World) -> None:
    told = (await browser.get("/api/v1/standards")).json()
    assert told["edition"]["number"] == 1
    assert {each["code"] for each in told["edition"]["requirements"]} >= {"O1", "V1"}
    same = await browser.get(f"/api/v1/standards/editions/{told['edition']['ref']}")
    assert same.json() == told["edition"]
    assert (await browser.get("/api/v1/standards/editions/aaaaaaaaaaaa")).status_code == 404
