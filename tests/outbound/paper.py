"""What the tests of letters and documents share: an office, a certificate, a brief, hard names."""

import types
import typing
from datetime import date
from typing import Any

import msgspec

from csas.domain.certificates import (
    Brief,
    Letter,
    PrintedPower,
    ProviderCertificate,
    Row,
    Section,
    Table,
    number_from,
)
from csas.domain.letters import Facts
from csas.outbound.letters import Office

TODAY = date(2026, 3, 24)
NUMBER = number_from(0x0ABC_DEF0_1234_5678)
MARKUP = '<img src="/etc/passwd"/><a href="javascript:alert(1)">Ring & Co</a>'
WELSH = "Cymdeithas Tŷ’r Ŵyn, Llŷn"
LONGEST = ("Cwmni Diogelwch Cymunedol Dyffryn Tywi " * 5)[:160].strip().ljust(160, "x")
HARD_NAMES = (MARKUP, WELSH, LONGEST, "O’Neill–D’Arcy Łódź", "W" * 160, "A")
ENDLESS = "x" * 40_000

OFFICE = Office(
    name="Community Safety Accreditation Office",
    force="Metropolitan Police Service",
    scheme="Community Safety Accreditation Scheme",
    chief_officer="Commissioner of Police of the Metropolis",
    address="http://127.0.0.1:8000",
    signed_by="Helen Ashdown",
    signed_by_post="Head of Accreditation",
    appeals_post="Director of Professional Standards",
    silence="If you do not answer by then, your silence counts as no view.",
    places=3,
    phase_ends_on=date(2026, 11, 22),
    demonstration=True,
)


def certificate(**changes: Any) -> ProviderCertificate:
    """A certificate as any test may want it."""
    plain = ProviderCertificate(
        number=NUMBER,
        scheme=OFFICE.scheme,
        force=OFFICE.force,
        chief_officer=OFFICE.chief_officer,
        provider="Northbank Homes Limited",
        powers=(
            PrintedPower(code="1f", paragraph="1(2)(c)", title="Fixed penalty for litter"),
            PrintedPower(code="7", paragraph="7", title="Remove an abandoned vehicle"),
        ),
        areas=("Lambeth", "Southwark"),
        starts_on=date(2026, 4, 1),
        last_day=date(2027, 3, 31),
        edition="First edition, 2026",
        provisional=True,
        conditions=("Patrols wear the uniform described in the protocol.",),
        decided_by_post="Head of Accreditation",
        delegation="CSAS/D/2026/03",
        issued_on=TODAY,
        check_url=f"http://127.0.0.1:8000/check/{NUMBER}",
        demonstration=True,
    )
    return msgspec.structs.replace(plain, **changes)


def letter(**changes: Any) -> Letter:
    """A letter as any test may want it."""
    plain = Letter(
        kind="offer-made",
        reference="k2m4q8w6z0a2",
        office=OFFICE.name,
        force=OFFICE.force,
        to_name="Sam Okoro",
        to_organisation="Northbank Homes Limited",
        to_lines=("14 Quay Street", "London"),
        dated=TODAY,
        subject="An arrangement is offered",
        greeting="Dear Sam Okoro",
        paragraphs=("I am pleased to offer you an arrangement.",),
        points=("Where: Lambeth.", "Until: 31 March 2027."),
        closing=("Please answer soon.",),
        signed_by="Helen Ashdown",
        signed_by_post="Head of Accreditation, on behalf of the Commissioner",
    )
    return msgspec.structs.replace(plain, **changes)


def brief(**changes: Any) -> Brief:
    """A brief as any test may want it."""
    table = Table(
        headings=("Area", "Answer"),
        rows=(("Lambeth", "Endorse"), ("Southwark", "Endorse with a condition")),
        caption="Answers",
    )
    plain = Brief(
        kind="Decision brief",
        reference="k2m4q8w6z0a2",
        office=OFFICE.name,
        force=OFFICE.force,
        title="Northbank Homes Limited",
        lead="Priya Nair recommends an arrangement in part.",
        dated=TODAY,
        summary=(Row(label="Places", value="Two held of three"),),
        sections=(Section(heading="Local views", paragraphs=("Both answered.",), tables=(table,)),),
    )
    return msgspec.structs.replace(plain, **changes)


def filled(kind: type[Facts], words: str, **changes: Any) -> Facts:
    """Facts of any kind, with every text in them the given words."""
    hints = typing.get_type_hints(kind)
    values = {field.name: _value(hints[field.name], words) for field in msgspec.structs.fields(kind)}
    known = {"path": "/cases/k2m4q8w6z0a2", "reference": "k2m4q8w6z0a2"}
    return kind(**{**values, **known, **changes})


def _value(hint: Any, words: str) -> object:
    if isinstance(hint, types.UnionType):
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) is tuple:
        return (words, words)
    if typing.get_origin(hint) is typing.Literal:
        return typing.get_args(hint)[0]
    return {str: words, bool: False, int: 3, date: TODAY}[hint]
