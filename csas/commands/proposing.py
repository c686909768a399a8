"""Two people for what gives power: one proposes, another confirms, and neither is whom it is about.

Shared by the commands of delegations, powers and colleagues; it opens no act of its own.
"""

from __future__ import annotations

from csas.domain import permissions, refusals
from csas.domain.accounts import fold_email
from csas.domain.permissions import Actor, Subject
from csas.store import colleagues, proposals
from csas.store.proposals import Proposal
from csas.store.transaction import Act


async def load(actor: Actor, kind: str, ref: str) -> Proposal:
    """One that waits in a scheme in whose centre the actor is."""
    found = await proposals.find(actor.schemes(*permissions.CENTRAL), kind, ref)
    if found is None:
        raise refusals.NotFound
    return found


async def require(actor: Actor, kind: str, ref: str, action: str) -> Proposal:
    """One that waits, for somebody who may do this to it."""
    found = await load(actor, kind, ref)
    if not permissions.allows(actor, action, Subject(scheme=found.scheme)):
        raise refusals.NotAllowed
    return found


async def confirm(this: Act, found: Proposal) -> None:
    """Settle it by other hands than those that proposed it, and never for oneself."""
    if found.by == this.actor.person:
        raise refusals.AnotherMustConfirm
    if found.person is not None and found.person == this.actor.person:
        raise refusals.NotForYourself
    await settle(this, found, "confirmed")


async def require_another(email: str, actor: Actor) -> None:
    """Refuse an invitation to an address of whoever sends it or lets it go out."""
    if fold_email(email) in await colleagues.list_addresses(actor.person):
        raise refusals.NotForYourself


async def settle(this: Act, found: Proposal, outcome: str) -> None:
    if not await proposals.settle(found.id, outcome, this.actor.person, this.now):
        raise refusals.AlreadyDone
