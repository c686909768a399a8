"""The worker: sends what waits, issues what is reserved, and lets the clock act.

It does jobs that the queue hands it and looks around at set times for whatever was
left: messages without a job, documents cut off, deadlines that ended, old sessions.
Each task can be repeated; none knows of the others. A lost database is waited for.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

from csas import logs
from csas.commands import clockwork, papers, print_runs, staff_importing, sweeping
from csas.commands.loading import prepare
from csas.domain.refusals import Refusal
from csas.outbound import issuing, printing
from csas.outbound.sending import send
from csas.settings import Settings, SetUpFault
from csas.store import definitions, engine, job_runner, messages
from csas.store import papers as store_papers
from csas.store.job_runner import LOST, Task, code_of
from csas.store.sql import PoolClosedError

log = logging.getLogger("csas.worker")

AGAIN_AFTER = 1.0
LEAST_CONNECTIONS = job_runner.AT_ONCE + 4


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
    try:
        asyncio.run(_work(settings, settings.database_url))
    except Exception:
        log.exception("the worker broke down")
        raise SystemExit(1) from None


async def _work(settings: Settings, url: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await _until_stopped(stop, "the pool", partial(_open, settings, url), once=True)
    try:
        await asyncio.gather(
            _until_stopped(stop, "the queue", lambda: job_runner.run(url, tasks(settings), stop)),
            *(_go_round(stop, each) for each in rounds(settings)),
        )
    finally:
        await engine.close_pool()


def tasks(settings: Settings) -> dict[str, Task]:
    """What the queue may ask for, by the name of the job."""
    return {
        "send": partial(send, settings=settings),
        "issue": partial(issuing.issue, settings=settings),
        "import": staff_importing.finish,
        papers.TASK: _reserve,
        print_runs.TASK: partial(printing.make, settings=settings),
    }


def rounds(settings: Settings) -> list[Round]:
    """What is looked after at set times."""
    return [
        Round("clock", 60, _tick),
        Round("messages", 15, messages.requeue),
        Round("papers", 60, reserve_due),
        Round("documents", 60, partial(issuing.recover, settings)),
        Round("imports", 60, staff_importing.recover),
        Round("print runs", 60, partial(printing.recover, settings)),
        Round("sign-in", 600, sweeping.sweep),
        Round("job log", 3600, job_runner.sweep),
    ]


async def _tick() -> int:
    return await clockwork.tick(datetime.now(UTC))


async def _reserve(first: int) -> int:
    """What a job asks for: so many that are due, from the one it names on."""
    return await _reserve_all(await store_papers.list_due_from(first, papers.AT_ONCE))


async def reserve_due() -> int:
    """Reserve whatever is due; how many acts that took."""
    due = await store_papers.list_due()
    parts = [due[start : start + papers.AT_ONCE] for start in range(0, len(due), papers.AT_ONCE)]
    return sum([await _reserve_all(part) for part in parts])


async def _reserve_all(accreditations: Sequence[int]) -> int:
    """In one act; where it cannot be done, in one for each: what cannot be worded keeps nobody else from theirs."""
    if not accreditations:
        return 0
    try:
        return int(await papers.reserve_due(accreditations, datetime.now(UTC)) is not None)
    except (Refusal, LookupError):
        if len(accreditations) == 1:
            log.exception("papers could not be reserved")
            return 0
    return sum([await _reserve_all([each]) for each in accreditations])


async def _open(settings: Settings, url: str) -> None:
    await engine.open_pool(url, size=max(settings.pool_size, LEAST_CONNECTIONS))
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
