"""The log tells which routes were asked for and how it went, and nothing that anybody typed."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from csas.logs import ALLOWED, Gathered, configure, note_request
from csas.store import sql
from tests.world import Browser

CANARY = "canary-7f3a"
ALWAYS = {"ts", "level", "from", "event"}


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything any logger says, as it would be written."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    configure("debug")
    stream = io.StringIO()
    for handler in root.handlers:
        if isinstance(handler, Gathered) and isinstance(handler.target, logging.StreamHandler):
            handler.target.setStream(stream)
    yield stream
    # One that is left open would go on gathering what later tests say.
    for handler in [each for each in root.handlers if isinstance(each, Gathered)]:
        handler.close()
    root.handlers[:], root.level = before


def lines(said: io.StringIO) -> list[dict[str, Any]]:
    for handler in logging.getLogger().handlers:
        handler.flush()
    return [json.loads(line) for line in said.getvalue().splitlines()]


async def test_a_request_is_noted_by_its_route(browser: Browser, said: io.StringIO) -> None:
    await browser.sign_in("ruth")
    await browser.get("/applications/unknown-ref?secret=1")
    [noted] = [line for line in lines(said) if line["from"] == "csas.requests"]
    assert noted["route"] == "/applications/{ref}"
    assert (noted["method"], noted["status"], noted["level"]) == ("GET", 404, "info")
    assert noted["actor"] == browser.world.people["ruth"]
    assert noted["ms"] > 0
    assert set(noted) <= ALWAYS | set(ALLOWED)


async def test_a_page_that_does_not_exist_has_no_route(browser: Browser, said: io.StringIO) -> None:
    await browser.get(f"/{CANARY}")
    [noted] = [line for line in lines(said) if line["from"] == "csas.requests"]
    assert (noted["route"], noted["status"]) == ("-", 404)


async def test_nothing_that_was_typed_is_noted(
    browser: Browser, said: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.get(f"/{CANARY}?{CANARY}={CANARY}")
    await browser.get(f"/check/{CANARY}")
    browser.client.headers["user-agent"] = CANARY
    await browser.post("/sign-in", {"email": f"{CANARY}@people.example", "password": CANARY})
    await browser.client.get("/", headers={"authorization": f"Bearer {CANARY}"})
    await browser.client.post("/api/v1/applications/x/recall", content=f'{{"reason": "{CANARY}"}}')

    async def broken(*_: object) -> None:
        raise RuntimeError(f"DETAIL: Key (email)=({CANARY}@people.example)")

    monkeypatch.setattr(sql, "fetchrow", broken)
    monkeypatch.setattr(sql, "fetch", broken)
    await browser.get("/register")
    assert len(lines(said)) >= 6
    assert CANARY not in said.getvalue()


def test_what_libraries_say_is_left_out(said: io.StringIO) -> None:
    logging.getLogger("somebody.else").warning("row %s", CANARY)
    logging.getLogger("csas.something").warning("we say %s", CANARY)
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("csas.something").exception("it broke", extra={"code": "x", "name_of_person": CANARY})
    theirs, ours, broke = lines(said)
    assert "event" not in theirs
    assert ours["event"] == "we say %s"
    assert broke["code"] == "x"
    assert broke["error"].startswith("ValueError at tests.web.test_logs:")
    assert CANARY not in said.getvalue()


def test_one_that_was_closed_takes_nothing_from_the_next(said: io.StringIO) -> None:
    closed = Gathered(logging.StreamHandler(io.StringIO()))
    closed.close()
    note_request({"route": "/register"})
    closed.flush()
    assert [line["route"] for line in lines(said)] == ["/register"]
