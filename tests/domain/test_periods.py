"""A period holds its start and not its end, through every change of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain.calendar import LONDON
from csas.domain.values import Period

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

moments = st.integers(0, 200).map(lambda hours: NOON + hours * HOUR)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(moments)
    length = draw(st.none() | st.integers(1, 100))
    return Period(start=start, end=None if length is None else start + length * HOUR)


def test_it_holds_its_start_and_not_its_end() -> None:
    period = Period(start=NOON, end=NOON + HOUR)
    assert period.contains(NOON)
    assert not period.contains(NOON + HOUR)


def test_without_an_end_it_goes_on() -> None:
    period = Period(start=NOON)
    assert period.contains(NOON + timedelta(days=40_000))
    assert not period.contains(NOON - HOUR)


def test_two_that_touch_share_nothing() -> None:
    first, second = Period(start=NOON, end=NOON + HOUR), Period(start=NOON + HOUR)
    assert first.intersect(second) is None


@pytest.mark.parametrize("end", [NOON, NOON - HOUR])
def test_it_cannot_end_before_it_starts(end: datetime) -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(start=NOON, end=end)


def test_it_needs_a_time_zone() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        Period(start=naive)
    with pytest.raises(ValueError, match="time zone"):
        Period(start=NOON, end=naive + HOUR)


def test_the_repeated_hour_of_october_keeps_its_order() -> None:
    before = datetime(2026, 10, 25, 1, 45, tzinfo=LONDON)
    after = datetime(2026, 10, 25, 1, 15, tzinfo=LONDON, fold=1)
    period = Period(start=before, end=after)
    assert period.contains(before.astimezone(UTC) + timedelta(minutes=20))


@given(periods(), periods(), moments)
def test_a_shared_moment_is_in_both(one: Period, other: Period, moment: datetime) -> None:
    shared = one.intersect(other)
    in_shared = shared is not None and shared.contains(moment)
    assert in_shared == (one.contains(moment) and other.contains(moment))
    assert shared == other.intersect(one)
