"""Uses that turn out to have had no authority: flagged afterwards, never unflagged, looked into by the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import use_recording
from csas.commands.clockwork import at_each_tick
from csas.commands.registry import command
from csas.commands.staff_leaving import after_leaving
from csas.domain import permissions, refusals
from csas.domain import uses as rules
from csas.domain.events import Event
from csas.domain.permissions import CLOCK, Actor, Subject
from csas.domain.spans import EVER
from csas.domain.standing import Place
from csas.domain.standing_facts import PersonFacts
from csas.domain.uses import PowerSaid
from csas.domain.values import Ref, Struct
from csas.store import organisations, standing, use_records, uses
from csas.store.transaction import Act, act
from csas.store.use_records import Flag, Unflagged

AGAIN = timedelta(days=2)


@after_leaving
async def flag_uses(this: Act, accreditations: Sequence[int], since: datetime) -> list[int]:
    """Inside an act that changed facts back to a moment: flag what they leave without authority, tell the office.

    Returns the ids of the uses, for the act's event to name as subjects (`{"use": ids}`).
    """
    return await _flag(this, await use_records.list_unflagged(accreditations, since))


async def flag_uses_of(this: Act, person: int) -> list[int]:
    """The same for somebody whose training or vetting was corrected, however far back."""
    return await flag_uses(this, await use_records.list_accreditations(person), EVER)


async def _flag(this: Act, candidates: Sequence[Unflagged]) -> list[int]:
    powers = await use_records.load_powers() if candidates else {}
    facts: dict[int, PersonFacts] = {}
    flagged: list[tuple[Unflagged, Flag]] = []
    for use in candidates:
        if use.accreditation not in facts:
            facts[use.accreditation] = await standing.load(use.accreditation)
        flag = _flag_of(use, facts[use.accreditation], powers[use.power])
        flagged += [(use, flag)] if flag else []
    await use_records.add_flags([flag for _, flag in flagged], this.now, late=True)
    for organisation in sorted({use.organisation for use, _ in flagged}):
        own = [(use.scheme, flag.cause) for use, flag in flagged if use.organisation == organisation]
        await use_recording.raise_flags(this, await organisations.load_id(organisation), own, late=True)
    return [use.id for use, _ in flagged]


def _flag_of(use: Unflagged, facts: PersonFacts, power: PowerSaid) -> Flag | None:
    place = Place(area=use.area, police_area=use.police_area, zone=use.zone)
    found = rules.verdict([facts], power, use.at, place, use.offence)
    return Flag(use=use.id, cause=found.cause, lawful=found.lawful) if found.cause else None


@at_each_tick
async def flag_recorded(now: datetime) -> int:
    """Look again at what was recorded lately: a fact may have changed while it was being recorded."""
    candidates = await use_records.list_without_authority(now - AGAIN)
    if not candidates:
        return 0
    async with act(CLOCK, now) as this:
        this.role = "use:flag"
        ids = await _flag(this, candidates)
        if not ids:
            return 0
        await this.record("use:flagged", scheme=candidates[0].scheme, facts={"number": len(ids)}, subjects={"use": ids})
    return 1


class LookInto(Struct):
    ref: Ref
    outcome: Annotated[
        Literal[
            "record-corrected",
            "person-advised",
            "employer-advised",
            "enforcement-cancelled",
            "review-opened",
            "professional-standards",
        ],
        Meta(title="What came of it", extra={"choices": "inquiries", "absent": "Select what came of it"}),
    ]
    why: Annotated[
        str,
        Meta(
            title="What was found",
            description="The organisation and the person can read it.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter what was found"},
        ),
    ]


@command("use:look-into", LookInto, "Say what came of a use without authority")
async def look_into(wanted: LookInto, actor: Actor, now: datetime) -> Event:
    """Record what the office found about a use without authority; the use stays flagged."""
    use = await uses.load(actor, wanted.ref)
    if not permissions.allows(actor, "use:look-into", Subject(scheme=use.scheme)):
        raise refusals.NotAllowed
    if not use.cause:
        raise refusals.NotFlagged
    async with act(actor, now) as this:
        this.role = "use:look-into"
        await use_records.inquire(use.id, wanted.outcome, actor.person, now)
        return await this.record(
            "use:looked-into",
            scheme=use.scheme,
            ref=use.ref,
            facts={"outcome": wanted.outcome},
            private={f"{use.ref}.inquiry": wanted.why},
            subjects={"use": [use.id], "person": [use.person], "organisation": [use.organisation]},
        )
