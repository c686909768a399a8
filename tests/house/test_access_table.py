"""The access table: every route, for everyone, on their own things, on others’ and on none.

What is expected comes from `audiences`, written apart from the service's own
table; what happens is asked of the service by real requests. No act is kept:
each is rolled back where it would be committed.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from litestar import Litestar, Response

from csas.app import create_app
from csas.domain import permissions
from csas.settings import Settings
from csas.store import engine, limits, transaction
from csas.web import access, csrf, errors
from tests.database import Addresses
from tests.house import ground
from tests.house.audiences import OPEN_TO, READ_BY, audiences_of, expected
from tests.house.ground import CAST, Ground, Target
from tests.house.routes import Way, ways
from tests.world import BASE, World

FILLED = {
    "token": "x" * 43,
    "slug": "amina",
    "file_path": "csas.css",
    "name": "visit",
    "section": "organisation",
    "number": "1",
}
# Addresses open to all at which there is nothing until something has happened.
NOTHING_YET = {
    "/sign-in/authenticator.svg",
    "/register/{ref}",
    "/api/v1/register/{ref}",
    "/api/v1/editions/{ref}",
    "/standards/editions/{ref}",
    "/account/sessions/{ref}/end",
    "/account/keys/{ref}/revoke",
    "/outbox/{ref}/letter.pdf",
    "/organisations/{ref}/end-role",  # asks about a person, who is named after a question mark
}
SAID = {"sign-in-needed": "sign in", "not-allowed": "not allowed", "not-found": "not found"}
# Counted outside the journal: a public check, which cannot be confirmed where it cannot be counted.
COUNTED = ["/api/v1/checks/{number}: 503", "/check/{number}: 503"]
TRY = Target("-", "", "", None)
Cell = tuple[str, Way, Target]


class House:
    """The service with its door open to a test, and everyone's session."""

    def __init__(self, app: Litestar, laid: Ground) -> None:
        self.app = app
        self.laid = laid
        transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
        self.client = httpx.AsyncClient(transport=transport, base_url=BASE, follow_redirects=False)

    async def ask(self, who: str, way: Way, target: Target) -> tuple[str, httpx.Response]:
        """Send the request and say how it was met."""
        path = way.path.replace("{ref}", target.ref or ground.MISSING)
        for name, value in FILLED.items():
            path = path.replace(f"{{{name}}}", value)
        headers = await self.headers(who, once=way.action.startswith("account:") and way.method == "POST")
        if way.method == "POST" and way.path.startswith("/api/"):
            headers["content-type"] = "application/json"
        elif way.method == "POST":
            headers["content-type"] = "application/x-www-form-urlencoded"
        answer = await self.client.request(way.method, path, headers=headers, content=b"")
        self.client.cookies.clear()
        return outcome(answer), answer

    async def headers(self, who: str, *, once: bool) -> dict[str, str]:
        """Who they are, with the token of their forms; what may end the session gets one of its own."""
        key = self.app.state["access"].key
        if who not in self.laid.people:
            return stranger(key)
        token = self.laid.tokens.get(who)
        if token is None or once:
            token = await ground.session_of(who, self.laid.people[who])
        if once:
            self.laid.tokens.pop(who, None)
        else:
            self.laid.tokens[who] = token
        if CAST[who] is None:
            return stranger(key, f"; csas={token}")
        return {"cookie": f"csas={token}", "x-csrf-token": csrf.token_for(key, token, "session"), "origin": BASE}


def stranger(key: bytes, more: str = "") -> dict[str, str]:
    """Somebody with the form of a public page in hand."""
    secret = "f" * 43
    token = csrf.token_for(key, secret, "form")
    return {"cookie": f"csas-form={secret}{more}", "x-csrf-token": token, "origin": BASE}


def outcome(answer: httpx.Response) -> str:
    """A refusal of the door by name; anything else has been let in, whatever the step said."""
    if answer.status_code >= 500:
        return f"fault {answer.status_code}"
    refused = answer.headers.get("x-refusal", "")
    if refused == "sign-in-needed" and "x-let-in" in answer.headers:
        return "asked only inside"
    return SAID.get(refused, "forged" if refused == "not-from-here" else "allowed")


def cells(laid: Ground, chosen: list[Way]) -> Iterator[Cell]:
    for way in chosen:
        for target in laid.of(way.kind) if way.kind in READ_BY else [TRY]:
            theirs = target.thing is not None and target.thing.scheme == ground.THEIRS
            yield from ((who, way, target) for who in CAST if not (theirs and who == "another force"))


def wanted(who: str, way: Way, target: Target) -> str:
    met = expected(CAST[who], way.action, way.kind, target.thing)
    empty = way.path in NOTHING_YET and not (way.method == "POST" and way.kind == "organisation")
    return "not found" if met == "allowed" and empty else met


@pytest.fixture(scope="module")
def patched() -> Iterator[None]:
    """Keep nothing, count nothing, and say in headers what was refused and whether the door had let it in."""
    patch = pytest.MonkeyPatch()
    patch.setattr(transaction.OneTransaction, "commit", transaction.OneTransaction.rollback)
    patch.setattr(limits, "require", _no_limit)
    plain = errors.on_refusal

    def named(request: Any, refusal: Any) -> Response[Any]:
        answer = plain(request, refusal)
        answer.headers["x-refusal"] = refusal.code
        if request.state.get("let_in"):
            answer.headers["x-let-in"] = "yes"
        return answer

    def marked(connection: Any, handler: Any) -> None:
        guard(connection, handler)
        connection.state["let_in"] = True

    guard = access.guard
    patch.setattr(access, "guard", marked)
    patch.setattr(errors, "on_refusal", named)
    yield
    patch.undo()


async def _no_limit(bucket: str, principal: str) -> None:
    return None


@pytest.fixture(scope="module")
def chosen(database: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(database_url=database.url, var_dir=tmp_path_factory.mktemp("var"), demonstration=True)


@pytest.fixture(scope="module")
def laid(people: dict[str, int], chosen: Settings) -> Ground:
    async def lay() -> Ground:
        await engine.open_pool(chosen.database_url or "")
        try:
            return await ground.lay(World(people), chosen)
        finally:
            await engine.close_pool()

    return asyncio.run(lay())


@pytest.fixture(scope="module")
def app(laid: Ground, patched: None, chosen: Settings) -> Litestar:
    return create_app(chosen)


@pytest.fixture
async def house(app: Litestar, laid: Ground, store: Addresses) -> AsyncIterator[House]:
    made = House(app, laid)
    yield made
    await made.client.aclose()


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
    listed = " ".join(OPEN_TO.values()).split()
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
        if {"anyone", "anyone signed in"} & set(audiences_of(action)):
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
