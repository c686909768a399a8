"""What a return must say, told without a database: times of day in London, and police time in posts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from csas.domain.use_sheets import day_of, values_of
from csas.domain.uses import moment_of, posts_saved


def test_a_time_of_day_is_london_s() -> None:
    assert moment_of(date(2026, 7, 1), "14:32") == datetime(2026, 7, 1, 13, 32, tzinfo=UTC)
    assert moment_of(date(2026, 12, 1), "14:32") == datetime(2026, 12, 1, 14, 32, tzinfo=UTC)


@pytest.mark.parametrize("time", ["01:30", "25:00", "noon", ""])
def test_a_time_that_was_skipped_or_is_none_is_no_moment(time: str) -> None:
    assert moment_of(date(2026, 3, 29), time) is None


def test_police_time_is_told_in_posts_of_the_period() -> None:
    assert posts_saved(180_000, 1500, 12) == pytest.approx(2.0)
    assert posts_saved(90_000, 1500, 6) == pytest.approx(2.0)
    assert posts_saved(90_000, 0, 6) == 0.0


def test_days_are_read_as_people_here_write_them() -> None:
    assert day_of("3/5/2026") == "2026-05-03"
    assert day_of("2026-05-03 14:32") == "2026-05-03"
    assert day_of("31/2/2026") == "0000-00-00"


def test_words_of_a_sheet_become_codes_and_the_unknown_stays() -> None:
    cells = {
        "power": "3",
        "area": "Lambeth",
        "outcome": "walked away",
        "officer_present": "Y",
        "time": "9:05:00",
        "on": "",
    }
    found = values_of(cells, {"lambeth": "E09000022"}, {})
    assert (found["area"], found["outcome"], found["officer_present"]) == ("E09000022", "walked-off", "yes")
    assert found["place"] == ""
    assert values_of({**cells, "area": "Narnia"}, {}, {})["area"] == "Narnia"
