"""Bank holidays in England, which is to say in London, from 2024 to 2030.

The table decides, so that an operator can add a proclaimed day without a new
release of a library. Holidays that fall on a weekend stand as the substitute
day only. Banking and Financial Dealings Act 1971, s.1 and Schedule 1, and the
proclamations under it; New Year's Day and the May holiday are proclaimed.
"""

from __future__ import annotations

from datetime import date
from typing import Final

_NEW_YEAR = "New Year’s Day"
_FRIDAY = "Good Friday"
_MONDAY = "Easter Monday"
_MAY = "Early May bank holiday"
_SPRING = "Spring bank holiday"
_SUMMER = "Summer bank holiday"
_CHRISTMAS = "Christmas Day"
_BOXING = "Boxing Day"
_INSTEAD = " (substitute day)"

LONDON_BANK_HOLIDAYS: Final[dict[date, str]] = {
    date(2024, 1, 1): _NEW_YEAR,
    date(2024, 3, 29): _FRIDAY,
    date(2024, 4, 1): _MONDAY,
    date(2024, 5, 6): _MAY,
    date(2024, 5, 27): _SPRING,
    date(2024, 8, 26): _SUMMER,
    date(2024, 12, 25): _CHRISTMAS,
    date(2024, 12, 26): _BOXING,
    date(2025, 1, 1): _NEW_YEAR,
    date(2025, 4, 18): _FRIDAY,
    date(2025, 4, 21): _MONDAY,
    date(2025, 5, 5): _MAY,
    date(2025, 5, 26): _SPRING,
    date(2025, 8, 25): _SUMMER,
    date(2025, 12, 25): _CHRISTMAS,
    date(2025, 12, 26): _BOXING,
    date(2026, 1, 1): _NEW_YEAR,
    date(2026, 4, 3): _FRIDAY,
    date(2026, 4, 6): _MONDAY,
    date(2026, 5, 4): _MAY,
    date(2026, 5, 25): _SPRING,
    date(2026, 8, 31): _SUMMER,
    date(2026, 12, 25): _CHRISTMAS,
    date(2026, 12, 28): _BOXING + _INSTEAD,
    date(2027, 1, 1): _NEW_YEAR,
    date(2027, 3, 26): _FRIDAY,
    date(2027, 3, 29): _MONDAY,
    date(2027, 5, 3): _MAY,
    date(2027, 5, 31): _SPRING,
    date(2027, 8, 30): _SUMMER,
    date(2027, 12, 27): _CHRISTMAS + _INSTEAD,
    date(2027, 12, 28): _BOXING + _INSTEAD,
    date(2028, 1, 3): _NEW_YEAR + _INSTEAD,
    date(2028, 4, 14): _FRIDAY,
    date(2028, 4, 17): _MONDAY,
    date(2028, 5, 1): _MAY,
    date(2028, 5, 29): _SPRING,
    date(2028, 8, 28): _SUMMER,
    date(2028, 12, 25): _CHRISTMAS,
    date(2028, 12, 26): _BOXING,
    date(2029, 1, 1): _NEW_YEAR,
    date(2029, 3, 30): _FRIDAY,
    date(2029, 4, 2): _MONDAY,
    date(2029, 5, 7): _MAY,
    date(2029, 5, 28): _SPRING,
    date(2029, 8, 27): _SUMMER,
    date(2029, 12, 25): _CHRISTMAS,
    date(2029, 12, 26): _BOXING,
    date(2030, 1, 1): _NEW_YEAR,
    date(2030, 4, 19): _FRIDAY,
    date(2030, 4, 22): _MONDAY,
    date(2030, 5, 6): _MAY,
    date(2030, 5, 27): _SPRING,
    date(2030, 8, 26): _SUMMER,
    date(2030, 12, 25): _CHRISTMAS,
    date(2030, 12, 26): _BOXING,
}
