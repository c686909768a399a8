"""The pieces every letter is made of: the office, a wording, and how days and lists are said.

Each value a person typed is made plain here, once: on one line, without unseen characters, and
refused when it is longer than any form allows, so that a subject can never carry a header.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Final

from csas.domain.calendar import in_words as day
from csas.domain.certificate_words import short_title
from csas.domain.certificates import ORGANISATION_CAP
from csas.domain.letters import Facts
from csas.domain.values import Struct

WORDS_CAP: Final = 4_000
_UNSEEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

__all__ = ["day"]


class TooLong(ValueError):
    """A value that is longer than a letter may carry."""


class Office(Struct):
    """Who writes: the office, its scheme, where its pages are, and who signs.

    `silence` says in a sentence what no answer from a partnership counts as; `appeals_post` is
    the post that decides appeals; `places` and `phase_ends_on` belong to a scheme on trial.
    """

    name: str
    force: str
    scheme: str
    chief_officer: str
    address: str
    signed_by: str
    signed_by_post: str
    appeals_post: str
    silence: str
    places: int = 0
    phase_ends_on: date | None = None
    footer: str = ""
    demonstration: bool = False

    @property
    def officer(self) -> str:
        """Say the chief officer's title without the police area."""
        return plain(short_title(self.chief_officer))


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


def organisation_of(facts: Facts) -> str:
    """Name the organisation a letter is about."""
    return name(facts.organisation) or "your organisation"


def paragraphs_of(explanation: str) -> tuple[str, ...]:
    """Give a longer text as the paragraphs its writer made of it."""
    if len(explanation) > WORDS_CAP:
        plain(explanation)
    parts = (plain(part) for part in explanation.splitlines())
    return tuple(part for part in parts if part)


def listed(items: Sequence[str]) -> str:
    """Say several things in one sentence."""
    *said, last = [plain(item) for item in items] or [""]
    return f"{', '.join(said)} and {last}" if said else last


def points_of(items: Sequence[str]) -> tuple[str, ...]:
    """Give several things as points."""
    return tuple(plain(item) for item in items)


def sign_in(facts: Facts, office: Office, then: str) -> str:
    """Say where to sign in and what to do there."""
    return f"Please sign in at {link(facts, office)} and {then}."


def link(facts: Facts, office: Office) -> str:
    """Give the full address of the page a letter is about."""
    return plain(f"{office.address.rstrip('/')}/{facts.path.lstrip('/')}".rstrip("/"))


def count(number: int, one: str, many: str) -> str:
    """Say how many, in words up to nine."""
    said = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{said} {one if number == 1 else many}"


def appealing(until: date, office: Office) -> tuple[str, ...]:
    """Say how to appeal, until when, and what an appeal leaves open."""
    return (
        (
            f"You may appeal until the end of {day(until)}. Say which finding you think is wrong and "
            f"why, and send anything that bears it out. The {plain(office.appeals_post)} will "
            "decide; nobody who had a part in this decision will take part in that one."
        ),
        (
            "Appealing costs nothing. It does not affect your right to ask the High Court for a "
            "judicial review, which has its own short time limit."
        ),
    )


def place_of(place: str, o: Office) -> tuple[str, ...]:
    """Say whether a place of the phase is held, or what the reserve list means."""
    places = count(o.places, "place", "places")
    until = f" This phase ends on {day(o.phase_ends_on)}." if o.phase_ends_on else ""
    if place == "held":
        return (
            f"We are holding for you one of the {places} in this phase of the {plain(o.scheme)}.{until}",
            (
                "A place that is held is not a decision. It means that, if the decision is in your "
                "favour, there is room for you."
            ),
        )
    if place == "reserve":
        return (
            f"All {places} in this phase of the {plain(o.scheme)} are taken, so you are on the reserve list.{until}",
            (
                "We make no promise that a place will become free. Your application will be assessed "
                "with the same care, and you may withdraw it at any time."
            ),
        )
    return ()
