"""The demonstration, loaded once for all its tests, and a copy of it for each module."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from csas import demonstration
from csas.domain.casework import Case
from csas.settings import Settings
from csas.store import cases, engine, sessions, sql
from tests import database as databases
from tests.database import Addresses
from tests.served import app_for

LOADED = f"{databases.TEMPLATE}_demonstration"
BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def played(server_at: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A database with the demonstration in it, and the folder with its files."""
    asyncio.run(databases._make(server_at, LOADED, databases.TEMPLATE))
    folder: Path = tmp_path_factory.mktemp("demonstration")
    settings = Settings(database_url=server_at.on(LOADED).url, var_dir=folder, demonstration=True)
    demonstration.load(settings)
    yield settings
    databases.drop(server_at, LOADED)


@pytest.fixture(scope="module")
def shown(server_at: Addresses, played: Settings) -> Iterator[Settings]:
    """A copy of the loaded database, of this module's own."""
    with databases.cloned(server_at, LOADED) as copy:
        yield Settings(database_url=copy.url, var_dir=played.var_dir, demonstration=True)


@dataclass
class Shown:
    """The demonstration with its pool open in this test's loop."""

    settings: Settings

    async def cases(self, title: str, process: str = "accreditation") -> list[Case]:
        """The cases of an organisation in one process, in the order they were opened."""
        rows = await sql.fetch(
            """SELECT c.ref FROM casefile c JOIN organisation o ON o.id = c.organisation_id
               WHERE o.name = $1 AND c.process = $2 ORDER BY c.id""",
            title,
            process,
        )
        return [found for row in rows if (found := await cases.find(row["ref"])) is not None]

    async def case(self, title: str, process: str = "accreditation") -> Case:
        return (await self.cases(title, process))[0]

    async def place(self, case: Case) -> str:
        found: str = await sql.fetchval("SELECT place FROM application WHERE case_id = $1", case.id)
        return found


@pytest.fixture
async def demo(shown: Settings) -> AsyncIterator[Shown]:
    assert shown.database_url
    await engine.open_pool(shown.database_url)
    yield Shown(shown)
    await engine.close_pool()


@dataclass
class Visitor:
    """Somebody with a browser."""

    client: httpx.AsyncClient

    async def sign_in(self, slug: str) -> None:
        person: int = await sql.fetchval("SELECT person_id FROM persona WHERE slug = $1", slug)
        self.client.cookies.set("csas", await sessions.start(person))


@pytest.fixture
async def visitor(demo: Shown) -> AsyncIterator[Visitor]:
    transport = httpx.ASGITransport(app=app_for(demo.settings))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=BASE, follow_redirects=False) as client:
        yield Visitor(client)
