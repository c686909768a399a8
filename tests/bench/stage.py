"""What the benches stand on: a database with the cast, and servers on it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from csas.settings import Settings
from csas.store import engine
from tests import database as databases
from tests.bench import floor
from tests.database import Addresses
from tests.world import World, _set_up

BEHIND = "127.0.0.1"


class Stage(NamedTuple):
    """The database, the cast and a folder."""

    addresses: Addresses
    people: dict[str, int]
    folder: Path

    @property
    def settings(self) -> Settings:
        return Settings(database_url=self.addresses.url, var_dir=self.folder / "var")

    def do(self, work: Callable[[World], Coroutine[Any, Any, Any]]) -> Any:
        """Do something with the cast, with the pool open."""
        return asyncio.run(self._do(work))

    async def _do(self, work: Callable[[World], Coroutine[Any, Any, Any]]) -> Any:
        await engine.open_pool(self.addresses.url)
        try:
            return await work(World(self.people))
        finally:
            await engine.close_pool()


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A database with the fixed cast."""
    with databases.running_server() as server_at:
        databases.make_template(server_at)
        with databases.cloned(server_at) as addresses:
            yield Stage(addresses, asyncio.run(_set_up(addresses)), folder)
        databases.drop(server_at)


@contextmanager
def served(stage: Stage, *command: str, **more: str) -> Iterator[tuple[int, int]]:
    """A server of this database; its port and the number of its process."""
    port = _free_port()
    environ = os.environ | {
        "CSAS_DATABASE_URL": stage.addresses.url,
        "CSAS_VAR_DIR": str(stage.folder / "var"),
        "CSAS_PORT": str(port),
        "CSAS_TRUSTED_PROXIES": BEHIND,
        floor.PORT: str(port),
        floor.SCRIPTS: str(stage.folder / "scripts"),
        **more,
    }
    with (stage.folder / f"{port}.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", *command], env=environ, stdout=log, stderr=log)
        try:
            _await_port(port, process)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(20)


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection((BEHIND, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server on {port} did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((BEHIND, 0))
        port: int = probe.getsockname()[1]
        return port
