"""Everything held about a person, as tables in words: the page beside the file that holds the same.

It leaves nothing out that has something in it, and adds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from csas.domain.calendar import in_words
from csas.domain.events import tell
from csas.web import templating
from csas.web.views.checks import NAMES

HEADINGS: Mapping[str, str] = {
    "you": "You and your account",
    "former_names": "Former names",
    "roles": "Roles",
    "staff_records": "Your employers’ records of you",
    "employments": "Employments",
    "photographs": "Photographs",
    "training": "Training",
    "training_failures": "Courses not passed",
    "vetting": "Vetting",
    "vetting_requests": "Requests for vetting",
    "requests": "Requests for powers",
    "findings": "What was found about you",
    "decisions": "Decisions",
    "accreditations": "Accreditations",
    "terms": "Terms",
    "powers": "Powers granted",
    "restrictions": "What took powers away",
    "notices": "Notices to you",
    "documents": "Cards and instruments",
    "custody": "Where cards were",
    "uses": "Uses of powers",
    "occurrences": "Events your employer had to report",
    "messages": "Messages to you",
    "events": "What was done, by you or about you",
    "sessions": "Where you are signed in",
}


Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]


def data_tables(held: Mapping[str, list[Mapping[str, object]]]) -> tuple[Table, ...]:
    """Everything held, as tables: heading, columns, rows. What is empty throughout is left out."""
    found = []
    for heading, title in HEADINGS.items():
        rows = held.get(heading, [])
        names = [name for name in (rows[0] if rows else {}) if any(row[name] not in (None, "", []) for row in rows)]
        if names:
            head = tuple(COLUMN_WORDS.get(name, name.replace("_", " ").capitalize()) for name in names)
            found.append((title, head, [tuple(_said(name, row[name]) for name in names) for row in rows]))
    return tuple(found)


COLUMN_WORDS = {
    "ref": "Reference",
    "tag": "What",
    "at": "Where or when",
    "known_from": "Recorded",
    "known_until": "Corrected",
}


# Columns that hold one of our own words, kept in small letters and joined by hyphens.
CODED = frozenset({"kind", "state", "sort", "outcome", "settled", "subject", "source", "what", "satisfied", "rests_on"})
A_DAY = len("2026-11-22")


def _said(name: str, value: object) -> str:
    if name == "tag":
        return tell(str(value), {}, "Somebody")
    if name == "until" and value is not None:
        return templating.upper(templating.until(datetime.fromisoformat(str(value))))
    if name == "since" and value is not None:
        return templating.since(datetime.fromisoformat(str(value)))
    words = _plain(value)
    return templating.upper(words.replace("-", " ")) if name in CODED else words


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return templating.series([NAMES.get(str(each), str(each)) for each in value])
    return _time(str(value))


def _time(text: str) -> str:
    """A day or a moment in words; anything else as it is."""
    try:
        if len(text) == A_DAY and text[4:5] == "-":
            return in_words(date.fromisoformat(text))
        return templating.moment(datetime.fromisoformat(text)) if text[4:5] == "-" and "T" in text else text
    except ValueError:
        return text
