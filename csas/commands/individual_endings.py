"""The end of an accreditation: withdrawal, surrender, the law’s own endings; notices served, and mistakes undone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import outcomes, papers
from csas.commands.clockwork import at_each_tick
from csas.commands.ending_notices import tell_left
from csas.commands.individual_letters import both
from csas.commands.individual_life import Explanation, Reasons, held_of, record, restrict
from csas.commands.noticing import What
from csas.commands.registry import command
from csas.domain import individual_notices as rules
from csas.domain import letters_people, refusals
from csas.domain import standing as standings
from csas.domain.calendar import day_bounds, london_day
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.individual_notices import Entry
from csas.domain.permissions import CLOCK, Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import accreditation_changes as changes
from csas.store import accreditations, ceasing, lapses, outbox, standing, statutory
from csas.store.accreditations import Held
from csas.store.transaction import Act, act

MOST, PART = 500, 50_000


class Withdraw(Struct):
    ref: str
    seen: int | None = None
    reasons: Reasons
    explanation: Explanation


@command("individual:withdraw", Withdraw, "Withdraw the accreditation")
async def withdraw(wanted: Withdraw, actor: Actor, now: datetime) -> Event:
    """Withdraw an accreditation for good, by notice (s.42(3)); only a new grant can follow."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:withdraw")
        rules.check_reasons(wanted.reasons)
        held = await held_of(case)
        what = What(
            kind="withdrawal",
            reasons=wanted.reasons,
            explanation=wanted.explanation,
            appeal_until=await outcomes.appeal_until(case, now),
        )
        await restrict(this, held, "withdrawal", what)
        await papers.replace_for(this, [held.id])
        await this.take(case, step)
        return await record(this, "individual:withdrawn", case, held, reasons=list(wanted.reasons))


class Surrender(Struct):
    ref: str
    seen: int | None = None
    confirm: Annotated[
        bool,
        Meta(
            title="Do you give your accreditation up?",
            description="It ends at once, for good. You must hand your card back.",
            extra={"must": True, "absent": "Select yes to give your accreditation up"},
        ),
    ]
    reason: Annotated[
        str,
        Meta(title="Why, if you want to say", max_length=2000, extra={"kind": "textarea"}),
    ] = ""


@command("individual:surrender", Surrender, "Give the accreditation up")
async def surrender(wanted: Surrender, actor: Actor, now: datetime) -> Event:
    """Give one's own accreditation up. It is the person's act, so nothing needs to be given to them first."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:surrender", seen=wanted.seen)
        held = await held_of(case)
        notice = await restrict(this, held, "surrender", What(kind="surrender", reasons=("own-wish",)))
        await statutory.serve(notice, "person", "by-hand", now, actor.person)
        await papers.replace_for(this, [held.id])
        await this.take(case, step)
        return await this.record(
            "individual:surrendered",
            case=case,
            private={"reason": wanted.reason},
            subjects={"person": [held.person], "accreditation": [held.id]},
        )


class Reverse(Struct):
    """`notice` is the ref of the notice entered by mistake; without it, the newest."""

    ref: str
    seen: int | None = None
    notice: Annotated[
        str,
        Meta(
            title="Notice entered by mistake",
            max_length=20,
            extra={"kind": "radios", "choices": "unserved-notices", "absent": "Select the notice"},
        ),
    ] = ""
    reason: Annotated[
        str,
        Meta(
            title="What the mistake was",
            description="The person and the employer read this as you write it. The record keeps both entries.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter what the mistake was"},
        ),
    ]


@command("individual:reverse", Reverse, "Undo a notice entered by mistake")
async def reverse(wanted: Reverse, actor: Actor, now: datetime) -> Event:
    """Undo a mistaken entry before its notice was given: the record is corrected, and not the law.

    By another person than the one who entered it. Uses of powers in between stay flagged.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:reverse", seen=wanted.seen)
        held = await held_of(case)
        entry = await _entry(held, wanted.notice, withdrawn=step.to is not None)
        await statutory.stop_messages(entry.notice)
        given = entry.served_at or (this.now if await statutory.is_on_its_way(entry.notice) else None)
        rules.reverse(Entry(kind=entry.kind, given_by=entry.given_by, served_at=given), actor.person)
        await changes.unrestrict(entry.ref)
        await papers.reserve_for(this, held.id)
        moved = await this.take(case, step)
        await _tell_undone(this, moved, held, entry.kind, wanted.reason)
        return await this.record(
            "individual:reversed",
            case=case,
            facts={"kind": entry.kind, "notice": entry.notice},
            private={"reason": wanted.reason},
            subjects={"person": [held.person], "accreditation": [held.id]},
        )


