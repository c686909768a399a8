"""What everybody may know of uses of powers: the twelve months before this one, rounded; nobody and no provider named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from csas.domain.calendar import add_months, day_bounds, london_day
from csas.domain.disclosure import FEW_WORDS, told, words
from csas.store import use_counts
from csas.store.use_counts import Count
from csas.web import pictures
from csas.web.pictures import Bar, MapTile
from csas.web.views.uses import month_words, months_between

MONTHS = 12
HEAD = ("By", "Code", "Name", "Uses")
FEW_MARK = "<5"


class Published(msgspec.Struct, frozen=True):
    """Uses of these whole months, counted three ways; `until` is the first day after them."""

    since: date
    until: date
    total: int
    power: tuple[Count, ...]
    borough: tuple[Count, ...]
    month: tuple[Count, ...]


async def published(at: datetime) -> Published:
    """What is published at a moment: no month that is not over."""
    until = london_day(at).replace(day=1)
    since = add_months(until, -MONTHS)
    start, end = day_bounds(since)[0], day_bounds(until)[0]
    power, borough, found = [await use_counts.count_for_everybody(by, start, end) for by in use_counts.PUBLISHED]
    return Published(since, until, sum(each.number for each in power), power, borough, _every(found, since, until))


def _every(found: Sequence[Count], since: date, until: date) -> tuple[Count, ...]:
    """One line a month, also for those without any use, with the month in words."""
    by_month = {each.code: each.number for each in found}
    return tuple(
        Count(code=code, name=month_words(month), number=by_month.get(code, 0), flagged=0, saved=0)
        for month in months_between(since, until)
        for code in (f"{month:%Y-%m}",)
    )


def bars(counts: Sequence[Count]) -> tuple[Bar, ...]:
    """Counts as bars; few are drawn alike, whatever they are."""
    return tuple(Bar(each.name, _length(each), words(each.number)) for each in counts)


def _length(count: Count) -> int:
    shown = told(count.number)
    return 2 if shown is None else shown


def tiles(counts: Sequence[Count]) -> tuple[MapTile, ...]:
    """The boroughs with how many uses each had."""
    states = {each.code: f"some-{_length(each)}" for each in counts}
    said = {
        f"some-{_length(each)}": (_mark(each), f"{words(each.number)} uses") for each in sorted(counts, key=_length)
    }
    return pictures.london_map(states, {**said, "none": ("", "No use")})


def _mark(count: Count) -> str:
    return FEW_MARK if words(count.number) == FEW_WORDS else words(count.number)


def rows(found: Published) -> list[tuple[str, str, str, str]]:
    """The lines of the download."""
    parts = {"Power": found.power, "Borough": found.borough, "Month": found.month}
    return [(by, each.code, each.name, words(each.number)) for by, counts in parts.items() for each in counts]
