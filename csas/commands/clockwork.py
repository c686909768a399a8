"""What the clock does by itself: it takes the steps of cases whose time has ended.

The clock is an actor like any other. It takes ordinary commands, one act each,
and whatever somebody else did first is left alone. The worker calls `tick`.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from csas.commands.registry import REGISTRY, Run
from csas.domain.permissions import CLOCK
from csas.domain.refusals import Refusal, Unavailable
from csas.store import clock

log = logging.getLogger("csas.clockwork")

Chase = Callable[[datetime], Awaitable[int]]
R = TypeVar("R", bound=Run)
C = TypeVar("C", bound=Chase)

# The commands that the clock takes when the time of a state has ended, by their action.
BY_CLOCK: dict[str, Run] = {}
# What else falls due by the calendar, such as reminders.
CHASES: list[Chase] = []


def by_clock(action: str) -> Callable[[R], R]:
    """Enter a command, registered under the same action, that a state’s deadline names."""

    def enter(function: R) -> R:
        BY_CLOCK[action] = function
        return function

    return enter


def at_each_tick(function: C) -> C:
    """Enter something to be looked after at each tick; it returns how many things it did."""
    CHASES.append(function)
    return function


async def tick(now: datetime) -> int:
    """Take every step that is overdue and send what is due; returns how many acts that were."""
    done = 0
    for case in await clock.list_run_out(now):
        done += await _take(case.action, case.ref, now)
    for chase in CHASES:
        done += await chase(now)
    return done


async def _take(action: str, ref: str, now: datetime) -> int:
    """One act of the clock; a case that moved on meanwhile is left alone."""
    if action not in BY_CLOCK:
        return 0
    try:
        await BY_CLOCK[action](REGISTRY[action].struct(ref=ref), CLOCK, now)
    except Unavailable:
        raise
    except Refusal as refusal:
        log.info("the clock left a case alone", extra={"code": refusal.code})
        return 0
    return 1
