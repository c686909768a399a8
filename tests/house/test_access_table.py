"""The access table: every route, for everyone, on their own things, on others’ and on none.

What is expected comes from `audiences`, written apart from the service's own
table; what happens is asked of the service by real requests. No act is kept:
each is rolled back where it would be committed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Litestar

from csas.domain import permissions
from csas.store import engine
from tests.database import Addresses
from tests.house.audiences import OPEN_TO, audiences_of
from tests.house.door import House, cells, wanted
from tests.house.ground import CAST
from tests.house.routes import Way, ways

# Counted outside the journal: a public check, which cannot be confirmed where it cannot be counted.
COUNTED = ["/api/v1/checks/{number}: 503", "/check/{number}: 503"]


def handlers(app: Litestar) -> Iterator[tuple[str, str, Any]]:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", []):
            for method in handler.http_methods:
                if method not in {"OPTIONS", "HEAD"}:
                    yield str(method), route.path_format, handler


def test_every_route_stands_in_the_table_and_every_row_has_its_route(app: Litestar) -> None:
    real = {(method, path, handler.opt.get("action")) for method, path, handler in handlers(app)}
    assert real == {(way.method, way.path, way.action) for way in ways()}


def test_every_action_is_open_to_somebody_and_known_to_the_service() -> None:
    listed = list(OPEN_TO)
    assert set(listed) == set(permissions.ACTIONS)


@pytest.mark.parametrize("who", CAST)
async def test_everyone_is_met_as_the_table_says(house: House, who: str) -> None:
    wrong = []
    met: Counter[str] = Counter()
    for one, way, target in cells(house.laid, ways()):
        if one != who:
            continue
        said, answer = await house.ask(who, way, target)
        met[said] += 1
        if said != wanted(who, way, target):
            wrong.append(
                f"{way.method} {way.path} ({target.name}): {said} {answer.status_code}, not {wanted(who, way, target)}"
            )
    assert not wrong, "\n".join(wrong)
    assert met


async def test_a_route_opened_to_all_is_noticed(house: House) -> None:
    """Each handler in turn is given the action of the front page: some cell must change."""
    unnoticed = []
    for method, path, handler in handlers(house.app):
        action = handler.opt.get("action")
        if "anyone" in audiences_of(action):
            continue
        handler.opt["action"] = "front:read"
        way = next(way for way in ways() if (way.method, way.path) == (method, path))
        if not await _differs(house, [way]):
            unnoticed.append(f"{method} {path}")
        handler.opt["action"] = action
    assert not unnoticed


async def test_an_action_opened_to_all_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each action in turn is opened to anyone: some cell of its routes must change."""
    unnoticed = []
    routed = {way.action for way in ways()}
    for action in sorted(routed):
        if "anyone" in audiences_of(action):
            continue
        with monkeypatch.context() as patch:
            patch.setitem(permissions.ACTIONS, action, (permissions.ANYONE,))
            if not await _differs(house, [way for way in ways() if way.action == action]):
                unnoticed.append(action)
    assert not unnoticed


async def test_an_action_opened_to_everyone_signed_in_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    unnoticed = []
    for action in sorted({way.action for way in ways()}):
        # What is one's own is found by who one is: a wider door shows nobody more.
        if {"anyone", "anyone signed in", "themselves"} & set(audiences_of(action)):
            continue
        with monkeypatch.context() as patch:
            patch.setitem(permissions.ACTIONS, action, (permissions.SIGNED_IN,))
            if not await _differs(house, [way for way in ways() if way.action == action]):
                unnoticed.append(action)
    assert not unnoticed


async def test_no_page_writes(house: House, database: Addresses) -> None:
    """Every page is shown by a database that takes no writes, to the first who may see it."""
    house.laid.tokens.clear()
    for who in CAST:
        await house.headers(who, once=False)
    await engine.close_pool()
    await engine.open_pool(database.url, default_transaction_read_only="on")
    failed = []
    for way in [way for way in ways() if way.method == "GET"]:
        one = next((cell for cell in cells(house.laid, [way]) if wanted(*cell) == "allowed"), None)
        if one is not None:
            said, answer = await house.ask(*one)
            failed += [] if said == "allowed" else [f"{way.path}: {answer.status_code}"]
    assert failed == COUNTED


async def _differs(house: House, chosen: list[Way]) -> bool:
    for who, way, target in cells(house.laid, chosen):
        said, _ = await house.ask(who, way, target)
        if said != wanted(who, way, target):
            return True
    return False
