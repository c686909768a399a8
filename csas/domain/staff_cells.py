"""What one cell of a staff spreadsheet says, column by column, or what is wrong with it.

A value that a spreadsheet program made of something (a formula, an error, a number for a
date) is a fault: what the person meant is theirs to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Literal

from csas.domain.accounts import email_fault
from csas.domain.values import DateFault, Struct, clean, faults_in, parse_uk_date

LONGEST_NUMBER = 40
LONGEST_EMAIL = 254
LONGEST = 120


class Column(Struct):
    """One column of the template."""

    name: str
    title: str
    needed: bool
    example: str
    also: tuple[str, ...] = ()


COLUMNS = (
    Column(name="number", title="Staff number", needed=True, example="W-1041", also=("number", "employee number")),
    Column(name="name", title="Full name", needed=True, example="Mo Farrow", also=("name",)),
    Column(name="email", title="E-mail address", needed=False, example="mo@people.example", also=("email", "e-mail")),
    Column(name="telephone", title="Telephone", needed=False, example="020 7946 0123", also=("phone",)),
    Column(name="born_on", title="Date of birth", needed=True, example="4/5/1990", also=("dob", "born")),
    Column(name="job", title="Job", needed=True, example="Street warden", also=("job title",)),
    Column(name="site", title="Site", needed=False, example="Euston Road", also=("place of work",)),
    Column(name="profile", title="Role profile", needed=False, example="", also=("role",)),
    Column(name="zones", title="Zones", needed=False, example="", also=("zone",)),
    Column(name="from_on", title="Employed from", needed=True, example="1/4/2026", also=("start date",)),
)
TITLES = {column.name: column.title for column in COLUMNS}


class Cell(Struct):
    """One cell: text as typed, or what a spreadsheet program made of it."""

    kind: Literal["text", "number", "date", "formula", "error", "yes-no"] = "text"
    text: str = ""


class Known(Struct):
    """What the provider has already: numbers and people of its list, and the names of its roles and zones."""

    numbers: frozenset[str] = frozenset()
    people: frozenset[tuple[str, str, str]] = frozenset()
    profiles: dict[str, str] = {}
    zones: dict[str, str] = {}


def fold(text: str) -> str:
    """Text by which a head, a role or a zone is recognised."""
    return " ".join(text.replace("\u00a0", " ").casefold().split())


Read = tuple[object, str]

_UNREADABLE = {
    "formula": "Holds a formula. Put the value in its place",
    "error": "Holds an error of the spreadsheet program",
    "yes-no": "Holds TRUE or FALSE. Type what it should say",
}


def _text(column: Column, cell: Cell, _known: Known, *, most: int = LONGEST) -> Read:
    if cell.kind in _UNREADABLE:
        return "", _UNREADABLE[cell.kind]
    if cell.kind == "date":
        return "", "Holds a date. Type it as text"
    wrong = faults_in(cell.text)
    text = " ".join(clean(cell.text).split()) if not wrong else ""
    if wrong:
        return "", f"Must not contain {wrong[0]}"
    if not text:
        return "", "Is empty" if column.needed else ""
    if text.startswith("="):
        return "", _UNREADABLE["formula"]
    return text, f"Must be {most} characters or fewer" if len(text) > most else ""


def _email(column: Column, cell: Cell, known: Known) -> Read:
    text, message = _text(column, cell, known, most=LONGEST_EMAIL)
    fault = email_fault(str(text)) if text and not message else None
    return text, "Must be in the form name@example.org" if fault else message


def _telephone(column: Column, cell: Cell, known: Known) -> Read:
    text, message = _text(column, cell, known, most=LONGEST_NUMBER)
    good = not text or re.fullmatch(r"\+?[0-9 ()./-]{5,40}", str(text))
    return text, message or ("" if good else "Must hold digits, such as 020 7946 0123")


def _date(_column: Column, cell: Cell, _known: Known) -> Read:
    if cell.kind in _UNREADABLE:
        return None, _UNREADABLE[cell.kind]
    if cell.kind == "number":
        return None, "Is a number, not a date. Type it as 27/3/1990"
    if not cell.text.strip():
        return None, "Is empty"
    found = read_day(cell.text)
    return (None, "Must be a real date, such as 27/3/1990") if found is None else (found, "")


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T][0-9:.]+)?")
_UK = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ ./-]+(\d{1,2}|[A-Za-z]{3,9})\.?,?[ ./-]+(\d{4})")


def read_day(text: str) -> date | None:
    """A day as people write it in Britain, or as programs do; the month never comes first."""
    stripped = text.strip()
    iso, british = _ISO.fullmatch(stripped), _UK.fullmatch(stripped)
    day, month, year = iso.group(3, 2, 1) if iso else british.group(1, 2, 3) if british else ("", "", "")
    found = parse_uk_date(day, month, year) if year else DateFault(message="")
    return None if isinstance(found, DateFault) else found


def _profile(column: Column, cell: Cell, known: Known) -> Read:
    text, message = _text(column, cell, known)
    if not text or message:
        return "", message
    ref = known.profiles.get(fold(str(text)))
    return ref or "", "" if ref else f"You have no role profile called “{text}”"


def _zones(column: Column, cell: Cell, known: Known) -> Read:
    text, message = _text(column, cell, known, most=2000)
    if not text or message:
        return (), message
    names = [name for name in (part.strip() for part in str(text).split(";")) if name]
    unknown = [name for name in names if fold(name) not in known.zones]
    if unknown:
        return (), f"You have no zone called “{unknown[0]}”"
    return tuple(dict.fromkeys(known.zones[fold(name)] for name in names)), ""


READERS: dict[str, Callable[[Column, Cell, Known], Read]] = {
    "number": partial(_text, most=LONGEST_NUMBER),
    "name": _text,
    "email": _email,
    "telephone": _telephone,
    "born_on": _date,
    "job": _text,
    "site": _text,
    "profile": _profile,
    "zones": _zones,
    "from_on": _date,
}
