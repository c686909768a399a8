"""Whether training and vetting are in date: until when, how soon that ends, and what is missing.

Training is passed on a London day and counts from the start of that day to the end of the same
day so many months on. Nothing here says whether a power may be used: that is standing's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from csas.domain.calendar import add_months, civil_period, london_day
from csas.domain.values import Period, Struct

State = Literal["missing", "expired", "ends-30", "ends-60", "ends-90", "in-date"]
NEAR: tuple[tuple[int, State], ...] = ((30, "ends-30"), (60, "ends-60"), (90, "ends-90"))
WORDS: dict[State, tuple[str, str]] = {
    "missing": ("Missing", "red"),
    "expired": ("Out of date", "red"),
    "ends-30": ("Ends within 30 days", "orange"),
    "ends-60": ("Ends within 60 days", "yellow"),
    "ends-90": ("Ends within 90 days", "yellow"),
    "in-date": ("In date", "green"),
}
GAPS: frozenset[State] = frozenset({"missing", "expired"})
INSTANT = timedelta(microseconds=1)

Vetted = Literal["clear", "not-clear", "expired"]
VETTED: dict[Vetted, tuple[str, str]] = {
    "clear": ("Clear", "green"),
    "not-clear": ("Not clear", "red"),
    "expired": ("Expired", "red"),
}


class Course(Struct):
    """A course of a scheme. `powers` are the codes of the powers that need it."""

    id: int
    code: str
    title: str
    hours: int
    months: int
    providers: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()


class Need(Struct):
    """A course somebody needs for powers, with the end of their newest pass; None where they never passed.

    `failed_on` is the day on which it was taken and not passed, unless a pass followed. It counts for nothing else.
    """

    course: str
    title: str
    powers: tuple[str, ...]
    until: datetime | None
    failed_on: date | None = None


class Fitness(Struct):
    """One person of an employer: what they need, what they have, and whether vetting is clear."""

    staff: str
    name: str
    number: str
    job: str
    person: int
    role: str = ""
    vetted: Vetted = "not-clear"
    vetted_until: datetime | None = None
    asked: bool = False
    needs: tuple[Need, ...] = ()


def training_period(passed_on: date, months: int) -> Period:
    """From the start of the day it was passed to the end of the same day so many months on, in London."""
    start, end = civil_period(passed_on, add_months(passed_on, months))
    return Period(start=start, end=end)


def last_day(until: datetime) -> date:
    """The London day on which a period that ends at this moment is good for the last time."""
    return london_day(until - INSTANT)


def days_left(until: datetime, now: datetime) -> int:
    """Days after today up to the last day; below nothing when it is over."""
    return (last_day(until) - london_day(now)).days


def state_of(until: datetime | None, now: datetime) -> State:
    """How somebody stands whose pass is good until this moment."""
    if until is None:
        return "missing"
    if until <= now:
        return "expired"
    left = days_left(until, now)
    return next((state for days, state in NEAR if left <= days), "in-date")


def missing(person: Fitness, now: datetime) -> tuple[Need, ...]:
    """The courses somebody lacks today."""
    return tuple(need for need in person.needs if state_of(need.until, now) in GAPS)


def ready_powers(person: Fitness, now: datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The powers somebody needs for the role: those they are trained for, and those they are not."""
    lacking = {power for need in missing(person, now) for power in need.powers}
    wanted = dict.fromkeys(power for need in person.needs for power in need.powers)
    return (
        tuple(power for power in wanted if power not in lacking),
        tuple(power for power in wanted if power in lacking),
    )


def distance_of(until: datetime, now: datetime, distances: Iterable[int]) -> int | None:
    """The nearest set distance that has been reached; None while the end is further away than all of them."""
    left = days_left(until, now)
    reached = [each for each in distances if left <= each]
    return min(reached, default=None)
