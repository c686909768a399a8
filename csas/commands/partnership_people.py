"""Who answers for a partnership or an authority behind it: invited to the role, and the role ended.

Nothing here answers for anybody.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import enrolling, proposing
from csas.commands.partnerships import Body, authority_of, require, require_open
from csas.commands.registry import command
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault, Faults
from csas.domain.values import Ref, Struct
from csas.store import limits, partnerships
from csas.store.invitations import Place
from csas.store.transaction import act


class InviteContact(Struct):
    ref: Ref
    body: Annotated[
        Body,
        Meta(
            title="For whom the person answers",
            extra={"kind": "radios", "choices": "bodies", "absent": "Select for whom the person answers"},
        ),
    ] = "partnership"
    name: Annotated[
        str, Meta(title="Full name", min_length=1, max_length=120, extra={"absent": "Enter the person’s full name"})
    ]
    post: Annotated[str, Meta(title="Post", min_length=1, max_length=120, extra={"absent": "Enter the person’s post"})]
    email: Annotated[
        str,
        Meta(
            title="E-mail address",
            description="The invitation goes to this address and to nobody else. It lasts three days.",
            min_length=1,
            max_length=254,
            extra={"kind": "email", "absent": "Enter the person’s e-mail address"},
        ),
    ]


@command("partnership:invite", InviteContact, "Invite somebody to answer")
async def invite(wanted: InviteContact, actor: Actor, now: datetime) -> Event:
    """Invite somebody to answer for a partnership, or for an authority behind it named by its reference."""
    await limits.require("invite", str(actor.person))
    async with act(actor, now) as this:
        this.role = "partnership:invite"
        found = await require_open(actor, wanted.ref, "partnership:invite")
        await proposing.require_another(wanted.email, actor)
        enrolling.check_registration(wanted.email, wanted.name)
        place, body = Place(role="endorser", partnership=found.id), found.name
        if wanted.body != "partnership":
            authority = authority_of(found, wanted.body, "body")
            place, body = Place(role="endorser", organisation=authority.id), authority.name
        await enrolling.invite(wanted.email, wanted.name, place, now, by=actor, organisation=body, post=wanted.post)
        return await this.record(
            "partnership:invited",
            scheme=found.scheme,
            ref=found.ref,
            facts={"body": body},
            private={"name": wanted.name},
            subjects={"partnership": [found.id]},
        )


class EndContact(Struct):
    ref: Ref
    person: Annotated[
        Body,
        Meta(
            title="Whose role ends",
            description="They can answer no more, for this partnership or an authority behind it.",
            min_length=1,
            extra={"kind": "radios", "choices": "contacts", "absent": "Select whose role ends"},
        ),
    ]


@command("partnership:end-role", EndContact, "End somebody’s role")
async def end_role(wanted: EndContact, actor: Actor, now: datetime) -> Event:
    """End the role, from now on, by which a person of this reference may answer for a partnership."""
    async with act(actor, now) as this:
        this.role = "partnership:end-role"
        found = await require(actor, wanted.ref, "partnership:end-role")
        if not await partnerships.end_role(found.id, wanted.person, now):
            raise Faults(Fault(field="person", message="Select somebody who may answer now"))
        return await this.record(
            "partnership:role-ended",
            scheme=found.scheme,
            ref=found.ref,
            facts={"body": found.name, "person": wanted.person},
            subjects={"partnership": [found.id]},
        )
