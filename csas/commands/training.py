"""Recording who passed which course, for one person or a group, and putting a mistake right.

A pass belongs to the person, whoever employs them. What was not passed is in `training_failures`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import lapses, use_flags
from csas.commands.advancing import advance_person
from csas.commands.registry import command
from csas.domain import permissions, refusals
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.fitness import Course, training_period
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import courses, fitness, organisations, trainings
from csas.store.organisations import Organisation
from csas.store.trainings import Evidence, Pass, Staff
from csas.store.transaction import Act, act

Day = Annotated[date, Meta(title="Day on which the course was passed")]
Provider = Annotated[
    str,
    Meta(
        title="Training provider",
        description="It must be approved for the course.",
        min_length=1,
        max_length=120,
        extra={"kind": "select", "choices": "training-providers", "absent": "Select the training provider"},
    ),
]
Certificate = Annotated[
    str,
    Meta(
        title="Certificate number, or what shows the pass",
        description="For a group, the number of the pass list.",
        min_length=1,
        max_length=160,
        extra={"absent": "Enter the certificate number, or what shows the pass"},
    ),
]
CourseCode = Annotated[
    str,
    Meta(
        title="Course",
        min_length=1,
        max_length=6,
        extra={"kind": "select", "choices": "courses", "absent": "Select the course"},
    ),
]
People = Annotated[
    tuple[Annotated[str, Meta(max_length=12)], ...],
    Meta(min_length=1, max_length=500, extra={"kind": "checkboxes", "choices": "staff"}),
]
EntryRef = Annotated[str, Meta(max_length=12, extra={"kind": "hidden"})]


class RecordTraining(Struct):
    ref: str
    course: CourseCode
    people: Annotated[
        People,
        Meta(
            title="Who passed it",
            description="Only those who passed: a course that was not passed is recorded by itself and counts for nothing.",
            extra={"absent": "Select who passed the course"},
        ),
    ]
    passed_on: Day
    provider: Provider
    certificate: Certificate


async def course_and_people(
    organisation: int, scheme: int, code: str, staff: Sequence[str], now: datetime
) -> tuple[Course, list[Staff]]:
    """The course, and those of the people who work there; a course that is not taught here is a fault."""
    course = await courses.find(scheme, code)
    if course is None:
        raise refusals.Faults(Fault(field="course", message="Select a course from the list"))
    return course, await trainings.find_staff(organisation, staff, now)


@command("training:record", RecordTraining, "Record a course as passed")
async def record(wanted: RecordTraining, actor: Actor, now: datetime) -> Event:
    """Record that people of an organisation passed a course on a day; how long it is good follows from the course."""
    organisation, scheme = await require(actor, wanted.ref, "training:record")
    async with act(actor, now) as this:
        this.role = "training:record"
        course, people = await course_and_people(organisation.id, scheme, wanted.course, wanted.people, now)
        evidence = Evidence(provider=wanted.provider, certificate=wanted.certificate, passed_on=wanted.passed_on)
        faults = evidence_faults(evidence, course.providers, now) + await _people_faults(wanted, people, course)
        if faults:
            raise refusals.Faults(*faults)
        ids = [each.person for each in people]
        await trainings.add(ids, organisation.id, course, evidence, training_period(wanted.passed_on, course.months))
        moved = [case for person in sorted(ids) for case in await advance_person(this, person, scheme)]
        return await this.record(
            "training:recorded",
            scheme=scheme,
            ref=organisation.ref,
            facts={"course": course.code, "count": len(ids)},
            private={"certificate": wanted.certificate},
            subjects={"person": sorted(ids), "case": moved},
        )


async def _people_faults(wanted: RecordTraining, people: Sequence[Staff], course: Course) -> tuple[Fault, ...]:
    if absent := not_employed(wanted.people, people):
        return absent
    twice = await trainings.already_passed([each.person for each in people], course.id, wanted.passed_on)
    if twice:
        return (Fault(field="people", message=f"This pass is recorded already for {', '.join(twice)}"),)
    return ()


def not_employed(refs: Sequence[str], people: Sequence[Staff]) -> tuple[Fault, ...]:
    """The fault in naming somebody who is not among those found to work there."""
    if {each.ref for each in people} == set(refs):
        return ()
    return (Fault(field="people", message="Select people who work for the organisation now"),)


def evidence_faults(evidence: Evidence, providers: Sequence[str], now: datetime) -> tuple[Fault, ...]:
    found = []
    if evidence.passed_on > london_day(now):
        found.append(Fault(field="passed_on", message="The day must be today or in the past"))
    if evidence.provider not in providers:
        message = f"{evidence.provider} is not approved for this course. Approved: {', '.join(providers)}"
        found.append(Fault(field="provider", message=message))
    return tuple(found)


class CorrectTraining(Struct):
    ref: str
    training: EntryRef
    passed_on: Day
    provider: Provider
    certificate: Certificate
    why: Annotated[
        str,
        Meta(
            title="What was wrong",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter what was wrong"},
        ),
    ]


@command("training:correct", CorrectTraining, "Correct a pass")
async def correct(wanted: CorrectTraining, actor: Actor, now: datetime) -> Event:
    """Replace a pass that was recorded wrongly; what was known before stays on record."""
    organisation, scheme = await require(actor, wanted.ref, "training:correct")
    async with act(actor, now) as this:
        this.role = "training:correct"
        found = await _pass_of(organisation, wanted.training)
        course = await courses.find(scheme, found.course)
        evidence = Evidence(provider=wanted.provider, certificate=wanted.certificate, passed_on=wanted.passed_on)
        faults = evidence_faults(evidence, course.providers if course else (found.provider,), now)
        if faults:
            raise refusals.Faults(*faults)
        before = await lapses.look([found.person], now)
        if not await trainings.correct(found.ref, evidence, training_period(wanted.passed_on, found.months)):
            raise refusals.AlreadyDone
        return await _less(this, "training:corrected", (organisation, scheme), found, before, wanted.why)


class ReverseTraining(Struct):
    ref: str
    training: EntryRef
    why: Annotated[
        str,
        Meta(
            title="Why it does not count",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter why it does not count"},
        ),
    ]


@command("training:reverse", ReverseTraining, "Take a pass back")
async def reverse(wanted: ReverseTraining, actor: Actor, now: datetime) -> Event:
    """Take back a pass that should never have been recorded; what was known before stays on record."""
    organisation, scheme = await require(actor, wanted.ref, "training:reverse")
    async with act(actor, now) as this:
        this.role = "training:reverse"
        found = await _pass_of(organisation, wanted.training)
        before = await lapses.look([found.person], now)
        if not await trainings.reverse(found.ref):
            raise refusals.AlreadyDone
        return await _less(this, "training:reversed", (organisation, scheme), found, before, wanted.why)


async def _less(
    this: Act, tag: str, where: tuple[Organisation, int], found: Pass, before: lapses.Seen, why: str
) -> Event:
    """What follows where a pass is worth less than was known: who is told, and which uses are flagged."""
    touched = await lapses.tell_lost(before, this.now)
    uses = await use_flags.flag_uses_of(this, found.person)
    return await this.record(
        tag,
        scheme=where[1],
        ref=where[0].ref,
        facts={"course": found.course},
        private={"reason": why},
        subjects={"person": [found.person], "accreditation": touched, "use": uses},
    )


async def require(actor: Actor, ref: str, action: str) -> tuple[Organisation, int]:
    """The organisation and its scheme, if the actor may do this for it."""
    organisation = await organisations.load(actor, ref)
    scheme = await fitness.scheme_of(organisation.id)
    if scheme is None or not permissions.allows(actor, action, Subject(organisation=organisation.id, scheme=scheme)):
        raise refusals.NotAllowed
    return organisation, scheme


async def _pass_of(organisation: Organisation, ref: str) -> Pass:
    found = await trainings.find(organisation.id, ref)
    if found is None:
        raise refusals.NotFound
    return found
