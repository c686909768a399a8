"""Days in London, and deadlines counted day by day with the reason for each day.

It turns civil days into moments and back, whatever the zone of the machine. It
does not know what time it is, and no deadline here does anything by itself.

The rules of counting, the same for working days, calendar days and months:

- The day something starts is not counted; the day after is the first.
- A deadline passes at the end of its due day, at midnight in London.
- A day does not count if the clock stood still at the end of that day, so a
  pause costs as many days as midnights passed in it.
- A due day in calendar days or months is not moved off a weekend or holiday.
- Months run to the same day of the later month, or to its last day where it
  has no such day: 31 January and a month is 28 February, or 29 in a leap year.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from csas.domain.values import Struct

LONDON = ZoneInfo("Europe/London")
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_MONTHS_IN_YEAR = 12

DayKind = Literal["start", "counted", "weekend", "bank-holiday", "paused"]


class Pause(Struct):
    """A time in which a clock stood still; without `until` it still does."""

    since: datetime
    until: datetime | None = None
    why: str


class CountedDay(Struct):
    """One line of a deadline's working; only a counted day has a number."""

    day: date
    number: int | None = None
    kind: DayKind
    why: str


class Deadline(Struct):
    """A due day with its working; no due day while the clock stands still.

    `counted_to` is where the count alone ends, before an extension to a named
    day. `provisional` says that the count runs into years for which no bank
    holidays are known yet.
    """

    due_on: date | None
    counted: tuple[CountedDay, ...]
    counted_to: date | None = None
    extended_to: date | None = None
    paused_by: str | None = None
    provisional: bool = False


def in_words(day: date) -> str:
    """A day as people say it: 3 May 2026."""
    return f"{day.day} {day:%B %Y}"


def london_day(moment: datetime) -> date:
    """The civil day in London on which a moment falls."""
    _require_zone(moment)
    return moment.astimezone(LONDON).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a London day and the first moment after it: 23, 24 or 25 hours."""
    return _midnight(day), _midnight(day + _ONE_DAY)


def civil_period(first_day: date, last_day: date | None) -> tuple[datetime, datetime | None]:
    """Whole days, both included, as a period that holds its start and not its end."""
    if last_day is not None and last_day < first_day:
        message = "the last day comes before the first"
        raise ValueError(message)
    return _midnight(first_day), None if last_day is None else _midnight(last_day + _ONE_DAY)


def add_months(day: date, months: int) -> date:
    """The same day that many months on, or the last day of a month that has no such day."""
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + months, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date, holidays: Mapping[date, str]) -> bool:
    """Monday to Friday, bank holidays apart."""
    return day.weekday() < _SATURDAY and day not in holidays


def working_day_deadline(
    start: datetime | date,
    days: int,
    holidays: Mapping[date, str],
    pauses: Sequence[Pause] = (),
    extended_to: date | None = None,
) -> Deadline:
    """Due on the last of so many working days after the start."""
    return _counted(_first_day(start), days, holidays, pauses, extended_to)


def calendar_day_deadline(
    start: datetime | date,
    days: int,
    pauses: Sequence[Pause] = (),
    extended_to: date | None = None,
) -> Deadline:
    """Due on the last of so many days after the start, weekends and holidays included."""
    return _counted(_first_day(start), days, None, pauses, extended_to)


def month_deadline(
    start: datetime | date,
    months: int,
    pauses: Sequence[Pause] = (),
    extended_to: date | None = None,
) -> Deadline:
    """Due on the same day so many months on; each paused day moves it on by a day."""
    first = _first_day(start)
    return _counted(first, (add_months(first, months) - first).days, None, pauses, extended_to)


def has_passed(deadline: Deadline, now: datetime) -> bool:
    """Whether the due day is over in London; never while the clock stands still."""
    return deadline.due_on is not None and london_day(now) > deadline.due_on


def _counted(
    first: date,
    wanted: int,
    holidays: Mapping[date, str] | None,
    pauses: Sequence[Pause],
    extended_to: date | None,
) -> Deadline:
    if wanted < 1:
        message = "a deadline needs at least one day"
        raise ValueError(message)
    days = [CountedDay(day=first, kind="start", why="The day it started")]
    number = 0
    while number < wanted:
        day = days[-1].day + _ONE_DAY
        pause = _pause_on(day, pauses)
        line = _line(day, number + 1, holidays, pause)
        days.append(line)
        if pause is not None and pause.until is None:
            return Deadline(due_on=None, counted=tuple(days), extended_to=extended_to, paused_by=pause.why)
        number = line.number or number
    return _due(days, holidays, extended_to)


def _due(days: list[CountedDay], holidays: Mapping[date, str] | None, extended_to: date | None) -> Deadline:
    last = days[-1].day
    due = last if extended_to is None else max(last, extended_to)
    unknown = holidays is not None and last.year > max((day.year for day in holidays), default=last.year)
    return Deadline(
        due_on=due,
        counted=tuple(days),
        counted_to=last,
        extended_to=extended_to,
        provisional=unknown,
    )


def _line(day: date, number: int, holidays: Mapping[date, str] | None, pause: Pause | None) -> CountedDay:
    if holidays is not None and day.weekday() >= _SATURDAY:
        return CountedDay(day=day, kind="weekend", why="Weekend")
    if holidays is not None and day in holidays:
        return CountedDay(day=day, kind="bank-holiday", why=f"Bank holiday: {holidays[day]}")
    if pause is not None:
        return CountedDay(day=day, kind="paused", why=f"Paused: {pause.why}")
    return CountedDay(day=day, number=number, kind="counted", why="Working day" if holidays is not None else "Day")


def _pause_on(day: date, pauses: Sequence[Pause]) -> Pause | None:
    """The pause in which the clock stood still at the end of this day; an open one first."""
    standing = [pause for pause in pauses if _stands_at_end_of(day, pause)]
    return min(standing, key=lambda pause: pause.until is not None, default=None)


def _stands_at_end_of(day: date, pause: Pause) -> bool:
    begun = london_day(pause.since) <= day
    return begun and (pause.until is None or london_day(pause.until) > day)


def _first_day(start: datetime | date) -> date:
    return london_day(start) if isinstance(start, datetime) else start


def _days_after(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(1, (last - first).days + 1))


def _midnight(day: date) -> datetime:
    """In UTC, because Python subtracts moments of one zone by their clock faces."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def _require_zone(moment: datetime) -> None:
    if moment.tzinfo is None:
        message = "a moment needs a time zone"
        raise ValueError(message)
