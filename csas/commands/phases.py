"""Phases of the scheme: opened, extended and closed by its manager.

A phase limits how many providers there are and how long their arrangements run. Nobody has a power by
it: a decision maker still decides each case. Closing one ends no arrangement.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import SUBJECTS, command
from csas.domain import permissions, refusals
from csas.domain import phases as rules
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.phases import Phase
from csas.domain.schemes import PhasePlan
from csas.domain.values import Ref, Struct
from csas.store import phases, schemes
from csas.store.transaction import act

Why = Annotated[
    str, Meta(title="Why", min_length=1, max_length=1000, extra={"kind": "textarea", "absent": "Enter the reason"})
]


class OpenPhase(Struct):
    name: Annotated[
        str,
        Meta(
            title="What kind of phase it is",
            description="Such as “Proof of concept”. Pages and letters call it by these words.",
            min_length=1,
            max_length=80,
            extra={"absent": "Enter what kind of phase it is"},
        ),
    ]
    starts_on: Annotated[date, Meta(title="First day", description="Today or later.")]
    ends_on: Annotated[date, Meta(title="Last day", description="No arrangement made in the phase runs longer.")]
    least: Annotated[int, Meta(title="At least how many providers are wanted", ge=0, le=1000)] = 0
    most: Annotated[
        int,
        Meta(
            title="At most how many providers have a place",
            description="Places held, offered and in force count. Others wait on the reserve list.",
            ge=1,
            le=1000,
        ),
    ]
    fees_waived: Annotated[bool, Meta(title="Are fees waived in this phase?")]
    why: Why


@command("phase:open", OpenPhase, "Open a phase")
async def open_phase(wanted: OpenPhase, actor: Actor, now: datetime) -> Event:
    """Open a phase with its days and its cap of places; no two phases of a scheme overlap."""
    scheme = await schemes.require(actor, "phase:open")
    plan = PhasePlan(**{name: getattr(wanted, name) for name in PhasePlan.__struct_fields__})
    async with act(actor, now) as this:
        this.role = "phase:open"
        rules.check_plan(plan, await phases.list_all({scheme.id}), now)
        ref = await phases.add(scheme.force, scheme.id, plan, rules.period(plan, now))
        facts = {"name": plan.name, "from": plan.starts_on.isoformat(), "to": plan.ends_on.isoformat()}
        return await this.record("phase:opened", scheme=scheme.id, ref=ref, facts={**facts, "most": plan.most})


class ExtendPhase(Struct):
    ref: Ref
    ends_on: Annotated[date, Meta(title="New last day")]
    why: Why


@command("phase:extend", ExtendPhase, "Extend the phase")
async def extend(wanted: ExtendPhase, actor: Actor, now: datetime) -> Event:
    """Let a phase that is not over run longer; arrangements already made keep their end."""
    found = await require(actor, wanted.ref, "phase:extend")
    async with act(actor, now) as this:
        this.role = "phase:extend"
        phase = await phases.lock(found.id)
        until = rules.extend(phase, wanted.ends_on, await phases.list_all({phase.scheme}), now)
        await phases.move_end(phase, until, wanted.why, actor.person, now)
        facts = {"name": phase.name, "was": phase.last_day.isoformat(), "to": wanted.ends_on.isoformat()}
        return await this.record("phase:extended", scheme=phase.scheme, ref=phase.ref, facts=facts)


class ClosePhase(Struct):
    ref: Ref
    why: Why


@command("phase:close", ClosePhase, "Close the phase")
async def close(wanted: ClosePhase, actor: Actor, now: datetime) -> Event:
    """End a phase now, or take back one that has not begun; every arrangement keeps the end it has."""
    found = await require(actor, wanted.ref, "phase:close")
    async with act(actor, now) as this:
        this.role = "phase:close"
        phase = await phases.lock(found.id)
        await phases.move_end(phase, rules.close(phase, now), wanted.why, actor.person, now)
        return await this.record(
            "phase:closed",
            scheme=phase.scheme,
            ref=phase.ref,
            facts={"name": phase.name, "was": phase.last_day.isoformat(), "begun": phase.since <= now},
        )


async def require(actor: Actor, ref: str, action: str) -> Phase:
    """A phase to which this actor may do this."""
    found = await load(actor, ref)
    if not permissions.allows(actor, action, Subject(scheme=found.scheme)):
        raise refusals.NotAllowed
    return found


async def load(actor: Actor, ref: str) -> Phase:
    """A phase of a scheme in whose centre the actor is."""
    found = await phases.find(actor.schemes(*permissions.CENTRAL), ref)
    if found is None:
        raise refusals.NotFound
    return found


async def _subject(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await load(actor, ref)).scheme)


SUBJECTS["phase"] = _subject
