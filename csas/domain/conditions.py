"""Conditions of an arrangement: a sentence, and the day it ends if it has one.

People write one condition a line, and end a line with “until 31 March 2027” where
the condition is for a time. Nothing here knows whether a condition may be imposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from csas.domain import refusals
from csas.domain.calendar import in_words
from csas.domain.refusals import Fault
from csas.domain.values import DateFault, Struct, parse_uk_date

MOST = 20
LONGEST = 400
_DATED = re.compile(r"^(?P<words>.+?),?\s+until\s+(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)\s+(?P<year>\d{4})\.?$")


class Condition(Struct):
    """One condition; without `until` it lasts as long as the arrangement."""

    words: str
    until: date | None = None

    @property
    def sentence(self) -> str:
        """The condition as it is printed, and as it may be typed again."""
        return self.words if self.until is None else f"{self.words} until {in_words(self.until)}"


def read(lines: Iterable[str], today: date, field: str = "conditions") -> tuple[Condition, ...]:
    """The conditions on these lines, or every fault in them at once."""
    found: list[Condition] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines):
        condition = _condition(line, today)
        if isinstance(condition, str):
            faults.append(Fault(field=f"{field}.{number}", message=condition))
        elif condition not in found:
            found.append(condition)
    if len(found) > MOST:
        faults.append(Fault(field=field, message=f"There must be {MOST} conditions or fewer"))
    if faults:
        raise refusals.Faults(*faults)
    return tuple(found)


def _condition(line: str, today: date) -> Condition | str:
    words = " ".join(line.split())
    if len(words) > LONGEST:
        return f"A condition must be {LONGEST} characters or fewer: “{words[:40]}…”"
    dated = _DATED.match(words)
    if dated is None:
        return Condition(words=words)
    until = parse_uk_date(dated["day"], dated["month"], dated["year"], f"The end of “{dated['words'][:40]}”")
    if isinstance(until, DateFault):
        return until.message
    if until < today:
        return f"The end of “{dated['words'][:40]}” must be today or later"
    return Condition(words=dated["words"], until=until)
