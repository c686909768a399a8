"""Migrators take turns, and a migration is done wholly or not at all."""

import asyncio
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from csas.store import engine
from csas.store.jobs import queries
from csas.store.migrate import migrate, pending
from tests.database import Addresses, cloned

MIGRATION = '''
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "{name}"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="csas", description="An example")
    manager.add_raw(run)
    return manager


async def run():
    await engine_finder().current_transaction.get().connection.execute("""{sql}""")
'''


def write(folder: Path, name: str, sql: str) -> None:
    (folder / f"{name}_example.py").write_text(MIGRATION.format(name=name, sql=sql))


async def fetch(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def test_two_migrators_at_once_migrate_once(server_at: Addresses) -> None:
    with cloned(server_at, "template0") as empty:
        environ = os.environ | {"CSAS_DATABASE_URL": empty.url, "CSAS_OWNER_DATABASE_URL": empty.owner_url}
        command = [sys.executable, "-m", "csas", "migrate"]
        migrators = [subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        told = sorted(migrator.communicate()[0].split(":")[0].split(".")[0] for migrator in migrators)
        assert [migrator.returncode for migrator in migrators] == [0, 0]
        assert told == ["Migrated", "Nothing to migrate"]
        assert asyncio.run(pending(empty.url)) == []
        assert asyncio.run(_repealed(empty)) == date(2006, 4, 6)


async def _repealed(empty: Addresses) -> object:
    """A power that the installation still takes to be in law, and that the release’s file says was repealed."""
    connection = await asyncpg.connect(empty.owner_url)
    await connection.execute(
        """INSERT INTO power (code, slug, paragraph, title, plain, law, territory, statutory, names_offences,
               constable_in_uniform, needs_any, in_law, confidence)
           VALUES ('1d', 'dogs', '1(2)(b)', 'Dogs', 'Dogs', 'Dogs', 'area', true, true, false, '{}',
               daterange('2002-12-02', NULL), 'recalled')"""
    )
    await connection.close()
    await migrate(empty.owner_url)
    return await fetch(empty.url, "SELECT upper(in_law) FROM power WHERE code = '1d'")


def test_a_failure_leaves_no_half(server_at: Addresses, tmp_path: Path) -> None:
    write(tmp_path, "m9101", "CREATE TABLE one (id int); CREATE TABLE two (id int)")
    write(tmp_path, "m9102", "SELECT 1 / 0")
    with cloned(server_at, "template0") as empty:
        with pytest.raises(asyncpg.DivisionByZeroError):
            asyncio.run(migrate(empty.owner_url, tmp_path))
        assert asyncio.run(fetch(empty.owner_url, "SELECT to_regclass('one')")) is None
        assert asyncio.run(pending(empty.owner_url, tmp_path)) == ["m9101", "m9102"]


def test_only_what_is_new_is_run(server_at: Addresses, tmp_path: Path) -> None:
    with cloned(server_at, "template0") as empty:
        write(tmp_path, "m9201", "CREATE TABLE three (id int)")
        assert asyncio.run(migrate(empty.owner_url, tmp_path)) == ["m9201"]
        write(tmp_path, "m9202", "DROP TABLE three")
        assert asyncio.run(migrate(empty.owner_url, tmp_path)) == ["m9202"]
        assert asyncio.run(migrate(empty.owner_url, tmp_path)) == []


def test_it_leaves_the_path_for_imports_as_it_was(server_at: Addresses, tmp_path: Path) -> None:
    with cloned(server_at, "template0") as empty:
        asyncio.run(migrate(empty.owner_url, tmp_path))
    assert str(tmp_path) not in sys.path


async def test_the_application_may_use_the_queue_but_make_nothing(store: Addresses) -> None:
    async with engine.DB.transaction() as transaction:
        await queries(transaction.connection).enqueue("send", b"1")
    async with engine.DB.transaction() as transaction:
        assert await transaction.connection.fetchval("SELECT count(*) FROM jobs.pgqueuer") == 1
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await engine.DB._run_in_pool("CREATE TABLE mine (id int)")
