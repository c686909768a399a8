"""Whatever fails, the check never says that something is in force, and it recovers by itself."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import msgspec
import pytest

from csas.demonstration.cast import NORTHBANK
from csas.store import checks, contacts, engine, sql
from csas.web.views import checks as views
from tests.database import Addresses
from tests.public.providers import accredited
from tests.world import NOW, Browser, World

FAULTS = (
    OSError("gone"),
    TimeoutError(),
    asyncpg.ConnectionDoesNotExistError("gone"),
    asyncpg.InterfaceError("closed"),
    asyncpg.AdminShutdownError("stopping"),
    asyncpg.QueryCanceledError("too slow"),
    asyncpg.InsufficientPrivilegeError("not yours"),
    msgspec.ValidationError("not a certificate"),
    KeyError("certificate"),
    RuntimeError("anything"),
)


@pytest.fixture
async def number(world: World) -> str:
    """A certificate in force."""
    found = await sql.fetchval("SELECT number FROM document WHERE state = 'issued' LIMIT 1")
    return found or (await accredited(world, NORTHBANK, since=NOW - timedelta(days=9)))[1]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_a_fault_while_looking_cannot_confirm(
    browser: Browser, number: str, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr(checks, "_check", fails)
    answer = await browser.get(f"/check/{number}")
    assert answer.status_code == 503
    assert "Cannot confirm</h1>" in answer.text
    assert "In force" not in answer.text
    assert answer.headers["retry-after"] == "10"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_fault_while_telling_cannot_confirm(
    browser: Browser, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("no words for it")

    monkeypatch.setattr(views, "answer", fails)
    answer = await browser.get(f"/check/{number}")
    assert answer.status_code == 503
    assert "Cannot confirm</h1>" in answer.text


async def test_it_recovers_when_the_database_is_back(browser: Browser, number: str, database: Addresses) -> None:
    assert "In force</h1>" in (await browser.get(f"/check/{number}")).text
    await engine.close_pool()
    down = await browser.get(f"/check/{number}")
    assert down.status_code == 503
    assert "Cannot confirm</h1>" in down.text
    assert "020 7946 0101" in down.text
    assert (await browser.get("/health/ready")).status_code == 503
    assert (await browser.get("/health/live")).json() == {"status": "live"}
    assert (await browser.get("/register")).status_code == 503
    await engine.open_pool(database.url)
    assert "In force</h1>" in (await browser.get(f"/check/{number}")).text
    assert (await browser.get("/health/ready")).json() == {"status": "ready"}


async def test_a_list_of_numbers_cannot_be_confirmed_either(
    browser: Browser, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr(checks, "_check", fails)
    answer = await browser.post("/check/many", {"numbers": number, "list": ""})
    assert answer.status_code == 503
    assert "Cannot confirm</h1>" in answer.text


async def test_the_notices_are_shown_without_the_database(browser: Browser) -> None:
    contacts.forget()
    await engine.close_pool()
    for path in ("/accessibility", "/privacy", "/check"):
        assert (await browser.get(path)).status_code == 200
