"""The floor: bare Litestar handlers on asyncpg, without any of csas in them.

One replays the statements of a case step, with the values logged from the real
one; another looks a certificate up with one statement, and a third lists the register.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar, Request, get, post
from litestar.params import FromPath

from csas.processes import watch_parent
from csas.store import engine
from csas.store.certificates import FIND
from tests.bench.recording import Returned, Script

REGISTER = (Path(__file__).parent / "register.sql").read_text()
PORT, SCRIPTS = "CSAS_TEST_FLOOR_PORT", "CSAS_TEST_FLOOR_SCRIPTS"


@asynccontextmanager
async def pool(app: Litestar) -> AsyncIterator[None]:
    url = os.environ["CSAS_DATABASE_URL"]
    async with asyncpg.create_pool(
        url, min_size=1, max_size=4, init=engine.prepare, server_settings=engine.SESSION, reset=_no_reset
    ) as made:
        app.state["pool"] = made
        path = Path(os.environ[SCRIPTS])
        app.state["scripts"] = pickle.loads(path.read_bytes()) if path.exists() else []  # noqa: S301 - our own
        yield


async def _no_reset(_connection: Any) -> None:
    """These handlers leave nothing behind on a connection."""


@post("/replay/{turn:int}", status_code=200)
async def replay(turn: FromPath[int], request: Request[Any, Any, Any]) -> dict[str, bool]:
    """The statements of one step, in their order and in their transaction."""
    script: Script = request.app.state["scripts"][turn]
    async with request.app.state["pool"].acquire() as connection:
        await _run(connection, script.before, [])
        async with connection.transaction():
            await _run(connection, script.inside, [])
    return {"done": True}


async def _run(connection: Any, lines: list[tuple[str, tuple[Any, ...]]], returned: list[Any]) -> None:
    for statement, values in lines:
        rows = await connection.fetch(statement, *(_filled(value, returned) for value in values))
        returned.append(rows[0][0] if rows else None)


def _filled(value: Any, returned: list[Any]) -> Any:
    if isinstance(value, Returned):
        return [str(returned[value.line]).encode()] if value.payload else returned[value.line]
    return value


@get("/certificate/{number:str}")
async def certificate(number: FromPath[str], request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What a number stands for, by the statement that csas asks too."""
    async with request.app.state["pool"].acquire() as connection:
        row = await connection.fetchrow(FIND, number)
    return dict(row)


@get("/register")
async def register(request: Request[Any, Any, Any], on: str) -> dict[str, Any]:
    """The register at a moment, by a plain statement for this page alone."""
    async with request.app.state["pool"].acquire() as connection:
        row = await connection.fetchrow(REGISTER, datetime.fromisoformat(on))
    return dict(row)


def application() -> Litestar:
    watch_parent()
    return Litestar(
        [replay, certificate, register], lifespan=[pool], openapi_config=None, logging_config=None, debug=True
    )


if __name__ == "__main__":
    Server(
        "tests.bench.floor:application",
        factory=True,
        interface=Interfaces.ASGI,
        port=int(os.environ[PORT]),
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
