"""Delegations to decide on behalf of the chief officer: proposed, confirmed by another, ended by one.

Nobody proposes or confirms their own. Ending one counts at once; what was decided under it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import proposing
from csas.commands.registry import SUBJECTS, command
from csas.domain import delegations as rules
from csas.domain import permissions, refusals
from csas.domain.delegations import MATTERS, Given
from csas.domain.events import Event, Plain
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault, Faults
from csas.domain.values import Ref, Struct
from csas.store import colleagues, delegations, office, proposals, schemes
from csas.store.office import Officer
from csas.store.proposals import Proposal
from csas.store.transaction import act

KIND = "delegation"


class ProposeDelegation(Struct):
    person: Annotated[
        str,
        Meta(
            title="Who may decide",
            description="Decision makers of the scheme. Invite them first.",
            min_length=1,
            max_length=20,
            extra={"kind": "radios", "choices": "decision-makers", "absent": "Select who may decide"},
        ),
    ]
    post: Annotated[
        str,
        Meta(
            title="Post",
            description="Decisions and certificates are signed in it.",
            min_length=1,
            max_length=120,
            extra={"absent": "Enter the post"},
        ),
    ]
    matters: Annotated[
        tuple[Annotated[str, Meta(max_length=20)], ...],
        Meta(
            title="In which matters",
            min_length=1,
            max_length=2,
            extra={"kind": "checkboxes", "choices": "matters", "absent": "Select at least one matter"},
        ),
    ]
    instrument: Annotated[
        str,
        Meta(
            title="Reference of the instrument",
            description="The paper that the chief officer signed. Decisions name it.",
            min_length=1,
            max_length=120,
            extra={"absent": "Enter the reference of the instrument"},
        ),
    ]
    starts_on: Annotated[date, Meta(title="First day", description="Today or later.")]
    ends_on: Annotated[date, Meta(title="Last day", description="At most three years on.")]
    why: Annotated[
        str, Meta(title="Why", min_length=1, max_length=1000, extra={"kind": "textarea", "absent": "Enter the reason"})
    ]


@command("delegation:propose", ProposeDelegation, "Propose a delegation")
async def propose(wanted: ProposeDelegation, actor: Actor, now: datetime) -> Event:
    """Propose that a decision maker may decide on behalf of the chief officer; another person confirms it."""
    scheme = await schemes.require(actor, "delegation:propose")
    async with act(actor, now) as this:
        this.role = "delegation:propose"
        person = await _decider(scheme.id, wanted.person)
        rules.require_others(person.id, actor.person)
        if not set(wanted.matters) <= set(MATTERS):
            raise Faults(Fault(field="matters", message="Select matters from the list"))
        rules.check_days(wanted.starts_on, wanted.ends_on, now)
        await _check_free(scheme.id, person, *rules.period(wanted.starts_on, wanted.ends_on, now))
        content = {
            "name": person.name,
            "post": wanted.post,
            "matters": list(dict.fromkeys(wanted.matters)),
            "instrument": wanted.instrument,
            "starts_on": wanted.starts_on.isoformat(),
            "ends_on": wanted.ends_on.isoformat(),
        }
        about = (KIND, person.ref, person.id)
        ref = await proposals.add(scheme.id, about, content, wanted.why, actor.person, now)
        return await this.record(
            "delegation:proposed", scheme=scheme.id, ref=ref, facts=_facts(content), subjects={"person": [person.id]}
        )


async def _decider(scheme: int, ref: str) -> Officer:
    found = next((each for each in await office.list_officers(scheme, "decision-maker") if each.ref == ref), None)
    if found is None:
        raise Faults(Fault(field="person", message="Select a decision maker of the scheme"))
    return found


async def _check_free(scheme: int, person: Officer, since: datetime, until: datetime) -> None:
    if await delegations.overlaps(scheme, person.id, since, until):
        message = f"{person.name} has a delegation in that time. End it first, or choose later days"
        raise Faults(Fault(field="starts_on", message=message))


def _facts(content: Mapping[str, object]) -> dict[str, Plain]:
    """What the journal says openly: no name, which the subject leads to."""
    return {name: value for name, value in content.items() if name != "name" and isinstance(value, str | list)}


class SettleDelegation(Struct):
    ref: Ref


@command("delegation:confirm", SettleDelegation, "Confirm the delegation")
async def confirm(wanted: SettleDelegation, actor: Actor, now: datetime) -> Event:
    """Confirm a delegation that somebody else proposed for a third person: from its first day, or from now."""
    async with act(actor, now) as this:
        this.role = "delegation:confirm"
        found = await proposing.require(actor, KIND, wanted.ref, "delegation:confirm")
        await colleagues.hold(found.scheme)
        await proposing.confirm(this, found)
        person = await _decider(found.scheme, found.about)
        ends_on = date.fromisoformat(found.content["ends_on"])
        rules.check_confirming(ends_on, now)
        valid = rules.period(date.fromisoformat(found.content["starts_on"]), ends_on, now)
        await _check_free(found.scheme, person, *valid)
        scheme = await schemes.load(found.scheme)
        given = (found.content["post"], found.content["instrument"], tuple(found.content["matters"]))
        ref = await delegations.add((scheme.force, scheme.id), person.id, given, valid)
        return await this.record(
            "delegation:confirmed",
            scheme=found.scheme,
            ref=ref,
            facts=_facts(found.content),
            subjects={"person": [person.id]},
        )


@command("delegation:decline", SettleDelegation, "Decline the delegation")
async def decline(wanted: SettleDelegation, actor: Actor, now: datetime) -> Event:
    """Let a proposed delegation come to nothing; whoever proposed it may do so too."""
    async with act(actor, now) as this:
        this.role = "delegation:decline"
        found = await proposing.require(actor, KIND, wanted.ref, "delegation:decline")
        await proposing.settle(this, found, "declined")
        return await this.record("delegation:declined", scheme=found.scheme, ref=found.ref, facts=_facts(found.content))


class EndDelegation(Struct):
    ref: Ref
    why: Annotated[
        str, Meta(title="Why", min_length=1, max_length=1000, extra={"kind": "textarea", "absent": "Enter the reason"})
    ]


@command("delegation:end", EndDelegation, "End the delegation")
async def end(wanted: EndDelegation, actor: Actor, now: datetime) -> Event:
    """End a delegation from now on, by one person; what was decided under it stands."""
    async with act(actor, now) as this:
        this.role = "delegation:end"
        found = await find(actor, wanted.ref)
        if not permissions.allows(actor, "delegation:end", Subject(scheme=found.scheme)):
            raise refusals.NotAllowed
        if found.until <= now or not await delegations.end([found.id], wanted.why, now):
            raise refusals.AlreadyDone
        return await this.record(
            "delegation:ended",
            scheme=found.scheme,
            ref=found.ref,
            facts={"instrument": found.instrument},
            private={"why": wanted.why},
            subjects={"person": [found.person]},
        )


async def find(actor: Actor, ref: str) -> Given:
    """A delegation in a scheme in whose centre the actor is."""
    found = await delegations.find(actor.schemes(*permissions.CENTRAL), ref)
    if found is None:
        raise refusals.NotFound
    return found


async def load_proposed(actor: Actor, ref: str) -> Proposal:
    return await proposing.load(actor, KIND, ref)


async def _subject(actor: Actor, ref: str) -> Subject:
    """Of a delegation, or of one that waits."""
    given = await delegations.find(actor.schemes(*permissions.CENTRAL), ref)
    return Subject(scheme=given.scheme if given else (await load_proposed(actor, ref)).scheme)


SUBJECTS["delegation"] = _subject
