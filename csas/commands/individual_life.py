"""Taking powers from one person by notice, and giving them back: suspension, modification, withdrawal, surrender.

One person takes away, at once and whatever else is open; giving back needs two.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import outcomes, papers
from csas.commands.noticing import What, notify
from csas.commands.registry import command
from csas.domain import individual_notices as rules
from csas.domain import refusals
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import accreditation_changes as changes
from csas.store import accreditations, remissions, statutory
from csas.store.accreditation_changes import HeldPower
from csas.store.accreditations import Held
from csas.store.transaction import Act, act

Reasons = Annotated[
    tuple[Annotated[str, Meta(max_length=40)], ...],
    Meta(
        title="Reasons",
        description="The notice gives these words. What concerns vetting is not disclosed to the employer.",
        min_length=1,
        max_length=20,
        extra={"kind": "checkboxes", "choices": "notice-reasons", "absent": "Select at least one reason"},
    ),
]
Explanation = Annotated[
    str,
    Meta(
        title="Explanation",
        description="The person reads this as you write it, and so does the employer unless the reason is vetting.",
        min_length=1,
        max_length=4000,
        extra={"kind": "textarea", "absent": "Enter an explanation"},
    ),
]


class Suspend(Struct):
    """`seen` is taken and not held against anybody: a suspension does not wait for a page to be read again."""

    ref: str
    seen: int | None = None
    reasons: Reasons
    explanation: Explanation


@command("individual:suspend", Suspend, "Suspend every power at once")
async def suspend(wanted: Suspend, actor: Actor, now: datetime) -> Event:
    """Suspend every power of a person at once, by one person: a modification by notice (s.42(3)).

    Every check says “do not rely” from this act; in law it takes effect when the notice is given.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:suspend")
        rules.check_reasons(wanted.reasons)
        held = await held_of(case)
        what = What(
            kind="suspension",
            reasons=wanted.reasons,
            explanation=wanted.explanation,
            appeal_until=await outcomes.appeal_until(case, now),
        )
        await restrict(this, held, "suspension", what)
        await this.take(case, step)
        return await record(this, "individual:suspended", case, held, reasons=list(wanted.reasons))


async def held_of(case: Case) -> Held:
    found = await accreditations.find_of_case(case.id)
    if found is None:
        raise refusals.NotFound
    return found


async def restrict(this: Act, held: Held, kind: str, what: What, power: str | None = None) -> str:
    """The notice and its effect, together; the notice's reference."""
    concerned = await statutory.list_concerned([held.id])
    refs = await notify(this, concerned, what)
    await changes.restrict([held.id], [refs[held.id]], kind, this.now, power=power)
    return refs[held.id]


async def record(this: Act, tag: str, case: Case, held: Held, **facts: str | list[str]) -> Event:
    return await this.record(
        tag, case=case, facts=facts, subjects={"person": [held.person], "accreditation": [held.id]}
    )


class Propose(Struct):
    ref: str
    seen: int | None = None
    why: Annotated[
        str,
        Meta(
            title="Why the suspension should be lifted",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why the suspension should be lifted"},
        ),
    ]


@command("individual:propose-lifting", Propose, "Propose that the suspension is lifted")
async def propose_lifting(wanted: Propose, actor: Actor, now: datetime) -> Event:
    """Propose that a person's suspension is lifted; another person lifts it."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:propose-lifting", seen=wanted.seen)
        held = await held_of(case)
        open_one = await _suspension(held)
        await changes.propose_lifting(held.id, open_one.ref, actor.person, now, wanted.why)
        await this.take(case, step)
        return await this.record(
            "individual:lifting-proposed",
            case=case,
            private={"why": wanted.why},
            subjects={"person": [held.person], "accreditation": [held.id]},
        )


async def _suspension(held: Held) -> changes.Restricted:
    """The suspension of this very person; one of the employer is lifted with the employer's."""
    for each in await changes.list_restrictions(held.id):
        if each.kind == "suspension" and each.reach == "person" and each.until is None:
            return each
    raise refusals.NotSuspended


class Lift(Struct):
    ref: str
    seen: int | None = None
    confirm: Annotated[
        bool,
        Meta(
            title="Do you lift the suspension?",
            description="From this moment the powers may be used again, as far as everything else lasts.",
            extra={"must": True, "absent": "Select yes to lift the suspension"},
        ),
    ]


