"""The fixed cast: the demonstration's scheme and people, on a database of the module's own.

`world` sets the scheme up once a module and hands out actors by name:
`world.ruth` is Westminster's responsible officer, `world.priya` the assessor.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime

import httpx
import pytest

from csas import commands
from csas.commands import schemes
from csas.commands.loading import import_all, load_processes
from csas.demonstration import cast
from csas.domain.permissions import PUBLIC, Actor
from csas.settings import Settings
from csas.store import definitions, engine, reads, sessions, sql
from csas.store.transaction import act
from tests.database import Addresses
from tests.served import app_for

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"


class World:
    """The cast and their scheme. Roles are read when they are asked for."""

    def __init__(self, people: dict[str, int]) -> None:
        self.people = people

    async def actor(self, slug: str) -> Actor:
        """Somebody of the cast, with the roles they hold."""
        found = await reads.load_actor(self.people[slug])
        if found is None:
            raise LookupError(slug)
        return found

    async def scheme(self) -> int:
        found: int = await sql.fetchval("SELECT min(id) FROM scheme")
        return found

    async def organisation(self, name: str) -> int:
        found: int = await sql.fetchval("SELECT id FROM organisation WHERE name = $1", name)
        return found


async def _set_up(database: Addresses) -> dict[str, int]:
    load_processes()
    import_all(commands)
    await engine.open_pool(database.url)
    try:
        await definitions.keep_all()
        _, people = await schemes.establish(cast.plan(NOW.date()), NOW)
        await publish_edition()
        await set_most_open(1_000, date(2020, 1, 1))
    finally:
        await engine.close_pool()
    return people


async def set_most_open(most: int, from_on: date) -> None:
    """How many applications an organisation may have open: most tests do not ask."""
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """INSERT INTO setting (scheme_id, name, value, from_on, standing)
               SELECT id, 'open-applications', $1, $2, 'adopted' FROM scheme""",
            most,
            from_on,
        )
        await this.record("scheme:established")


async def publish_edition() -> None:
    """An edition of the standards in force, so that applications can be submitted."""
    async with act(PUBLIC, NOW) as this:
        scheme = await sql.fetchrow("SELECT id, force_id FROM scheme ORDER BY id LIMIT 1")
        assert scheme
        case = await __import__("csas.store.cases", fromlist=["cases"]).open_case(
            definitions.current("standards"),
            title="Edition 1",
            force=scheme["force_id"],
            scheme=scheme["id"],
            now=NOW,
        )
        await sql.execute("UPDATE casefile SET state = 'published' WHERE id = $1", case.id)
        edition = await sql.fetchval(
            """INSERT INTO edition (ref, force_id, scheme_id, case_id, number, title, standing, basis)
               VALUES ('editionsfrst', $1, $2, $3, 1, 'Provisional standards, edition 1', 'provisional', 'The study')
               RETURNING id""",
            scheme["force_id"],
            scheme["id"],
            case.id,
        )
        for family, code, title in (
            ("occupational", "O1", "Training fits the role"),
            ("vetting", "V1", "Staff are vetted"),
            ("management", "M1", "Enough trained supervisors"),
            ("fees", "F1", "Fees"),
        ):
            await sql.execute(
                "INSERT INTO requirement (edition_id, family, code, title, body) VALUES ($1, $2, $3, $4, $4)",
                edition,
                family,
                code,
                title,
            )
        await sql.execute("UPDATE edition SET in_force = tstzrange($2, NULL) WHERE id = $1", edition, NOW)
        await this.record("standards:published", case=case)


@pytest.fixture(scope="module")
def people(database: Addresses) -> dict[str, int]:
    return asyncio.run(_set_up(database))


@pytest.fixture
def world(people: dict[str, int], store: Addresses) -> World:
    """The scheme and its people, with the pool open in this test's loop as csas_app."""
    return World(people)


@pytest.fixture
def settings(store: Addresses, tmp_path: object) -> Settings:
    return Settings(database_url=store.url, var_dir=tmp_path, demonstration=True)  # type: ignore[arg-type]


class Browser:
    """An HTTP client in the test's own loop; `sign_in` makes it somebody of the cast."""

    def __init__(self, client: httpx.AsyncClient, world: World) -> None:
        self.client = client
        self.world = world

    async def sign_in(self, slug: str) -> None:
        token = await sessions.start(self.world.people[slug])
        self.client.cookies.set("csas", token)

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def post(
        self, path: str, fields: Mapping[str, object] | None = None, page: str | None = None
    ) -> httpx.Response:
        """Send a form as its page would: with the token and the version found on the page."""
        shown = await self.client.get(page or path)
        given = {**hidden_fields(shown.text), **(fields or {})}
        return await self.client.post(path, data=given, headers={"origin": BASE, "sec-fetch-site": "same-origin"})


def hidden_fields(text: str) -> dict[str, str]:
    """The hidden fields of the first form in the main part of a page."""
    import re

    main = text[text.find("<main") :]
    names = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return dict(names)


@pytest.fixture
async def browser(world: World, settings: Settings) -> AsyncIterator[Browser]:
    app = app_for(settings)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=BASE, follow_redirects=False) as client:
        yield Browser(client, world)
