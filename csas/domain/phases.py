"""Phases of a scheme: when one may be opened, when its last day may move, and when it may be closed.

A phase limits how many providers there are; it grants nobody anything. It reads no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from csas.domain import refusals
from csas.domain.calendar import civil_period, in_words, london_day
from csas.domain.refusals import Fault, Faults
from csas.domain.schemes import PhasePlan
from csas.domain.values import Struct

INSTANT = timedelta(microseconds=1)


class Phase(Struct):
    """A phase with its cap; `until` is the first moment after it. One taken back never counted."""

    id: int
    ref: str
    scheme: int
    name: str
    since: datetime
    until: datetime
    least: int
    most: int
    why: str
    fees_waived: bool
    taken_back: bool

    @property
    def last_day(self) -> date:
        return london_day(self.until - INSTANT)


def period(plan: PhasePlan, now: datetime) -> tuple[datetime, datetime]:
    """From the first moment of its first day, or from now on the day itself, to the end of its last."""
    since, until = civil_period(plan.starts_on, plan.ends_on)
    if until is None:
        raise LookupError
    return max(since, now), until


def check_plan(plan: PhasePlan, others: Iterable[Phase], now: datetime) -> None:
    """Refuse days that make no period, or that another phase has; every fault at once."""
    faults = []
    if plan.starts_on < london_day(now):
        faults.append(Fault(field="starts_on", message="The first day must be today or in the future"))
    if plan.ends_on < plan.starts_on:
        faults.append(Fault(field="ends_on", message="The last day must not come before the first"))
    if plan.most < plan.least:
        faults.append(Fault(field="most", message="The most providers must not be fewer than the least"))
    if not faults:
        since, until = period(plan, now)
        faults = _met(since, until, others, "starts_on")
    if faults:
        raise Faults(*faults)


def _met(since: datetime, until: datetime, others: Iterable[Phase], field: str) -> list[Fault]:
    return [
        Fault(
            field=field,
            message=f"The phase “{other.name}” runs from {in_words(london_day(other.since))} to "
            f"{in_words(other.last_day)}. Phases must not overlap",
        )
        for other in others
        if not other.taken_back and since < other.until and other.since < until
    ]


def extend(phase: Phase, last: date, others: Iterable[Phase], now: datetime) -> datetime:
    """The first moment after the new last day; a phase that is over stays over."""
    require_not_over(phase, now)
    if last <= phase.last_day:
        message = f"The new last day must be later than {in_words(phase.last_day)}"
        raise Faults(Fault(field="ends_on", message=message))
    _, until = civil_period(last, last)
    if until is None:
        raise LookupError
    if faults := _met(phase.until, until, (each for each in others if each.id != phase.id), "ends_on"):
        raise Faults(*faults)
    return until


def close(phase: Phase, now: datetime) -> datetime:
    """When it ends: now; or at once after its first moment where it has not begun and is taken back."""
    require_not_over(phase, now)
    return max(now, phase.since + INSTANT)


def require_not_over(phase: Phase, now: datetime) -> None:
    if phase.taken_back or phase.until <= now:
        raise refusals.PhaseOver
