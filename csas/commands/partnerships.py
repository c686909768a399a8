"""Partnerships that are asked to endorse: added with their areas, changed, and ended by the office.

What a partnership answered stands, whatever becomes of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import SUBJECTS, command
from csas.domain import partnerships as rules
from csas.domain import permissions, refusals
from csas.domain.events import Event
from csas.domain.partnerships import Authority, Kind, Partnership
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault, Faults
from csas.domain.values import Ref, Struct
from csas.store import partnerships, schemes
from csas.store.transaction import act

Name = Annotated[
    str, Meta(title="Name of the partnership", min_length=1, max_length=120, extra={"absent": "Enter the name"})
]
Email = Annotated[
    str,
    Meta(
        title="Shared e-mail address",
        description="Requests go here while nobody of the partnership has an account.",
        min_length=1,
        max_length=254,
        extra={"kind": "email", "absent": "Enter the shared e-mail address"},
    ),
]
Lead = Annotated[
    str,
    Meta(
        title="Council that leads it",
        description="As the council is registered here. It cannot endorse its own application.",
        max_length=120,
    ),
]
Body = Annotated[str, Meta(max_length=20)]
Why = Annotated[
    str, Meta(title="Why", min_length=1, max_length=1000, extra={"kind": "textarea", "absent": "Enter the reason"})
]


class AddPartnership(Struct):
    name: Name
    email: Email
    areas: Annotated[
        tuple[Body, ...],
        Meta(
            title="Areas it answers for",
            description="Where several partnerships cover an area, each is asked about it.",
            min_length=1,
            max_length=200,
            extra={"kind": "checkboxes", "choices": "areas", "absent": "Select at least one area"},
        ),
    ]
    lead: Lead = ""


@command("partnership:add", AddPartnership, "Add a partnership")
async def add(wanted: AddPartnership, actor: Actor, now: datetime) -> Event:
    """Add a partnership for areas of the police area, named by their codes."""
    scheme = await schemes.require(actor, "partnership:add")
    async with act(actor, now) as this:
        this.role = "partnership:add"
        await partnerships.hold(scheme.id)
        others = await partnerships.list_all({scheme.id})
        rules.check(wanted.name, wanted.email, others)
        rules.check_areas(wanted.areas, [area.code for area in await partnerships.list_areas(scheme.id)])
        lead = await partnerships.body_named(wanted.lead, "local-authority", now)
        place = (scheme.force, scheme.id)
        partnership, ref = await partnerships.add(place, wanted.name, wanted.email, lead, wanted.areas)
        return await this.record(
            "partnership:added",
            scheme=scheme.id,
            ref=ref,
            facts={"name": wanted.name, "areas": sorted(wanted.areas)},
            subjects={"partnership": [partnership]},
        )


class EditPartnership(Struct):
    ref: Ref
    name: Name
    email: Email
    lead: Lead = ""


@command("partnership:edit", EditPartnership, "Change the partnership")
async def edit(wanted: EditPartnership, actor: Actor, now: datetime) -> Event:
    """Change the name, the shared address or the lead council of a partnership."""
    async with act(actor, now) as this:
        this.role = "partnership:edit"
        found = await require_open(actor, wanted.ref, "partnership:edit")
        others = [each for each in await partnerships.list_all({found.scheme}) if each.id != found.id]
        rules.check(wanted.name, wanted.email, others)
        lead = await partnerships.body_named(wanted.lead, "local-authority", now)
        await partnerships.edit(found.id, wanted.name, wanted.email, lead)
        facts = {"name": wanted.name, "was": found.name, "lead": wanted.lead, "lead_was": found.lead}
        return await this.record("partnership:edited", scheme=found.scheme, ref=found.ref, facts=facts)


class AddAuthority(Struct):
    ref: Ref
    name: Annotated[
        str,
        Meta(
            title="Name of the responsible authority",
            description="Such as the fire and rescue service. Write it alike wherever it stands behind a partnership.",
            min_length=1,
            max_length=120,
            extra={"absent": "Enter the name of the responsible authority"},
        ),
    ]
    kind: Annotated[Kind, Meta(title="What it is", extra={"choices": "authority-kinds", "absent": "Select what it is"})]


@command("partnership:add-authority", AddAuthority, "Add a responsible authority")
async def add_authority(wanted: AddAuthority, actor: Actor, now: datetime) -> Event:
    """Put a responsible authority behind a partnership, to stand in after those already there."""
    async with act(actor, now) as this:
        this.role = "partnership:add-authority"
        found = await require_open(actor, wanted.ref, "partnership:add-authority")
        organisation = await partnerships.body_named(wanted.name, "responsible-authority", now)
        if organisation is None or any(each.id == organisation for each in found.authorities):
            raise Faults(Fault(field="name", message="It stands behind this partnership already"))
        turn = await partnerships.next_turn(found.id)
        await partnerships.add_authority(found.id, organisation, wanted.kind, turn)
        facts = {"name": found.name, "authority": wanted.name, "kind": wanted.kind}
        return await this.record(
            "partnership:authority-added",
            scheme=found.scheme,
            ref=found.ref,
            facts=facts,
            subjects={"organisation": [organisation]},
        )


class EndAuthority(Struct):
    ref: Ref
    authority: Annotated[
        Body,
        Meta(
            title="Which responsible authority",
            min_length=1,
            extra={"kind": "radios", "choices": "authorities", "absent": "Select a responsible authority"},
        ),
    ]


@command("partnership:end-authority", EndAuthority, "End the part of a responsible authority")
async def end_authority(wanted: EndAuthority, actor: Actor, now: datetime) -> Event:
    """Let a responsible authority, named by its reference, stand behind a partnership no longer."""
    async with act(actor, now) as this:
        this.role = "partnership:end-authority"
        found = await require_open(actor, wanted.ref, "partnership:end-authority")
        gone = authority_of(found, wanted.authority, "authority")
        _require_none(await partnerships.list_waiting(found.id, gone.id))
        await partnerships.end_authority(found.id, gone.id, now)
        return await this.record(
            "partnership:authority-ended",
            scheme=found.scheme,
            ref=found.ref,
            facts={"name": found.name, "authority": gone.name},
            subjects={"organisation": [gone.id]},
        )


def authority_of(found: Partnership, ref: str, field: str) -> Authority:
    one = next((each for each in found.authorities if each.ref == ref), None)
    if one is None:
        raise Faults(Fault(field=field, message="Select one that stands behind this partnership"))
    return one


def _require_none(waiting: list[str]) -> None:
    if waiting:
        raise refusals.PartnershipAsked(cases=", ".join(waiting))


class EndPartnership(Struct):
    ref: Ref
    why: Why


@command("partnership:end", EndPartnership, "End the partnership")
async def end(wanted: EndPartnership, actor: Actor, now: datetime) -> Event:
    """Ask a partnership no more and end the roles held in it; what it answered stands."""
    async with act(actor, now) as this:
        this.role = "partnership:end"
        found = await require_open(actor, wanted.ref, "partnership:end")
        _require_none(await partnerships.list_waiting(found.id))
        roles = await partnerships.end_all_roles(found.id, now)
        await partnerships.end(found.id, wanted.why, now)
        return await this.record(
            "partnership:ended",
            scheme=found.scheme,
            ref=found.ref,
            facts={"name": found.name, "roles": roles},
            subjects={"partnership": [found.id]},
        )


async def require_open(actor: Actor, ref: str, action: str) -> Partnership:
    """A partnership in being, for somebody who may do this; nobody else changes one until the act ends."""
    found = await require(actor, ref, action)
    await partnerships.hold(found.scheme)
    return rules.require_open(await load(actor, ref))


async def require(actor: Actor, ref: str, action: str) -> Partnership:
    found = await load(actor, ref)
    if not permissions.allows(actor, action, Subject(scheme=found.scheme)):
        raise refusals.NotAllowed
    return found


async def load(actor: Actor, ref: str) -> Partnership:
    """A partnership of a scheme in whose centre the actor is."""
    found = await partnerships.find(actor.schemes(*permissions.CENTRAL), ref)
    if found is None:
        raise refusals.NotFound
    return found


async def _subject(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await load(actor, ref)).scheme)


SUBJECTS["partnership"] = _subject
