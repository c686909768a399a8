"""Deciding on behalf of the chief officer: offer, refuse, defer, and take up again when a place is free."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta

from csas.commands import outcomes, placing
from csas.commands.notices import Reasons
from csas.commands.recommendations import Areas, ConditionLines, Powers
from csas.commands.registry import command
from csas.domain import conditions, notices, reasons
from csas.domain import decisions as rules
from csas.domain.calendar import add_months, london_day
from csas.domain.casework import Case
from csas.domain.decisions import Considered, Terms
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import (
    applications,
    arrangements,
    assessments,
    considered,
    decisions,
    phases,
    settings_of_scheme,
)
from csas.store.transaction import act

Explanation = Annotated[
    str,
    Meta(
        title="Explanation",
        max_length=4000,
        extra={"kind": "textarea"},
    ),
]


class Offer(Struct):
    ref: str
    seen: int | None = None
    powers: Annotated[
        Powers,
        Meta(title="Powers its employees may apply for", min_length=1, extra={"absent": "Select at least one power"}),
    ]
    areas: Annotated[Areas, Meta(title="Areas", min_length=1, extra={"absent": "Select at least one area"})]
    conditions: ConditionLines = ()
    term_until: Annotated[
        date | None,
        Meta(title="Last day", description="Leave empty for the longest term that the scheme and the phase allow."),
    ] = None
    reasons: Annotated[
        Reasons, Meta(title="Reasons for what is left out or attached", description="Needed if the offer is adverse.")
    ] = ()
    explanation: Annotated[
        Explanation,
        Meta(
            title="Explanation",
            description="Needed if you depart from the recommendation. The applicant reads it.",
        ),
    ] = ""
    against: Annotated[
        Explanation,
        Meta(
            title="Why without, or against, local endorsement",
            description="Needed if a partnership objects to any part of the offer or has not endorsed it.",
        ),
    ] = ""


@command("application:offer", Offer, "Offer an arrangement")
async def offer(wanted: Offer, actor: Actor, now: datetime) -> Event:
    """Offer an arrangement, in full or in part, under a delegation in force (ss.40 and 41).

    The arrangement starts only when both sides have signed it. What is granted is part of what was
    sought, and that of what the force has adopted; an adverse offer needs a notice that was heard.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:offer", seen=wanted.seen)
        delegation = rules.require_delegation(
            await decisions.hold_delegation(actor.person, case.scheme, now, "providers")
        )
        on = await considered.load(case, now)
        await placing.take_place(on, case.scheme, now)
        terms = terms_of(wanted, now)
        outcome = await _outcome(wanted, terms, on)
        notices.require_notice(terms, on, await decisions.find_notice(on), now)
        adverse = bool(notices.proposals(terms, on))
        reasons.check(wanted.reasons, needed=adverse)
        until = rules.last_day(london_day(now), *await term_limits(case, on, now), wanted.term_until)
        await decisions.add(
            on,
            outcome,
            terms,
            reasons=wanted.reasons,
            explanation=wanted.explanation,
            against=wanted.against,
            delegation=delegation,
            term_until=until,
            by=actor.person,
            now=now,
        )
        moved = await this.take(case, step)
        await outcomes.tell_offer(this, moved, on, terms, until, adverse=adverse)
        return await this.record(
            "application:offered",
            case=case,
            facts={**_facts(outcome, on, wanted.reasons), "powers": list(wanted.powers), "areas": list(wanted.areas)},
            private={"explanation": wanted.explanation, "against": wanted.against},
        )


async def _outcome(wanted: Offer, terms: Terms, on: Considered) -> rules.Outcome:
    """A grant or a grant in part, if these terms may be offered and are explained where they must be."""
    return rules.offer(
        terms,
        on,
        await assessments.load(on),
        await decisions.find_recommendation(on),
        explanation=wanted.explanation,
        against=wanted.against,
    )


def terms_of(wanted: Offer, now: datetime) -> Terms:
    """What is offered, the conditions read from their lines."""
    return Terms(
        powers=wanted.powers,
        areas=wanted.areas,
        conditions=conditions.read(wanted.conditions, london_day(now)),
    )


