"""The ground laid once a module, and the service over it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from litestar import Litestar, Response

from csas.app import create_app
from csas.settings import Settings
from csas.store import engine, limits, transaction
from csas.web import access, errors
from tests.database import Addresses
from tests.house import ground
from tests.house.door import House
from tests.house.ground import Ground
from tests.world import World


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
