"""One difference of a variant, made in the plain tables of its base.

A place is written with dots: `title`, `state.draft`, `step.submit.words`.
"""

from __future__ import annotations

import copy
from typing import Any, get_args

from csas.domain.definitions import Change

Table = dict[str, Any]

_TEXTS = frozenset({"title", "initial"})
_TABLES = frozenset({"state", "step"})


def apply(merged: Table, difference: Table) -> str | None:
    """Make the change in place, or say why it cannot be made."""
    change, what = difference.get("change"), difference.get("what")
    if change not in get_args(Change) or not isinstance(what, str):
        return None  # the decoding of the difference itself reports this
    if (change == "remove") == ("value" in difference):
        return "to remove needs no value" if change == "remove" else f"to {change} needs a value"
    if not _changeable(what):
        return f"“{what}” cannot be changed; name the title, the initial state, a state or a step"
    return _put(merged, what, difference)


def _changeable(what: str) -> bool:
    first, *rest = what.split(".")
    return (first in _TABLES and all(rest) and bool(rest)) or (first in _TEXTS and not rest)


def _put(merged: Table, what: str, difference: Table) -> str | None:
    *parents, key = what.split(".")
    table, change = _table_at(merged, parents), difference["change"]
    if table is None:
        return f"there is no “{'.'.join(parents)}”"
    if (key in table) == (change == "add"):
        return f"“{what}” is there already" if change == "add" else f"there is no “{what}” to {change}"
    if change == "remove":
        del table[key]
        _forget(merged, what)
    else:
        table[key] = copy.deepcopy(difference["value"])
    return None


def _table_at(table: Table, keys: list[str]) -> Table | None:
    found: object = table
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def _forget(merged: Table, what: str) -> None:
    """No step leaves a removed state; one that led to it must be changed by name."""
    room, _, name = what.partition(".")
    for step in merged["step"].values() if room == "state" else ():
        if isinstance(step, dict) and isinstance(step.get("from"), list):
            step["from"] = [source for source in step["from"] if source != name]
