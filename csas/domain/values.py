"""The plain values everything else is made of: records, text, dates, periods.

Nothing here knows a noun of the domain, and nothing corrects what a person
meant: text is put into one form or its faults are named, never guessed at.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, dataclass_transform

import msgspec
from msgspec import Meta


class _Closed(msgspec.StructMeta):
    """Hands the settings down, since msgspec lets `kw_only` reach no further than one class."""

    def __new__(
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        **settings: Any,
    ) -> _Closed:
        settings = {"frozen": True, "kw_only": True, "forbid_unknown_fields": True, **settings}
        return super().__new__(cls, name, bases, namespace, **settings)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Struct(msgspec.Struct, metaclass=_Closed, frozen=True):
    """The base of every record, command and fact: frozen, and closed to unknown fields."""


# Lengths are limits of the service, not of a law; drawing documents relies on them.
LongText = Annotated[str, Meta(min_length=1, max_length=4000, extra={"kind": "textarea"})]
Ref = Annotated[str, Meta(min_length=1, pattern=r"^[a-z2-7]{12}$")]

# PostgreSQL's integer and bigint: a greater number is a fault of input, never of the database.
Count = Annotated[int, Meta(ge=0, le=2_147_483_647)]
Version = Annotated[int, Meta(ge=0, le=9_223_372_036_854_775_807)]

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT_CONTROLS = frozenset("\n\r\t")  # a browser sends \r\n for each new line; clean() makes it plain


def clean(text: str) -> str:
    """One form for text that looks the same: composed letters, plain newlines, no outer blanks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


def faults_in(text: str) -> tuple[str, ...]:
    """What no text may hold, as ends of a sentence: “Name must not contain …”."""
    found = {_fault_of(character) for character in set(text)}
    return tuple(fault for fault in _FAULTS if fault in found)


_NUL = "a null character"
_CONTROL = "control characters"
_DIRECTION = "characters that change the direction of text"
_SURROGATE = "half of a character"
_FAULTS = (_NUL, _CONTROL, _DIRECTION, _SURROGATE)


def _fault_of(character: str) -> str | None:
    if character == "\x00":
        return _NUL
    if character in _BIDI:
        return _DIRECTION
    category = unicodedata.category(character)
    if category == "Cs":
        return _SURROGATE
    if category in {"Cc", "Zl", "Zp"} and character not in _KEPT_CONTROLS:
        return _CONTROL
    return None


class Period(Struct):
    """A stretch of time that holds its start and not its end; without an end it goes on.

    Its moments are kept in UTC, because Python compares moments of one zone by
    their clock faces and would put the repeated hour of October in disorder.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            message = "a period needs moments with a time zone"
            raise ValueError(message)
        msgspec.structs.force_setattr(self, "start", self.start.astimezone(UTC))
        msgspec.structs.force_setattr(self, "end", self.end and self.end.astimezone(UTC))
        if self.end is not None and self.end <= self.start:
            message = "a period must end after it starts"
            raise ValueError(message)

    def contains(self, moment: datetime) -> bool:
        """Whether the moment lies in it; its own end does not."""
        return self.start <= moment and (self.end is None or moment < self.end)

    def intersect(self, other: Period) -> Period | None:
        """The time in both, or None where there is none."""
        start = max(self.start, other.start)
        end = _earlier(self.end, other.end)
        return Period(start=start, end=end) if end is None or start < end else None


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


DatePart = Literal["day", "month", "year"]
EARLIEST_YEAR = 1900
LATEST_YEAR = 2100


class DateFault(Struct):
    """Why three boxes are no date, and which of them to mark."""

    message: str
    parts: tuple[DatePart, ...] = ("day", "month", "year")


def parse_uk_date(day: str, month: str, year: str, name: str = "Date") -> date | DateFault:
    """The date in the three boxes of a form, or the one fault to show beside them."""
    typed: dict[DatePart, str] = {"day": day.strip(), "month": month.strip(), "year": year.strip()}
    missing: tuple[DatePart, ...] = tuple(part for part, text in typed.items() if not text)
    if missing:
        return DateFault(message=f"{name} must include {_listed(missing)}", parts=missing)
    numbers = (_number(typed["day"]), _month(typed["month"]), _number(typed["year"]))
    return _real_date(*numbers, name)


def _real_date(day: int | None, month: int | None, year: int | None, name: str) -> date | DateFault:
    unreal = f"{name} must be a real date"
    if day is None or month is None or year is None:
        numbers: dict[DatePart, int | None] = {"day": day, "month": month, "year": year}
        unread = tuple(part for part, number in numbers.items() if number is None)
        return DateFault(message=unreal, parts=unread)
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        years = f"between {EARLIEST_YEAR} and {LATEST_YEAR}, with all 4 numbers"
        return DateFault(message=f"{name} must have a year {years}", parts=("year",))
    try:
        return date(year, month, day)
    except ValueError:
        return DateFault(message=unreal)


def _listed(parts: tuple[DatePart, ...]) -> str:
    words = [f"a {part}" for part in parts]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _number(text: str) -> int | None:
    plain = text.isascii() and text.isdigit() and len(text) <= len("2026")
    return int(text) if plain else None


_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def _month(text: str) -> int | None:
    """A month in numbers or in letters, whole or cut to three, since people type “Sep”."""
    word = text.casefold().rstrip(".")
    named = (n for n, month in enumerate(_MONTHS, start=1) if word in {month, month[:3]})
    return _number(text) or next(named, None)
