"""Training is in date in London days, and standing agrees to the microsecond."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain.calendar import LONDON, add_months, london_day
from csas.domain.fitness import INSTANT, days_left, distance_of, last_day, state_of, training_period
from csas.domain.standing import power_standing
from csas.domain.standing_facts import (
    Adoption,
    Ended,
    Fact,
    Granted,
    PersonFacts,
    PowerInLaw,
    Term,
    Training,
    Uniform,
    Vetting,
)
from csas.domain.values import Period

LONG = Period(start=datetime(2015, 1, 1, tzinfo=UTC), end=datetime(2060, 1, 1, tzinfo=UTC))
COURSE = 7


def trained(passed_on: date, months: int) -> PersonFacts:
    """Somebody whose power rests on one course and on nothing else that ends."""
    always: dict[str, Any] = {"valid": LONG, "known": Period(start=LONG.start)}
    return PersonFacts(
        ref="x",
        police_area="Metropolitan",
        scheme=(Fact(**always),),
        arrangements=(Ended(**always),),
        employments=(Ended(**always),),
        terms=(Term(ref="t", uniform="u", rests_on=("training",), **always),),
        uniforms=(Uniform(ref="u", description="", badge="", **always),),
        granted=(Granted(ref="g", power="1a", areas=(), courses=(COURSE,), **always),),
        powers=(PowerInLaw(code="1a", paragraph="", title="", plain="", territory="area", in_law=LONG),),
        adoptions=(Adoption(power="1a", **always),),
        vettings=(Vetting(outcome="clear", **always),),
        trainings=(Training(course=COURSE, valid=training_period(passed_on, months), known=Period(start=LONG.start)),),
    )


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)


DAYS = st.one_of(
    st.dates(date(2016, 1, 1), date(2050, 1, 1)),
    # Clock changes, leap days and the ends of months and years
    st.sampled_from(
        [
            date(2024, 2, 29),
            date(2028, 2, 29),
            date(2026, 3, 29),
            date(2026, 10, 25),
            date(2023, 3, 29),
            date(2023, 10, 29),
            date(2026, 8, 31),
            date(2026, 12, 31),
        ]
    ),
)


@given(passed_on=DAYS, months=st.integers(1, 60), beside=st.sampled_from([-1, 0, 1]), end=st.sampled_from([0, 1]))
def test_training_is_in_date_exactly_when_standing_says_so(passed_on: date, months: int, beside: int, end: int) -> None:
    edge = midnight(add_months(passed_on, months) + timedelta(days=1)) if end else midnight(passed_on)
    at = edge + beside * INSTANT
    in_date = passed_on <= london_day(at) <= add_months(passed_on, months)
    found = power_standing(trained(passed_on, months), "1a", at)
    assert found.in_force == in_date
    assert found.cause == ("" if in_date else "training-not-in-date")
    until = training_period(passed_on, months).end
    assert until
    if london_day(at) >= passed_on:
        assert (state_of(until, at) != "expired") == in_date


def test_passed_on_a_leap_day_it_is_good_to_the_last_of_february() -> None:
    period = training_period(date(2024, 2, 29), 36)
    assert period.end == midnight(date(2027, 3, 1))
    assert last_day(period.end) == date(2027, 2, 28)


def test_passed_in_winter_and_ending_in_summer_it_ends_at_midnight_in_london() -> None:
    period = training_period(date(2026, 1, 15), 6)
    assert (period.start, period.end) == (
        datetime(2026, 1, 15, tzinfo=UTC),
        datetime(2026, 7, 15, 23, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (-1, "expired"),
        (0, "ends-30"),
        (30, "ends-30"),
        (31, "ends-60"),
        (60, "ends-60"),
        (90, "ends-90"),
        (91, "in-date"),
    ],
)
def test_how_soon_it_ends_is_counted_in_london_days(left: int, state: str) -> None:
    now = datetime(2026, 10, 1, 22, 30, tzinfo=UTC)  # half past eleven at night in London
    until = midnight(london_day(now) + timedelta(days=left + 1))
    assert state_of(until, now) == state
    assert days_left(until, now) == left


def test_what_was_never_passed_is_missing() -> None:
    assert state_of(None, datetime(2026, 10, 1, tzinfo=UTC)) == "missing"


@pytest.mark.parametrize(("left", "distance"), [(91, None), (90, 90), (61, 90), (60, 60), (7, 7), (0, 7)])
def test_the_nearest_distance_reached_is_the_one_told_at(left: int, distance: int | None) -> None:
    now = datetime(2026, 10, 1, 12, tzinfo=UTC)
    until = midnight(london_day(now) + timedelta(days=left + 1))
    assert distance_of(until, now, (90, 60, 30, 7)) == distance
