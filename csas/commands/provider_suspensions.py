"""Suspending a provider with all its people, and lifting it: one act, one transaction, one event, whatever the number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.individual_life import Explanation, Propose
from csas.commands.noticing import What, notify
from csas.commands.registry import command
from csas.domain import individual_notices as rules
from csas.domain import refusals
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import accreditation_changes as changes
from csas.store import provider_suspensions, reached, statutory
from csas.store.statutory import Concerned
from csas.store.transaction import Act, act


class Suspend(Struct):
    """`seen` is taken and not held against anybody: a suspension does not wait for a page to be read again."""

    ref: str
    seen: int | None = None
    explanation: Annotated[
        Explanation, Meta(description="The provider and each of its people read this as you write it.")
    ]


@command("application:suspend", Suspend, "Suspend the provider and all its people")
async def suspend(wanted: Suspend, actor: Actor, now: datetime) -> Event:
    """Suspend a provider at once, by one person: each of its people gets a modification notice (s.42(3)).

    From this act every check of them says “do not rely”, and nothing is granted to any of them.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:suspend")
        line = await provider_suspensions.hold_arrangement(case.scheme, case.organisation or 0, now)
        if line is None:
            raise refusals.NotArranged
        await provider_suspensions.add(case, line, ("employer",), wanted.explanation, actor.person, now)
        concerned = await statutory.list_concerned(await reached.of_provider(case.scheme, case.organisation, now))
        what = What(kind="suspension", reasons=("provider-suspended",), explanation=wanted.explanation)
        await restrict_all(this, concerned, "suspension", what, reach="provider")
        await this.take(case, step)
        return await record_all(this, "application:suspended", case, concerned, explanation=wanted.explanation)


async def restrict_all(
    this: Act, concerned: Sequence[Concerned], kind: str, what: What, *, reach: str, power: str | None = None
) -> None:
    """A notice and its effect for each of them."""
    if not concerned:
        return
    refs = await notify(this, concerned, what)
    await changes.restrict(list(refs), list(refs.values()), kind, this.now, power=power, reach=reach)


async def record_all(
    this: Act, tag: str, case: Case, concerned: Sequence[Concerned], *, explanation: str = ""
) -> Event:
    """The one event, which the history of every case it reaches tells."""
    return await this.record(
        tag,
        case=case,
        facts={"people": len(concerned)},
        private={"explanation": explanation},
        subjects=subjects_of(concerned),
    )


def subjects_of(concerned: Sequence[Concerned]) -> dict[str, list[int]]:
    return {
        "case": sorted({each.case for each in concerned}),
        "accreditation": [each.accreditation for each in concerned],
        "person": sorted({each.person for each in concerned}),
    }


@command("application:propose-lifting", Propose, "Propose that the suspension is lifted")
async def propose_lifting(wanted: Propose, actor: Actor, now: datetime) -> Event:
    """Propose that a provider's suspension is lifted; another person lifts it."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:propose-lifting", seen=wanted.seen)
        open_one = await _open(case, now)
        await provider_suspensions.propose(open_one.ref, actor.person, now, wanted.why)
        await this.take(case, step)
        return await this.record("application:lifting-proposed", case=case, private={"why": wanted.why})


async def _open(case: Case, now: datetime) -> provider_suspensions.Suspension:
    found = await provider_suspensions.find(case.scheme, case.organisation or 0, now)
    if found is None:
        raise refusals.NotSuspended
    return found


class Lift(Struct):
    ref: str
    seen: int | None = None
    confirm: Annotated[
        bool,
        Meta(
            title="Do you lift the suspension of the provider?",
            description="Its people may use their powers again, except those who are suspended by themselves.",
            extra={"must": True, "absent": "Select yes to lift the suspension"},
        ),
    ]


@command("application:lift-suspension", Lift, "Lift the suspension of the provider")
async def lift(wanted: Lift, actor: Actor, now: datetime) -> Event:
    """Lift a provider's suspension that another person proposed to lift; notice of it goes to each person."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:lift-suspension", seen=wanted.seen)
        open_one = await _open(case, now)
        if open_one.proposed_by is None:
            raise refusals.NotProposed
        rules.require_other(actor.person, [open_one.proposed_by], "proposed that it is lifted")
        await provider_suspensions.end(open_one.ref, now)
        ids = await changes.lift(await reached.ever_of_provider(case.scheme, case.organisation), "provider", now)
        concerned = await statutory.list_concerned(ids)
        if concerned:
            await notify(this, concerned, What(kind="lifting", reasons=("lifted",)))
        await this.take(case, step)
        return await record_all(this, "application:suspension-lifted", case, concerned)
