"""Ask the database in plain SQL, on the right connection.

Inside a transaction every statement goes to the transaction's own connection;
outside it goes to one of the pool.  The pool is Piccolo's, so its query
builder and these functions share the same connections.  Nothing here starts or
ends a transaction, and values are always bound, never written into the text.

The jsonb codec is ours (msgspec): pass and receive Python values, not JSON text.
"""
# ruff: noqa: D102 - the undocumented methods are asyncpg's own

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, LiteralString, Protocol

import msgspec
from piccolo.engine.postgres import PostgresEngine

Record = Mapping[str, Any]

SERVER_SETTINGS = {
    "application_name": "csas",
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "15s",
    "timezone": "UTC",
}
CONNECT_SECONDS = 5
ACQUIRE_SECONDS = 3


class Connection(Protocol):
    """What we use of an asyncpg connection, which has no types of its own."""

    async def fetch(self, query: str, *args: object) -> list[Record]: ...
    async def fetchrow(self, query: str, *args: object) -> Record | None: ...
    async def fetchval(self, query: str, *args: object) -> Any: ...  # noqa: ANN401
    async def execute(self, query: str, *args: object) -> str: ...
    def transaction(self) -> Any: ...  # noqa: ANN401
    async def set_type_codec(
        self,
        typename: str,
        *,
        schema: str,
        encoder: Callable[[Any], str],
        decoder: Callable[[str], Any],
    ) -> None: ...


class Pool(Protocol):
    """What we use of an asyncpg pool."""

    def acquire(self, *, timeout: float) -> AbstractAsyncContextManager[Connection]: ...


current_connection: ContextVar[Connection | None] = ContextVar("current_connection", default=None)

_engines: list[PostgresEngine] = []


class PoolClosedError(RuntimeError):
    """Nobody has opened the pool yet, or it has been closed."""


async def open_pool(dsn: str, smallest: int = 1, largest: int = 10) -> PostgresEngine:
    """Connect, and return the Piccolo engine that owns the pool."""
    if _engines:
        return _engines[0]
    engine = PostgresEngine(config={"dsn": dsn, "server_settings": SERVER_SETTINGS})
    await engine.start_connection_pool(
        min_size=smallest,
        max_size=largest,
        init=prepare,
        timeout=CONNECT_SECONDS,
    )
    _engines.append(engine)
    return engine


async def close_pool() -> None:
    """Give every connection back and forget the engine."""
    while _engines:
        await _engines.pop().close_connection_pool()


def engine() -> PostgresEngine:
    """Return Piccolo's engine, for its query builder and its migrations."""
    if not _engines:
        raise PoolClosedError
    return _engines[0]


def pool() -> Pool:
    """Return the pool that the engine opened."""
    found: Pool | None = engine().pool
    if found is None:
        raise PoolClosedError
    return found


async def prepare(connection: Connection) -> None:
    """Teach one new connection that jsonb is a Python value."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=_encode_json,
        decoder=msgspec.json.decode,
    )


def _encode_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


@contextmanager
def hold(connection: Connection) -> Iterator[Connection]:
    """Send every statement of this block to one connection, whatever happens in it."""
    token = current_connection.set(connection)
    try:
        yield connection
    finally:
        current_connection.reset(token)


async def fetch(statement: LiteralString, *values: object) -> list[Record]:
    """Return every row."""
    held = current_connection.get()
    if held is not None:
        return await held.fetch(statement, *values)
    async with pool().acquire(timeout=ACQUIRE_SECONDS) as connection:
        return await connection.fetch(statement, *values)


async def fetchrow(statement: LiteralString, *values: object) -> Record | None:
    """Return the first row, or None."""
    held = current_connection.get()
    if held is not None:
        return await held.fetchrow(statement, *values)
    async with pool().acquire(timeout=ACQUIRE_SECONDS) as connection:
        return await connection.fetchrow(statement, *values)


async def fetchval(statement: LiteralString, *values: object) -> Any:  # noqa: ANN401 - a column may hold anything
    """Return the first column of the first row, or None."""
    held = current_connection.get()
    if held is not None:
        return await held.fetchval(statement, *values)
    async with pool().acquire(timeout=ACQUIRE_SECONDS) as connection:
        return await connection.fetchval(statement, *values)


async def execute(statement: LiteralString, *values: object) -> int:
    """Run a statement and return how many rows it touched."""
    held = current_connection.get()
    if held is not None:
        return _touched(await held.execute(statement, *values))
    async with pool().acquire(timeout=ACQUIRE_SECONDS) as connection:
        return _touched(await connection.execute(statement, *values))


def _touched(status: str) -> int:
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0
