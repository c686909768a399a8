"""The database goes away and comes back: 503 in plain words, nothing confirmed, nobody signed out, and then all is well."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from csas import commands
from csas.app import create_app
from csas.commands import schemes
from csas.commands.loading import import_all, load_processes
from csas.demonstration import cast
from csas.settings import Settings
from csas.store import api_keys, contacts, definitions, engine, server, sessions, sql
from csas.store.migrate import migrate
from tests.world import BASE, NOW

SOON = 10.0
BODY = {"who": "A bakery", "sector": "private", "outcome": "interest", "why": "Asked", "received_on": "2026-11-01"}


class Place:
    """A service over a database of its own that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = server.start(folder / "postgres", durable=False)

    async def prepare(self) -> None:
        await server.prepare(self.database)
        await asyncio.to_thread(lambda: asyncio.run(migrate(self.database.url("csas_owner"))))
        load_processes()
        import_all(commands)
        await engine.open_pool(self.database.url())
        await definitions.keep_all()
        _, people = await schemes.establish(cast.plan(NOW.date()), NOW)
        chosen = Settings(database_url=self.database.url(), var_dir=self.folder, demonstration=True)
        transport = httpx.ASGITransport(app=create_app(chosen))  # type: ignore[arg-type]
        self.client = httpx.AsyncClient(transport=transport, base_url=BASE, follow_redirects=False)
        self.cookie = {"cookie": f"csas={await sessions.start(people['amina'])}"}
        self.key = {"authorization": f"Bearer {await api_keys.create(people['amina'], 'test')}"}

    def stop(self) -> None:
        self.database.stop()

    def start(self) -> None:
        self.database = server.start(self.folder / "postgres", durable=False)

    async def record(self, who: str) -> httpx.Response:
        return await self.client.post("/api/v1/demand/record", json={**BODY, "who": who}, headers=self.key)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    contacts.forget()
    with server.held(tmp_path / "postgres"):
        made = Place(tmp_path)
        try:
            await made.prepare()
            yield made
            await made.client.aclose()
            await engine.close_pool()
        finally:
            made.stop()


async def test_it_says_so_and_recovers_by_itself(place: Place) -> None:
    assert (await place.client.get("/desk", headers=place.cookie)).status_code == 200
    assert (await place.record("Before")).status_code == 200
    place.stop()
    await everything_is_refused_in_plain_words(place)
    place.start()
    await everything_is_back(place)
    assert [row["who"] for row in await sql.fetch("SELECT who FROM demand ORDER BY id")] == ["Before", "After"]


async def everything_is_refused_in_plain_words(place: Place) -> None:
    for path in ("/", "/desk", "/register", "/standards", "/applications/aaaaaaaaaaaa", "/sign-in"):
        began = time.monotonic()
        answer = await place.client.get(path, headers=place.cookie)
        assert answer.status_code == 503 or path == "/sign-in", (path, answer.status_code)
        assert time.monotonic() - began < SOON, path
        assert "Traceback" not in answer.text
        assert "csas=" not in answer.headers.get("set-cookie", ""), "nobody is signed out by it"
    written = await place.record("During")
    assert (written.status_code, written.json()["code"]) == (503, "unavailable")
    assert written.headers["retry-after"]
    check = await place.client.get("/check/0000000000000")
    assert check.status_code == 503
    assert "Cannot confirm" in check.text
    assert "In force" not in check.text


async def everything_is_back(place: Place) -> None:
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        answer = await place.client.get("/desk", headers=place.cookie)
        if answer.status_code == 200:
            break
        await asyncio.sleep(0.2)
    assert answer.status_code == 200, "the same session, without anybody’s doing"
    assert (await place.record("After")).status_code == 200
    check = await place.client.get("/check/0000000000000")
    assert check.status_code == 200
    assert "do not rely" in check.text
