"""A deadline shows its working: every day with its number or the reason it has none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain.bank_holidays import LONDON_BANK_HOLIDAYS as HOLIDAYS
from csas.domain.calendar import (
    Pause,
    add_months,
    calendar_day_deadline,
    has_passed,
    month_deadline,
    working_day_deadline,
)

ONE_DAY = timedelta(days=1)
starts = st.dates(date(2024, 1, 1), date(2029, 6, 30))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def pause(since: date, until: date | None, why: str = "a question to the applicant") -> Pause:
    return Pause(since=noon(since), until=None if until is None else noon(until), why=why)


def working_days_after(start: date, wanted: int) -> date:
    """The same answer by the plainest way there is."""
    days = (start + n * ONE_DAY for n in range(1, wanted * 3 + 30))
    return [day for day in days if day.weekday() < 5 and day not in HOLIDAYS][wanted - 1]


def working_days_in(first: date, end: date) -> int:
    days = (first + n * ONE_DAY for n in range((end - first).days))
    return sum(day.weekday() < 5 and day not in HOLIDAYS for day in days)


def test_over_christmas_each_day_says_why_it_does_or_does_not_count() -> None:
    deadline = working_day_deadline(date(2026, 12, 23), 3, HOLIDAYS)
    assert [(line.day.day, line.number, line.kind, line.why) for line in deadline.counted] == [
        (23, None, "start", "The day it started"),
        (24, 1, "counted", "Working day"),
        (25, None, "bank-holiday", "Bank holiday: Christmas Day"),
        (26, None, "weekend", "Weekend"),
        (27, None, "weekend", "Weekend"),
        (28, None, "bank-holiday", "Bank holiday: Boxing Day (substitute day)"),
        (29, 2, "counted", "Working day"),
        (30, 3, "counted", "Working day"),
    ]
    assert deadline.due_on == deadline.counted_to == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 27), 1, date(2026, 3, 30)),
        (date(2026, 3, 28), 1, date(2026, 3, 30)),
        (date(2026, 3, 29), 1, date(2026, 3, 30)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 10, 23), 5, date(2026, 10, 30)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), 1, date(2026, 7, 2)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date | datetime, days: int, due: date) -> None:
    assert working_day_deadline(start, days, HOLIDAYS).due_on == due


@pytest.mark.parametrize("wanted", [1, 5, 10, 20])
def test_every_day_of_six_years_agrees_with_a_plain_list(wanted: int) -> None:
    start = date(2024, 1, 1)
    while start < date(2030, 6, 1):
        due = working_day_deadline(start, wanted, HOLIDAYS).due_on
        assert due == working_days_after(start, wanted), start
        start += ONE_DAY


@given(starts, st.integers(1, 60))
def test_numbers_run_without_gap_up_to_the_due_day(start: date, days: int) -> None:
    deadline = working_day_deadline(start, days, HOLIDAYS)
    lines = deadline.counted
    assert [line.number for line in lines if line.number] == list(range(1, days + 1))
    assert [line.day for line in lines] == [start + n * ONE_DAY for n in range(len(lines))]
    assert lines[-1].number == days


@given(starts, st.integers(2, 30), st.data())
def test_a_pause_of_so_many_working_days_moves_the_due_day_by_as_many(
    start: date, days: int, data: st.DataObject
) -> None:
    plain = working_day_deadline(start, days, HOLIDAYS).due_on
    assert plain is not None
    since = data.draw(st.dates(start + ONE_DAY, plain))
    until = since + data.draw(st.integers(0, 60)) * ONE_DAY
    paused = working_day_deadline(start, days, HOLIDAYS, [pause(since, until)])
    lost = working_days_in(since, until)
    assert paused.due_on == (working_days_after(plain, lost) if lost else plain)
    assert sum(line.kind == "paused" for line in paused.counted) == lost


@given(starts, st.integers(1, 60), st.data())
def test_a_pause_of_so_many_days_moves_calendar_days_by_as_many(start: date, days: int, data: st.DataObject) -> None:
    since = start + data.draw(st.integers(1, days)) * ONE_DAY
    lost = data.draw(st.integers(0, 60))
    paused = calendar_day_deadline(start, days, [pause(since, since + lost * ONE_DAY)])
    assert paused.due_on == start + (days + lost) * ONE_DAY


def test_a_paused_day_says_by_what() -> None:
    start = date(2026, 6, 1)
    deadline = working_day_deadline(start, 3, HOLIDAYS, [pause(date(2026, 6, 2), date(2026, 6, 4))])
    assert [(line.number, line.why) for line in deadline.counted[1:]] == [
        (None, "Paused: a question to the applicant"),
        (None, "Paused: a question to the applicant"),
        (1, "Working day"),
        (2, "Working day"),
        (None, "Weekend"),
        (None, "Weekend"),
        (3, "Working day"),
    ]


def test_a_pause_within_one_day_costs_nothing() -> None:
    day = date(2026, 6, 2)
    short = Pause(since=noon(day), until=noon(day) + timedelta(hours=3), why="a hold")
    assert working_day_deadline(date(2026, 6, 1), 3, HOLIDAYS, [short]).due_on == date(2026, 6, 4)


def test_pauses_that_overlap_cost_each_day_once() -> None:
    first, second = (
        pause(date(2026, 6, 2), date(2026, 6, 4)),
        pause(date(2026, 6, 3), date(2026, 6, 5)),
    )
    deadline = working_day_deadline(date(2026, 6, 1), 3, HOLIDAYS, [first, second])
    assert deadline.due_on == date(2026, 6, 9)


def test_while_the_clock_stands_still_nothing_is_due() -> None:
    open_pause = pause(date(2026, 6, 3), None, "a question to the applicant")
    deadline = working_day_deadline(date(2026, 6, 1), 5, HOLIDAYS, [open_pause])
    assert deadline.due_on is None
    assert deadline.paused_by == "a question to the applicant"
    assert [line.day.day for line in deadline.counted] == [1, 2, 3]
    assert not has_passed(deadline, noon(date(2030, 1, 1)))


def test_an_open_pause_is_named_before_a_closed_one() -> None:
    day = date(2026, 6, 2)
    pauses = [pause(day, date(2026, 6, 9), "a question"), pause(day, None, "a hold")]
    assert working_day_deadline(date(2026, 6, 1), 5, HOLIDAYS, pauses).paused_by == "a hold"


def test_a_pause_that_begins_when_it_is_overdue_leaves_it_overdue() -> None:
    late = pause(date(2026, 6, 10), None)
    deadline = working_day_deadline(date(2026, 6, 1), 5, HOLIDAYS, [late])
    assert deadline.due_on == date(2026, 6, 8)
    assert has_passed(deadline, noon(date(2026, 6, 10)))


def test_a_deadline_passes_at_the_end_of_its_day_in_london() -> None:
    deadline = working_day_deadline(date(2026, 6, 1), 1, HOLIDAYS)
    last = datetime(2026, 6, 2, 22, 59, 59, tzinfo=UTC)
    assert not has_passed(deadline, last)
    assert has_passed(deadline, last + timedelta(seconds=1))


def test_days_are_calendar_days_and_stay_where_they_fall() -> None:
    deadline = calendar_day_deadline(date(2026, 12, 11), 14)
    assert deadline.due_on == date(2026, 12, 25)
    assert {line.why for line in deadline.counted[1:]} == {"Day"}


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 6, 15), 12, date(2027, 6, 15)),
    ],
)
def test_months_run_to_the_same_day_or_to_the_end_of_the_month(start: date, months: int, due: date) -> None:
    assert add_months(start, months) == due
    assert month_deadline(start, months).due_on == due


def test_a_pause_moves_months_by_its_days() -> None:
    held = pause(date(2026, 7, 1), date(2026, 7, 11), "a hold")
    assert month_deadline(date(2026, 6, 15), 3, [held]).due_on == date(2026, 9, 25)


def test_more_time_runs_to_the_named_day() -> None:
    deadline = working_day_deadline(date(2026, 6, 1), 5, HOLIDAYS, extended_to=date(2026, 7, 1))
    assert (deadline.due_on, deadline.counted_to) == (date(2026, 7, 1), date(2026, 6, 8))
    assert deadline.extended_to == date(2026, 7, 1)


def test_more_time_is_never_less() -> None:
    deadline = calendar_day_deadline(date(2026, 6, 1), 14, extended_to=date(2026, 6, 5))
    assert deadline.due_on == date(2026, 6, 15)


def test_a_count_beyond_the_known_holidays_says_so() -> None:
    assert working_day_deadline(date(2030, 12, 30), 3, HOLIDAYS).provisional
    assert not working_day_deadline(date(2030, 12, 2), 3, HOLIDAYS).provisional
    assert not calendar_day_deadline(date(2030, 12, 30), 30).provisional


@pytest.mark.parametrize("days", [0, -1])
def test_a_deadline_needs_a_day(days: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        working_day_deadline(date(2026, 6, 1), days, HOLIDAYS)
