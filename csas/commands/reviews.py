"""Stage 5: planning, opening, grading and following up reviews of a provider."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import casework, letters, refusals
from csas.domain import reviews as rules
from csas.domain.calendar import add_months, in_words, london_day
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.reviews import Direction, Grade, Risk, TopicGrade, Validation
from csas.domain.values import LongText, Struct
from csas.store import calendars, casefiles, cases, definitions, outbox, reviews
from csas.store.transaction import Act, act

MaybeText = Annotated[str, Meta(max_length=4000, extra={"kind": "textarea"})]


async def plan_next(this: Act, parent: Case, application: int) -> Case | None:
    """Put the next review of a provider into the calendar, unless one is there already."""
    if await reviews.has_open(application):
        return None
    rule = definitions.current("review").states["planned"].deadline
    first = london_day(this.now)
    last = add_months(first, rule.months or 0) if rule else first
    case = await cases.open_case(
        definitions.current("review"),
        title=f"Review of {parent.title}",
        force=parent.force,
        scheme=parent.scheme,
        now=this.now,
        organisation=parent.organisation,
        parent=parent,
    )
    await reviews.plan(case, application, first, last)
    this.opened(case)
    return case


async def lapse_all(this: Act, parent: Case) -> list[int]:
    """Close the reviews of an arrangement that ends in this act; returns their ids."""
    lapsed = []
    for case_id in await reviews.list_open(parent):
        case = await this.hold_id(case_id)
        step = next(step for step in case.definition.steps if step.action == "review:lapse")
        await this.take(case, step)
        lapsed.append(case.id)
    return lapsed


class Open(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[
        LongText, Meta(title="Why now", extra={"absent": "Enter why the review is opened before its day"})
    ]


@command("review:open", Open, "Open the review now")
async def open_now(wanted: Open, actor: Actor, now: datetime) -> Event:
    """Open a planned review before its day, for a reason."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "review:open", seen=wanted.seen)
        moved = await this.take(case, step)
        await _tell_due(this, moved)
        return await this.record("review:opened", case=case, private={"reason": wanted.reason})


class FallDue(Struct):
    ref: str
    seen: int | None = None


@command("review:fall-due", FallDue, "The review is due")
async def fall_due(wanted: FallDue, actor: Actor, now: datetime) -> Event:
    """Open a review on its day; taken by the clock."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "review:fall-due", seen=wanted.seen)
        moved = await this.take(case, step)
        await _tell_due(this, moved)
        return await this.record("review:fell-due", case=case)


async def _tell_due(this: Act, case: Case) -> None:
    review = await reviews.load(case)
    deadline = casework.deadline(case, await calendars.holidays())
    letter = letters.ReviewDue(
        organisation=(await casefiles.load_parties(case)).organisation,
        reference=case.ref,
        path=f"/reviews/{case.ref}",
        period=f"{in_words(review.first_day)} to {in_words(review.last_day)}",
        due_on=(deadline.due_on if deadline else None) or london_day(this.now),
    )
    await outbox.tell(
        f"review-due:{case.ref}", await outbox.of_organisation(case.organisation), letter, this.now, case=case
    )


class OwnPart(Struct):
    topic: Annotated[str, Meta(title="Part", min_length=1, max_length=40)]
    grade: Annotated[Grade, Meta(title="Your grade")]
    account: Annotated[LongText, Meta(title="How you know")]


class SelfAssess(Struct):
    ref: str
    seen: int | None = None
    parts: Annotated[tuple[OwnPart, ...], Meta(title="Parts", min_length=1, max_length=20)]


@command("review:self-assess", SelfAssess, "Send the self-assessment")
async def self_assess(wanted: SelfAssess, actor: Actor, now: datetime) -> Event:
    """Send the provider's own grade and account for every part."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "review:self-assess", seen=wanted.seen)
        review = await reviews.load(case)
        _every_part(tuple(part.topic for part in wanted.parts), "account")
        await reviews.save_own(review.id, [(p.topic, p.grade, p.account) for p in wanted.parts])
        await this.take(case, step)
        return await this.record("review:self-assessed", case=case)


def _every_part(given: tuple[str, ...], prefix: str) -> None:
    faults = [
        Fault(field=f"{prefix}-{topic.slug}", message=f"Answer “{topic.title}” once")
        for topic in rules.TOPICS
        if given.count(topic.slug) != 1
    ]
    faults += [
        Fault(field="parts", message="A part is not one of this review")
        for topic in given
        if topic not in rules.BY_SLUG
    ][:1]
    if faults:
        raise refusals.Faults(*faults)


