"""Where a powers card is, and a new one for one that was lost: by the office, the provider or the holder.

A lost or stolen card is no good from the moment it is reported; the accreditation lives on.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import papers as issuing
from csas.commands.registry import SUBJECTS, command
from csas.domain import custody as rules
from csas.domain import permissions, refusals
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct
from csas.store import cards, custody, papers
from csas.store.cards import Card
from csas.store.transaction import act

Note = Annotated[
    str,
    Meta(
        title="Note",
        description="Optional, for example who brought it or how it was sent.",
        max_length=400,
        extra={"kind": "textarea"},
    ),
]


async def subject_of(actor: Actor, ref: str) -> Subject:
    return (await cards.load(actor, ref)).subject


SUBJECTS["card"] = subject_of


class Recorded(Struct):
    """What is written down of a card: which, and a note."""

    ref: Ref
    note: Note = ""


@command("card:post", Recorded, "Record as posted")
async def post(wanted: Recorded, actor: Actor, now: datetime) -> Event:
    """Record that the card was sent to its holder or their employer."""
    return await _record(wanted.ref, "card:post", "posted", wanted.note, actor, now)


@command("card:receive", Recorded, "Record as received")
async def receive(wanted: Recorded, actor: Actor, now: datetime) -> Event:
    """Record that the holder has the card."""
    return await _record(wanted.ref, "card:receive", "received", wanted.note, actor, now)


@command("card:return", Recorded, "Record as handed back", name="return")
async def hand_back(wanted: Recorded, actor: Actor, now: datetime) -> Event:
    """Record that the card was handed back; it is no good from then on, whatever becomes of it."""
    return await _record(wanted.ref, "card:return", "returned", wanted.note, actor, now)


class ReportLost(Struct):
    ref: Ref
    what: Annotated[
        Literal["lost", "stolen"],
        Meta(
            title="What happened",
            extra={"kind": "radios", "choices": "lost-or-stolen", "absent": "Select what happened"},
        ),
    ]
    note: Annotated[
        str,
        Meta(
            title="When and where",
            description="As far as you know. For a theft, the crime reference number if there is one.",
            min_length=1,
            max_length=400,
            extra={"kind": "textarea", "absent": "Enter when and where, as far as you know"},
        ),
    ]


@command("card:report-lost", ReportLost, "Report the card lost or stolen")
async def report_lost(wanted: ReportLost, actor: Actor, now: datetime) -> Event:
    """Report a card lost or stolen: nobody can rely on it from this moment; the accreditation goes on."""
    return await _record(wanted.ref, "card:report-lost", wanted.what, wanted.note, actor, now)


@command("card:destroy", Recorded, "Record as destroyed")
async def destroy(wanted: Recorded, actor: Actor, now: datetime) -> Event:
    """Record that the card was destroyed; it is no good from then on."""
    return await _record(wanted.ref, "card:destroy", "destroyed", wanted.note, actor, now)


TAGS = {"lost": "card:lost", "stolen": "card:lost"}


async def _record(ref: str, action: str, what: str, note: str, actor: Actor, now: datetime) -> Event:
    card = await _own(ref, action, actor)
    if card.state not in {"issued", "replaced"}:
        raise refusals.StillBeingMade
    async with act(actor, now) as this:
        case = await this.hold_id(card.case)
        rules.follow(await cards.lock_trail(card), what)
        await custody.add(card.id, what, now, actor.person, note)
        return await this.record(
            TAGS.get(what, f"card:{what}"),
            case=case,
            ref=card.ref,
            facts={"number": card.number, "what": what},
            private={"note": note},
            subjects={"document": [card.id], "person": [card.person]},
        )


class Replace(Struct):
    ref: Ref
    note: Annotated[
        str,
        Meta(
            title="Why a new card is needed",
            min_length=1,
            max_length=400,
            extra={"kind": "textarea", "absent": "Enter why a new card is needed"},
        ),
    ]


@command("card:replace", Replace, "Ask for a new card")
async def replace(wanted: Replace, actor: Actor, now: datetime) -> Event:
    """Reserve a new card under a new number, from what is in force now; when it is issued the old one is replaced."""
    card = await _own(wanted.ref, "card:replace", actor)
    return await _make(card.accreditation, "card:replaced", {"note": wanted.note}, actor, now)


class Make(Struct):
    accreditation: Annotated[Ref, Meta(title="Accreditation", extra={"kind": "hidden"})]


@command("card:make", Make, "Make the powers card")
async def make(wanted: Make, actor: Actor, now: datetime) -> Event:
    """Reserve the card of somebody who has none, such as one whose photograph was missing."""
    owner = await papers.find_owner_by_ref(wanted.accreditation)
    subject = Subject(scheme=owner.scheme, organisation=owner.organisation, person=owner.person) if owner else None
    if owner is None or not permissions.allows(actor, "card:read", subject):
        raise refusals.Faults(Fault(field="accreditation", message="Select an accreditation of yours"))
    if not permissions.allows(actor, "card:make", subject):
        raise refusals.NotAllowed
    current = await cards.find_current(owner.id)
    if current is not None and not current.is_dead:
        raise refusals.AlreadyDone
    return await _make(owner.id, "card:made", {}, actor, now)


async def _make(accreditation: int, tag: str, private: dict[str, str], actor: Actor, now: datetime) -> Event:
    owner = await papers.find_owner(accreditation)
    if owner is None:
        raise refusals.NotFound
    async with act(actor, now) as this:
        case = await this.hold_id(owner.case)
        made = await issuing.reserve_card(this, owner.id)
        return await this.record(
            tag,
            case=case,
            ref=await cards.ref_of(made),
            private=private,
            subjects={"document": [made], "person": [owner.person]},
        )


async def _own(ref: str, action: str, actor: Actor) -> Card:
    card = await cards.load(actor, ref)
    if not permissions.allows(actor, action, card.subject):
        raise refusals.NotAllowed
    return card
