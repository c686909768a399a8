"""Delegations: who may decide on behalf of the chief officer, in which matters, from one day to another.

Nobody has one by one person's act, and the one it is for is neither of the two.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from csas.domain import refusals
from csas.domain.calendar import add_months, civil_period, london_day
from csas.domain.refusals import Fault, Faults
from csas.domain.values import Struct

Matter = Literal["providers", "people"]
MATTERS: dict[str, str] = {
    "providers": "Arrangements with employers (s.40)",
    "people": "Accreditation of people (s.41)",
}
LONGEST_MONTHS = 36


class Given(Struct):
    """A delegation as it is known; ids are internal. `until` is the first moment after it."""

    id: int
    ref: str
    scheme: int
    person: int
    name: str
    post: str
    instrument: str
    matters: tuple[str, ...]
    since: datetime
    until: datetime
    ended_why: str


def check_days(starts_on: date, ends_on: date, now: datetime) -> None:
    """Refuse days of the past, days in the wrong order, and a time that nobody would look at again."""
    faults = []
    today = london_day(now)
    if starts_on < today:
        faults.append(Fault(field="starts_on", message="The first day must be today or in the future"))
    if ends_on < max(starts_on, today):
        faults.append(Fault(field="ends_on", message="The last day must not come before the first, or have passed"))
    elif ends_on > add_months(starts_on, LONGEST_MONTHS):
        faults.append(Fault(field="ends_on", message=f"A delegation runs for at most {LONGEST_MONTHS} months"))
    if faults:
        raise Faults(*faults)


def check_confirming(ends_on: date, now: datetime) -> None:
    """What waited until its last day had passed can only be declined."""
    if ends_on < london_day(now):
        raise Faults(Fault(field="ref", message="The last day of this delegation has passed. Decline it"))


def period(starts_on: date, ends_on: date, now: datetime) -> tuple[datetime, datetime]:
    """From its first day, but never from before now, to the end of its last."""
    since, until = civil_period(min(starts_on, ends_on), ends_on)
    if until is None:
        raise LookupError
    return max(since, now), until


def require_others(person: int | None, actor: int | None) -> None:
    """Whoever a delegation is for gives it to themselves in no way."""
    if person is not None and person == actor:
        raise refusals.NotForYourself
