"""By program: how the scheme is run: its phases, partnerships, delegations and colleagues."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from msgspec.structs import asdict

from csas.commands import partnerships as commands
from csas.store import colleagues, delegations, partnerships, phases, proposals
from csas.store.schemes import require
from csas.web.api.looking import Asking, Look, Shape


class PhaseRead(Shape):
    """A phase; one taken back never counted."""

    ref: str
    name: str
    since: datetime
    until: datetime
    last_day: date
    least: int
    most: int
    why: str
    fees_waived: bool
    taken_back: bool


class PhaseChange(Shape):
    """A change of the end of the phase of this reference."""

    phase: str
    was_until: datetime
    until: datetime
    why: str
    by: str
    at: datetime


class PhaseList(Shape):
    """Every phase, the newest first, and every change of an end."""

    phases: tuple[PhaseRead, ...]
    changes: tuple[PhaseChange, ...]


class AreaRead(Shape):
    code: str
    name: str


class AuthorityRead(Shape):
    """A responsible authority, in its turn to stand in."""

    ref: str
    name: str
    kind: str
    turn: int


class PartnershipLine(Shape):
    """A partnership with its areas and authorities; `ended_at` is null while it is in being."""

    ref: str
    name: str
    email: str
    lead: str
    areas: tuple[AreaRead, ...]
    authorities: tuple[AuthorityRead, ...]
    ended_at: datetime | None
    ended_why: str


class PartnershipList(Shape):
    """Every partnership, and the areas of the police area that none covers."""

    partnerships: tuple[PartnershipLine, ...]
    uncovered: tuple[AreaRead, ...]


class ContactRead(Shape):
    """Somebody who may answer; an empty `body` is the partnership itself."""

    ref: str
    name: str
    post: str
    body: str
    since: datetime


class PartnershipOne(PartnershipLine):
    """A partnership, and who may answer for it."""

    contacts: tuple[ContactRead, ...]


class DelegationRead(Shape):
    """A delegation; `until` is the first moment after it."""

    ref: str
    name: str
    post: str
    instrument: str
    matters: tuple[str, ...]
    since: datetime
    until: datetime
    ended_why: str


class ProposalRead(Shape):
    """What was proposed and waits for a second person."""

    ref: str
    content: dict[str, Any]
    why: str
    by_name: str
    at: datetime


class DelegationList(Shape):
    """Every delegation, and those that wait for a second person."""

    delegations: tuple[DelegationRead, ...]
    proposed: tuple[ProposalRead, ...]


class ColleagueRead(Shape):
    """A role somebody holds in the scheme now."""

    ref: str
    name: str
    role: str
    post: str
    since: datetime


class ColleagueList(Shape):
    """Who holds which role, and the invitations that wait for a second person."""

    colleagues: tuple[ColleagueRead, ...]
    proposed: tuple[ProposalRead, ...]


async def list_phases(asking: Asking) -> object:
    scheme = (await require(asking.actor, "phase:read")).id
    return {"phases": await phases.list_all({scheme}), "changes": await phases.list_changes({scheme})}


async def list_partnerships(asking: Asking) -> object:
    scheme = (await require(asking.actor, "partnership:read")).id
    return {
        "partnerships": await partnerships.list_all({scheme}),
        "uncovered": await partnerships.list_uncovered(scheme),
    }


async def partnership(asking: Asking) -> object:
    found = await commands.load(asking.actor, asking.ref)
    return {**asdict(found), "contacts": await partnerships.list_contacts(found.id, asking.at)}


async def list_delegations(asking: Asking) -> object:
    scheme = (await require(asking.actor, "delegation:read")).id
    return {
        "delegations": await delegations.list_all({scheme}),
        "proposed": await proposals.list_open({scheme}, "delegation"),
    }


async def list_colleagues(asking: Asking) -> object:
    scheme = (await require(asking.actor, "colleague:read")).id
    return {
        "colleagues": await colleagues.list_all(scheme, asking.at),
        "proposed": await proposals.list_open({scheme}, "colleague"),
    }


PARTNERSHIP = "partnership:read"
LOOKS = (
    Look("/phases", "phase:read", "The phases of the scheme", PhaseList, list_phases),
    Look("/partnerships", PARTNERSHIP, "Partnerships, and areas without one", PartnershipList, list_partnerships),
    Look("/colleagues", "colleague:read", "Who holds which role in the scheme", ColleagueList, list_colleagues),
    Look("/delegations", "delegation:read", "Who may decide for the chief officer", DelegationList, list_delegations),
    Look("/partnerships/{ref}", PARTNERSHIP, "One partnership", PartnershipOne, partnership),
)
