"""Ask the database in plain SQL, on the right connection.

Inside a transaction every statement goes to the transaction's own connection;
outside it goes to one of the pool.  The pool is Piccolo's, so its query
builder and these functions share the same connections.  Nothing here starts or
ends a transaction, and values are always bound, never written into the text.

A jsonb value goes in and comes out as a Python value, by the codec of `engine`.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, LiteralString, Protocol

from csas.store import engine

Record = Mapping[str, Any]

ACQUIRE_SECONDS = 3


class Connection(Protocol):
    """What we use of an asyncpg connection, which has no types of its own."""

    async def fetch(self, query: str, *args: object) -> list[Record]: ...
    async def fetchrow(self, query: str, *args: object) -> Record | None: ...
    async def fetchval(self, query: str, *args: object) -> Any: ...
    async def execute(self, query: str, *args: object) -> str: ...
    def transaction(self) -> Any: ...


class Pool(Protocol):
    """What we use of an asyncpg pool."""

    def acquire(self, *, timeout: float | None) -> AbstractAsyncContextManager[Connection]: ...
    def get_idle_size(self) -> int: ...


current_connection: ContextVar[Connection | None] = ContextVar("current_connection", default=None)


class PoolClosedError(RuntimeError):
    """Nobody has opened the pool yet, or it has been closed."""


def pool() -> Pool:
    """Return the pool that the engine opened."""
    found: Pool | None = engine.DB.pool
    if found is None:
        raise PoolClosedError
    return found


def connection_of_pool() -> AbstractAsyncContextManager[Connection]:
    """A connection for a while; a clock for the waiting is started only if there is waiting to do."""
    found = pool()
    return found.acquire(timeout=None if found.get_idle_size() else ACQUIRE_SECONDS)


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
    async with connection_of_pool() as connection:
        return await connection.fetch(statement, *values)


async def fetchrow(statement: LiteralString, *values: object) -> Record | None:
    """Return the first row, or None."""
    held = current_connection.get()
    if held is not None:
        return await held.fetchrow(statement, *values)
    async with connection_of_pool() as connection:
        return await connection.fetchrow(statement, *values)


async def fetchval(statement: LiteralString, *values: object) -> Any:
    """Return the first column of the first row, or None."""
    held = current_connection.get()
    if held is not None:
        return await held.fetchval(statement, *values)
    async with connection_of_pool() as connection:
        return await connection.fetchval(statement, *values)


async def execute(statement: LiteralString, *values: object) -> int:
    """Run a statement and return how many rows it touched."""
    held = current_connection.get()
    if held is not None:
        return _touched(await held.execute(statement, *values))
    async with connection_of_pool() as connection:
        return _touched(await connection.execute(statement, *values))


def _touched(status: str) -> int:
    last = status.rpartition(" ")[2]
    return int(last) if last.isdigit() else 0
