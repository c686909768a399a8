"""Moving a case about inside the office: assign, hold, release, note, and steps added as data.

None of these judges the application. A note stays on one's own side, and a hold
stops the clock until somebody releases it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import calendar, refusals
from csas.domain import office as rules
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import CENTRAL, Actor
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct
from csas.store import calendars, cases, office, settings_of_scheme
from csas.store.transaction import act

NOBODY = "nobody"


class Assign(Struct):
    ref: Ref
    seen: int | None = None
    to: Annotated[
        str,
        Meta(
            title="Who takes the case",
            min_length=1,
            max_length=12,
            extra={"kind": "radios", "choices": "office-people", "absent": "Select who takes the case"},
        ),
    ]


@command("application:assign", Assign, "Assign")
async def assign(wanted: Assign, actor: Actor, now: datetime) -> Event:
    """Give a case to somebody of the scheme's office, or back to nobody (`nobody`)."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:assign", seen=wanted.seen)
        person = await _officer(case, wanted.to)
        await cases.assign(case, person)
        await this.take(case, step)
        subjects = {"person": [person]} if person is not None else {}
        return await this.record("application:assigned", case=case, subjects=subjects)


async def _officer(case: Case, ref: str) -> int | None:
    if ref == NOBODY:
        return None
    officers = await office.list_officers(case.scheme, *CENTRAL)
    found = next((officer.id for officer in officers if officer.ref == ref), None)
    if found is None:
        raise refusals.Faults(Fault(field="to", message="Select who takes the case"))
    return found


class Hold(Struct):
    ref: Ref
    seen: int | None = None
    reason: Annotated[
        str,
        Meta(
            title="Why the case is put on hold",
            description="The applicant can read this.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why the case is put on hold"},
        ),
    ]


@command("application:hold", Hold, "Put on hold")
async def hold(wanted: Hold, actor: Actor, now: datetime) -> Event:
    """Put a case on hold with a reason; its clock stands still until the hold is released."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:hold", seen=wanted.seen)
        await cases.pause(case, "hold", "on hold", now)
        await this.take(case, step)
        return await this.record("application:held", case=case, private={"reason": wanted.reason})


class Release(Struct):
    ref: Ref
    seen: int | None = None


@command("application:release", Release, "Release the hold")
async def release(wanted: Release, actor: Actor, now: datetime) -> Event:
    """Release a hold; the clock of the case runs again from today."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:release", seen=wanted.seen)
        await cases.unpause(case, "hold", now)
        await this.take(case, step)
        return await this.record("application:released", case=case)


class AddNote(Struct):
    ref: Ref
    seen: int | None = None
    note: Annotated[
        str,
        Meta(
            title="Note",
            description="Seen by the office and the decision makers only.",
            min_length=1,
            max_length=4000,
            extra={"kind": "textarea", "absent": "Enter the note"},
        ),
    ]


@command("application:note", AddNote, "Add a note for the office")
async def add_note(wanted: AddNote, actor: Actor, now: datetime) -> Event:
    """Add a note that only the office and the decision makers see."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:note", seen=wanted.seen)
        await office.add_note(case, wanted.note, actor.person, now)
        await this.take(case, step)
        return await this.record("application:noted", case=case)


async def answer_by(case: Case, now: datetime) -> date:
    """The last day for answering a question of the office."""
    today = calendar.london_day(now)
    setting = await settings_of_scheme.on(case.scheme, "question-working-days", today)
    deadline = calendar.working_day_deadline(now, int(setting.value), await calendars.holidays())
    return deadline.due_on or today


class Proceed(Struct):
    ref: Ref
    seen: int | None = None
    step: Annotated[
        str,
        Meta(
            title="Step",
            min_length=1,
            max_length=60,
            pattern=r"^[a-z0-9-]+$",
            extra={"kind": "radios", "choices": "added-steps", "absent": "Select the step"},
        ),
    ]
    reason: Annotated[
        str,
        Meta(title="Reason", max_length=2000, extra={"kind": "textarea"}),
    ] = ""


@command("application:proceed", Proceed, "Take an added step")
async def proceed(wanted: Proceed, actor: Actor, now: datetime) -> Event:
    """Take a step that the process defines beyond those of the service, by its name."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:proceed", seen=wanted.seen, name=wanted.step)
        rules.proceed(step, wanted.reason)
        await this.take(case, step)
        return await this.record(
            "application:proceeded",
            case=case,
            facts={"step": step.words, "name": step.name},
            private={"reason": wanted.reason},
        )
