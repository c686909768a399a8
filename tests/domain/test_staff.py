"""Employment as rules: whole days, endings that only move earlier, and names by their letters alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain import refusals, staff
from csas.domain.calendar import add_months, day_bounds, london_day
from csas.domain.staff import Employment
from csas.domain.staff_cells import read_day

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
TODAY = london_day(NOW)
DAYS = st.dates(date(2020, 1, 1), date(2027, 10, 1))


def employed(since: date, until: datetime | None = None) -> Employment:
    return Employment(ref="e", since=staff.start_of(since), until=until, ending="left" if until else "")


@given(since=DAYS, last=DAYS)
def test_an_ending_lies_on_its_day_and_after_the_start(since: date, last: date) -> None:
    employment = employed(since)
    try:
        end = staff.leaving(employment, last, NOW)
    except refusals.Faults:
        assert last < since or last > add_months(TODAY, 12)
        return
    ended = employed(since, end)
    assert ended.last_day() == last
    assert end > employment.since
    assert end == (NOW if last == TODAY else day_bounds(last)[1])
    assert staff.is_late(end, NOW) == (last < TODAY)


@given(first=DAYS, second=DAYS)
def test_what_has_ended_never_goes_on_longer(first: date, second: date) -> None:
    since = date(2020, 1, 1)
    ended = employed(since, staff.leaving(employed(since), min(first, TODAY), NOW))
    assert ended.until
    try:
        end = staff.leaving(ended, second, NOW)
    except (refusals.AlreadyLeft, refusals.Faults):
        return
    assert end < ended.until


@given(st.text(max_size=40))
def test_a_plain_name_is_plain_and_stays_so(name: str) -> None:
    plain = staff.plain(name)
    assert plain == staff.plain(f"  {name.upper().lower()} ") or any(
        letter.upper().lower() != letter for letter in name
    )
    assert all(letter.isalnum() for letter in plain)


@pytest.mark.parametrize(
    ("one", "other"), [("Siân Ŵyn-Rhys", "sian wyn rhys"), ("O’Brien", "OBRIEN"), ("Ada  Brook", "ada brook")]
)
def test_names_written_differently_are_one(one: str, other: str) -> None:
    assert staff.plain(one) == staff.plain(other)


def test_who_returns_starts_after_they_left() -> None:
    left = employed(date(2026, 1, 1), day_bounds(date(2026, 9, 30))[1])
    assert staff.returning([left], date(2026, 10, 1), NOW) == day_bounds(date(2026, 10, 1))[0]
    with pytest.raises(refusals.Faults):
        staff.returning([left], date(2026, 9, 30), NOW)
    with pytest.raises(refusals.StillEmployed):
        staff.returning([employed(date(2026, 1, 1))], date(2026, 10, 1), NOW)


def test_the_youngest_and_the_oldest() -> None:
    sixteen = date(2010, 11, 2)
    assert staff.day_faults(sixteen, TODAY, TODAY) == []
    assert [fault.field for fault in staff.day_faults(sixteen + timedelta(days=1), TODAY, TODAY)] == ["from_on"]
    assert [fault.field for fault in staff.day_faults(date(1926, 11, 2), TODAY, TODAY)] == ["born_on"]


@given(DAYS)
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    written = (
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%d-%b-%Y}",
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
    )
    assert {read_day(text) for text in written} == {day}


@pytest.mark.parametrize("text", ["2/29/2024", "31/4/2026", "4/5/90", "32997", "4 Mai 1990", "today", "1/1/1899", ""])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None
