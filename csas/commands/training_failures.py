"""Recording that people took a course and did not pass it, and taking that back.

It moves no request and ends no power: somebody who passed earlier stays trained until that pass ends.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import command
from csas.commands.training import (
    CourseCode,
    EntryRef,
    People,
    Provider,
    course_and_people,
    evidence_faults,
    not_employed,
    require,
)
from csas.domain import refusals
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import training_failures
from csas.store.trainings import Evidence
from csas.store.transaction import act


class RecordFailure(Struct):
    ref: str
    course: CourseCode
    people: Annotated[People, Meta(title="Who did not pass it", extra={"absent": "Select who did not pass the course"})]
    failed_on: Annotated[date, Meta(title="Day on which it was not passed")]
    provider: Provider
    evidence: Annotated[str, Meta(title="What shows it, if anything does", max_length=160)] = ""


@command("training:record-failure", RecordFailure, "Record a course as not passed")
async def record(wanted: RecordFailure, actor: Actor, now: datetime) -> Event:
    """Record that people took a course and did not pass it: the matrix says so, and it never counts as training."""
    organisation, scheme = await require(actor, wanted.ref, "training:record-failure")
    async with act(actor, now) as this:
        this.role = "training:record-failure"
        course, people = await course_and_people(organisation.id, scheme, wanted.course, wanted.people, now)
        said = Evidence(provider=wanted.provider, certificate="", passed_on=wanted.failed_on)
        faults = [_renamed(each) for each in evidence_faults(said, course.providers, now)]
        faults += not_employed(wanted.people, people)
        if faults:
            raise refusals.Faults(*faults)
        ids = sorted(each.person for each in people)
        await training_failures.add(
            ids, organisation.id, course.id, (wanted.provider, wanted.evidence, wanted.failed_on)
        )
        return await this.record(
            "training:failure-recorded",
            scheme=scheme,
            ref=organisation.ref,
            facts={"course": course.code, "count": len(ids)},
            subjects={"person": ids},
        )


def _renamed(fault: Fault) -> Fault:
    return Fault(field="failed_on", message=fault.message) if fault.field == "passed_on" else fault


class ReverseFailure(Struct):
    ref: str
    training: EntryRef
    why: Annotated[
        str,
        Meta(
            title="Why it should not have been recorded",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter why it should not have been recorded"},
        ),
    ]


@command("training:reverse-failure", ReverseFailure, "Take back that a course was not passed")
async def reverse(wanted: ReverseFailure, actor: Actor, now: datetime) -> Event:
    """Take back what should never have been recorded; what was known before stays on record.

    An employer takes back only what it recorded itself; what another did is taken back there, or by the office.
    """
    organisation, scheme = await require(actor, wanted.ref, "training:reverse-failure")
    async with act(actor, now) as this:
        this.role = "training:reverse-failure"
        found = await training_failures.find(organisation.id, wanted.training)
        if found is None:
            raise refusals.NotFound
        if not found.own and scheme not in actor.schemes():
            raise refusals.NotAllowed
        if not await training_failures.reverse(found.ref):
            raise refusals.AlreadyDone
        return await this.record(
            "training:failure-reversed",
            scheme=scheme,
            ref=organisation.ref,
            facts={"course": found.course},
            private={"reason": wanted.why},
            subjects={"person": [found.person]},
        )
