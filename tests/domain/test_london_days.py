"""A day begins and ends at midnight in London, whatever the machine's own zone."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain.calendar import LONDON, civil_period, day_bounds, has_passed, london_day
from csas.domain.calendar import calendar_day_deadline as in_days
from csas.domain.values import Period

days = st.dates(date(1990, 1, 1), date(2039, 12, 31))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.fixture(params=["UTC", "Europe/London", "Pacific/Kiritimati"])
def machine_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


BOUNDARIES = [
    (date(2026, 3, 28), utc(2026, 3, 28), 24),
    (date(2026, 3, 29), utc(2026, 3, 29), 23),
    (date(2026, 3, 30), utc(2026, 3, 29, 23), 24),
    (date(2026, 10, 24), utc(2026, 10, 23, 23), 24),
    (date(2026, 10, 25), utc(2026, 10, 24, 23), 25),
    (date(2028, 2, 29), utc(2028, 2, 29), 24),
    (date(2026, 12, 31), utc(2026, 12, 31), 24),
    (date(2038, 1, 19), utc(2038, 1, 19), 24),
    (date(2038, 7, 1), utc(2038, 6, 30, 23), 24),
]


@pytest.mark.parametrize(("day", "start", "hours"), BOUNDARIES)
def test_a_day_has_its_own_bounds(machine_zone: str, day: date, start: datetime, hours: int) -> None:
    assert day_bounds(day) == (start, start + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (utc(2026, 6, 30, 22, 59), date(2026, 6, 30)),
        (utc(2026, 6, 30, 23), date(2026, 7, 1)),
        (utc(2026, 12, 31, 23, 59), date(2026, 12, 31)),
        (utc(2027, 1, 1), date(2027, 1, 1)),
        (datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=14))), date(2026, 6, 30)),
    ],
)
def test_a_moment_falls_on_the_day_it_is_in_london(machine_zone: str, moment: datetime, day: date) -> None:
    assert london_day(moment) == day


def test_a_moment_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        london_day(utc(2026, 6, 1).replace(tzinfo=None))


@given(days)
def test_days_follow_without_gap_and_hold_their_own_moments(day: date) -> None:
    start, end = day_bounds(day)
    assert day_bounds(day + timedelta(days=1))[0] == end
    assert london_day(start) == day
    assert london_day(end - timedelta(microseconds=1)) == day
    assert london_day(end) == day + timedelta(days=1)


@given(days, st.integers(0, 800))
def test_a_renewal_leaves_no_gap(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    start, end = civil_period(first, last)
    assert civil_period(last + timedelta(days=1), None) == (end, None)
    assert end is not None
    assert (end - start) >= timedelta(days=length, hours=23)


def test_whole_days_cannot_end_before_they_start() -> None:
    with pytest.raises(ValueError, match="before the first"):
        civil_period(date(2026, 5, 2), date(2026, 5, 1))


def test_an_end_in_the_missing_hour_is_still_after_the_hour_before() -> None:
    missing = datetime(2026, 3, 29, 1, 30, tzinfo=LONDON)
    period = Period(start=utc(2026, 3, 29, 0, 30), end=missing)
    assert period.contains(utc(2026, 3, 29, 1))
    assert not period.contains(utc(2026, 3, 29, 1, 30))


def test_a_summer_deadline_ends_at_midnight_in_london_and_not_in_utc() -> None:
    deadline = in_days(date(2026, 6, 1), 14)
    assert not has_passed(deadline, utc(2026, 6, 15, 22, 59))
    assert has_passed(deadline, utc(2026, 6, 15, 23))
