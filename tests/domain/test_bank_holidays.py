"""Our table of bank holidays agrees with an independent one."""

from datetime import date

import holidays
import pytest

from csas.domain.bank_holidays import LONDON_BANK_HOLIDAYS

YEARS = range(2024, 2031)


@pytest.mark.parametrize("year", YEARS)
def test_each_year_has_the_days_an_independent_calendar_has(year: int) -> None:
    known = holidays.country_holidays("GB", subdiv="ENG", years=year)
    weekdays = {day for day in known if day.weekday() < 5}
    assert {day for day in LONDON_BANK_HOLIDAYS if day.year == year} == weekdays


def test_every_year_has_eight_and_each_has_a_name() -> None:
    assert len(LONDON_BANK_HOLIDAYS) == 8 * len(YEARS)
    assert all(name.strip() for name in LONDON_BANK_HOLIDAYS.values())


def test_a_holiday_on_a_weekend_stands_as_its_substitute() -> None:
    assert LONDON_BANK_HOLIDAYS[date(2026, 12, 28)] == "Boxing Day (substitute day)"
    assert date(2026, 12, 26) not in LONDON_BANK_HOLIDAYS
