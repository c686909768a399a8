"""What every test may ask for."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

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

# Each shares one served demonstration or one server, so its tests stay together.
TOGETHER = ("tests/browser", "tests/outbound")


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hand each file to one worker, since its database is set up once; and some folders whole."""
    for item in items:
        path = item.nodeid.partition("::")[0]
        group = next((folder for folder in TOGETHER if path.startswith(folder)), path)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture
def runner(database: Addresses) -> Iterator[asyncio.Runner]:
    """A loop of its own with the pool open in it, for a test that is not itself a coroutine."""
    with asyncio.Runner() as made:
        made.run(engine.open_pool(database.url))
        yield made
        made.run(engine.close_pool())
