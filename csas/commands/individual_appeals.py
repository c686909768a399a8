"""A person's own appeal, against a decision on them or a notice to them: not through the employer, and unknown to it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.appeals import Grounds, open_appeal, tell_received
from csas.commands.registry import command
from csas.domain import appeals as rules
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.values import LongText, Struct
from csas.store import individual_appeals, settings_of_scheme
from csas.store.transaction import act


class Appeal(Struct):
    ref: str
    seen: int | None = None
    grounds: Annotated[Grounds, Meta(extra={"choices": "appeal-grounds"})]
    statement: Annotated[
        LongText,
        Meta(
            title="Your reasons",
            description="Say what was wrong, and what should have been decided. Your employer does not see this.",
            extra={"absent": "Enter your reasons"},
        ),
    ]


@command("individual:appeal", Appeal, "Appeal against the decision or notice")
async def appeal(wanted: Appeal, actor: Actor, now: datetime) -> Event:
    """Appeal against the last decision on oneself or the last notice to oneself, in time and on an admissible ground."""
    async with act(actor, now) as this:
        parent, _ = await this.lock(wanted.ref, "individual:appeal", seen=wanted.seen)
        found = await individual_appeals.find_against(parent)
        days = await settings_of_scheme.on(parent.scheme, "appeal-days", london_day(now))
        rules.lodge(found.appealable if found else None, wanted.grounds, int(days.value), now)
        # Of no organisation, so that nobody of the employer finds it.
        case = await open_appeal(this, parent, person=parent.person)
        if found:
            await individual_appeals.add(case, found, wanted.grounds, wanted.statement, actor.person, now)
        await tell_received(this, case)
        return await this.record(
            "appeal:lodged",
            case=case,
            facts={"grounds": list(wanted.grounds)},
            private={"statement": wanted.statement},
        )
