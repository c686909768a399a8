"""Brings a database to the release's shape, as its owner, one migrator at a time.

Our own migrations and their records are one transaction: all of them or none.
The queue follows by PgQueuer's own API. Nothing here creates roles or databases;
on a server of their own, people do that once, and `store/server` does it here.
"""

import io
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, redirect_stdout
from pathlib import Path

import asyncpg
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.tables import Migration
from piccolo.conf.apps import AppConfig

from csas.resources import resource
from csas.store import catalogue, engine
from csas.store.jobs import queries

LOCK = 0x63736173  # "csas" in ASCII, so that it is easily recognised in pg_locks
EXTENSIONS = ("btree_gist", "citext", "pg_trgm")
PATIENT = {"lock_timeout": "60000", "statement_timeout": "0"}
GRANTS = """
GRANT USAGE ON SCHEMA jobs TO csas_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO csas_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO csas_app;
GRANT SELECT ON TABLE public.migration TO csas_app;
"""


async def migrate(owner_url: str, folder: Path | None = None) -> list[str]:
    """Run what has not run yet; return the names of the migrations that did."""
    async with _alone(owner_url) as connection:
        await _extend(connection)
        done = await _run_migrations(owner_url, folder or resource("migrations"))
        await _run_queue(connection)
        await connection.execute(GRANTS)
        await catalogue.refresh(connection)
    return done


async def pending(url: str, folder: Path | None = None) -> list[str]:
    """The migrations of this release which the database has not had."""
    connection = await asyncpg.connect(url)
    try:
        known = await connection.fetchval("SELECT to_regclass('public.migration')")
        rows = await connection.fetch("SELECT name FROM migration") if known else []
    finally:
        await connection.close()
    names = {path.name[:5] for path in (folder or resource("migrations")).glob("m*.py")}
    return sorted(names - {row["name"] for row in rows})


@asynccontextmanager
async def _alone(owner_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(owner_url, server_settings={"application_name": "csas migrate"})
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        yield connection
    finally:
        await connection.close()


async def _extend(connection: asyncpg.Connection) -> None:
    offered = {row["name"] for row in await connection.fetch("SELECT name FROM pg_available_extensions")}
    for name in EXTENSIONS:
        if name in offered:
            await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")


async def _run_migrations(owner_url: str, folder: Path) -> list[str]:
    """Run inside one outer transaction, which Piccolo's own ones then join.

    Piccolo would commit a migration and its record separately, so that a crash
    between the two leaves a database that can be migrated no further.
    """
    engine.point_at(owner_url, **PATIENT)
    manager = ForwardsMigrationManager("csas")
    app = AppConfig(app_name="csas", migrations_folder_path=folder)
    with redirect_stdout(io.StringIO()), _own_path():
        async with engine.DB.transaction():
            await manager.create_migration_table()
            before = set(await Migration.get_migrations_which_ran("csas"))
            await manager.run_migrations(app)
            after = await Migration.get_migrations_which_ran("csas")
    return [name for name in after if name not in before]


@contextmanager
def _own_path() -> Iterator[None]:
    """Forget where Piccolo found the migrations, which it imports by their bare names."""
    path = list(sys.path)
    try:
        yield
    finally:
        sys.path[:] = path


async def _run_queue(connection: asyncpg.Connection) -> None:
    queue = queries(connection)
    if await queue.schema_is_installed():
        await queue.apply_upgrade()
    else:
        await queue.install()
