"""Settings of a scheme in words: each with its value, its past and its future."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from csas.domain.scheme_settings import ABOUT, said
from csas.store.settings_of_scheme import PROVISIONAL, Proposed, Set
from csas.web import templating
from csas.web.parts import Row

START = "since the scheme was set up; provisional"
ONCE = "What is under way keeps the days it was told. The new value counts from its day."
_OTHERWISE = " Any other change counts from its day without that."
_LESS = (
    "If you take something away, a decision maker must confirm it, because powers would then rest on less." + _OTHERWISE
)
TWICE = {
    "accreditation-rests-on": _LESS,
    "accreditation-ends-by": _LESS,
    "report-sectors": "If you take a sector away, a decision maker must confirm it, because less is asked before a grant."
    + _OTHERWISE,
    "arrangement-months": "A longer time must be confirmed by a decision maker. Arrangements already made keep their end."
    + _OTHERWISE,
    "identity-months": "A longer time must be confirmed by a decision maker, because less is asked before a grant. With 0, "
    "identity is always checked again." + _OTHERWISE,
    "vetting-months": "A longer time must be confirmed by a decision maker. Outcomes already recorded keep their end."
    + _OTHERWISE,
}


class Card(msgspec.Struct, frozen=True):
    """One setting: what it is, what it says now, and its other values."""

    name: str
    title: str
    rows: tuple[Row, ...]


def cards(values: Iterable[Set], today: date) -> tuple[Card, ...]:
    """Every setting in the order of the process."""
    by_name: dict[str, list[Set]] = {}
    for each in values:
        by_name.setdefault(each.name, []).append(each)
    return tuple(Card(name, about.title, _rows(name, by_name.get(name, []), today)) for name, about in ABOUT.items())


def _rows(name: str, values: list[Set], today: date) -> tuple[Row, ...]:
    past = [each for each in values if each.from_on <= today]
    ahead = [each for each in reversed(values) if each.from_on > today]
    start, meaning = PROVISIONAL[name]
    now = past[0] if past else None
    return (
        Row("It says", f"{meaning[:1].upper()}{meaning[1:]}"),
        Row("Now", said(name, now.value if now else start)),
        Row("Since", since(now) if now else "The scheme was set up. Provisional"),
        *(Row("Later", f"{said(name, each.value)}, {since(each)}") for each in ahead),
        *(Row("Before", f"{said(name, each.value)}, {since(each)}") for each in past[1:]),
        *((Row("Before", f"{said(name, start)}, {START}"),) if past else ()),
    )


def since(found: Set) -> str:
    """From which day, by whom, and why."""
    who = f", set by {found.by}" if found.by else ""
    second = f" and confirmed by {found.confirmed_by}" if found.confirmed_by else ""
    return f"{templating.short_day(found.from_on)}{who}{second}{f': {found.why}' if found.why else ''}"


def proposal_rows(found: Proposed) -> tuple[Row, ...]:
    return (
        Row("Proposed", said(found.name, found.value)),
        Row("From", templating.short_day(found.from_on)),
        Row("By", f"{found.by_name}, {templating.moment(found.at)}"),
        Row("Why", found.why),
    )
