"""The end of employment, which ends accreditation by law (s.41(8)): leaving, transfer, and staying after all.

An ending may be told late; then it counts from its day, and what was done in the gap is
flagged by whoever looks after uses of powers: they enter a function in AFTER_LEAVING.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from csas.commands import ending_notices
from csas.commands.registry import command
from csas.commands.staff_notes import note, tell_offices
from csas.domain import letters_staff, refusals
from csas.domain import staff as rules
from csas.domain.events import Event, Plain
from csas.domain.permissions import Actor
from csas.domain.staff import Employment
from csas.domain.values import Ref, Struct, Version
from csas.store import staff, staff_history
from csas.store.staff import Member
from csas.store.staff_history import Paper
from csas.store.transaction import Act, act

# Flags uses of powers of these accreditations from a moment on, inside the act; the ids of the uses, for its event.
FlagUses = Callable[[Act, Sequence[int], datetime], Awaitable[list[int]]]
AFTER_LEAVING: list[FlagUses] = []
F = TypeVar("F", bound=FlagUses)


def after_leaving(function: F) -> F:
    """Enter a function to be called with the accreditations that a past ending reaches, inside its act."""
    AFTER_LEAVING.append(function)
    return function


class Effect(Struct):
    """What an ending ends, shown before anybody confirms it."""

    employment: str
    end: datetime
    late: bool
    accreditations: tuple[int, ...]
    papers: tuple[Paper, ...]


LastDay = Annotated[
    date,
    Meta(
        title="Last day of employment",
        description="It may lie in the past or up to a year ahead. If it is today, the employment ends when you confirm.",
    ),
]


class Leave(Struct):
    ref: Ref
    seen: Version | None = None
    last_day: LastDay
    why: Annotated[
        Literal["left", "dismissed", "died"],
        Meta(title="How it ended", extra={"choices": "endings", "absent": "Select how the employment ended"}),
    ]


class Transfer(Struct):
    ref: Ref
    seen: Version | None = None
    last_day: LastDay
    to: Annotated[
        str,
        Meta(
            title="New employer",
            description="The name is for your own records and the police’s. The new employer must ask for powers itself.",
            min_length=1,
            max_length=120,
            extra={"absent": "Enter the name of the new employer"},
        ),
    ]


@command("staff:leave", Leave, "End the employment")
async def leave(wanted: Leave, actor: Actor, now: datetime) -> Event:
    """Record the end of an employment, on its day; every accreditation with this employer ends with it (s.41(8))."""
    return await _end(wanted, "staff:leave", wanted.why, {}, actor, now)


@command("staff:transfer", Transfer, "Record a transfer to another employer")
async def transfer(wanted: Transfer, actor: Actor, now: datetime) -> Event:
    """End the employment here because another employer takes the person on; there a new accreditation is needed."""
    return await _end(wanted, "staff:transfer", "transferred", {"to": wanted.to}, actor, now)


async def effect_of(member: Member, last_day: date, now: datetime) -> Effect:
    """What an ending on this day would end."""
    employment = await _last(member)
    end = rules.leaving(employment, last_day, now)
    reached = await staff_history.list_ending(member, employment.ref, end)
    return Effect(
        employment=employment.ref,
        end=end,
        late=rules.is_late(end, now),
        accreditations=tuple(reached),
        papers=tuple(await staff_history.list_papers(reached)),
    )


async def _end(
    wanted: Leave | Transfer, action: str, ending: str, private: dict[str, str], actor: Actor, now: datetime
) -> Event:
    await staff.require(actor, wanted.ref, action)
    async with act(actor, now) as this:
        member = await staff.hold(actor, wanted.ref, action, wanted.seen)
        await staff.hold_employments(member)
        effect = await effect_of(member, wanted.last_day, now)
        over = await ending_notices.list_leaving(this, [effect.employment], ending, effect.end)
        uses = await end(this, member, effect, ending)
        await ending_notices.tell(this, over, ending_notices.LEFT, effect.end)
        await _tell(member, wanted.last_day, ending, effect, len(uses), now)
        facts: dict[str, Plain] = {
            "how": ending,
            "last_day": wanted.last_day.isoformat(),
            "late": effect.late,
            "accreditations": len(effect.accreditations),
            "uses": len(uses),
        }
        tag = "staff:transferred" if ending == "transferred" else "staff:left"
        return await note(this, tag, member, facts, private, sorted({*effect.accreditations, *over}), uses)


async def end(this: Act, member: Member, effect: Effect, ending: str) -> list[int]:
    """Put the end of an employment down, inside an act; the uses of powers that it leaves without authority."""
    employment = await _last(member)
    ended = msgspec.structs.replace(employment, until=effect.end, ending=ending, reported_at=this.now)
    await staff.correct(member, ended)
    await staff.count_on(member)
    return await _flag(this, effect)


async def _last(member: Member) -> Employment:
    found = await staff.list_employments(member.id)
    if not found:
        raise refusals.NotEmployed
    return found[0]


async def _flag(this: Act, effect: Effect) -> list[int]:
    """Uses of powers after the end, where the end has come about."""
    if effect.end > this.now or not effect.accreditations:
        return []
    return [use for flag in AFTER_LEAVING for use in await flag(this, effect.accreditations, effect.end)]


async def _tell(member: Member, last_day: date, ending: str, effect: Effect, uses: int, now: datetime) -> None:
    letter = letters_staff.PersonLeft(
        organisation=member.organisation_name,
        reference=member.ref,
        path=f"/staff/{member.ref}",
        name=member.name,
        last_day=last_day,
        ending=ending,
        accreditations=len(effect.accreditations),
        papers=len(effect.papers),
        uses=uses,
        late=effect.late,
    )
    await tell_offices(f"left:{member.ref}:{member.version}", member, letter, now)


class Stay(Struct):
    ref: Ref
    seen: Version | None = None
    why: Annotated[
        str,
        Meta(
            title="Why the person stays",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter why the person stays"},
        ),
    ]


@command("staff:stay", Stay, "Record that the person stays after all")
async def stay(wanted: Stay, actor: Actor, now: datetime) -> Event:
    """Take back an ending that has not come about; one that has stays, and only a return follows it."""
    await staff.require(actor, wanted.ref, "staff:stay")
    async with act(actor, now) as this:
        member = await staff.hold(actor, wanted.ref, "staff:stay", wanted.seen)
        employment = await _last(member)
        rules.staying(employment, now)
        going_on = msgspec.structs.replace(employment, until=None, ending="", reported_at=None)
        await staff.correct(member, going_on)
        await staff.count_on(member)
        held = [each.id for each in await staff_history.list_held(member)]
        return await note(this, "staff:stayed", member, {}, {"why": wanted.why}, held)
