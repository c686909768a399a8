"""The pieces every letter is made of: what a wording is, and how days and lists are said.

Each value a person typed is made plain here, once: on one line, without unseen characters, and
refused when it is longer than any form allows, so that a subject can never carry a header.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Final

from csas.domain.certificates import ORGANISATION_CAP
from csas.domain.letters import Facts, Reason
from csas.domain.values import Struct

WORDS_CAP: Final = 4_000
_UNSEEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


class TooLong(ValueError):
    """A value that is longer than a letter may carry."""


class Wording(Struct):
    """A letter's words: the same for the e-mail, the page and the printed letter."""

    subject: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()


def plain(value: str, cap: int = WORDS_CAP) -> str:
    """Give a typed value as one plain line."""
    if len(value) > cap:
        raise TooLong(f"A value of {len(value):,} characters is too long. The most is {cap:,}.")
    spaced = " ".join(unicodedata.normalize("NFC", value).split())
    return "".join(part for part in spaced if unicodedata.category(part) not in _UNSEEN)


def name(value: str) -> str:
    """Give a name as one plain line."""
    return plain(value, ORGANISATION_CAP)


def about(facts: Facts) -> tuple[str, str, str]:
    """Give the organisation, the scheme and the chief officer, as most letters need them."""
    return name(facts.organisation), name(facts.scheme), short(facts.officer)


def short(officer: str) -> str:
    """Say the chief officer's title without the police area."""
    return name(officer).split(" of ")[0]


def day(on: date) -> str:
    """Say a day as people do: 3 May 2026."""
    return f"{on.day} {on:%B %Y}"


def listed(items: Sequence[str]) -> str:
    """Say several things in one sentence."""
    *said, last = [plain(item) for item in items] or [""]
    return f"{', '.join(said)} and {last}" if said else last


def reasons(given: Sequence[Reason]) -> tuple[str, ...]:
    """Say coded reasons as points."""
    return tuple(f"{plain(each.title)} (reason {plain(each.code)}). {plain(each.words)}" for each in given)


def sign_in(facts: Facts, then: str) -> str:
    """Say where to sign in and what to do there."""
    where = f" at {plain(facts.link)}" if facts.link else ""
    return f"Please sign in{where} and {then}."


def count(number: int, one: str, many: str) -> str:
    """Say how many, in words up to nine."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    said = words[number] if number < len(words) else f"{number:,}"
    return f"{said} {one if number == 1 else many}"


def appealing(appeal_by: date, appeal_to: str) -> tuple[str, ...]:
    """Say how to appeal, until when, and what an appeal leaves open."""
    return (
        (
            f"You may appeal until the end of {day(appeal_by)}. Say which finding you think is wrong "
            f"and why, and send anything that bears it out. The {plain(appeal_to)} will decide; "
            "nobody who had a part in this decision will take part in that one."
        ),
        (
            "Appealing costs nothing. It does not affect your right to ask the High Court for a "
            "judicial review, which has its own short time limit."
        ),
    )
