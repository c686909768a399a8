"""Tell a database out of reach from every other fault, for those who read outside an act."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from csas.domain.refusals import Unavailable
from csas.store.sql import PoolClosedError

# A timeout while waiting for a connection is an OSError too.
LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.CannotConnectNowError,
    asyncpg.InsufficientResourcesError,
    # What asyncpg raises when a connection dies under a statement: it no longer knows what was asked.
    asyncpg.InternalClientError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.QueryCanceledError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    PoolClosedError,
)


# What the database cannot hold: it is the sender's text, not a fault of ours.
BAD_INPUT = (
    asyncpg.DataError,
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
)


@contextmanager
def reaching() -> Iterator[None]:
    """Turn a lost database into the refusal that says so."""
    try:
        yield
    except LOST:
        raise Unavailable from None
