"""Notifiable events: an employer tells the office what may make somebody unsuitable, and the office settles it.

Telling is owed within so many working days of the event. It takes no power away by
itself; what the office does about powers it does on the person's own case.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands.registry import SUBJECTS, command
from csas.domain import letters_staff, refusals
from csas.domain.calendar import london_day, working_day_deadline
from csas.domain.events import Event
from csas.domain.occurrences import KINDS, OUTCOMES
from csas.domain.permissions import MANAGING, Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct
from csas.store import calendars, occurrences, outbox, settings_of_scheme, staff
from csas.store.staff import Member
from csas.store.transaction import act


async def subject_of(actor: Actor, ref: str) -> Subject:
    """Whose a notifiable event is, for somebody who may see it."""
    return (await occurrences.load(actor, ref)).subject


SUBJECTS["occurrence"] = subject_of


class Report(Struct):
    ref: Ref
    kind: Annotated[
        Literal["arrest", "disciplinary", "dismissal", "change-of-role", "complaint", "loss", "other"],
        Meta(title="What happened", extra={"choices": "occurrences", "absent": "Select what happened"}),
    ]
    happened_on: Annotated[date, Meta(title="Day it happened", description="For example, 27 3 2026.")]
    what: Annotated[
        str,
        Meta(
            title="What happened, in your own words",
            description="Only the police scheme office and those who manage your staff list read this.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter what happened"},
        ),
    ]


@command("staff:report", Report, "Report a notifiable event")
async def report(wanted: Report, actor: Actor, now: datetime) -> Event:
    """Tell the office something that may make a person unsuitable, within the days its scheme sets."""
    await staff.require(actor, wanted.ref, "staff:report")
    if wanted.happened_on > london_day(now):
        raise refusals.Faults(Fault(field="happened_on", message="Day it happened must be today or in the past"))
    async with act(actor, now) as this:
        member = await staff.hold(actor, wanted.ref, "staff:report")
        schemes = await occurrences.list_schemes(member)
        if not schemes:
            raise refusals.NobodyToTell
        told = [await _tell(member, scheme, wanted, actor, now) for scheme in schemes]
        return await this.record(
            "occurrence:reported",
            ref=member.ref,
            scheme=schemes[0],
            facts={
                "kind": wanted.kind,
                "happened_on": wanted.happened_on.isoformat(),
                "late": any(late for _, late in told),
            },
            private={"what": wanted.what},
            subjects={
                "organisation": [member.organisation],
                "person": [member.person],
                "staff": [member.id],
                "occurrence": [number for number, _ in told],
            },
        )


async def _tell(member: Member, scheme: int, wanted: Report, actor: Actor, now: datetime) -> tuple[int, bool]:
    """Put it before one office; its id, and whether the day for telling had passed."""
    due_on = await due(scheme, wanted.happened_on)
    late = london_day(now) > due_on
    number, ref = await occurrences.add(member, scheme, wanted.kind, wanted.happened_on, due_on, actor.person, now)
    letter = letters_staff.OccurrenceReported(
        organisation=member.organisation_name,
        reference=ref,
        path=f"/occurrences/{ref}",
        name=member.name,
        sort=KINDS[wanted.kind],
        happened_on=wanted.happened_on,
        late=late,
    )
    recipients = await outbox.of_office(scheme)
    await outbox.tell(f"occurrence:{ref}", recipients, letter, now, organisation=member.organisation, scheme=scheme)
    return number, late


async def due(scheme: int, happened_on: date) -> date:
    """The last working day on which telling is in time."""
    setting = await settings_of_scheme.on(scheme, "notify-working-days", happened_on)
    deadline = working_day_deadline(happened_on, int(setting.value), await calendars.holidays())
    return deadline.due_on or happened_on


class Settle(Struct):
    ref: Ref
    outcome: Annotated[
        Literal["no-action", "advice", "review", "suspension", "withdrawal"],
        Meta(
            title="What you decided",
            description="This records the outcome. Suspend or withdraw powers on the person’s own case.",
            extra={"choices": "occurrence-outcomes", "absent": "Select what you decided"},
        ),
    ]
    reasons: Annotated[
        str,
        Meta(
            title="Reasons",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter your reasons"},
        ),
    ]


@command("occurrence:settle", Settle, "Record the outcome")
async def settle(wanted: Settle, actor: Actor, now: datetime) -> Event:
    """Record what the office made of a notifiable event; the employer is told the outcome."""
    async with act(actor, now) as this:
        found = await occurrences.hold(actor, wanted.ref, "occurrence:settle")
        if found.outcome:
            raise refusals.AlreadyDone
        await occurrences.settle(found.id, wanted.outcome, actor.person, now)
        letter = letters_staff.OccurrenceSettled(
            organisation=found.organisation_name,
            reference=found.ref,
            path=f"/occurrences/{found.ref}",
            name=found.name,
            sort=KINDS[found.kind],
            happened_on=found.happened_on,
            outcome=OUTCOMES[wanted.outcome],
        )
        recipients = await outbox.of_organisation(found.organisation, *MANAGING)
        await outbox.tell(
            f"settled:{found.ref}", recipients, letter, now, organisation=found.organisation, scheme=found.scheme
        )
        return await this.record(
            "occurrence:settled",
            ref=found.ref,
            scheme=found.scheme,
            facts={"outcome": wanted.outcome},
            private={"reasons": wanted.reasons},
            subjects={"organisation": [found.organisation], "staff": [found.staff], "occurrence": [found.id]},
        )
