"""What the database itself refuses: changed history, changes without their event, clocks without a zone.

The application's role is tried on every table, so a grant too many is found where it is given.
"""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.database import Addresses
from tests.house.tables import GRANTED, KEPT, MACHINERY, ONLY_KNOWN

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration' ORDER BY 1"
TRIGGERS = """SELECT c.relname AS name, p.proname AS function FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"""
PRIVILEGES = """SELECT table_name AS name, privilege_type AS verb FROM information_schema.role_table_grants
    WHERE grantee = 'csas_app' AND table_schema = 'public' AND table_name <> 'migration'
      AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')"""
COLUMNS = """SELECT table_name AS name, column_name AS field FROM information_schema.role_column_grants
    WHERE grantee = 'csas_app' AND table_schema = 'public' AND privilege_type = 'UPDATE'
      AND (table_name) NOT IN (SELECT table_name FROM information_schema.role_table_grants
          WHERE grantee = 'csas_app' AND table_schema = 'public' AND privilege_type = 'UPDATE')"""


@pytest.fixture
async def app_role(database: Addresses) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.url)
    yield connection
    await connection.close()


async def names(connection: asyncpg.Connection) -> set[str]:
    return {row["tablename"] for row in await connection.fetch(TABLES)}


async def triggered(connection: asyncpg.Connection, function: str) -> set[str]:
    return {row["name"] for row in await connection.fetch(TRIGGERS) if row["function"] == function}


async def test_we_are_the_application_and_own_nothing(app_role: asyncpg.Connection) -> None:
    row = await app_role.fetchrow(
        "SELECT current_user AS me, rolsuper, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    assert tuple(row) == ("csas_app", False, False, False)
    assert not await app_role.fetchval("SELECT count(*) FROM pg_tables WHERE tableowner = 'csas_app'")


async def test_every_table_is_journalled_or_named_as_machinery(app_role: asyncpg.Connection) -> None:
    journalled = await triggered(app_role, "need_event")
    assert await names(app_role) - journalled == set(MACHINERY)


async def test_history_is_kept(app_role: asyncpg.Connection) -> None:
    assert await triggered(app_role, "refuse_change") == set(KEPT)
    assert await triggered(app_role, "close_known_only") == set(ONLY_KNOWN)


async def test_the_application_has_exactly_the_grants_it_needs(app_role: asyncpg.Connection) -> None:
    found: dict[str, set[str]] = {name: set() for name in await names(app_role)}
    for row in await app_role.fetch(PRIVILEGES):
        found[row["name"]].add(row["verb"][0])
    said = {name: "".join(sorted(verbs, key="SIUDTRM".index)) for name, verbs in found.items()}
    for row in await app_role.fetch(COLUMNS):
        said[row["name"]] = " ".join([said[row["name"]], row["field"]])
    sent = {name: " ".join([text.split()[0], *sorted(text.split()[1:])]) for name, text in said.items()}
    assert sent == GRANTED


@pytest.mark.parametrize("name", sorted({*KEPT, *ONLY_KNOWN}))
async def test_the_application_cannot_change_what_is_kept(app_role: asyncpg.Connection, name: str) -> None:
    column = await app_role.fetchval(
        """SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_identity = 'NO'
           ORDER BY ordinal_position LIMIT 1""",
        name,
    )
    attempts = [
        f"UPDATE {name} SET {column} = {column}",
        f"DELETE FROM {name}",
        f"TRUNCATE {name} CASCADE",
        f"ALTER TABLE {name} DISABLE TRIGGER ALL",
        f"DROP TABLE {name} CASCADE",
    ]
    for attempt in attempts:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app_role.execute(attempt)


async def test_the_application_cannot_switch_the_triggers_off(app_role: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app_role.execute("SET session_replication_role = replica")


async def test_not_even_the_owner_changes_history_by_a_plain_statement(database: Addresses) -> None:
    owner = await asyncpg.connect(database.owner_url)
    try:
        for name in KEPT:
            with pytest.raises(asyncpg.RestrictViolationError):
                await owner.execute(f"TRUNCATE {name} CASCADE")
    finally:
        await owner.close()


async def test_every_moment_has_a_zone(app_role: asyncpg.Connection) -> None:
    naive = await app_role.fetch(
        """SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
           AND table_name <> 'migration' AND data_type IN ('timestamp without time zone', 'time without time zone')"""
    )
    assert not naive


async def test_every_case_bound_table_repeats_its_force_and_scheme(app_role: asyncpg.Connection) -> None:
    """Keys of the second force: what refers to a case by (case, force, scheme) cannot mix two forces."""
    loose = await app_role.fetch(
        """SELECT conrelid::regclass::text AS name FROM pg_constraint
           WHERE contype = 'f' AND confrelid = 'casefile'::regclass AND array_length(conkey, 1) = 1
             AND conrelid IN (SELECT attrelid FROM pg_attribute WHERE attname = 'scheme_id' AND NOT attisdropped)
             AND conrelid NOT IN ('casefile'::regclass, 'event'::regclass, 'outbox_message'::regclass)"""
    )
    assert {row["name"] for row in loose} <= {"document"}
