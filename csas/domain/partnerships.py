"""Partnerships that are asked to endorse: the areas they answer for, and who stands in for them.

An area that several cover is settled when each of them has answered; one that none covers is asked of nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from csas.domain import refusals
from csas.domain.accounts import email_fault
from csas.domain.refusals import Fault, Faults
from csas.domain.values import Struct

Kind = Literal["council", "fire", "probation", "health", "police"]
KINDS: dict[str, str] = {
    "council": "Council",
    "fire": "Fire and rescue",
    "probation": "Probation",
    "health": "Health",
    "police": "Police",
}


class Area(Struct):
    code: str
    name: str


class Authority(Struct):
    """A responsible authority behind a partnership, in its turn to stand in."""

    id: int
    ref: str
    name: str
    kind: str
    turn: int


class Contact(Struct):
    """Somebody who may answer, for the partnership or for an authority behind it."""

    ref: str
    name: str
    post: str
    body: str
    since: datetime


class Partnership(Struct):
    """A partnership with its areas and authorities; ids are internal."""

    id: int
    ref: str
    scheme: int
    name: str
    email: str
    lead: str
    areas: tuple[Area, ...]
    authorities: tuple[Authority, ...]
    ended_at: datetime | None
    ended_why: str


def check(name: str, email: str, others: Iterable[Partnership]) -> None:
    """Refuse a name that another partnership has, or an address that is none; every fault at once."""
    faults = []
    if any(other.name.casefold() == name.casefold() for other in others if other.ended_at is None):
        faults.append(Fault(field="name", message="Another partnership has this name"))
    if fault := email_fault(email):
        faults.append(Fault(field="email", message=fault))
    if faults:
        raise Faults(*faults)


def check_areas(wanted: Iterable[str], known: Iterable[str]) -> None:
    """Refuse areas outside the police area. One that another partnership covers is asked about by both."""
    strange = set(wanted) - set(known)
    if strange:
        named = ", ".join(code[:20] for code in sorted(strange)[:5])
        raise Faults(Fault(field="areas", message=f"There is no such area in the police area: {named}"))


def require_open(partnership: Partnership) -> Partnership:
    if partnership.ended_at is not None:
        raise refusals.PartnershipEnded
    return partnership
