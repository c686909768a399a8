"""Databases for tests: one server for the run, one migrated template, clones of it.

The server is our own, without fsync, or the one that CSAS_TEST_DATABASE_URL and
CSAS_TEST_OWNER_DATABASE_URL name; that owner must be allowed to create databases.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from csas.store import server
from csas.store.migrate import migrate

TEMPLATE = f"csas_template_{os.getpid()}"
NUMBERS = count(1)


class Addresses(NamedTuple):
    """Where one database is, for the application and for its owner."""

    url: str
    owner_url: str

    def on(self, database: str) -> "Addresses":
        """The same server, another database."""
        return Addresses(_on(self.url, database), _on(self.owner_url, database))


@contextmanager
def running_server() -> Iterator[Addresses]:
    """The server named by the environment, or one that lives as long as the run."""
    named = os.environ.get("CSAS_TEST_DATABASE_URL")
    if named:
        yield Addresses(named, os.environ["CSAS_TEST_OWNER_DATABASE_URL"])
        return
    binaries = os.environ.get("CSAS_PG_BIN")
    with (
        tempfile.TemporaryDirectory(prefix="csas-") as folder,
        server.running(Path(folder), Path(binaries) if binaries else None, durable=False) as ours,
    ):
        asyncio.run(_allow_creating(ours))
        yield Addresses(ours.url(), ours.url("csas_owner"))


def make_template(server_at: Addresses) -> Addresses:
    """The template: every migration, nothing else."""
    template = server_at.on(TEMPLATE)
    asyncio.run(_make(server_at, TEMPLATE, "template0"))
    asyncio.run(migrate(template.owner_url))
    return template


@contextmanager
def cloned(server_at: Addresses, template: str = TEMPLATE) -> Iterator[Addresses]:
    """A fresh copy of the template, removed afterwards."""
    name = f"csas_{os.getpid()}_{next(NUMBERS)}"
    asyncio.run(_make(server_at, name, template))
    try:
        yield server_at.on(name)
    finally:
        drop(server_at, name)


def drop(server_at: Addresses, name: str = TEMPLATE) -> None:
    """Leave the server as it was found. Its own cleaner may be in there, which nobody of ours may end: ask again."""
    for pause in (0.5, 1, 2, 4):
        try:
            return asyncio.run(_run(server_at, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        except asyncpg.InsufficientPrivilegeError:
            time.sleep(pause)
    return asyncio.run(_run(server_at, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


async def _allow_creating(ours: server.Server) -> None:
    """Let the owner on our own server make the clones."""
    await server.prepare(ours)
    admin = await asyncpg.connect(ours.url("postgres", "postgres"))
    try:
        await admin.execute("ALTER ROLE csas_owner CREATEDB")
        # A clone is dropped even while a connection of the application lingers in it.
        await admin.execute("GRANT csas_app TO csas_owner")
    finally:
        await admin.close()


async def _make(server_at: Addresses, name: str, template: str) -> None:
    await _run(server_at, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await _run(server_at, f"CREATE DATABASE {name} TEMPLATE {template}")


async def _run(server_at: Addresses, statement: str) -> None:
    owner = await asyncpg.connect(server_at.owner_url)
    try:
        await owner.execute(statement)
    finally:
        await owner.close()


def _on(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
