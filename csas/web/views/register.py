"""The register in words: lines, filters, the map's counts and the rows of the download."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from urllib.parse import urlencode

import msgspec

from csas.domain.calendar import day_bounds, london_day
from csas.domain.certificates import grouped
from csas.store.register import Provider
from csas.web import pictures, templating
from csas.web.fields import Choice
from csas.web.pictures import MapTile

SECTORS: dict[str, str] = {
    "local-authority": "Local authority",
    "government-agency": "Government agency",
    "health": "Health",
    "education": "Education",
    "housing": "Housing",
    "charity": "Charity",
    "private": "Private company",
    "responsible-authority": "Responsible authority",
}
KINDS = tuple(Choice(code, words) for code, words in SECTORS.items())
HEAD = (
    "Provider",
    "Kind",
    "Powers its people may apply for",
    "People accredited",
    "Areas",
    "Since",
    "Until",
    "Certificate number",
    "As at",
    "As known",
)
# What a spreadsheet would take for a formula at the start of a cell.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for; `day` is None for today."""

    name: str = ""
    area: str = ""
    power: str = ""
    sector: str = ""
    day: date | None = None
    known_then: bool = False
    page: int = 1

    def at(self, now: datetime) -> datetime:
        """The moment meant: now, or the end of a past day in London."""
        if self.day is None or self.day == london_day(now):
            return now
        return day_bounds(self.day)[1] - timedelta(microseconds=1)

    def known(self, now: datetime) -> datetime | None:
        """The moment as known at which it is asked; None for what is known now."""
        return self.at(now) if self.is_past(now) and self.known_then else None

    def is_past(self, now: datetime) -> bool:
        return self.day is not None and self.day != london_day(now)

    def query(self, **other: str) -> str:
        """The same question as part of an address, with some of it changed."""
        asked = {
            "q": self.name,
            "area": self.area,
            "power": self.power,
            "sector": self.sector,
            "known": "then" if self.known_then and self.day else "",
            "on": self.day.isoformat() if self.day else "",
            **other,
        }
        kept = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def filtered(self) -> bool:
        return bool(self.name or self.area or self.power or self.sector)


def rows_for_download(
    providers: tuple[Provider, ...], at: datetime, known: datetime | None = None
) -> list[tuple[str, ...]]:
    """The register as a table of plain text that no spreadsheet takes for a formula."""
    return [tuple(safe_cell(cell) for cell in _cells(provider, at, known)) for provider in providers]


def _cells(provider: Provider, at: datetime, known: datetime | None) -> tuple[str, ...]:
    return (
        provider.name,
        SECTORS[provider.sector],
        "; ".join(provider.powers),
        str(provider.people),
        "; ".join(provider.areas),
        london_day(provider.since).isoformat(),
        last_day(provider.until).isoformat() if provider.until else "",
        grouped(provider.number) if provider.number else "",
        london_day(at).isoformat(),
        "then" if known else "now",
    )


def safe_cell(text: str) -> str:
    """Text that stays text: a cell that begins like a formula gets an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text


def last_day(until: datetime) -> date:
    """The last day of a period whose end lies just after it."""
    return london_day(until - timedelta(microseconds=1))


def map_of(by_area: Mapping[str, int]) -> tuple[MapTile, ...]:
    """The boroughs with how many providers each has."""
    return _map(tuple(sorted(by_area.items())))


@lru_cache(maxsize=32)
def _map(counts: tuple[tuple[str, int], ...]) -> tuple[MapTile, ...]:
    words = {f"some-{many}": (str(many), templating.plural(many, "provider")) for _, many in counts}
    states = {code: f"some-{many}" for code, many in counts}
    return pictures.london_map(states, {**words, "none": ("", "No provider")})
