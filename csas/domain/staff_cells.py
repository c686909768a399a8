"""What one cell of a staff spreadsheet says, column by column, or what is wrong with it.

A day is read as people write it in Britain; nothing is guessed. What the file itself has
wrong (formulas, merged cells) was found where it was taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial

from csas.domain.accounts import email_fault
from csas.domain.spreadsheets import key_of
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


class Known(Struct):
    """What the provider has already: numbers and people of its list, and the names of its roles and zones."""

    numbers: frozenset[str] = frozenset()
    people: frozenset[tuple[str, str, str]] = frozenset()
    profiles: dict[str, str] = {}
    zones: dict[str, str] = {}


Read = tuple[object, str]


def _text(column: Column, cell: str, _known: Known, *, most: int = LONGEST) -> Read:
    wrong = faults_in(cell)
    text = " ".join(clean(cell).split()) if not wrong else ""
    if wrong:
        return "", f"Must not contain {wrong[0]}"
    if not text:
        return "", "Is empty" if column.needed else ""
    if text.startswith("="):
        return "", "This is a formula. Write its result instead"
    return text, f"Must be {most} characters or fewer" if len(text) > most else ""


def _email(column: Column, cell: str, known: Known) -> Read:
    text, message = _text(column, cell, known, most=LONGEST_EMAIL)
    fault = email_fault(str(text)) if text and not message else None
    return text, "Must be in the form name@example.org" if fault else message


def _telephone(column: Column, cell: str, known: Known) -> Read:
    text, message = _text(column, cell, known, most=LONGEST_NUMBER)
    good = not text or re.fullmatch(r"\+?[0-9 ()./-]{5,40}", str(text))
    return text, message or ("" if good else "Must hold digits, such as 020 7946 0123")


def _date(_column: Column, cell: str, _known: Known) -> Read:
    if not cell.strip():
        return None, "Is empty"
    found = read_day(cell)
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


def _profile(column: Column, cell: str, known: Known) -> Read:
    text, message = _text(column, cell, known)
    if not text or message:
        return "", message
    ref = known.profiles.get(key_of(str(text)))
    return ref or "", "" if ref else f"You have no role profile called “{text}”"


def _zones(column: Column, cell: str, known: Known) -> Read:
    text, message = _text(column, cell, known, most=2000)
    if not text or message:
        return (), message
    names = [name for name in (part.strip() for part in str(text).split(";")) if name]
    unknown = [name for name in names if key_of(name) not in known.zones]
    if unknown:
        return (), f"You have no zone called “{unknown[0]}”"
    return tuple(dict.fromkeys(known.zones[key_of(name)] for name in names)), ""


READERS: dict[str, Callable[[Column, str, Known], Read]] = {
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
