"""The end of a term: the law ends the arrangement by itself, and the clock notes it on the case.

Nothing depends on the note: standing is derived from the period, to the microsecond.
"""

from __future__ import annotations

from datetime import datetime

from csas.commands.clockwork import at_each_tick
from csas.commands.registry import command
from csas.commands.reviews import lapse_all
from csas.domain import arrangements as rules
from csas.domain.events import Event
from csas.domain.permissions import CLOCK, Actor
from csas.domain.refusals import NotNow, StillInForce
from csas.domain.values import Struct
from csas.store import applications, arrangements
from csas.store.transaction import act


class Expire(Struct):
    ref: str
    seen: int | None = None


@command("application:expire", Expire, "Term ended")
async def expire(wanted: Expire, actor: Actor, now: datetime) -> Event:
    """Close the case of an arrangement whose term is over; taken by the clock. Its place becomes free, its reviews lapse."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:expire", seen=wanted.seen)
        application = await applications.load(case)
        rules.require_over(await arrangements.find_of_application(application.id), now)
        await applications.set_place(application.id, "none")
        await this.take(case, step)
        lapsed = await lapse_all(this, case)
        return await this.record("application:expired", case=case, subjects={"case": lapsed})


@at_each_tick
async def expire_all(now: datetime) -> int:
    """Note every end of a term; what somebody else closed meanwhile is left alone."""
    done = 0
    for ref in await arrangements.list_over(now):
        try:
            await expire(Expire(ref=ref), CLOCK, now)
        except (NotNow, StillInForce):
            continue
        done += 1
    return done
