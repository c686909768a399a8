"""Until when others have to answer, as an applicant or the office would say it.

Only words: which requests are open and when each ends is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csas.web import templating


def partnerships_have(days: Sequence[date], today: date) -> str:
    """The last day of the partnerships that have not answered; empty where none has a day."""
    if not days:
        return ""
    who, have = ("The partnership", "has") if len(days) == 1 else ("The partnerships", "have")
    last = max(days)
    return f"{who} {have if last >= today else 'had'} until {templating.short_day(last)}"
