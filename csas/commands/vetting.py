"""Vetting: asking for it, sending the link, looking, recording the outcome, withdrawing it.

An employer may ask and learns clear, not clear or expired. Everything else is the vetting
officer's, and even theirs only for ten minutes after saying why.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import advancing, lapses, own_addresses, training, use_flags
from csas.commands.registry import command
from csas.domain import permissions, refusals
from csas.domain.accounts import email_fault, fold_email
from csas.domain.calendar import day_bounds, london_day
from csas.domain.events import Event
from csas.domain.fitness import training_period
from csas.domain.letters_fitness import VettingLink
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import fitness, organisations, outbox, schemes, settings_of_scheme, trainings, vetting_links, vettings
from csas.store.outbox import Recipient
from csas.store.tokens import digest
from csas.store.transaction import Act, act
from csas.store.vettings import Request

Reason = Annotated[str, Meta(min_length=1, max_length=500, extra={"kind": "textarea"})]


class AskVetting(Struct):
    organisation: Annotated[str, Meta(title="Organisation", max_length=12, extra={"kind": "hidden"})]
    people: Annotated[
        training.People, Meta(title="Who is to be vetted", extra={"absent": "Select who is to be vetted"})
    ]


@command("vetting:ask", AskVetting, "Ask for vetting")
async def ask(wanted: AskVetting, actor: Actor, now: datetime) -> Event:
    """Ask the vetting officer to vet people of an organisation; those already asked for are left as they are."""
    organisation, scheme = await _may_ask(actor, wanted.organisation)
    async with act(actor, now) as this:
        this.role = "vetting:ask"
        people = await trainings.find_staff(organisation, wanted.people, now)
        if absent := training.not_employed(wanted.people, people):
            raise refusals.Faults(*absent)
        asked = [
            each.person
            for each in people
            if await vettings.ask(scheme.force, scheme.id, each.person, organisation, actor.person, now)
        ]
        if not asked:
            raise refusals.AlreadyDone
        return await this.record(
            "vetting:asked",
            scheme=scheme.id,
            ref=wanted.organisation,
            facts={"count": len(asked)},
            subjects={"person": sorted(asked)},
        )


async def _may_ask(actor: Actor, ref: str) -> tuple[int, schemes.Scheme]:
    """The organisation and its scheme, if the actor may ask for it."""
    organisation = await organisations.find_id(ref)
    scheme = await fitness.scheme_of(organisation) if organisation is not None else None
    subject = Subject(organisation=organisation, scheme=scheme)
    if organisation is None or scheme is None or not permissions.allows(actor, "vetting:ask", subject):
        raise refusals.NotFound
    return organisation, await schemes.load(scheme)


class SendLink(Struct):
    ref: str
    address: Annotated[
        str,
        Meta(
            title="The person’s own e-mail address",
            description="Never one that the employer gave them or can read. Ask the person, by telephone if need be.",
            min_length=3,
            max_length=254,
            extra={"kind": "email", "absent": "Enter the person’s own e-mail address"},
        ),
    ]
    own: Annotated[
        bool,
        Meta(
            title="I have made sure that the employer cannot read this address",
            extra={"must": True, "absent": "Confirm that the employer cannot read this address"},
        ),
    ]


@command("vetting:send", SendLink, "Send the link")
async def send(wanted: SendLink, actor: Actor, now: datetime) -> Event:
    """Send the person the link by which they answer; a link sent before ends."""
    address = fold_email(wanted.address)
    if fault := email_fault(address):
        raise refusals.Faults(Fault(field="address", message=fault))
    async with act(actor, now) as this:
        this.role = "vetting:send"
        request = await _open_request(actor, wanted.ref)
        if request.answered_at is not None:
            raise refusals.AlreadyDone
        await own_addresses.note(this, address, request.person, request.organisation, request.scheme, "vetting")
        await vettings.note_sent(request.id, address, now)
        await send_link(request.id, request.scheme, request.name, address, request.employer, now)
        return await this.record("vetting:link-sent", scheme=request.scheme, ref=request.ref, subjects=_of(request))


async def send_link(request: int, scheme: int, name: str, address: str, employer: str, now: datetime) -> None:
    """Inside an act: a new link, to the person alone. No case and no organisation can be shown the message."""
    days = (await settings_of_scheme.on(scheme, "vetting-link-days", london_day(now))).value
    last = london_day(now) + timedelta(days=days)
    token = await vetting_links.create(request, day_bounds(last)[1] - now)
    letter = VettingLink(organisation=employer, path=f"/your-vetting/start/{token}", open_until=last)
    key = f"vetting-link:{digest(token).hex()}"
    await outbox.tell(key, [Recipient(name=name, address=address)], letter, now, scheme=scheme)


class OpenVetting(Struct):
    ref: str
    reason: Annotated[Reason, Meta(title="Why you need to see it", extra={"absent": "Enter why you need to see it"})]


@command("vetting:open", OpenVetting, "Open the vetting record")
async def open_record(wanted: OpenVetting, actor: Actor, now: datetime) -> Event:
    """Let the vetting officer see a person's answers and outcomes for ten minutes, for a reason that is kept."""
    async with act(actor, now) as this:
        this.role = "vetting:open"
        request = await vettings.load(actor, wanted.ref)
        await vettings.open_sight(request, actor.person or 0)
        return await this.record(
            "vetting:opened",
            scheme=request.scheme,
            ref=request.ref,
            private={"reason": wanted.reason},
            subjects=_of(request),
        )


