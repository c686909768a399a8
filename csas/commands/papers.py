"""Instruments and powers cards in two phases: reserved with what causes them, issued when their file is kept.

Between the two a process may die at any moment: what is reserved is finished later, under the same
number and with the same words. Every act that changes what somebody holds calls `reserve_for`, for
one person, or `replace_for`, for thousands; nothing else makes or ends these documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain import cards, refusals
from csas.domain.calendar import london_day
from csas.domain.cards import Held, Instrument, PowersCard
from csas.domain.events import Event
from csas.domain.permissions import CLOCK
from csas.store import cards as cards_store
from csas.store import documents, outbox, papers, standing
from csas.store.papers import Owner
from csas.store.transaction import Act, act

TASK = "papers"


async def reserve_for(this: Act, accreditation: int) -> list[int]:
    """Reserve what one person now holds, in the act that grants, renews or varies it; the documents' ids.

    Papers that claim more than is held end in this very act; others when the new ones are issued.
    Without a photograph only the instrument is made, and the card waits for one.
    """
    await papers.mark_due([accreditation], this.now)
    return await _reserve(this, accreditation, cards.KINDS)


async def replace_for(this: Act, accreditations: Sequence[int]) -> int:
    """End the papers of these people now, and have new ones reserved for whoever still holds a power.

    Two statements whatever the number; the worker reserves the new ones, each in an act of its own.
    """
    await papers.mark_due(accreditations, this.now)
    ended = await papers.replace_all_of(accreditations, this.now)
    await outbox.enqueue_all(TASK, accreditations)
    return ended


async def reserve_card(this: Act, accreditation: int) -> int:
    """Reserve a new card alone, in the act of somebody who asked for it, or say why there can be none."""
    await papers.mark_due([accreditation], this.now)
    if await cards_store.has_being_made(accreditation):
        raise refusals.StillBeingMade
    if await papers.find_photograph(accreditation) is None:
        raise refusals.NoPhotograph
    made = await _reserve(this, accreditation, ("card",))
    if not made:
        raise refusals.NothingHeld
    return made[0]


async def reserve_due(accreditation: int, now: datetime) -> Event | None:
    """Reserve papers that are due; None if they no longer are, or there is nothing to say in them."""
    owner = await papers.find_owner(accreditation)
    if owner is None:
        return None
    async with act(CLOCK, now) as this:
        case = await this.hold_id(owner.case)
        wanting = await papers.hold_due(accreditation)
        if wanting is None:
            return None
        made = await _reserve(this, accreditation, ("card",) if wanting else cards.KINDS)
        if not made:
            return None
        return await this.record("card:reserved", case=case, subjects={"document": made})


async def _reserve(this: Act, accreditation: int, kinds: Sequence[str]) -> list[int]:
    """Freeze and burn; whoever calls holds the row of what is due."""
    owner = await papers.find_owner(accreditation)
    if owner is None:
        raise refusals.NotFound
    held = cards.held(await standing.load(accreditation), this.now, await papers.area_names())
    await _end_what_says_more(this, accreditation, held, kinds)
    if held is None:
        await papers.forget_due(accreditation)
        return []
    made = [await papers.reserve(owner, said, this.now) for said in await _say(this, owner, held, kinds)]
    await outbox.enqueue_all("issue", made)
    return made


async def _end_what_says_more(this: Act, accreditation: int, held: Held | None, kinds: Sequence[str]) -> None:
    live = [each for each in await papers.list_live(accreditation) if each.kind in kinds]
    await papers.void([each.id for each in live if each.state == "reserved"])
    untrue = [each.id for each in live if not isinstance(each.said, Instrument | PowersCard)]
    untrue += [
        each.id for each in live if isinstance(each.said, Instrument | PowersCard) and cards.says_more(each.said, held)
    ]
    await papers.replace(untrue, this.now)


async def _say(this: Act, owner: Owner, held: Held, kinds: Sequence[str]) -> list[Instrument | PowersCard]:
    """The words of what can be made now; a card without its photograph stays due."""
    by = await papers.load_issuer(owner.id, this.now)
    on = london_day(this.now)
    said: list[Instrument | PowersCard] = []
    if "instrument" in kinds:
        said.append(cards.instrument(held, by, await documents.burn_number(), on))
    photograph = await papers.find_photograph(owner.id)
    if photograph is None:
        await papers.want_photograph(owner.id)
        return said
    await papers.forget_due(owner.id)
    return [*said, cards.card(held, by, await documents.burn_number(), on, photograph)]
