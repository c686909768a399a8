"""Employment as csas keeps it: when it may start and end, and when two records are of one person.

Accreditation ends by law with employment (s.41(8)). Nothing here says whether a power
may be used; that is standing's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from csas.domain import refusals
from csas.domain.calendar import add_months, day_bounds, in_words, london_day
from csas.domain.refusals import Fault, Faults
from csas.domain.values import Struct

YOUNGEST = 16
OLDEST = 100
MONTHS_AHEAD = 12

Ending = Literal["left", "transferred", "dismissed", "died"]
ENDINGS: dict[str, str] = {
    "left": "Left",
    "transferred": "Transferred to another employer",
    "dismissed": "Dismissed",
    "died": "Died",
}


class Employment(Struct):
    """One stretch of employment as it is known now; somebody who returns has another."""

    ref: str
    since: datetime
    until: datetime | None = None
    ending: str = ""
    reported_at: datetime | None = None

    @property
    def first_day(self) -> date:
        return london_day(self.since)

    def last_day(self) -> date | None:
        """The last day any part of which was still employment."""
        if self.until is None:
            return None
        day = london_day(self.until)
        return day if self.until > day_bounds(day)[0] else _before(day)

    def runs_at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def plain(name: str) -> str:
    """A name by its letters alone, so that accents, case and signs do not part two records of one person."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in apart if letter.isalnum())


def day_faults(born_on: date, from_on: date, today: date) -> list[Fault]:
    """What cannot be true of a date of birth and a first day of employment."""
    faults = []
    if born_on >= today:
        faults.append(Fault(field="born_on", message="Date of birth must be in the past"))
    elif _years_after(born_on, OLDEST) <= today:
        faults.append(Fault(field="born_on", message=f"Date of birth must be less than {OLDEST} years ago"))
    if from_on > add_months(today, MONTHS_AHEAD):
        faults.append(Fault(field="from_on", message="Employed from must be no more than a year from now"))
    elif not faults and from_on < _years_after(born_on, YOUNGEST):
        message = f"Employed from must be after the person’s {YOUNGEST}th birthday"
        faults.append(Fault(field="from_on", message=message))
    return faults


def _years_after(day: date, years: int) -> date:
    return add_months(day, 12 * years)


def start_of(from_on: date) -> datetime:
    """Employment starts with its first day."""
    return day_bounds(from_on)[0]


def end_of(last_day: date, now: datetime) -> datetime:
    """Employment ends with its last day; today's ends at once, so that no power outlives it."""
    return now if last_day == london_day(now) else day_bounds(last_day)[1]


def leaving(employment: Employment, last_day: date, now: datetime) -> datetime:
    """When this employment ends; an ending that has come about may be moved earlier and never later."""
    if last_day > add_months(london_day(now), MONTHS_AHEAD):
        raise _fault("last_day", "Last day must be no more than a year from now")
    if last_day < employment.first_day:
        raise _fault("last_day", "Last day must not be before the first day of this employment")
    end = end_of(last_day, now)
    if end <= employment.since:
        raise _fault("last_day", "Last day must be after the employment started")
    if employment.until is not None and employment.until <= now and end >= employment.until:
        raise refusals.AlreadyLeft(until=_words(employment.last_day()))
    return end


def staying(employment: Employment, now: datetime) -> None:
    """Notice may be taken back while the person still works; afterwards they can only return."""
    if employment.until is None:
        raise refusals.StillEmployed
    if employment.until <= now:
        raise refusals.AlreadyLeft(until=_words(employment.last_day()))


def returning(history: Iterable[Employment], from_on: date, now: datetime) -> datetime:
    """When a new employment of somebody who left starts: after the last one, with nothing carried over."""
    start = start_of(from_on)
    for each in history:
        if each.until is None or each.until > max(now, start):
            raise refusals.StillEmployed
        if start < each.until:
            raise _fault("from_on", "The new employment must start after the last one ended")
    return start


def moved_start(employment: Employment, before: Iterable[Employment], from_on: date) -> datetime:
    """A first day corrected; it stays before the last, and after whatever employment came before."""
    start = start_of(from_on)
    if any(each.until is None or each.until > start for each in before):
        raise _fault("from_on", "Employed from must be after the employment before ended")
    if employment.until is not None and start >= employment.until:
        raise _fault("from_on", "Employed from must be before the last day of this employment")
    return start


def is_late(end: datetime, now: datetime) -> bool:
    """Whether an ending is reported after it came about: what was done in between was done without power."""
    return end < now


def _words(day: date | None) -> str:
    return in_words(day) if day else ""


def _fault(field: str, message: str) -> Faults:
    return Faults(Fault(field=field, message=message))