@command("individual:lift", Lift, "Lift the suspension")
async def lift(wanted: Lift, actor: Actor, now: datetime) -> Event:
    """Lift a suspension that another person proposed to lift; notice of it goes to both."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:lift", seen=wanted.seen)
        held = await held_of(case)
        open_one = await _suspension(held)
        proposer = await changes.find_proposer(open_one.ref)
        if proposer is None:
            raise refusals.NotProposed
        rules.require_other(actor.person, [proposer], "proposed that it is lifted")
        if (remitted := await remissions.find_due(held.id, "lift")) is not None:
            rules.require_other(actor.person, [remitted.by], "decided the appeal against it")
        await changes.lift([held.id], "person", now)
        await remissions.settle(open_one.notice, actor.person, now)
        await notify(this, await statutory.list_concerned([held.id]), What(kind="lifting", reasons=("lifted",)))
        await papers.reserve_for(this, held.id)
        await this.take(case, step)
        return await record(this, "individual:lifted", case, held)


class Modify(Struct):
    """Without any area left, the power is taken away; otherwise it is narrowed to what is left."""

    ref: str
    seen: int | None = None
    power: Annotated[
        str,
        Meta(
            title="Power",
            min_length=1,
            max_length=8,
            extra={"kind": "radios", "choices": "held-powers", "absent": "Select the power"},
        ),
    ]
    areas: Annotated[
        tuple[Annotated[str, Meta(max_length=12)], ...],
        Meta(
            title="Areas that are left",
            description="Select none to take the power away altogether.",
            max_length=60,
            extra={"kind": "checkboxes", "choices": "held-areas"},
        ),
    ] = ()
    offences: Annotated[
        tuple[Annotated[str, Meta(max_length=200)], ...],
        Meta(
            title="Offences or byelaws that are left",
            description="Select none to keep all of them.",
            max_length=60,
            extra={"kind": "checkboxes", "choices": "held-offences"},
        ),
    ] = ()
    conditions: Annotated[
        tuple[Annotated[str, Meta(max_length=300)], ...],
        Meta(title="Conditions to add", description="One on each line.", max_length=20, extra={"kind": "lines"}),
    ] = ()
    reasons: Reasons
    explanation: Explanation


@command("individual:modify", Modify, "Take a power away or narrow it")
async def modify(wanted: Modify, actor: Actor, now: datetime) -> Event:
    """Take one power away, or narrow it, by notice (s.42(3)); the old card is replaced by one that shows it."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:modify", seen=wanted.seen)
        rules.check_reasons(wanted.reasons)
        held = await held_of(case)
        power = await _power(held, wanted, now)
        await _change(this, case, held, power, wanted)
        await papers.reserve_for(this, held.id)
        await this.take(case, step)
        return await record(
            this,
            "individual:modified",
            case,
            held,
            power=power.code,
            areas=list(wanted.areas),
            reasons=list(wanted.reasons),
        )


async def _power(held: Held, wanted: Modify, now: datetime) -> HeldPower:
    """The power as it is held, and only if less is left than there is."""
    power = next((each for each in await changes.list_powers(held.id, now) if each.code == wanted.power), None)
    if power is None:
        raise refusals.NotHeld(power=wanted.power)
    if not set(wanted.areas) <= set(power.areas):
        raise refusals.Faults(Fault(field="areas", message="Select areas for which the power is held"))
    if not set(wanted.offences) <= set(power.offences):
        raise refusals.Faults(Fault(field="offences", message="Name offences or byelaws for which the power is held"))
    fewer = set(wanted.areas) != set(power.areas) or (wanted.offences and set(wanted.offences) != set(power.offences))
    if not fewer and not wanted.conditions:
        raise refusals.NothingNarrower(power=power.code)
    return power


async def _change(this: Act, case: Case, held: Held, power: HeldPower, wanted: Modify) -> None:
    what = What(
        kind="modification",
        reasons=wanted.reasons,
        explanation=wanted.explanation,
        powers=(power.title,),
        changes=_changes(wanted),
        appeal_until=await outcomes.appeal_until(case, this.now),
    )
    if not wanted.areas:
        await restrict(this, held, "modification", what, power.code)
        return
    refs = await notify(this, await statutory.list_concerned([held.id]), what)
    await changes.narrow_power(
        power,
        this.now,
        areas=wanted.areas,
        zones=power.zones,
        offences=wanted.offences or power.offences,
        conditions=(*power.conditions, *wanted.conditions),
        notice=refs[held.id],
    )


def _changes(wanted: Modify) -> tuple[str, ...]:
    """What is left of the power, in words; nothing where it is taken away."""
    if not wanted.areas:
        return ()
    found = [f"Areas that are left: {', '.join(wanted.areas)}."]
    found += [f"Offences or byelaws that are left: {'; '.join(wanted.offences)}."] if wanted.offences else []
    return (*found, *(f"Condition: {each}" for each in wanted.conditions))