async def term_limits(case: Case, on: Considered, now: datetime) -> tuple[date, date | None]:
    """The last day by the scheme's usual term, or by the arrangement that is varied; and the phase's."""
    today = london_day(now)
    phase = await phases.find_phase(case.scheme, now)
    phase_ends = london_day(phase.until - timedelta(microseconds=1)) if phase else None
    varies = on.varies if on.sort == "variation" and not await arrangements.is_over(on.application, now) else None
    varied = await arrangements.find_of_application(varies) if varies else None
    if varied is not None and varied.valid.end is not None:
        return london_day(varied.valid.end - timedelta(microseconds=1)), phase_ends
    months = int((await settings_of_scheme.on(case.scheme, "arrangement-months", today)).value)
    return add_months(today, months) - timedelta(days=1), phase_ends


def _facts(outcome: str, on: Considered, reasons: tuple[str, ...]) -> dict[str, str | int | list[str]]:
    return {"outcome": outcome, "reasons": list(reasons), "version": on.version_number, "hash": on.hash}


class Refuse(Struct):
    ref: str
    seen: int | None = None
    reasons: Annotated[
        Reasons,
        Meta(
            title="Reasons for the refusal",
            description="The letter gives these words.",
            min_length=1,
            extra={"absent": "Select at least one reason"},
        ),
    ]
    explanation: Annotated[
        Explanation,
        Meta(
            title="Explanation",
            description="Say what you made of the answer to the notice. The applicant reads this as you write it.",
            min_length=1,
            extra={"absent": "Enter an explanation"},
        ),
    ]


@command("application:refuse", Refuse, "Refuse")
async def refuse(wanted: Refuse, actor: Actor, now: datetime) -> Event:
    """Refuse, with coded reasons, behind a notice that proposed it and was answered or ran out."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:refuse", seen=wanted.seen)
        delegation = rules.require_delegation(
            await decisions.hold_delegation(actor.person, case.scheme, now, "providers")
        )
        on = await considered.load(case, now)
        await placing.require_place(on, case.scheme, now)
        reasons.check(wanted.reasons)
        notices.require_notice(None, on, await decisions.find_notice(on), now)
        await decisions.add(
            on,
            "refuse",
            None,
            reasons=wanted.reasons,
            explanation=wanted.explanation,
            against="",
            delegation=delegation,
            term_until=None,
            by=actor.person,
            now=now,
        )
        await applications.set_place(on.application, "none")
        moved = await this.take(case, step)
        await outcomes.tell_refusal(this, moved, on, wanted.reasons, wanted.explanation)
        return await this.record(
            "application:refused",
            case=case,
            facts=_facts("refuse", on, wanted.reasons),
            private={"explanation": wanted.explanation},
        )


class Defer(Struct):
    ref: str
    seen: int | None = None
    explanation: Annotated[
        Explanation,
        Meta(title="Anything to add for the applicant", description="The letter says that no place is free."),
    ] = ""


@command("application:defer", Defer, "Defer for want of a place")
async def defer(wanted: Defer, actor: Actor, now: datetime) -> Event:
    """Defer for want of a place in the phase. It is no refusal, and no promise of a place."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:defer", seen=wanted.seen)
        rules.require_delegation(await decisions.hold_delegation(actor.person, case.scheme, now, "providers"))
        on = await considered.load(case, now)
        await placing.require_none(on, case.scheme, now)
        await applications.set_place(on.application, "reserve")
        moved = await this.take(case, step)
        await outcomes.tell_deferral(this, moved, on, wanted.explanation)
        return await this.record("application:deferred", case=case, private={"explanation": wanted.explanation})


class Resume(Struct):
    ref: str
    seen: int | None = None


@command("application:resume", Resume, "A place is free: take up again")
async def resume(wanted: Resume, actor: Actor, now: datetime) -> Event:
    """Hold the place that became free and hand the case back to the decision maker."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:resume", seen=wanted.seen)
        on = await considered.load(case, now)
        await placing.take_place(on, case.scheme, now)
        await this.take(case, step)
        return await this.record("application:resumed", case=case)
