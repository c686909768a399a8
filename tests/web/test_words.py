"""Dates, times, money and numbers are written as people say them, in London time."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from jinja2 import UndefinedError

from csas.web import templating


def test_a_day_has_its_weekday() -> None:
    assert templating.day(date(2026, 11, 22)) == "Sunday 22 November 2026"


def test_a_moment_late_on_a_summer_evening_falls_on_the_next_london_day() -> None:
    assert templating.short_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05am"),
        (9, 0, "9am"),
        (12, 0, "midday"),
        (12, 30, "12:30pm"),
        (16, 5, "4:05pm"),
    ],
)
def test_a_time_of_day(hour: int, minute: int, words: str) -> None:
    assert templating.clock(datetime(2026, 11, 22, hour, minute, tzinfo=UTC)) == words


def test_a_moment() -> None:
    at = datetime(2026, 7, 1, 15, 5, tzinfo=UTC)
    assert templating.moment(at) == "1 July 2026 at 4:05pm"
    assert templating.machine(at) == "2026-07-01T16:05:00+01:00"


@pytest.mark.parametrize(
    ("amount", "words"),
    [(None, "not yet set"), (0, "£0"), (1234, "£1,234"), (Decimal("90.50"), "£90.50")],
)
def test_money_that_nobody_set_is_not_nothing(amount: Decimal | int | None, words: str) -> None:
    assert templating.money(amount) == words


def test_numbers_with_their_nouns() -> None:
    assert templating.plural(1, "borough") == "1 borough"
    assert templating.plural(1200, "person", "people") == "1,200 people"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((), ""),
        (("Camden",), "Camden"),
        (("Brent", "Camden", "Sutton"), "Brent, Camden and Sutton"),
    ],
)
def test_a_series(values: tuple[str, ...], words: str) -> None:
    assert templating.series(values) == words


def test_sizes_of_files() -> None:
    assert templating.file_size(12) == "1KB"
    assert templating.file_size(2_400_000) == "2.4MB"


def test_a_static_file_has_an_address_of_its_content() -> None:
    assert templating.asset("csas.css").startswith("/static/csas.css?v=")
    assert templating.asset("nothing.css") == "/static/nothing.css"


def test_a_name_nobody_gave_is_refused() -> None:
    with pytest.raises(UndefinedError):
        templating.environment().from_string("{{ unheard_of }}").render()
