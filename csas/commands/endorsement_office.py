"""What the office, the decision maker and the clock do about requests for endorsement."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.clockwork import at_each_tick, by_clock
from csas.commands.endorsing import settle_parent, tell_recalled, tell_request, with_parent
from csas.commands.registry import command
from csas.domain import endorsements as rules
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.endorsements import Request
from csas.domain.events import Event
from csas.domain.letters import EndorsementReminder, EndorsementSilent
from csas.domain.permissions import CLOCK, Actor
from csas.domain.refusals import Refusal, Unavailable
from csas.domain.values import Struct
from csas.store import endorsements, outbox, settings_of_scheme
from csas.store.transaction import Act, act


class Remind(Struct):
    ref: str
    seen: int | None = None


@command("endorsement:remind", Remind, "Send a reminder")
async def remind(wanted: Remind, actor: Actor, now: datetime) -> Event:
    """Remind whoever must answer; the clock does so by itself at the scheme’s distances."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "endorsement:remind", seen=wanted.seen)
        request = await endorsements.load(case)
        due = await _due_reminders(case, request, now)
        await endorsements.reminded(request, request.reminders + len(due))
        await _tell_reminder(this, await this.take(case, step), request)
        return await this.record(
            "endorsement:reminded", case=case, facts={"body": request.body}, subjects=with_parent(case)
        )


async def _due_reminders(case: Case, request: Request, now: datetime) -> tuple[int, ...]:
    today = london_day(now)
    distances = await settings_of_scheme.on(case.scheme, "reminder-days-before", today)
    return rules.reminders_due(request.due_on, today, distances.value, request.reminders)


async def _tell_reminder(this: Act, case: Case, request: Request) -> None:
    letter = EndorsementReminder(
        organisation=request.applicant_name,
        reference=case.ref,
        path=f"/endorsements/{case.ref}",
        body=request.body,
        due_on=request.due_on or london_day(this.now),
    )
    recipients = await outbox.of_respondent(case)
    await outbox.tell(f"endorsement-reminder:{case.ref}:{case.version}", recipients, letter, this.now, case=case)


class Resend(Struct):
    ref: str
    seen: int | None = None


@command("endorsement:resend", Resend, "Send the request again")
async def resend(wanted: Resend, actor: Actor, now: datetime) -> Event:
    """Send the request once more to whoever must answer; the clock runs on."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "endorsement:resend", seen=wanted.seen)
        request = await endorsements.load(case)
        await tell_request(this, await this.take(case, step), key="resent")
        return await this.record(
            "endorsement:resent", case=case, facts={"body": request.body}, subjects=with_parent(case)
        )


Why = Annotated[
    str,
    Meta(
        title="Why",
        description="The applicant and the decision maker see this reason.",
        min_length=1,
        max_length=2000,
        extra={"kind": "textarea", "absent": "Enter why"},
    ),
]


class Recall(Struct):
    ref: str
    seen: int | None = None
    reason: Why


@command("endorsement:recall", Recall, "Recall the request")
async def recall(wanted: Recall, actor: Actor, now: datetime) -> Event:
    """Take the request back, with a reason; no answer is needed any more."""
    return await _end(wanted.ref, wanted.seen, wanted.reason, "endorsement:recall", "recalled", actor, now)


class Waive(Struct):
    ref: str
    seen: int | None = None
    reason: Why


@command("endorsement:waive", Waive, "Waive this endorsement")
async def waive(wanted: Waive, actor: Actor, now: datetime) -> Event:
    """Go on without this endorsement, with a reason that the decision repeats."""
    return await _end(wanted.ref, wanted.seen, wanted.reason, "endorsement:waive", "waived", actor, now)


class NoteNobodyIndependent(Struct):
    ref: str
    seen: int | None = None
    reason: Why


@command("endorsement:note-nobody-independent", NoteNobodyIndependent, "Record: no independent endorsement")
async def note_nobody_independent(wanted: NoteNobodyIndependent, actor: Actor, now: datetime) -> Event:
    """Record that nobody without an interest could be asked, and why the decision can be made nevertheless."""
    action = "endorsement:note-nobody-independent"
    return await _end(wanted.ref, wanted.seen, wanted.reason, action, "nobody-independent", actor, now)


async def _end(
    ref: str, seen: int | None, reason: str, action: str, participle: str, actor: Actor, now: datetime
) -> Event:
    """End a request without an answer, for a reason that is kept."""
    async with act(actor, now) as this:
        case, step = await this.lock(ref, action, seen=seen)
        request = await endorsements.load(case)
        await endorsements.not_asked(request, reason)
        moved = await this.take(case, step)
        if case.state != "nobody-independent":
            await tell_recalled(this, moved, request)
        parents = await settle_parent(this, case)
        return await this.record(
            f"endorsement:{participle}",
            case=case,
            facts={"body": request.body},
            private={"reason": reason},
            subjects={"case": parents},
        )


class FallSilent(Struct):
    ref: str
    seen: int | None = None


@by_clock("endorsement:fall-silent")
@command("endorsement:fall-silent", FallSilent, "Time ended")
async def fall_silent(wanted: FallSilent, actor: Actor, now: datetime) -> Event:
    """When the time to answer has passed, the request counts as answered with no view."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "endorsement:fall-silent", seen=wanted.seen)
        request = await endorsements.load(case)
        rules.fall_silent(request.due_on, london_day(now))
        moved = await this.take(case, step)
        letter = EndorsementSilent(
            organisation=request.applicant_name,
            reference=case.ref,
            path=f"/endorsements/{case.ref}",
            body=request.body,
        )
        recipients = await outbox.of_respondent(case)
        await outbox.tell(f"endorsement-silent:{case.ref}:{moved.version}", recipients, letter, now, case=case)
        parents = await settle_parent(this, case)
        return await this.record(
            "endorsement:fell-silent", case=case, facts={"body": request.body}, subjects={"case": parents}
        )


@at_each_tick
async def chase(now: datetime) -> int:
    """Send each due reminder once; returns how many went."""
    sent = 0
    for case, request in await endorsements.list_waiting():
        if not await _due_reminders(case, request, now):
            continue
        try:
            await remind(Remind(ref=case.ref, seen=case.version), CLOCK, now)
        except Unavailable:
            raise
        except Refusal:
            continue  # answered, or reminded of, in this very moment
        sent += 1
    return sent
