"""Deciding on one person's powers on behalf of the chief officer, and what a grant writes in the same act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import after_grant, papers
from csas.commands.granting import Ground, ground_of, term_of, write
from csas.commands.individual_letters import tell_decision
from csas.commands.registry import command
from csas.domain import decisions as deciding
from csas.domain import individual_notices as notices
from csas.domain import individual_terms as terms
from csas.domain import individuals as rules
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.individuals import Asked, Verdict
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import accreditations, decisions, individual_decisions, individuals, role_profiles, settings_of_scheme
from csas.store.transaction import Act, act

Batch = Annotated[str, Meta(title="Batch", max_length=20, pattern=r"^[a-z2-7]{12}$", extra={"kind": "hidden"})]
Codes = tuple[Annotated[str, Meta(max_length=40)], ...]
Explanation = Annotated[
    str,
    Meta(
        title="Explanation",
        description="The person and the employer read this as you write it.",
        max_length=4000,
        extra={"kind": "textarea"},
    ),
]


class PowerVerdict(Struct):
    """What is decided on one power: granted in which areas on which conditions, or refused for which reasons."""

    power: Annotated[str, Meta(title="Power", min_length=1, max_length=8)]
    granted: Annotated[bool, Meta(title="Grant this power?", extra={"absent": "Select whether the power is granted"})]
    areas: Annotated[Codes, Meta(title="Areas", max_length=60, extra={"kind": "checkboxes"})] = ()
    conditions: Annotated[
        tuple[Annotated[str, Meta(max_length=300)], ...],
        Meta(title="Conditions", max_length=20, extra={"kind": "lines"}),
    ] = ()
    reasons: Annotated[Codes, Meta(title="Reasons", max_length=20, extra={"kind": "checkboxes"})] = ()


class Grant(Struct):
    """Without `powers` everything that was recommended is granted where it was asked for, and the rest refused."""

    ref: str
    seen: int | None = None
    powers: Annotated[tuple[PowerVerdict, ...], Meta(max_length=60)] | None = None
    last_day: Annotated[
        date | None,
        Meta(title="Last day", description="Leave empty for as long as the arrangement lasts."),
    ] = None
    explanation: Explanation = ""
    batch: Batch = ""


@command("individual:decide", Grant, "Decide on each power", name="grant")
async def grant(wanted: Grant, actor: Actor, now: datetime) -> Event:
    """Accredit a person, each power granted or refused by itself, under a delegation in force (s.41(1) and (4)).

    Accreditation, term and powers are written in one act that holds the arrangement, the employment and the
    force's adoption of each power against their end. Instrument and card are reserved in the same act.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:decide", seen=wanted.seen, name="grant")
        delegation = deciding.require_delegation(
            await decisions.hold_delegation(actor.person, case.scheme, now, "people")
        )
        asked = await individuals.load(case)
        verdicts = await _verdicts(wanted, asked)
        ground = await ground_of(this, case, asked, verdicts)
        await _require(asked, verdicts, ground)
        rests_on = await _setting(case, "accreditation-rests-on", now)
        valid = await term_of(this, asked, ground, await _setting(case, "accreditation-ends-by", now), wanted.last_day)
        decision = await individual_decisions.add(
            asked,
            rules.outcome_of(verdicts, asked),
            verdicts,
            explanation=wanted.explanation,
            delegation=delegation.id,
            last_day=terms.last_day_before(valid.end or valid.start),
            rests_on=rests_on,
            batch=wanted.batch or None,
            by=actor.person,
            now=now,
        )
        accreditation = await write(this, case, asked, verdicts, ground, valid, rests_on, decision)
        moved = await this.take(case, step)
        touched = await _carry_on(this, asked, case, accreditation)
        await papers.reserve_for(this, accreditation)
        await after_grant.follow(this, [accreditation])
        await tell_decision(this, moved, asked, verdicts, valid, wanted.explanation)
        return await _record(this, moved, asked, verdicts, accreditation, touched, wanted.batch)


