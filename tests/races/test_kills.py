"""kill -9 in the middle of writing: PostgreSQL, the web process, all of csas. Nothing acknowledged is lost.

Programs write by the API with idempotency keys and repeat what was not answered. At
the end each thing that was acknowledged is there, once, with its one event.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest

from csas import commands
from csas.commands import schemes
from csas.commands.loading import import_all, load_processes
from csas.demonstration import cast
from csas.store import api_keys, definitions, engine, sql
from tests.world import NOW

PATIENCE = 60
EACH = 100
pytestmark = pytest.mark.slow


class Home:
    """One installation: its folder, its port, and the process that serves it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None
        self.told: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, and come back when the first request is answered."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CSAS_")}
        environ = kept | {"CSAS_PORT": str(self.port), "CSAS_VAR_DIR": str(self.folder), "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "csas", "serve"],
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = self.process.stdout
        assert said is not None
        for line in said:
            if "csas is at" in line:
                threading.Thread(target=self.listen, args=(said,), daemon=True).start()
                return
        pytest.fail("csas did not start")

    def listen(self, said: IO[str]) -> None:
        """Keep what it says, so that it never waits for a reader."""
        with said:
            self.told.extend(said)

    def kill(self) -> None:
        """All of csas at once: its children end with it."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def pid_of(self, words: str) -> int:
        """The child of csas with these words on its command line."""
        assert self.process
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (OSError, ValueError):
                continue
            if parent == self.process.pid and words in line:
                return int(folder.name)
        raise LookupError(words)

    def postmaster(self) -> list[str]:
        return (self.folder / "postgres" / "data" / "postmaster.pid").read_text().splitlines()

    @property
    def database_url(self) -> str:
        return f"postgresql://csas_app@/csas?host={self.postmaster()[4]}"


@contextmanager
def installed(folder: Path) -> Iterator[Home]:
    home = Home(folder)
    home.start()
    try:
        yield home
    finally:
        if home.process is not None and home.process.poll() is None:
            home.process.terminate()
            home.process.wait(PATIENCE)


@asynccontextmanager
async def asking(home: Home) -> AsyncIterator[None]:
    await engine.open_pool(home.database_url)
    try:
        yield
    finally:
        await engine.close_pool()


async def prepare(home: Home) -> list[str]:
    """A scheme, and keys for the two who may record demand."""
    async with asking(home):
        load_processes()
        import_all(commands)
        await definitions.keep_all()
        _, people = await schemes.establish(cast.plan(NOW.date()), NOW)
        return [await api_keys.create(people[slug], "load") for slug in ("amina", "colin")]


class Writer:
    """A program that records demand, one line after another, and repeats what was not answered."""

    def __init__(self, home: Home, key: str, name: str) -> None:
        self.home, self.key, self.name = home, key, name
        self.acknowledged: list[str] = []
        self.repeated = 0

    async def write(self) -> None:
        async with httpx.AsyncClient(base_url=self.home.address, timeout=10) as client:
            for number in range(EACH):
                await self.insist(client, f"{self.name} {number}")

    async def insist(self, client: httpx.AsyncClient, who: str) -> None:
        body = {"who": who, "sector": "private", "outcome": "interest", "why": "Asked", "received_on": "2026-11-01"}
        headers = {"authorization": f"Bearer {self.key}", "idempotency-key": who.replace(" ", "-")}
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = await client.post("/api/v1/demand/record", json=body, headers=headers)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code == 200:
                self.acknowledged.append(who)
                await asyncio.sleep(0.03)
                return
            assert answer is None or answer.status_code in {429, 503}, answer.text
            self.repeated += 1
            await asyncio.sleep(0.3)
        pytest.fail(f"{who} was never taken")


async def strike(home: Home) -> None:
    """Three kills, each in the middle of the writing."""
    await asyncio.sleep(0.7)
    os.kill(int(home.postmaster()[0]), signal.SIGKILL)
    await asyncio.sleep(4)
    os.kill(home.pid_of("csas web"), signal.SIGKILL)
    await asyncio.sleep(3)
    await asyncio.to_thread(home.kill)
    await asyncio.to_thread(home.start)


async def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(tmp_path: Path) -> None:
    with installed(tmp_path / "var") as home:
        keys = await prepare(home)
        writers = [Writer(home, keys[number % 2], f"Writer {number}") for number in range(4)]
        await asyncio.gather(strike(home), *(writer.write() for writer in writers))
        assert sum(writer.repeated for writer in writers), "the kills were not felt"
        said = sorted(who for writer in writers for who in writer.acknowledged)
        async with asking(home):
            kept = [row["who"] for row in await sql.fetch("SELECT who FROM demand ORDER BY who")]
            events = await sql.fetchval("SELECT count(*) FROM event WHERE tag = 'demand:recorded'")
        assert len(said) == 4 * EACH
        assert sorted(kept) == said
        assert events == len(said)
