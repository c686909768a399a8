"""What accredited people do themselves: open their pages, and say that a notice has reached them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.after_grant import after_grant
from csas.commands.registry import command
from csas.domain import letters, permissions, refusals
from csas.domain.accounts import email_fault, fold_email
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct
from csas.store import invitations, limits, organisations, outbox, own, statutory
from csas.store.numbers import new_ref
from csas.store.outbox import Recipient
from csas.store.own import Invited
from csas.store.transaction import Act, act


class Acknowledge(Struct):
    ref: Ref


@command("notice:acknowledge", Acknowledge, "Acknowledge a notice")
async def acknowledge(wanted: Acknowledge, actor: Actor, now: datetime) -> Event:
    """Say that a notice to oneself has reached one: if nothing else has recorded it as given, it is given now (s.42(5))."""
    async with act(actor, now) as this:
        this.role = "notice:acknowledge"
        notice = await own.load_notice(actor, wanted.ref)
        if notice.undone or not await statutory.serve(notice.ref, "person", "email", now, actor.person):
            raise refusals.AlreadyDone
        return await this.record(
            "notice:acknowledged",
            scheme=notice.scheme,
            ref=notice.ref,
            facts={"kind": notice.kind},
            subjects={"accreditation": [notice.accreditation], "person": [actor.person or 0]},
        )


class InvitePerson(Struct):
    ref: Ref
    staff: Annotated[Ref, Meta(title="Person", extra={"kind": "hidden"})]


@command("organisation:invite-person", InvitePerson, "Invite an accredited person to their own pages")
async def invite_person(wanted: InvitePerson, actor: Actor, now: datetime) -> Event:
    """Send an accredited person of one's staff a link to their own pages; it lasts three days.

    It goes only to an address that the office has confirmed with the person, and nobody of the employer is shown it.
    """
    organisation = await organisations.load(actor, wanted.ref)
    if not permissions.allows(actor, "organisation:invite-person", Subject(organisation=organisation.id)):
        raise refusals.NotAllowed
    found = await own.list_to_invite(await own.accreditations_of_staff(organisation.id, wanted.staff))
    if not found:
        raise refusals.NotFound
    (invited,) = found
    if invited.account:
        raise refusals.AlreadyDone
    if email_fault(invited.email):
        message = "The office has not confirmed an e-mail address of this person’s own yet. Ask it to do so"
        raise refusals.Faults(Fault(field="staff", message=message))
    await limits.require("invite", str(actor.person))
    async with act(actor, now) as this:
        this.role = "organisation:invite-person"
        await _invite(this, invited, actor.person)
        return await this.record(
            "organisation:person-invited",
            ref=organisation.ref,
            subjects={"organisation": [organisation.id], "person": [invited.person]},
        )


async def _invite(this: Act, invited: Invited, by: int | None) -> None:
    address = fold_email(invited.email)
    token = await invitations.create(address, invited.name, None, by=by, person=invited.person)
    letter = letters.PersonInvited(organisation=invited.organisation_name, path=f"/invitations/{token}")
    to = Recipient(name=invited.name, address=address, person=invited.person)
    await outbox.tell(f"person-invited:{new_ref()}", [to], letter, this.now, scheme=invited.scheme)


@after_grant
async def invite_accredited(this: Act, accreditations: Sequence[int]) -> None:
    """Whoever is accredited gets pages of their own: those without an account are sent a link with the grant.

    Without an address that the office confirmed they wait for it: a link to an address that the employer named could
    let the employer in.
    """
    for invited in await own.list_to_invite(list(accreditations)):
        waits = invited.account or await own.is_invited(invited.person)
        if not waits and invited.email and not email_fault(invited.email):
            await _invite(this, invited, this.actor.person)
