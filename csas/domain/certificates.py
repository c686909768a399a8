"""The number a certificate or card carries, and what each document says.

The number is 60 random bits, given by the caller, in Crockford's base 32 with one check
character. A snapshot is everything a document says, frozen before it is drawn, so that the
same snapshot always gives the same page. Nothing here draws, signs or asks for randomness.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Final

from csas.domain.cards import Instrument, PowersCard
from csas.domain.values import Struct

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY_LENGTH: Final = 12
LENGTH: Final = BODY_LENGTH + 1
RANDOM_BITS: Final = 60
NAME_CAP: Final = 120
ORGANISATION_CAP: Final = 160

_FIELD_POLYNOMIAL: Final = 0b100101
_TYPED_CAP: Final = 64
_SEPARATORS: Final = " \t\u00a0-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212."
_AS_MEANT: Final = str.maketrans("OIL", "011", _SEPARATORS)


def number_from(random_bits: int) -> str:
    """Make a number of 13 characters from 60 random bits."""
    if not 0 <= random_bits < 1 << RANDOM_BITS:
        raise ValueError("A number is made from exactly 60 random bits.")
    shifts = range(RANDOM_BITS - 5, -1, -5)
    body = "".join(ALPHABET[random_bits >> shift & 31] for shift in shifts)
    return body + check_character(body)


def check_character(body: str) -> str:
    """Give the character that makes the weighted sum over GF(32) nought.

    The weights are the powers of one element whose order is 31, so they differ at every place:
    a single wrong character, or any two characters that changed places, never go unseen.
    """
    total = 0
    for character in body:
        total = _doubled(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _doubled(value: int) -> int:
    value <<= 1
    return value ^ _FIELD_POLYNOMIAL if value & 32 else value


def is_well_formed(number: str) -> bool:
    """Say whether this is a number as it is kept: 13 capitals and digits that agree."""
    return (
        len(number) == LENGTH
        and all(character in ALPHABET for character in number)
        and check_character(number[:BODY_LENGTH]) == number[BODY_LENGTH]
    )


def normalise(text: str) -> str | None:
    """Read a number as people type it: any case, spaces, hyphens, O for 0, I or L for 1."""
    if len(text) > _TYPED_CAP:
        return None
    meant = unicodedata.normalize("NFKC", text).upper().translate(_AS_MEANT)
    return meant if is_well_formed(meant) else None


def grouped(number: str) -> str:
    """Write a number as it is printed: XXXX-XXXX-XXXX-C."""
    return f"{number[:4]}-{number[4:8]}-{number[8:12]}-{number[12:]}"


class PrintedPower(Struct):
    """A power as the certificate names it: the force's code, the paragraph, plain words."""

    code: str
    paragraph: str
    title: str


class ProviderCertificate(Struct, tag="provider-certificate"):
    """The certificate of an accredited provider. It gives no person any power."""

    template: str = "provider-certificate-1"
    number: str
    scheme: str
    force: str
    chief_officer: str
    provider: str
    powers: tuple[PrintedPower, ...]
    areas: tuple[str, ...]
    starts_on: date
    last_day: date
    edition: str
    provisional: bool
    conditions: tuple[str, ...] = ()
    decided_by_post: str
    delegation: str
    issued_on: date
    check_url: str
    demonstration: bool = False
    preview: bool = False


class Letter(Struct, tag="letter"):
    """One letter of the office: to whom, about what, its paragraphs and who signs it."""

    template: str = "letter-1"
    kind: str
    reference: str
    office: str
    force: str
    office_lines: tuple[str, ...] = ()
    to_name: str
    to_organisation: str = ""
    to_lines: tuple[str, ...] = ()
    dated: date
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    signed_by: str
    signed_by_post: str
    enclosures: tuple[str, ...] = ()
    employer_copy: bool = False
    footer: str = ""
    demonstration: bool = False


class Row(Struct):
    """One line of a summary: what it is and what it says."""

    label: str
    value: str


class Table(Struct):
    """A table with its headings; every row has as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


class Section(Struct):
    """A headed part of a brief."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


class Brief(Struct, tag="brief"):
    """An endorsement pack, a decision maker's brief or a review report."""

    template: str = "brief-1"
    kind: str
    reference: str
    office: str
    force: str
    title: str
    lead: str = ""
    dated: date
    summary: tuple[Row, ...] = ()
    sections: tuple[Section, ...] = ()
    footer: str = ""
    demonstration: bool = False


Snapshot = ProviderCertificate | Letter | Brief | Instrument | PowersCard
