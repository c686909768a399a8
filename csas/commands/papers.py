"""Instruments and powers cards in two phases: reserved with what causes them, issued when their file is kept.

Between the two a process may die at any moment: what is reserved is finished later, under the same
number and with the same words. Every act that changes what somebody holds calls `reserve_for`, for
one person, or `replace_for`, for thousands; nothing else makes or ends these documents. Reserving is
done for a set of people by the same statements as for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from csas.domain import cards, refusals
from csas.domain.calendar import london_day
from csas.domain.cards import Held, Instrument, Issuer, Photograph, PowersCard
from csas.domain.events import Event
from csas.domain.permissions import CLOCK
from csas.domain.values import Struct
from csas.store import cards as cards_store
from csas.store import documents, outbox, papers, standing
from csas.store.transaction import Act, act

TASK = "papers"
AT_ONCE = 100

Paper = Instrument | PowersCard


class Reserved(Struct):
    """The documents made and those that ended; ids."""

    made: tuple[int, ...]
    ended: tuple[int, ...]


async def reserve_for(this: Act, accreditation: int) -> list[int]:
    """Reserve what one person now holds, in the act that grants, renews or varies it; the documents' ids.

    Papers that claim more than is held end in this very act; others when the new ones are issued.
    What is issued and would say the same again is left as it is. Without a photograph only the
    instrument is made, and the card waits for one.
    """
    await papers.mark_due([accreditation], this.now)
    return list((await _reserve(this, {accreditation: cards.KINDS})).made)


async def replace_for(this: Act, accreditations: Sequence[int]) -> list[int]:
    """End the papers of these people now, and have new ones reserved for whoever still holds a power.

    Two statements whatever the number; the worker reserves the new ones, so many in each act: a job names
    the first of them. The documents that ended.
    """
    await papers.mark_due(accreditations, this.now)
    ended = await papers.replace_all_of(accreditations, this.now)
    await outbox.enqueue_all(TASK, sorted(accreditations)[::AT_ONCE])
    return ended


async def reserve_card(this: Act, accreditation: int) -> int:
    """Reserve a new card alone, in the act of somebody who asked for it, or say why there can be none."""
    await papers.mark_due([accreditation], this.now)
    if await cards_store.has_being_made(accreditation):
        raise refusals.StillBeingMade
    if not await papers.load_photographs([accreditation]):
        raise refusals.NoPhotograph
    made = (await _reserve(this, {accreditation: ("card",)}, anew=True)).made
    if not made:
        raise refusals.NothingHeld
    return made[0]


async def reserve_due(accreditations: Sequence[int], now: datetime) -> Event | None:
    """Reserve papers that are due, in one act; None if they no longer are, or there is nothing to say in them.

    One act is of one scheme, that of the first; what another process holds at this moment is left to it.
    """
    async with act(CLOCK, now) as this:
        due = await papers.hold_due(accreditations)
        if not due:
            return None
        done = await _reserve(this, {each: ("card",) if wanting else cards.KINDS for each, wanting in due.items()})
        if not done.made and not done.ended:
            return None
        owners = await papers.load_owners(list(due))
        subjects = {"case": sorted({each.case for each in owners.values()}), "document": [*done.made, *done.ended]}
        tag = "card:reserved" if done.made else "card:given-up"
        return await this.record(tag, scheme=next(iter(owners.values())).scheme, subjects=subjects)


async def _reserve(this: Act, wanted: Mapping[int, Sequence[str]], *, anew: bool = False) -> Reserved:
    """Freeze and burn; whoever calls holds the rows of what is due. What is issued and still true is left, unless anew."""
    owners = await papers.load_owners(list(wanted))
    areas = await papers.area_names()
    facts = await standing.load_all(list(wanted))
    held = {each: cards.held(facts[each], this.now, areas) for each in wanted}
    kept, ended = await _end_untrue(this, wanted, held)
    said = await _say(this, wanted, held)
    fresh = [
        (owners[whose], each)
        for whose, each in said
        if anew or not any(cards.says_the_same(each, old) for old in kept[whose])
    ]
    numbers = await documents.burn_numbers(len(fresh))
    numbered = [(owner, _numbered(each, number)) for (owner, each), number in zip(fresh, numbers, strict=True)]
    made = await papers.reserve(numbered, this.now)
    await outbox.enqueue_all("issue", made)
    return Reserved(made=tuple(made), ended=tuple(ended))


async def _end_untrue(
    this: Act, wanted: Mapping[int, Sequence[str]], held: Mapping[int, Held | None]
) -> tuple[dict[int, list[Paper]], list[int]]:
    """Give up what was only reserved, and end what says more than is held; what is left of the issued, and what ended."""
    kept: dict[int, list[Paper]] = {each: [] for each in wanted}
    ended = []
    for each in await documents.lock_live(list(wanted)):
        whose, said = each.accreditation or 0, each.said
        if each.kind not in wanted[whose]:
            continue
        if each.state == "issued" and isinstance(said, Paper) and not cards.says_more(said, held[whose]):
            kept[whose].append(said)
        else:
            ended.append(each.id)
    await papers.end(ended, this.now)
    return kept, ended


async def _say(
    this: Act, wanted: Mapping[int, Sequence[str]], held: Mapping[int, Held | None]
) -> list[tuple[int, Paper]]:
    """The words of what can be made now, without numbers; a card without its photograph stays due."""
    holding = {each: what for each, what in held.items() if what is not None}
    issuers = await papers.load_issuers(list(holding), this.now)
    photographs = await papers.load_photographs(list(holding))
    lacking = [each for each in holding if each not in photographs]
    await papers.want_photograph(lacking)
    await papers.forget_due([each for each in wanted if each not in lacking])
    return [
        (each, said)
        for each, what in holding.items()
        for said in _papers(what, issuers[each], photographs.get(each), wanted[each], london_day(this.now))
    ]


def _papers(of: Held, by: Issuer, photograph: Photograph | None, kinds: Sequence[str], on: date) -> list[Paper]:
    said: list[Paper] = [cards.instrument(of, by, "", on)] if "instrument" in kinds else []
    return [*said, cards.card(of, by, "", on, photograph)] if photograph else said


def _numbered(said: Paper, number: str) -> Paper:
    return msgspec.structs.replace(said, number=number, check_url=f"{said.check_url}{number}")
