"""A time of day in London is one moment; twice a year it may be none or two."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from csas.domain.enquiries import moment_of

AUTUMN, SPRING, SUMMER = date(2026, 10, 25), date(2026, 3, 29), date(2026, 5, 3)


@pytest.mark.parametrize(
    ("day", "typed", "moment"),
    [
        (SUMMER, "14:32", datetime(2026, 5, 3, 13, 32, tzinfo=UTC)),
        (SUMMER, "14.32", datetime(2026, 5, 3, 13, 32, tzinfo=UTC)),
        (SUMMER, " 9:05 bst ", datetime(2026, 5, 3, 8, 5, tzinfo=UTC)),
        (SUMMER, "23:59:59", datetime(2026, 5, 3, 22, 59, 59, tzinfo=UTC)),
        (AUTUMN, "01:30 BST", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (AUTUMN, "01:30 GMT", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (AUTUMN, "02:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (SPRING, "00:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (SPRING, "02:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_one_moment(day: date, typed: str, moment: datetime) -> None:
    assert moment_of(day, typed) == moment


@pytest.mark.parametrize(
    ("day", "typed", "why"),
    [
        (SUMMER, "24:00", "must be a time of day"),
        (SUMMER, "noon", "must be a time of day"),
        (SUMMER, "14:60", "must be a time of day"),
        (SUMMER, "14:32 GMT", "was BST on that day"),
        (AUTUMN, "01:30", "came twice"),
        (SPRING, "01:30", "did not come"),
    ],
)
def test_what_is_wrong_with_it_is_said(day: date, typed: str, why: str) -> None:
    found = moment_of(day, typed)
    assert isinstance(found, str)
    assert why in found
