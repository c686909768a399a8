"""An e-mail address that is a person's own: confirmed by the office with the person, never taken from the employer.

A link to somebody's own pages, or to their vetting, goes nowhere else. An employer who named a false address would
otherwise come in as that person.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import own
from csas.commands.registry import command
from csas.domain import refusals
from csas.domain.accounts import email_fault, fold_email
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import accreditations, individuals, invitations, own_addresses
from csas.store.transaction import Act, act


class Confirm(Struct):
    ref: str
    seen: int | None = None
    address: Annotated[
        str,
        Meta(
            title="The person’s own e-mail address",
            description="As the person told you. Never copy it from the employer’s record.",
            min_length=3,
            max_length=254,
            extra={"kind": "email", "absent": "Enter the person’s own e-mail address"},
        ),
    ]
    how: Annotated[
        Literal["in-person", "telephone", "letter"],
        Meta(
            title="How the person told you",
            extra={"choices": "ways-of-confirming", "absent": "Select how the person told you"},
        ),
    ]
    own: Annotated[
        bool,
        Meta(
            title="I have made sure that the employer cannot read this address",
            extra={"must": True, "absent": "Confirm that the employer cannot read this address"},
        ),
    ]


@command("individual:confirm-address", Confirm, "Confirm the person’s own e-mail address")
async def confirm(wanted: Confirm, actor: Actor, now: datetime) -> Event:
    """Record an address that the office made sure is the person's own; somebody accredited is sent their link at once.

    The event does not tell it, and nobody of the employer is shown it.
    """
    address = fold_email(wanted.address)
    if fault := email_fault(address):
        raise refusals.Faults(Fault(field="address", message=fault))
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:confirm-address", seen=wanted.seen)
        asked = await individuals.load(case)
        await note(this, address, asked.person, asked.organisation, case.scheme, wanted.how)
        held = await accreditations.find_of_case(case.id)
        if held is not None:
            await own.invite_accredited(this, [held.id])
        await this.take(case, step)
        return await this.record(
            "individual:address-confirmed",
            case=case,
            facts={"how": wanted.how},
            subjects={"person": [asked.person]},
        )


async def note(this: Act, address: str, person: int, organisation: int, scheme: int, how: str) -> None:
    """Keep an address as confirmed; refuse one that the employer or anybody else can read, as far as records show it.

    A link that went to an address known before, and now to be wrong, ends.
    """
    if await own_addresses.is_employers(address, person, organisation):
        message = "This address belongs to the employer. Enter the person’s own"
        raise refusals.Faults(Fault(field="address", message=message))
    if await own_addresses.is_anothers(address, person):
        raise refusals.Faults(Fault(field="address", message="This address is somebody else’s. Enter the person’s own"))
    await invitations.end_others(person, address)
    await own_addresses.add(scheme, person, address, how, this.actor.person, this.now)
