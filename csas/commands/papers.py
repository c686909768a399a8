"""Instruments and powers cards in two phases: reserved with what causes them, issued when their file is kept.

Between the two a process may die at any moment: what is reserved is finished later, under the same
number and with the same words. Every act that changes what somebody holds calls `reserve_for`, for
one person, or `replace_for`, for thousands; nothing else makes or ends these documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

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
    What is issued and would say the same again is left as it is. Without a photograph only the
    instrument is made, and the card waits for one.
    """
    await papers.mark_due([accreditation], this.now)
    return await _reserve(this, accreditation, cards.KINDS)


async def replace_for(this: Act, accreditations: Sequence[int]) -> list[int]:
    """End the papers of these people now, and have new ones reserved for whoever still holds a power.

    Two statements whatever the number; the worker reserves the new ones, each in an act of its own.
    The documents that ended.
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
    made = await _reserve(this, accreditation, ("card",), anew=True)
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


async def _reserve(this: Act, accreditation: int, kinds: Sequence[str], *, anew: bool = False) -> list[int]:
    """Freeze and burn; whoever calls holds the row of what is due. What is issued and still true is left, unless anew."""
    owner = await papers.find_owner(accreditation)
    if owner is None:
        raise refusals.NotFound
    held = cards.held(await standing.load(accreditation), this.now, await papers.area_names())
    kept = await _end_untrue(this, accreditation, held, kinds)
    if held is None:
        await papers.forget_due(accreditation)
        return []
    said = await _say(this, owner, held, kinds)
    fresh = [each for each in said if anew or not any(cards.says_the_same(each, old) for old in kept)]
    made = [await papers.reserve(owner, await _numbered(each), this.now) for each in fresh]
    await outbox.enqueue_all("issue", made)
    return made


async def _end_untrue(
    this: Act, accreditation: int, held: Held | None, kinds: Sequence[str]
) -> list[Instrument | PowersCard]:
    """Give up what was only reserved, and end what says more than is held; what is left of the issued."""
    live = [each for each in await papers.list_live(accreditation) if each.kind in kinds]
    await papers.void([each.id for each in live if each.state == "reserved"])
    issued = [(each.id, each.said) for each in live if each.state == "issued"]
    true = [
        (at, said)
        for at, said in issued
        if isinstance(said, Instrument | PowersCard) and not cards.says_more(said, held)
    ]
    await papers.replace([at for at, _ in issued if at not in dict(true)], this.now)
    return [said for _, said in true]


async def _say(this: Act, owner: Owner, held: Held, kinds: Sequence[str]) -> list[Instrument | PowersCard]:
    """The words of what can be made now, without a number; a card without its photograph stays due."""
    by = await papers.load_issuer(owner.id, this.now)
    on = london_day(this.now)
    said: list[Instrument | PowersCard] = []
    if "instrument" in kinds:
        said.append(cards.instrument(held, by, "", on))
    photograph = await papers.find_photograph(owner.id)
    if photograph is None:
        await papers.want_photograph(owner.id)
        return said
    await papers.forget_due(owner.id)
    return [*said, cards.card(held, by, "", on, photograph)]


async def _numbered(said: Instrument | PowersCard) -> Instrument | PowersCard:
    number = await documents.burn_number()
    return msgspec.structs.replace(said, number=number, check_url=f"{said.check_url}{number}")
