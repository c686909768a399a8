"""Those who work in a scheme and leave: their account closed and their roles ended by one person, at once.

Taking access away needs nobody else. Opening an account again gives no role: roles come by invitation.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.colleagues import end_delegations
from csas.commands.registry import SUBJECTS, command
from csas.domain import permissions, refusals
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.values import Ref, Struct
from csas.store import accounts, colleagues, invitations, office_access, sessions
from csas.store.office_access import Colleague
from csas.store.transaction import act


class CloseAccount(Struct):
    ref: Ref
    reason: Annotated[
        str,
        Meta(
            title="Why",
            description="Kept for the office. For example: left the force on 30 June.",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter why the account is closed"},
        ),
    ]


class OpenAccount(Struct):
    ref: Ref


@command("access:close", CloseAccount, "Close a colleague’s account")
async def close(wanted: CloseAccount, actor: Actor, now: datetime) -> Event:
    """End somebody's roles, delegations, sessions, keys and open invitations, at once; the record of it all stays."""
    async with act(actor, now) as this:
        found = await _open(wanted.ref, actor, "access:close", now)
        if found.person == actor.person:
            raise refusals.OwnAccount
        if not found.open_to_office:
            raise refusals.AlreadyDone
        roles = await office_access.end_roles(found.scheme, found.person, now)
        await end_delegations(found.scheme, found.person, now)
        await accounts.disable(found.person)
        await sessions.end_all(found.person)
        await invitations.end_in_scheme(found.scheme, found.email)
        if not await office_access.has_manager(found.scheme, now):
            raise refusals.LastManager
        return await this.record(
            "access:closed",
            ref=found.ref,
            scheme=found.scheme,
            facts={"roles": roles},
            private={"reason": wanted.reason},
            subjects={"person": [found.person]},
        )


@command("access:open", OpenAccount, "Open a colleague’s account again")
async def reopen(wanted: OpenAccount, actor: Actor, now: datetime) -> Event:
    """Let somebody sign in again with their password and authenticator; the roles they held stay ended."""
    async with act(actor, now) as this:
        found = await _open(wanted.ref, actor, "access:open", now)
        if found.closed_at is None:
            raise refusals.AlreadyDone
        await accounts.enable(found.person)
        return await this.record(
            "access:opened", ref=found.ref, scheme=found.scheme, subjects={"person": [found.person]}
        )


async def _open(ref: str, actor: Actor, action: str, now: datetime) -> Colleague:
    """As they stand once nobody else changes who is in the office."""
    found = await office_access.load(actor, ref, now)
    if not permissions.allows(actor, action, Subject(scheme=found.scheme)):
        raise refusals.NotAllowed
    await colleagues.hold(found.scheme)
    return await office_access.load(actor, ref, now)


async def _subject(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=await office_access.scheme_of(actor, ref))


SUBJECTS["access"] = _subject
