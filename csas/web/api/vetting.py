"""By program: the vetting officer's list and one person on it.

Answers and outcomes are told while a sight opened with a reason lasts, exactly as on the page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import asdict

from csas.store import vetting_links, vettings
from csas.web.api.fitness import Vetted
from csas.web.api.looking import Asking, Look, Shape
from csas.web.pages.vetting import SOON


class VettingLine(Shape):
    """Somebody asked to be vetted; nothing of answers or outcomes."""

    ref: str
    name: str
    employer: str
    job: str
    employed: bool
    address: str | None
    suggested: str
    asked_at: datetime
    sent_at: datetime | None
    open_until: datetime | None
    opened_at: datetime | None
    answered_at: datetime | None
    settled_at: datetime | None
    settled: str


class ClearanceEnding(Shape):
    name: str
    employer: str
    organisation_ref: str
    staff: str
    until: datetime


class VettingList(Shape):
    """Who waits, whose clearance ends within 90 days, and what was settled last."""

    waiting: tuple[VettingLine, ...]
    ending: tuple[ClearanceEnding, ...]
    settled: tuple[VettingLine, ...]


class OutcomeRead(Shape):
    """An outcome with all that is kept of it."""

    ref: str
    outcome: str
    level: str
    reference: str
    conditions: str
    decided_by: str
    since: datetime
    until: datetime | None
    is_known: bool


class VettingRead(VettingLine):
    """One request; answers and outcomes are empty unless a sight is open, until `seen_until`."""

    vetted: Vetted
    vetted_until: datetime | None
    seen_until: datetime | None
    answers: dict[str, dict[str, Any]]
    outcomes: tuple[OutcomeRead, ...]


async def list_vetting(asking: Asking) -> object:
    return {
        "waiting": await vettings.list_waiting(asking.actor),
        "ending": await vettings.list_ending(asking.actor, asking.at, asking.at + SOON),
        "settled": await vettings.list_settled(asking.actor),
    }


async def vetting(asking: Asking) -> object:
    found = await vettings.load(asking.actor, asking.ref)
    person_ = asking.actor.person
    sealed = await vettings.see_answers(found, person_) if found.seen_until else None
    vetted, until = await vettings.state_of(found.scheme, found.person, asking.at)
    return {
        **asdict(found),
        "vetted": vetted,
        "vetted_until": until,
        "answers": vetting_links.read(sealed, found.ref),
        "outcomes": await vettings.see(found, person_) if found.seen_until else (),
    }


LOOKS = (
    Look("/vetting", "vetting:read", "Who is to be vetted", VettingList, list_vetting),
    Look("/vetting/{ref}", "vetting:read", "One person to be vetted", VettingRead, vetting),
)
