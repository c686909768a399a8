"""Views behind the pictures: the stages, the borough map and bars.

Each picture stands beside its words or table, so nothing is said by colour alone.
"""

from collections.abc import Iterable, Mapping

import msgspec

from csas.web.areas import LONDON, Tile

STAGES = (
    "Standards",
    "Application",
    "Local endorsement",
    "Central decision",
    "Review and appeals",
)

OUTSIDE = "outside"

MAP_WORDS: Mapping[str, tuple[str, str]] = {
    "endorsed": ("✓", "Endorsed"),
    "condition": ("C", "Endorsed with a condition"),
    "objects": ("✕", "Objects"),
    "silent": ("…", "No reply"),
    "declined": ("D", "Declined: conflict of interest"),
    "requested": ("?", "Asked, waiting for an answer"),
    "waived": ("W", "Waived"),
    "some": ("●", "Yes"),
    "none": ("", "Not asked"),
    OUTSIDE: ("–", "Outside the police district"),
}


class Stage(msgspec.Struct, frozen=True):
    """One of the five stages; `state` is done, current, future or skipped."""

    name: str
    state: str
    detail: str = ""


class MapTile(msgspec.Struct, frozen=True):
    """One borough as drawn."""

    code: str
    name: str
    short: str
    row: int
    column: int
    state: str
    mark: str
    words: str


class Bar(msgspec.Struct, frozen=True):
    """One bar; `words` is the value as written, if not the bare number."""

    label: str
    value: float
    words: str = ""
    tone: str = ""


def stages_at(current: int, details: Mapping[int, str] | None = None) -> tuple[Stage, ...]:
    """Lay out the five stages with the given one (0 to 4) current; 5 means all are done."""
    details = details or {}
    return tuple(Stage(name, _stage_state(index, current), details.get(index, "")) for index, name in enumerate(STAGES))


def london_map(states: Mapping[str, str], words: Mapping[str, tuple[str, str]] | None = None) -> tuple[MapTile, ...]:
    """Place every London area with its state; an area without one was not asked."""
    said = {**MAP_WORDS, **(words or {})}
    return tuple(_map_tile(tile, states.get(tile.code), said) for tile in LONDON)


def map_key(tiles: Iterable[MapTile]) -> tuple[tuple[MapTile, tuple[str, ...]], ...]:
    """Give each state shown, in the order of the words: one tile of it and all its areas."""
    found: dict[str, list[MapTile]] = {}
    for tile in tiles:
        found.setdefault(tile.state, []).append(tile)
    order = [*MAP_WORDS, *(state for state in found if state not in MAP_WORDS)]
    groups = (found[state] for state in order if state in found)
    return tuple((group[0], tuple(tile.name for tile in group)) for group in groups)


def by_name(tiles: Iterable[MapTile]) -> list[MapTile]:
    """Order the areas as their table does."""
    return sorted(tiles, key=lambda tile: tile.name)


def share(bar: Bar, bars: Iterable[Bar]) -> str:
    """Give a bar's length as a percentage of the longest."""
    longest = max((other.value for other in bars), default=0)
    return f"{bar.value / longest * 100:.1f}%" if longest > 0 else "0%"


def _stage_state(index: int, current: int) -> str:
    if index < current:
        return "done"
    return "current" if index == current else "future"


def _map_tile(tile: Tile, state: str | None, words: Mapping[str, tuple[str, str]]) -> MapTile:
    state = state or (OUTSIDE if tile.outside else "none")
    mark, said = words[state]
    return MapTile(tile.code, tile.name, tile.short, tile.row, tile.column, state, mark, said)
