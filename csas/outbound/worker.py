"""The worker: sends what waits, issues what is reserved, and lets the clock act.

It does jobs that the queue hands it and looks around at set times for whatever was
left: messages without a job, documents cut off, deadlines that ended, old sessions.
Each task can be repeated; none knows of the others. A lost database is waited for.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from csas import logs
from csas.commands import clockwork
from csas.commands.loading import prepare
from csas.outbound.sending import send
from csas.settings import Settings, SetUpFault
from csas.store import definitions, engine, idempotency, job_runner, limits, messages, sessions
from csas.store.job_runner import LOST, Task, code_of
from csas.store.sql import PoolClosedError

log = logging.getLogger("csas.worker")

AGAIN_AFTER = 1.0


class Round(NamedTuple):
    """Something to look after every so many seconds."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[Any]]


def work(settings: Settings) -> None:
    """Work until asked to stop, then finish the jobs in hand."""
    if settings.database_url is None:
        raise SetUpFault("Set CSAS_DATABASE_URL, or start with `csas serve`.")
    logs.configure(settings.log_level)
    prepare(settings)
    asyncio.run(_work(settings, settings.database_url))


async def _work(settings: Settings, url: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await _until_stopped(stop, "the pool", partial(_open, settings, url), once=True)
    try:
        await asyncio.gather(
            _until_stopped(stop, "the queue", lambda: job_runner.run(url, tasks(settings), stop)),
            *(_go_round(stop, each) for each in rounds()),
        )
    finally:
        await engine.close_pool()


def tasks(settings: Settings) -> dict[str, Task]:
    """What the queue may ask for, by the name of the job."""
    return {"send": partial(send, settings=settings), "issue": _from("csas.outbound.issuing", "issue")}


def rounds() -> list[Round]:
    """What is looked after at set times."""
    return [
        Round("clock", 60, _tick),
        Round("messages", 15, messages.requeue),
        Round("documents", 60, _from("csas.outbound.issuing", "recover")),
        Round("sessions", 600, sessions.sweep),
        Round("limits", 600, limits.sweep),
        Round("keys", 600, idempotency.sweep),
        Round("job log", 3600, job_runner.sweep),
    ]


async def _tick() -> int:
    return await clockwork.tick(datetime.now(UTC))


def _from(module: str, function: str) -> Callable[..., Awaitable[Any]]:
    """A function of a module that may not be there yet."""
    if find_spec(module) is None:
        return _nothing
    found: Callable[..., Awaitable[Any]] = getattr(import_module(module), function)
    return found


async def _nothing(*_: object) -> int:
    return 0


async def _open(settings: Settings, url: str) -> None:
    await engine.open_pool(url, size=settings.pool_size)
    await definitions.keep_all()


async def _until_stopped(
    stop: asyncio.Event, name: str, do: Callable[[], Awaitable[None]], *, once: bool = False
) -> None:
    """Do it, and again whenever the database was lost, until asked to stop."""
    while not stop.is_set():
        try:
            await do()
            if once:
                return
        except LOST as fault:
            log.warning("the database was lost", extra={"task": name, "code": code_of(fault)})
        await _pause(stop, AGAIN_AFTER)


async def _go_round(stop: asyncio.Event, each: Round) -> None:
    while not stop.is_set():
        await look_after(each)
        await _pause(stop, each.seconds)


async def look_after(each: Round) -> None:
    """Do one round; what goes wrong is logged by its kind and tried again next time."""
    try:
        done = await each.work()
    except (*LOST, PoolClosedError) as fault:
        log.warning("a round was cut short", extra={"task": each.name, "code": code_of(fault)})
    except Exception:
        log.exception("a round broke down", extra={"task": each.name})
    else:
        if done:
            log.info("a round was done", extra={"task": each.name, "count": done})


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
