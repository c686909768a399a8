"""The one Piccolo engine of this process and its pool of connections.

Piccolo's own engine connects as soon as it is made. This one does not, so that
the tables can be imported before a server runs, and it is pointed at a database
by `open_pool`. It opens no transaction: that is the work of `store/transaction`.
"""

from typing import Any

import msgspec
from piccolo.engine.postgres import PostgresEngine

SESSION = {
    "application_name": "csas",
    "timezone": "UTC",
    "statement_timeout": "5000",
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "15000",
    "jit": "off",
}


CONNECT_SECONDS = 5


class Engine(PostgresEngine):
    """Piccolo's engine without its connection at construction."""

    async def check_version(self) -> None:
        """Ask nothing: the server may not be up yet."""

    async def prep_database(self) -> None:
        """Create nothing: extensions belong to the owner's migration."""


DB = Engine(config={})


def point_at(url: str, **session: str) -> None:
    """Make every later connection go to this database."""
    DB.config = _config(url, session)


async def open_pool(url: str, *, size: int = 10, **session: str) -> None:
    """Point the engine at a database and open the pool there."""
    point_at(url, **session)
    await DB.start_connection_pool(min_size=1, max_size=size, init=prepare, reset=leave_be, timeout=CONNECT_SECONDS)


async def prepare(connection: Any) -> None:
    """Teach one new connection that jsonb is a Python value."""
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=_encode_json, decoder=msgspec.json.decode)


async def leave_be(_connection: Any) -> None:
    """Give a connection back as it is: asyncpg itself rolls back what was left open.

    Its usual reset is one more journey to the server after every statement, for what
    we never leave behind: settings, listeners, cursors and locks of a session.
    """


def _encode_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


async def close_pool() -> None:
    """Give back every connection; a second call does nothing."""
    if DB.pool is not None:
        await DB.close_connection_pool()


def _config(url: str, session: dict[str, str]) -> dict[str, Any]:
    return {"dsn": url, "server_settings": SESSION | session}
