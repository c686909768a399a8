"""From what was said of uses to what is kept of them: checked against standing there and then.

Shared by single records and spreadsheets. It runs inside an act and records no event.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from csas.domain import letters, refusals
from csas.domain import uses as rules
from csas.domain.causes import CAUSES
from csas.domain.refusals import Fault
from csas.domain.standing import Place
from csas.domain.uses import PowerSaid, Said
from csas.domain.values import Struct
from csas.store import outbox, use_records
from csas.store.numbers import new_ref
from csas.store.organisations import Organisation
from csas.store.transaction import Act
from csas.store.use_records import Held, Member, New, Zone


class Ground(Struct):
    """What returns are checked against besides standing: read once for all of them."""

    powers: dict[str, PowerSaid]
    areas: dict[str, str]
    zones: dict[str, Zone]


async def load_ground(organisation: int) -> Ground:
    zones = {zone.ref: zone for zone in await use_records.list_zones(organisation)}
    return Ground(powers=await use_records.load_powers(), areas=await use_records.load_areas(), zones=zones)


def faults_of(said: Said, ground: Ground, now: datetime) -> tuple[Fault, ...]:
    """Everything wrong with a return, also a zone that is not there."""
    found = rules.faults(said, ground.powers.get(said.power), now, ground.areas)
    zone = ground.zones.get(said.zone)
    if said.zone and zone is None:
        return (*found, Fault(field="zone", message="Select one of the organisation’s zones"))
    if zone is not None and said.area not in zone.areas:
        return (*found, Fault(field="zone", message="This zone does not lie in the borough"))
    return found


async def check(items: Sequence[tuple[Member, Said]], ground: Ground, source: str) -> list[New]:
    """Each use with what is known of its authority; a person's facts are read once."""
    held: dict[int, list[Held]] = {}
    for member, _ in items:
        if member.id not in held:
            held[member.id] = await use_records.list_held(member.id)
    scheme = await use_records.scheme_of(items[0][0].organisation) if items else 0
    return await asyncio.to_thread(_all_new, items, held, ground, scheme, source)


def _all_new(
    items: Sequence[tuple[Member, Said]], held: Mapping[int, list[Held]], ground: Ground, scheme: int, source: str
) -> list[New]:
    """Beside the loop, so that thousands of uses keep nobody else waiting."""
    return [_new(member, said, held[member.id], ground, scheme, source) for member, said in items]


def _new(member: Member, said: Said, held: list[Held], ground: Ground, scheme: int, source: str) -> New:
    at = rules.moment_of(said.on, said.time)
    if at is None:
        raise refusals.Faults(Fault(field="time", message="Enter a time of that day such as 14:32"))
    place = Place(area=said.area or None, police_area=ground.areas.get(said.area), zone=said.zone or None)
    found = rules.verdict([each.facts for each in held], ground.powers[said.power], at, place, said.offence)
    under = next((each for each in held if each.facts.ref == found.accreditation), None)
    return New(
        ref=new_ref(),
        scheme=under.scheme if under else scheme,
        member=member,
        accreditation=under.id if under else None,
        power=said.power,
        at=at,
        area=said.area or None,
        zone=said.zone or None,
        place=said.place,
        offence=said.offence,
        details=said.details,
        officer_present=said.officer_present,
        outcome=said.outcome,
        minutes=said.minutes,
        saved=said.saved,
        authorised=found.authorised,
        lawful=found.lawful,
        cause=found.cause,
        source=source,
    )


def private_of(new: Sequence[New], said: Sequence[Said]) -> dict[str, str]:
    """What the journal keeps apart: the reason and the vehicle's mark, by the use's reference."""
    found: dict[str, str] = {}
    for each, words in zip(new, said, strict=True):
        found[f"{each.ref}.reason"] = words.reason
        found[f"{each.ref}.registration"] = words.registration
    return found


def subjects_of(new: Sequence[New], ids: Sequence[int]) -> dict[str, list[int]]:
    """Everything these uses touch."""
    return {
        "use": list(ids),
        "person": sorted({each.member.person for each in new}),
        "organisation": sorted({each.member.organisation for each in new}),
        "accreditation": sorted({each.accreditation for each in new if each.accreditation is not None}),
    }


async def raise_flags(this: Act, organisation: Organisation, flagged: Sequence[tuple[int, str]], *, late: bool) -> None:
    """Write to the office about uses without authority, given as (scheme, cause): one message for all of one act."""
    for scheme in sorted({scheme for scheme, _ in flagged}):
        causes = [cause for where, cause in flagged if where == scheme]
        letter = letters.UsesFlagged(
            organisation=organisation.name,
            reference=organisation.ref,
            path="/uses/flagged",
            number=len(causes),
            causes=tuple(CAUSES[cause].words for cause in dict.fromkeys(causes)),
            late=late,
        )
        office = await outbox.of_office(scheme)
        await outbox.tell(f"uses-flagged:{new_ref()}", office, letter, this.now, scheme=scheme)
