"""Runs PgQueuer on a connection of its own: takes jobs, hands their number to a task.

A task that fails is logged by a code alone: PgQueuer stores the text of errors, and
the text of an error may hold an address. It never tries again by itself; what waits
is queued again by whoever keeps the record of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import asyncpg
from pgqueuer.core.qm import QueueManager

from csas.store import sql
from csas.store.jobs import NAMES, queries

log = logging.getLogger("csas.jobs")

Task = Callable[[int], Awaitable[object]]

CONNECTION = {"application_name": "csas worker", "timezone": "UTC", "lock_timeout": "5000", "jit": "off"}
AT_ONCE = 6
BATCH = 3
POLL = timedelta(seconds=5)
GIVEN_UP_AFTER = timedelta(seconds=6)
LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
LOG_KEPT = timedelta(days=30)


class JobFault(Exception):
    """A job that failed, by a code; it carries nothing of what the job was about."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def run(url: str, tasks: Mapping[str, Task], stop: asyncio.Event) -> None:
    """Do jobs until asked to stop, finishing those in hand; a lost connection ends it early."""
    connection = await asyncpg.connect(url, server_settings=CONNECTION, timeout=5)
    manager = QueueManager(queries(connection), channel=NAMES.channel)
    for name, task in tasks.items():
        manager.entrypoint(name)(_guarded(name, task))
    connection.add_termination_listener(lambda _: manager.shutdown.set())
    watcher = asyncio.create_task(_pass_on(stop, manager.shutdown))
    try:
        await manager.run(
            dequeue_timeout=POLL,
            batch_size=BATCH,
            max_concurrent_tasks=AT_ONCE,
            heartbeat_timeout=GIVEN_UP_AFTER,
        )
    finally:
        watcher.cancel()
        connection.terminate() if connection.is_closed() else await connection.close(timeout=5)


async def _pass_on(stop: asyncio.Event, shutdown: asyncio.Event) -> None:
    await stop.wait()
    shutdown.set()


def _guarded(name: str, task: Task) -> Callable[[Any], Awaitable[None]]:
    async def guarded(job: Any) -> None:
        code = await _attempt(task, job)
        if code:
            log.warning("a job failed", extra={"task": name, "code": code, "job": int(job.id)})
            raise JobFault(code) from None

    return guarded


async def _attempt(task: Task, job: Any) -> str:
    """Do the job; whatever is raised becomes a code and is let go of with its text and its trace."""
    try:
        await task(int(job.payload))
    except JobFault as fault:
        return fault.code
    except Exception as fault:
        if not isinstance(fault, LOST):
            log.exception("a task broke down")
        return code_of(fault)
    return ""


def code_of(fault: BaseException) -> str:
    """The kind of an error, and what the database calls it."""
    state = getattr(fault, "sqlstate", None)
    return f"{type(fault).__name__} {state}" if state else type(fault).__name__


async def sweep() -> int:
    """Forget what PgQueuer noted of jobs done long ago."""
    return await sql.execute("DELETE FROM jobs.pgqueuer_log WHERE created < now() - $1::interval", LOG_KEPT)
