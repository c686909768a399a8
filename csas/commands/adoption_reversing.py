"""Undoing an end of a power’s use that was entered by mistake: the record is corrected, and not the law.

Whose notice was given stays without the power until a variation; uses in between stay flagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Annotated

from msgspec import Meta

from csas.commands import papers
from csas.commands.provider_suspensions import subjects_of
from csas.commands.registry import command
from csas.domain import individual_notices as rules
from csas.domain import letters_people, refusals
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import outbox, reversing, schemes, statutory
from csas.store.outbox import Recipient
from csas.store.reversing import Ended
from csas.store.statutory import Concerned
from csas.store.transaction import Act, act


class ReverseEnd(Struct):
    """`power` is its code."""

    power: Annotated[
        str,
        Meta(
            title="Power whose use was ended by mistake",
            min_length=1,
            max_length=8,
            extra={"kind": "radios", "choices": "powers-ended", "absent": "Select the power"},
        ),
    ]
    reason: Annotated[
        str,
        Meta(
            title="What the mistake was",
            description="The people and their employers read this as you write it. The record keeps both entries.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter what the mistake was"},
        ),
    ]


@command("adoption:reverse", ReverseEnd, "Undo an end entered by mistake")
async def reverse(wanted: ReverseEnd, actor: Actor, now: datetime) -> Event:
    """Undo the end of a power’s use that was entered by mistake, by another person than the one who entered it.

    Who was not yet given notice has the power as before; who was stays without it.
    """
    async with act(actor, now) as this:
        this.role = "adoption:reverse"
        scheme = await schemes.require(actor, "adoption:reverse")
        ended = await _ended(scheme.id, wanted.power, now)
        rules.require_other(actor.person, [ended.by], "ended its use")
        if not await reversing.reopen(scheme.id, ended):
            raise refusals.AlreadyDone
        concerned, served = await _give_back(this, scheme.id, ended)
        await _tell(this, concerned, ended, wanted.reason)
        return await this.record(
            "adoption:reversed",
            scheme=scheme.id,
            facts={"power": ended.code, "people": len(concerned), "served": served},
            private={"reason": wanted.reason},
            subjects=subjects_of(concerned),
        )


async def _ended(scheme: int, power: str, now: datetime) -> Ended:
    found = next((each for each in await reversing.list_ended(scheme, now) if each.code == power), None)
    if found is None:
        raise refusals.Faults(Fault(field="power", message="Select a power whose use was ended"))
    return found


async def _give_back(this: Act, scheme: int, ended: Ended) -> tuple[list[Concerned], int]:
    """Stop what waits, then ask again: what was sent meanwhile was given. Who has it back, and how many have not."""
    await reversing.hold_copies(scheme, ended)
    waiting = [each.notice for each in await reversing.list_taken(scheme, ended) if not each.served]
    await reversing.stop(waiting)
    taken = await reversing.list_taken(scheme, ended)
    back = [each for each in taken if not each.served]
    ids = [each.accreditation for each in back]
    await reversing.unrestrict([each.restriction for each in back])
    if ids:
        await papers.replace_for(this, ids)
    return await statutory.list_concerned(ids), len(taken) - len(back)


async def _tell(this: Act, concerned: Sequence[Concerned], ended: Ended, reason: str) -> None:
    """Both copies: to each person, and to each employer about each of its people."""
    ordered = sorted(concerned, key=lambda each: (each.organisation, each.name))
    for organisation, theirs in groupby(ordered, key=lambda each: each.organisation):
        employer = await outbox.of_organisation(organisation)
        for each in theirs:
            person = Recipient(name=each.name, address=each.address, person=each.person)
            letter = letters_people.NoticeUndone(
                organisation=each.employer,
                reference=each.case_ref,
                path=f"/individuals/{each.case_ref}",
                person=each.name,
                what="modification",
                reason=reason,
            )
            key = f"notice-undone:{each.case_ref}:adoption:{ended.code}:{ended.at.isoformat()}"
            await outbox.tell(key, [person, *employer], letter, this.now, organisation=organisation, scheme=each.scheme)