async def _entry(held: Held, notice: str, *, withdrawn: bool) -> changes.Restricted:
    """What is undone: of a withdrawn accreditation its withdrawal, else the notice named or the newest."""
    found = [
        each
        for each in await changes.list_restrictions(held.id)
        if each.until is None
        and each.reach == "person"
        and (each.kind == "withdrawal") == withdrawn
        and notice in {"", each.notice}
    ]
    if not found:
        raise refusals.Faults(Fault(field="notice", message="Select a notice that still has effect"))
    return found[-1]


async def _tell_undone(this: Act, case: Case, held: Held, kind: str, reason: str) -> None:
    letter = letters_people.NoticeUndone(
        organisation=held.employer,
        reference=case.ref,
        path=f"/individuals/{case.ref}",
        person=held.name,
        what=kind,
        reason=reason,
    )
    await outbox.tell(f"notice-undone:{case.ref}:{case.version}", await both(case), letter, this.now, case=case)


class Serve(Struct):
    ref: str
    seen: int | None = None
    notice: Annotated[
        str,
        Meta(
            title="Notice",
            min_length=1,
            max_length=40,
            extra={"kind": "radios", "choices": "unserved-copies", "absent": "Select the notice"},
        ),
    ]
    how: Annotated[
        Literal["post", "by-hand", "email"],
        Meta(title="How it was given", extra={"choices": "ways-of-serving", "absent": "Select how it was given"}),
    ]
    on: Annotated[date, Meta(title="The day it was given", extra={"absent": "Enter the day it was given"})]


@command("individual:serve", Serve, "Record how a notice was given")
async def serve(wanted: Serve, actor: Actor, now: datetime) -> Event:
    """Record by hand how and when a copy of a notice was given; what went by e-mail records itself.

    `notice` is the notice's ref and the copy, such as `abc…/person` or `abc…/employer`; by the ref alone, the person's.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:serve", seen=wanted.seen)
        held = await held_of(case)
        ref, _, copy = wanted.notice.partition("/")
        given = next((each for each in await statutory.list_given(held.id) if each.ref == ref), None)
        if given is None or copy not in {"", "person", "employer"}:
            raise refusals.Faults(Fault(field="notice", message="Select the notice"))
        at = _moment(wanted.on, given.acted_at, now)
        if not await statutory.serve(ref, copy or "person", wanted.how, at, actor.person):
            raise refusals.AlreadyDone
        await this.take(case, step)
        return await record(
            this, "individual:served", case, held, notice=ref, copy=copy or "person", how=wanted.how, on=str(wanted.on)
        )


def _moment(on: date, acted_at: datetime, now: datetime) -> datetime:
    """The end of that day, for only then it is sure; never before the act, and never in the future."""
    if not london_day(acted_at) <= on <= london_day(now):
        message = "The day must not be before the notice was made, nor in the future"
        raise refusals.Faults(Fault(field="on", message=message))
    return max(acted_at, min(now, day_bounds(on)[1] - timedelta(microseconds=1)))


@at_each_tick
async def serve_all(now: datetime) -> int:
    """Record as given every notice whose e-mail was accepted, all in one act."""
    if not await statutory.any_sent():
        return 0
    async with act(CLOCK, now) as this:
        served = await statutory.serve_sent(MOST * 20)
        if not served:
            return 0
        cases = await ceasing.cases_of(list(served))
        await this.record(
            "individual:notices-served",
            scheme=min(served.values()),
            facts={"copies": len(served)},
            subjects={"case": cases, "accreditation": list(served)},
        )
    return 1


class Cease(Struct):
    ref: str
    seen: int | None = None


@command("individual:cease", Cease, "Ended by law")
async def cease(wanted: Cease, actor: Actor, now: datetime) -> Event:
    """Note on the case that the law has ended the accreditation, by which cause; taken by the clock."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:cease", seen=wanted.seen)
        held = await held_of(case)
        if await accreditations.is_live(held.id, now):
            raise refusals.StillAccredited
        answer = standings.accreditation_standing(await standing.load(held.id), now)
        await tell_left(this, held.id)
        await this.take(case, step)
        return await record(this, "individual:ceased", case, held, cause=answer.cause)


@at_each_tick
async def cease_all(now: datetime) -> int:
    """Note what the law has ended, some hundreds at a time; what moved on meanwhile is left alone.

    Of very many accreditations another part is looked at each minute.
    """
    done = 0
    for ref in await _over(now):
        try:
            await cease(Cease(ref=ref), CLOCK, now)
        except (refusals.NotNow, refusals.StillAccredited):
            continue
        done += 1
    return done


async def _over(now: datetime) -> list[str]:
    parts = -(-await lapses.count_ids() // PART)
    first = int(now.timestamp()) // 60 % parts * PART
    return await ceasing.list_over(now, range(first, first + PART), MOST)
