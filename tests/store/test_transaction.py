"""One act, one transaction, one event; and the connection always comes back."""

from datetime import UTC, datetime

import asyncpg
import pytest

from csas.domain import permissions
from csas.store import engine, sql
from csas.store.transaction import act
from tests.database import Addresses

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)


async def _add_force(name: str) -> None:
    await sql.execute(
        "INSERT INTO organisation (ref, name, legal_name, sector, address, registered_at)"
        " VALUES ($1, $1, $1, 'private', 'Here', now())",
        name,
    )


async def test_a_change_without_its_event_is_refused_at_commit(store: Addresses) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        async with act(permissions.PUBLIC, NOW):
            await _add_force("without")
    assert await sql.fetchval("SELECT count(*) FROM organisation WHERE name = 'without'") == 0


async def test_a_change_with_its_event_is_kept(store: Addresses) -> None:
    async with act(permissions.PUBLIC, NOW) as this:
        await _add_force("with")
        await this.record("organisation:registered")
    assert await sql.fetchval("SELECT count(*) FROM organisation WHERE name = 'with'") == 1


async def test_an_act_has_one_event_and_no_more(store: Addresses) -> None:
    with pytest.raises(asyncpg.UniqueViolationError):  # noqa: PT012 - one act
        async with act(permissions.PUBLIC, NOW) as this:
            await this.record("organisation:registered")
            await this.record("organisation:registered")


async def test_failing_commits_leave_no_connection_behind(store: Addresses) -> None:
    for number in range(30):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            async with act(permissions.PUBLIC, NOW):
                await _add_force(f"leak {number}")
    assert engine.DB.pool is not None
    assert engine.DB.pool.get_idle_size() == engine.DB.pool.get_size()
