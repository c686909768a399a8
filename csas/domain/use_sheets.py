"""Returns of uses as a spreadsheet: its columns, and the codes behind the words people write in it.

It only translates; what a use must say is the command's and `domain/uses`' to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from re import compile as pattern

from csas.domain.spreadsheets import Column, key_of
from csas.domain.use_forms import WORDS, kind_of

COLUMNS = (
    Column(name="number", title="Staff number"),
    Column(name="power", title="Power"),
    Column(name="on", title="Date"),
    Column(name="time", title="Time"),
    Column(name="area", title="Borough"),
    Column(name="zone", title="Zone", needed=False),
    Column(name="place", title="Street or road"),
    Column(name="direction", title="Direction", needed=False),
    Column(name="vehicle", title="Kind of vehicle", needed=False),
    Column(name="registration", title="Registration mark", needed=False),
    Column(name="offence", title="Offence", needed=False),
    Column(name="item", title="What was taken", needed=False),
    Column(name="quantity", title="How many items", needed=False),
    Column(name="reason", title="Reason"),
    Column(name="officer_present", title="Officer present"),
    Column(name="outcome", title="Outcome"),
    Column(name="minutes", title="Minutes"),
    Column(name="saved", title="Police minutes saved", needed=False),
)
TITLES = {column.name: column.title for column in COLUMNS}
BRITISH = pattern(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
YES = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


def values_of(cells: Mapping[str, str], areas: Mapping[str, str], zones: Mapping[str, str]) -> dict[str, object]:
    """A row as the command's fields; `areas` and `zones` are codes by their folded names. What is not known stays."""
    given: dict[str, object] = {name: text for name, text in cells.items() if text and name != "number"}
    given["on"] = day_of(cells.get("on", ""))
    given["time"] = cells.get("time", "")[:5].rstrip(":")
    given["area"] = _code(cells.get("area", ""), areas)
    given["zone"] = _code(cells.get("zone", ""), zones)
    given["officer_present"] = YES.get(key_of(cells.get("officer_present", "")), "")
    outcomes = _folded(kind_of(cells.get("power", "")).outcomes)
    given["outcome"] = _code(cells.get("outcome", ""), outcomes)
    for name, words in WORDS.items():
        given[name] = _code(cells.get(name, ""), _folded(words))
    for name in ("place", "reason", "power", "minutes"):
        given.setdefault(name, "")
    return given


def day_of(text: str) -> str:
    """A day as 2026-05-03 or 3/5/2026, the way it is written here; what is neither stays for its fault."""
    found = BRITISH.match(text)
    if found is None:
        return text[:10]
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return "0000-00-00"


def _folded(words: Mapping[str, str]) -> dict[str, str]:
    return {**{key_of(said): code for code, said in words.items()}, **{key_of(code): code for code in words}}


def _code(text: str, known: Mapping[str, str]) -> str:
    return known.get(key_of(text), text)
