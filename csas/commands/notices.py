"""Notice before an adverse decision: giving it, answering it, and the end of the time to answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands.clockwork import by_clock
from csas.commands.placing import require_place
from csas.commands.recommendations import Areas, ConditionLines, Powers
from csas.commands.registry import command
from csas.domain import calendar, casework, conditions, letters, reasons
from csas.domain import decisions as deciding
from csas.domain import notices as rules
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.decisions import Terms
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.reasons import REASONS
from csas.domain.values import Struct
from csas.store import calendars, cases, considered, decisions, outbox, settings_of_scheme
from csas.store.transaction import Act, act

Reasons = Annotated[
    tuple[str, ...],
    Meta(title="Reasons", max_length=20, extra={"kind": "checkboxes", "choices": "decision-reasons"}),
]


class GiveNotice(Struct):
    ref: str
    seen: int | None = None
    proposal: Annotated[
        Literal["refuse", "offer-less"],
        Meta(title="What do you propose?", extra={"absent": "Select what you propose", "choices": "proposals"}),
    ]
    powers: Annotated[Powers, Meta(title="Powers you would offer", description="Not needed for a refusal.")] = ()
    areas: Annotated[Areas, Meta(title="Areas you would offer", description="Not needed for a refusal.")] = ()
    conditions: ConditionLines = ()
    reasons: Annotated[
        Reasons,
        Meta(description="The letter gives these words.", min_length=1, extra={"absent": "Select at least one reason"}),
    ]
    explanation: Annotated[
        str,
        Meta(
            title="Explanation",
            description="Say what the reasons rest on. The applicant reads this as you write it.",
            min_length=1,
            max_length=4000,
            extra={"kind": "textarea", "absent": "Enter an explanation"},
        ),
    ]


@command("application:give-notice", GiveNotice, "Give notice before an adverse decision")
async def give_notice(wanted: GiveNotice, actor: Actor, now: datetime) -> Event:
    """Tell the applicant what is proposed against it and why, and let it answer before the decision.

    Notice comes before a refusal, a grant in part, fewer areas or a condition that was not proposed
    by the applicant. The time to answer is the scheme's setting.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:give-notice", seen=wanted.seen)
        deciding.require_delegation(await decisions.hold_delegation(actor.person, case.scheme, now, "providers"))
        on = await considered.load(case, now)
        await require_place(on, case.scheme, now)
        terms = _terms(wanted, now)
        if terms is not None:
            deciding.check_terms(terms, on)
        reasons.check(wanted.reasons)
        proposal = rules.propose(terms, on)
        until = await _until(await this.take(case, step), now)
        await decisions.add_notice(on, proposal, terms, wanted.reasons, wanted.explanation, actor.person, now, until)
        await _tell(this, case, wanted, rules.PROPOSALS[proposal], until, on.organisation_name)
        return await this.record(
            "application:notice-given",
            case=case,
            facts={"proposal": proposal, "reasons": list(wanted.reasons), "answer_until": until.isoformat()},
            private={"explanation": wanted.explanation},
        )


def _terms(wanted: GiveNotice, now: datetime) -> Terms | None:
    if wanted.proposal == "refuse":
        return None
    return Terms(
        powers=wanted.powers,
        areas=wanted.areas,
        conditions=conditions.read(wanted.conditions, london_day(now)),
    )


async def _until(case: Case, now: datetime) -> datetime:
    """The moment after the last day to answer: the deadline of the turn, later if the scheme gives longer."""
    today = london_day(now)
    days = int((await settings_of_scheme.on(case.scheme, "representation-days", today)).value)
    deadline = casework.deadline(case, await calendars.holidays())
    last = today + timedelta(days=days)
    if deadline is not None and deadline.due_on is not None:
        if deadline.due_on < last:
            await cases.extend(case, last)
        last = max(last, deadline.due_on)
    return calendar.day_bounds(last)[1]


async def _tell(this: Act, case: Case, wanted: GiveNotice, proposal: str, until: datetime, organisation: str) -> None:
    letter = letters.NoticeGiven(
        organisation=organisation,
        reference=case.ref,
        path=f"/applications/{case.ref}",
        proposal=proposal,
        reasons=tuple(REASONS[code] for code in wanted.reasons),
        explanation=wanted.explanation,
        answer_until=london_day(until - timedelta(microseconds=1)),
    )
    recipients = await outbox.of_organisation(case.organisation)
    await outbox.tell(f"notice-given:{case.ref}:{case.version}", recipients, letter, this.now, case=case)


class Represent(Struct):
    ref: str
    seen: int | None = None
    answer: Annotated[
        str,
        Meta(
            title="Your answer",
            description="Say what is wrong or missing in the reasons, or that you have nothing to add. "
            "The decision follows, so send everything at once.",
            min_length=1,
            max_length=8000,
            extra={"kind": "textarea", "absent": "Enter your answer to the notice"},
        ),
    ]


@command("application:represent", Represent, "Answer the notice")
async def represent(wanted: Represent, actor: Actor, now: datetime) -> Event:
    """Answer the notice; the decision is then made on the answer and everything else."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:represent", seen=wanted.seen)
        on = await considered.load(case, now)
        notice = await decisions.find_notice(on)
        if notice is not None:
            await decisions.answer_notice(notice.id, wanted.answer, actor.person, now)
        await this.take(case, step)
        return await this.record("application:represented", case=case, private={"answer": wanted.answer})


class CloseRepresentations(Struct):
    ref: str
    seen: int | None = None


@by_clock("application:close-representations")
@command("application:close-representations", CloseRepresentations, "Time to answer ended")
async def close_representations(wanted: CloseRepresentations, actor: Actor, now: datetime) -> Event:
    """Hand the case back to the decision maker when the time to answer has ended; taken by the clock."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:close-representations", seen=wanted.seen)
        on = await considered.load(case, now)
        rules.require_over(await decisions.find_notice(on), now)
        await this.take(case, step)
        return await this.record("application:representations-closed", case=case)