async def _verdicts(wanted: Grant, asked: Asked) -> tuple[Verdict, ...]:
    """As given; without any, as recommended, on the conditions on which a power is held already."""
    if wanted.powers is not None:
        return tuple(
            Verdict(
                power=each.power,
                granted=each.granted,
                areas=each.areas if each.granted else (),
                conditions=each.conditions if each.granted else (),
                reasons=() if each.granted else each.reasons,
            )
            for each in wanted.powers
        )
    advice = await individual_decisions.find_recommendation(asked)
    good = set(advice.powers) if advice is not None and advice.outcome == "grant" else set()
    return tuple(
        Verdict(power=power.code, granted=True, areas=power.areas, conditions=power.conditions)
        if power.code in good
        else Verdict(power=power.code, granted=False, reasons=("not-needed",))
        for power in asked.powers
    )


async def _require(asked: Asked, verdicts: Sequence[Verdict], ground: Ground) -> None:
    """Everything a grant must satisfy that the person's own file shows."""
    rules.check_verdicts(verdicts, asked, ground.held, await role_profiles.zones_of(asked.organisation))
    for verdict in verdicts:
        if not verdict.granted:
            notices.check_reasons(verdict.reasons, notices.REFUSAL_REASONS)
    rules.require_found(verdicts, await individual_decisions.findings(asked))
    rules.require_fit(ground.fitness, [each.power for each in verdicts if each.granted])


async def _setting(case: Case, name: str, now: datetime) -> tuple[str, ...]:
    return tuple((await settings_of_scheme.on(case.scheme, name, london_day(now))).value)


async def _carry_on(this: Act, asked: Asked, case: Case, accreditation: int) -> list[int]:
    """The case that this one renews or varies is carried on by it."""
    if asked.accreditation is None:
        return []
    old = await accreditations.present_case(accreditation, case.id)
    if old is None:
        return []
    earlier = await this.hold_id(old)
    step = next(
        (s for s in earlier.definition.steps if s.action == "individual:replace" and earlier.state in s.sources), None
    )
    if step is not None:
        await this.take(earlier, step)
    return [earlier.id]


async def _record(
    this: Act,
    case: Case,
    asked: Asked,
    verdicts: Sequence[Verdict],
    accreditation: int,
    touched: list[int],
    batch: str,
) -> Event:
    return await this.record(
        "individual:decided",
        case=case,
        facts={
            "outcome": rules.outcome_of(verdicts, asked),
            "granted": [each.power for each in verdicts if each.granted],
            "refused": [each.power for each in verdicts if not each.granted],
            "batch": batch,
        },
        subjects={"case": touched, "person": [asked.person], "accreditation": [accreditation]},
    )


class Refuse(Struct):
    ref: str
    seen: int | None = None
    reasons: Annotated[
        Codes,
        Meta(
            title="Reasons for the refusal",
            description="The letter gives these words.",
            min_length=1,
            max_length=20,
            extra={"kind": "checkboxes", "choices": "refusal-reasons", "absent": "Select at least one reason"},
        ),
    ]
    explanation: Annotated[Explanation, Meta(min_length=1, extra={"absent": "Enter an explanation"})]
    batch: Batch = ""


@command("individual:decide", Refuse, "Refuse", name="refuse")
async def refuse(wanted: Refuse, actor: Actor, now: datetime) -> Event:
    """Refuse the whole request with coded reasons; what the person holds already stays as it is."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:decide", seen=wanted.seen, name="refuse")
        delegation = deciding.require_delegation(
            await decisions.hold_delegation(actor.person, case.scheme, now, "people")
        )
        asked = await individuals.load(case)
        notices.check_reasons(wanted.reasons, notices.REFUSAL_REASONS)
        verdicts = tuple(Verdict(power=power.code, granted=False, reasons=wanted.reasons) for power in asked.powers)
        await individual_decisions.add(
            asked,
            "refuse",
            verdicts,
            explanation=wanted.explanation,
            delegation=delegation.id,
            last_day=None,
            rests_on=(),
            batch=wanted.batch or None,
            by=actor.person,
            now=now,
        )
        moved = await this.take(case, step)
        await tell_decision(this, moved, asked, verdicts, None, wanted.explanation, wanted.reasons)
        return await this.record(
            "individual:refused",
            case=case,
            facts={"reasons": list(wanted.reasons), "batch": wanted.batch},
            private={"explanation": wanted.explanation},
            subjects={"person": [asked.person]},
        )
