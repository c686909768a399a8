"""What every test may ask for."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from csas.store import engine
from tests import database as databases
from tests.database import Addresses


@pytest.fixture(scope="session")
def server_at() -> Iterator[Addresses]:
    """A running server with a migrated template on it."""
    with databases.running_server() as addresses:
        databases.make_template(addresses)
        yield addresses
        databases.drop(addresses)


@pytest.fixture(scope="module")
def database(server_at: Addresses) -> Iterator[Addresses]:
    """A database of this module's own: every migration, nothing else."""
    with databases.cloned(server_at) as addresses:
        yield addresses


@pytest.fixture
async def store(database: Addresses) -> AsyncIterator[Addresses]:
    """The engine, with its pool open in the test's own loop as csas_app."""
    await engine.open_pool(database.url)
    yield database
    await engine.close_pool()


pytest_plugins = ["tests.world"]

# Each shares one served demonstration or one order of events, so its tests stay together.
TOGETHER = ("tests/browser", "tests/outbound")
FIRST = TOGETHER[0]  # the longest of all: begun last, it would keep one worker waiting


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Hands each file to one worker, since its database is set up once; and some folders whole."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return next((folder for folder in TOGETHER if path.startswith(folder)), path)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser first."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


@pytest.fixture
def runner(database: Addresses) -> Iterator[asyncio.Runner]:
    """A loop of its own with the pool open in it, for a test that is not itself a coroutine."""
    with asyncio.Runner() as made:
        made.run(engine.open_pool(database.url))
        yield made
        made.run(engine.close_pool())