class GradePart(Struct):
    topic: Annotated[str, Meta(title="Part", min_length=1, max_length=40)]
    grade: Annotated[Grade, Meta(title="Grade")]
    direction: Annotated[Direction, Meta(title="Direction of travel")]
    critical_failure: Annotated[bool, Meta(title="Critical failure")] = False
    strengths: Annotated[MaybeText, Meta(title="Strengths")] = ""
    improvements: Annotated[MaybeText, Meta(title="Areas for improvement")] = ""
    good_practice: Annotated[MaybeText, Meta(title="Good practice")] = ""


class PlannedAction(Struct):
    body: Annotated[str, Meta(title="Action", min_length=1, max_length=500)]
    due_on: Annotated[date, Meta(title="By when")]


class GradeReview(Struct):
    ref: str
    seen: int | None = None
    validation: Annotated[Validation, Meta(title="How it was validated", description="In proportion to risk.")]
    risk: Annotated[Risk, Meta(title="Risk")]
    parts: Annotated[tuple[GradePart, ...], Meta(title="Parts", min_length=1, max_length=20)]
    summary: Annotated[LongText, Meta(title="Summary")]
    actions: Annotated[tuple[PlannedAction, ...], Meta(title="Action plan", max_length=20)] = ()


@command("review:grade", GradeReview, "Grade the review")
async def grade(wanted: GradeReview, actor: Actor, now: datetime) -> Event:
    """Grade every part with its direction of travel; the whole follows by rule."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "review:grade", seen=wanted.seen)
        review = await reviews.load(case)
        grades = tuple(_graded(part) for part in wanted.parts)
        actions = [(action.body, action.due_on) for action in wanted.actions]
        _every_part(tuple(each.topic for each in grades), "grade")
        faults = rules.grade_faults(grades, actions) + _past(wanted.actions, london_day(now))
        if faults:
            raise refusals.Faults(*faults)
        whole = rules.overall(grades)
        await reviews.save_grades(
            review.id,
            grades,
            actions,
            overall=whole,
            validation=wanted.validation,
            risk=wanted.risk,
            summary=wanted.summary,
        )
        await this.take(case, step)
        await _tell_graded(this, case, whole)
        return await this.record("review:graded", case=case, facts={"overall": whole})


def _graded(part: GradePart) -> TopicGrade:
    return TopicGrade(
        topic=part.topic,
        grade=part.grade,
        direction=part.direction,
        critical_failure=part.critical_failure,
        strengths=part.strengths,
        improvements=part.improvements,
        good_practice=part.good_practice,
    )


def _past(actions: tuple[PlannedAction, ...], today: date) -> tuple[Fault, ...]:
    return tuple(
        Fault(field=f"action-due-{number}", message="The day must be today or later")
        for number, action in enumerate(actions)
        if action.due_on < today
    )


async def _tell_graded(this: Act, case: Case, whole: str) -> None:
    letter = letters.ReviewGraded(
        organisation=(await casefiles.load_parties(case)).organisation,
        reference=case.ref,
        path=f"/reviews/{case.ref}",
        overall=rules.GRADES[whole],
        follow_up_on=add_months(london_day(this.now), 3),
    )
    recipients = await outbox.of_organisation(case.organisation)
    await outbox.tell(f"review-graded:{case.ref}", recipients, letter, this.now, case=case)


class FollowUp(Struct):
    ref: str
    seen: int | None = None
    done: Annotated[
        tuple[str, ...],
        Meta(title="Actions that are done", extra={"kind": "checkboxes", "choices": "review-actions"}),
    ] = ()
    text: Annotated[LongText, Meta(title="What was found at the follow-up")]


@command("review:follow-up", FollowUp, "Follow up and close")
async def follow_up(wanted: FollowUp, actor: Actor, now: datetime) -> Event:
    """Record what became of the action plan, close the review and plan the next."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "review:follow-up", seen=wanted.seen)
        review = await reviews.load(case)
        done = {action.id: str(action.id) in wanted.done for action in review.actions}
        await reviews.follow_up(review.id, done, wanted.text)
        await this.take(case, step)
        planned = await _plan_after(this, case, review.application)
        return await this.record("review:followed-up", case=case, subjects={"case": [planned.id]} if planned else None)


async def _plan_after(this: Act, case: Case, application: int) -> Case | None:
    """The next review, as long as the arrangement goes on."""
    if case.parent is None:
        return None
    parent = await this.hold_id(case.parent)
    return None if parent.is_closed else await plan_next(this, parent, application)
