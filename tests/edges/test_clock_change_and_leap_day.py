"""Clock change and leap day: days are London days, however many hours they have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec

from csas.domain.calendar import add_months, day_bounds
from csas.domain.fitness import last_day, training_period
from csas.domain.individual_terms import last_day_before
from csas.domain.standing import ANYWHERE
from csas.domain.uses import PowerSaid, moment_of, verdict
from csas.domain.values import Period
from tests.domain.test_cards_check import FACTS, granted

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)


def test_a_use_in_the_hour_that_was_skipped_has_no_moment() -> None:
    assert moment_of(SPRING, "01:30") is None
    assert moment_of(SPRING, "02:30") == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_use_in_the_hour_that_came_twice_is_good_in_either() -> None:
    power = PowerSaid(code="3", title="", territory="area", statutory=True, names_offences=False, since=None)
    moment, hour = moment_of(AUTUMN, "01:30"), timedelta(hours=1)
    assert moment
    for since, good in ((moment, True), (moment + hour, True), (moment + 2 * hour, False)):
        rows = (msgspec.structs.replace(granted("3"), valid=Period(start=since)),)
        facts = msgspec.structs.replace(FACTS, granted=rows)
        assert verdict([facts], power, moment, ANYWHERE).authorised is good


def test_a_term_that_ends_on_a_day_of_25_hours_has_all_of_them() -> None:
    start, end = day_bounds(AUTUMN)
    assert end - start == timedelta(hours=25)
    assert last_day_before(end) == AUTUMN


def test_training_passed_on_a_leap_day_is_good_to_the_last_of_february() -> None:
    leap = date(2028, 2, 29)
    end = training_period(leap, 36).end
    assert end
    assert last_day(end) == add_months(leap, 36) == date(2031, 2, 28)