class RecordOutcome(Struct):
    ref: str
    outcome: Annotated[
        Literal["clear", "not-clear"],
        Meta(title="Outcome", extra={"choices": "outcomes", "absent": "Select the outcome"}),
    ]
    level: Annotated[
        str,
        Meta(
            title="Level",
            description="For how long somebody is clear follows from the level.",
            min_length=1,
            max_length=40,
            extra={"kind": "select", "choices": "vetting-levels", "absent": "Select the level"},
        ),
    ]
    reference: Annotated[
        str,
        Meta(
            title="Reference of the vetting unit", min_length=1, max_length=60, extra={"absent": "Enter the reference"}
        ),
    ]
    conditions: Annotated[
        str,
        Meta(
            title="Conditions and notes",
            description="Read by vetting officers only.",
            max_length=2000,
            extra={"kind": "textarea"},
        ),
    ] = ""
    since: Annotated[
        date | None,
        Meta(title="Clear from", description="Leave empty for today. Somebody not cleared is not clear from now."),
    ] = None


@command("vetting:record", RecordOutcome, "Record the outcome")
async def record(wanted: RecordOutcome, actor: Actor, now: datetime) -> Event:
    """Record clear or not clear with its level and reference; the answers are erased in the same act."""
    async with act(actor, now) as this:
        this.role = "vetting:record"
        request = await _open_request(actor, wanted.ref)
        _need_sight(request)
        months = await months_of(request.scheme, wanted.level, now)
        since = wanted.since or london_day(now)
        if since > london_day(now):
            raise refusals.Faults(Fault(field="since", message="The day must be today or in the past"))
        before = await lapses.look([request.person], now)
        period = training_period(since, months)
        kept = (wanted.level, wanted.reference, wanted.conditions)
        during = (period.start, period.end) if wanted.outcome == "clear" else (now, None)
        await vettings.replace(request, wanted.outcome, *during, kept, actor.person)
        await vettings.settle(request.id, "recorded", now)
        return await _recorded(this, request, before)


async def _recorded(this: Act, request: Request, before: lapses.Seen) -> Event:
    """What follows from an outcome: who is told, which uses are flagged, which requests move on."""
    return await this.record(
        "vetting:recorded",
        scheme=request.scheme,
        ref=request.ref,
        subjects={
            **_of(request),
            "person": [request.person],
            "accreditation": await lapses.tell_lost(before, this.now),
            "use": await use_flags.flag_uses_of(this, request.person),
            "case": await advancing.advance_person(this, request.person, request.scheme),
        },
    )


async def months_of(scheme: int, level: str, now: datetime) -> int:
    """How many months a clearance of this level lasts, by the scheme's setting."""
    levels = (await settings_of_scheme.on(scheme, "vetting-months", london_day(now))).value
    if level not in levels:
        raise refusals.Faults(Fault(field="level", message="Select the level"))
    return int(levels[level])


class WithdrawClearance(Struct):
    ref: str
    reason: Annotated[
        str,
        Meta(
            title="Why",
            description="Kept with the outcome and read by vetting officers only: nobody else is shown it.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why clearance is withdrawn"},
        ),
    ]
    reference: Annotated[str, Meta(title="Reference of the vetting unit", max_length=60)] = ""


@command("vetting:withdraw", WithdrawClearance, "Withdraw clearance")
async def withdraw(wanted: WithdrawClearance, actor: Actor, now: datetime) -> Event:
    """End a clearance at once: powers that rest on it end by their condition, for others the office must give notice."""
    async with act(actor, now) as this:
        this.role = "vetting:withdraw"
        request = await vettings.lock(actor, wanted.ref)
        _need_sight(request)
        state, _ = await vettings.state_of(request.scheme, request.person, now)
        if state != "clear":
            raise refusals.NothingToWithdraw
        before = await lapses.look([request.person], now)
        kept = ("withdrawn", wanted.reference, wanted.reason)
        await vettings.replace(request, "not-clear", now, None, kept, actor.person)
        return await _recorded(this, request, before)


class CancelVetting(Struct):
    ref: str
    reason: Annotated[Reason, Meta(title="Why", extra={"absent": "Enter why vetting is not needed"})]


@command("vetting:cancel", CancelVetting, "Close without an outcome")
async def cancel(wanted: CancelVetting, actor: Actor, now: datetime) -> Event:
    """Close a request that is no longer needed, for example because the person left; the answers are erased."""
    async with act(actor, now) as this:
        this.role = "vetting:cancel"
        request = await _open_request(actor, wanted.ref)
        await vettings.settle(request.id, "cancelled", now)
        return await this.record(
            "vetting:cancelled",
            scheme=request.scheme,
            ref=request.ref,
            private={"reason": wanted.reason},
            subjects=_of(request),
        )


async def _open_request(actor: Actor, ref: str) -> Request:
    request = await vettings.lock(actor, ref)
    if request.settled_at is not None:
        raise refusals.AlreadyDone
    return request


def _need_sight(request: Request) -> None:
    if request.seen_until is None:
        raise refusals.SightNeeded


def _of(request: Request) -> dict[str, list[int]]:
    return {"vetting": [request.id]}  # so that no history but the vetting officer's shows the event
