"""A block of statements done all or none, for machinery that has no event.

Acts on cases use `store/transaction` instead. Blocks do not nest: what joined a
transaction already open would be committed or lost with it unseen.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from csas.store import sql


class NestedBlockError(RuntimeError):
    """A block was started inside a transaction."""


@asynccontextmanager
async def together() -> AsyncIterator[None]:
    """Run this block's statements all or none, and give the connection back whatever happens."""
    if sql.current_connection.get() is not None:
        raise NestedBlockError
    async with (
        sql.connection_of_pool() as connection,
        connection.transaction(),
    ):
        with sql.hold(connection):
            yield
