"""Registering an organisation, inviting colleagues to it, and ending their roles.

Whoever registers it answers for it and signs for it until others are invited.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import letters, refusals
from csas.domain.accounts import email_fault, fold_email
from csas.domain.events import Event
from csas.domain.permissions import ROLES, SIGNING, Actor
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct
from csas.store import invitations, limits, organisations, outbox, schemes
from csas.store.invitations import Place
from csas.store.numbers import new_ref
from csas.store.outbox import Recipient
from csas.store.transaction import act

SECTOR = Literal["local-authority", "government-agency", "health", "education", "housing", "charity", "private"]
ROLE = Literal["responsible-officer", "signatory", "supervisor", "member"]


class Register(Struct):
    name: Annotated[
        str,
        Meta(
            title="Name of the organisation",
            description="The name people know it by.",
            min_length=1,
            max_length=120,
            extra={"absent": "Enter the name of the organisation"},
        ),
    ]
    legal_name: Annotated[
        str,
        Meta(title="Full legal name", min_length=1, max_length=120, extra={"absent": "Enter the full legal name"}),
    ]
    sector: Annotated[
        SECTOR,
        Meta(title="Kind of organisation", extra={"choices": "sectors", "absent": "Select the kind of organisation"}),
    ]
    number: Annotated[
        str,
        Meta(
            title="Company or charity number",
            description="Needed for private companies and charities.",
            max_length=20,
        ),
    ] = ""
    address: Annotated[
        str,
        Meta(
            title="Registered or main address",
            min_length=1,
            max_length=400,
            extra={"kind": "textarea", "absent": "Enter the registered or main address"},
        ),
    ]
    website: Annotated[str, Meta(title="Website", max_length=160)] = ""
    post: Annotated[
        str,
        Meta(title="Your post in the organisation", min_length=1, max_length=120, extra={"absent": "Enter your post"}),
    ]


@command("organisation:register", Register, "Register an organisation")
async def register(wanted: Register, actor: Actor, now: datetime) -> Event:
    """Register an organisation; the person who does it becomes its responsible officer and a signatory."""
    if wanted.sector in {"private", "charity"} and not wanted.number:
        raise refusals.Faults(Fault(field="number", message="Enter the company or charity number"))
    await limits.require("organisation", str(actor.person))
    async with act(actor, now) as this:
        organisation, ref = await organisations.add(
            name=wanted.name,
            legal_name=wanted.legal_name,
            sector=wanted.sector,
            number=wanted.number,
            address=wanted.address,
            website=wanted.website,
            now=now,
        )
        for role in SIGNING:
            await schemes.give_role(actor.person or 0, role, wanted.post, now, organisation=organisation)
        return await this.record(
            "organisation:registered",
            ref=ref,
            facts={"sector": wanted.sector},
            subjects={"organisation": [organisation], "person": [actor.person or 0]},
        )


class Invite(Struct):
    ref: Ref
    name: Annotated[
        str, Meta(title="Full name", min_length=1, max_length=120, extra={"absent": "Enter the person’s full name"})
    ]
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
    role: Annotated[ROLE, Meta(title="Role", extra={"choices": "roles", "absent": "Select a role"})]


@command("organisation:invite", Invite, "Invite a colleague")
async def invite(wanted: Invite, actor: Actor, now: datetime) -> Event:
    """Invite somebody to a role in one’s organisation by a link that works once, for three days."""
    organisation = await organisations.require(actor, wanted.ref, "organisation:invite")
    fault = email_fault(wanted.email)
    if fault:
        raise refusals.Faults(Fault(field="email", message=fault))
    await limits.require("invite", str(actor.person))
    address = fold_email(wanted.email)
    async with act(actor, now) as this:
        place = Place(role=wanted.role, organisation=organisation.id)
        token = await invitations.create(address, wanted.name, place, by=actor.person)
        letter = letters.Invitation(
            organisation=organisation.name,
            reference=organisation.ref,
            path=f"/invitations/{token}",
            invited_by=actor.name,
            role=ROLES[wanted.role],
        )
        await outbox.tell(
            f"invitation:{new_ref()}",
            [Recipient(name=wanted.name, address=address)],
            letter,
            now,
            organisation=organisation.id,
        )
        return await this.record(
            "organisation:invited",
            ref=organisation.ref,
            facts={"role": wanted.role},
            private={"name": wanted.name},
            subjects={"organisation": [organisation.id]},
        )


class EndRole(Struct):
    ref: Ref
    person: Annotated[Ref, Meta(title="Person", extra={"kind": "hidden"})]
    role: Annotated[ROLE, Meta(title="Role", extra={"kind": "hidden"})]


@command("organisation:end-role", EndRole, "End a colleague’s role")
async def end_role(wanted: EndRole, actor: Actor, now: datetime) -> Event:
    """End somebody’s role in one’s organisation from now on; somebody must remain who can sign for it."""
    organisation = await organisations.require(actor, wanted.ref, "organisation:end-role")
    async with act(actor, now) as this:
        person = await organisations.end_role(organisation.id, wanted.person, wanted.role, now)
        if person is None:
            raise refusals.NotFound
        left = {held.role for held in await organisations.list_colleagues(organisation.id, now)}
        if not left & set(SIGNING):
            raise refusals.LastSignatory
        return await this.record(
            "organisation:role-ended",
            ref=organisation.ref,
            facts={"role": wanted.role},
            subjects={"organisation": [organisation.id], "person": [person]},
        )
