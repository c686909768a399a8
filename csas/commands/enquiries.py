"""Asking what somebody was authorised to do at a moment: journalled, because it is about a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import permissions, refusals
from csas.domain.calendar import london_day
from csas.domain.certificates import normalise
from csas.domain.enquiries import SETTLES, moment_of
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.standing_facts import PersonFacts, ZonePlace
from csas.domain.values import Struct
from csas.store import catalogue, enquiries, standing
from csas.store.enquiries import Holder, Question
from csas.store.transaction import act


class AskEnquiry(Struct):
    number: Annotated[
        str,
        Meta(
            title="Number of a card or instrument",
            description="13 letters and digits, as printed. Capitals, spaces and hyphens make no difference.",
            max_length=64,
        ),
    ] = ""
    who: Annotated[
        str,
        Meta(
            title="Which person",
            description="The reference of the accreditation; only the office asks without a number.",
            max_length=12,
            extra={"kind": "radios", "choices": "holders"},
        ),
    ] = ""
    power: Annotated[str, Meta(title="Power", max_length=8, extra={"kind": "select", "choices": "enquiry-powers"})] = ""
    on: Annotated[date, Meta(title="Day", extra={"kind": "date", "absent": "Enter the day"})]
    time: Annotated[
        str,
        Meta(
            title="Time",
            description="In London, such as 14:32.",
            min_length=1,
            max_length=14,
            extra={"absent": "Enter the time"},
        ),
    ]
    area: Annotated[str, Meta(title="Borough", max_length=9, extra={"kind": "select", "choices": "boroughs"})] = ""
    zone: Annotated[
        str,
        Meta(title="Zone", description="By its name, if the person’s powers are limited to zones.", max_length=120),
    ] = ""
    road: Annotated[
        str, Meta(title="Road or place", description="Kept with the question, such as Euston Road.", max_length=200)
    ] = ""
    known_on: Annotated[
        date | None,
        Meta(
            title="As known on",
            description="Leave empty for what is known now. Earlier answers leave out what was learnt later.",
            extra={"kind": "date"},
        ),
    ] = None
    known_time: Annotated[
        str, Meta(title="As known at", description="In London; leave empty for the end of that day.", max_length=14)
    ] = ""
    purpose: Annotated[
        str,
        Meta(
            title="Why you ask",
            description="For example a case number. It is kept and printed on the statement.",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter why you ask"},
        ),
    ]


@command("enquiry:ask", AskEnquiry, "Ask what somebody was authorised to do")
async def ask(wanted: AskEnquiry, actor: Actor, now: datetime) -> Event:
    """Ask what the holder of a card could lawfully do at a moment; the answer is read under the event’s reference."""
    if not permissions.allows(actor, "enquiry:ask"):
        raise refusals.NotAllowed
    question = await _question(wanted, actor, now)
    async with act(actor, now) as this:
        this.role = "enquiry:ask"
        enquiry, ref = await enquiries.add(question, actor.person or 0, now)
        holder = question.holder
        return await this.record(
            "enquiry:asked",
            scheme=holder.scheme,
            ref=ref,
            facts={
                "accreditation": holder.ref,
                "power": question.power or "",
                "at": question.at.isoformat(),
                "known": question.known_at.isoformat(),
            },
            private={"purpose": question.purpose, "road": question.road},
            subjects={"enquiry": [enquiry], "accreditation": [holder.accreditation], "person": [holder.person]},
        )


async def _question(wanted: AskEnquiry, actor: Actor, now: datetime) -> Question:
    """The question as it is kept, or everything that is wrong with it."""
    faults: list[Fault] = []
    holder = await _holder(wanted, actor, faults)
    at = _at(wanted, now, faults)
    clock = await enquiries.clock()
    known = _known(wanted, clock, faults)
    await _codes(wanted, faults)
    facts = await standing.load(holder.accreditation) if holder else None
    zone = _zone(wanted.zone, facts, faults) if facts else None
    area = _area(wanted.area, zone, faults)
    if faults or holder is None:
        raise refusals.Faults(*faults)
    return Question(
        holder=holder,
        power=wanted.power or None,
        at=at,
        area=area or None,
        zone=zone.ref if zone else None,
        road=wanted.road,
        known_at=known or clock,
        as_known=known is not None,
        purpose=wanted.purpose,
    )


async def _holder(wanted: AskEnquiry, actor: Actor, faults: list[Fault]) -> Holder | None:
    if wanted.who and not wanted.number:
        found = await enquiries.find_by_ref(actor, wanted.who)
        if found is None:
            faults.append(Fault(field="who", message="Select one of the people found"))
        return found
    if not wanted.number:
        faults.append(Fault(field="number", message="Enter the number of a card or instrument"))
        return None
    found = await enquiries.find_by_number(actor, normalise(wanted.number) or "")
    if found is None:
        faults.append(Fault(field="number", message="No card or instrument of this scheme has that number"))
    return found


def _at(wanted: AskEnquiry, now: datetime, faults: list[Fault]) -> datetime:
    found = moment_of(wanted.on, wanted.time)
    if isinstance(found, str):
        faults.append(Fault(field="time", message=found))
        return now
    if found > now:
        field = "on" if wanted.on > london_day(now) else "time"
        faults.append(Fault(field=field, message="The moment asked about must not lie ahead"))
    return found


def _known(wanted: AskEnquiry, clock: datetime, faults: list[Fault]) -> datetime | None:
    """When it is to be as known; a moment so near that an act under way may still belong to it is refused."""
    if wanted.known_on is None:
        if wanted.known_time:
            faults.append(Fault(field="known_on", message="Enter the day as well as the time"))
        return None
    found = moment_of(wanted.known_on, wanted.known_time or "23:59:59", "As known at")
    if isinstance(found, str):
        faults.append(Fault(field="known_time", message=found))
        return None
    if found > clock - SETTLES:
        field = "known_time" if wanted.known_time else "known_on"
        message = "As known at must be at least 10 seconds ago: an act under way may still belong to it"
        faults.append(Fault(field=field, message=message))
    return found


async def _codes(wanted: AskEnquiry, faults: list[Fault]) -> None:
    if wanted.power and wanted.power not in {each.code for each in await catalogue.list_powers() if each.statutory}:
        faults.append(Fault(field="power", message="Select a power from the list"))
    if wanted.area and wanted.area not in {each.code for each in await catalogue.list_areas()}:
        faults.append(Fault(field="area", message="Select a borough from the list"))


def _area(area: str, zone: ZonePlace | None, faults: list[Fault]) -> str:
    """The borough; that of the zone where it lies in one only, since a power may be good on one side of a boundary."""
    if zone is None or area in zone.areas:
        return area
    if not area and len(zone.areas) == 1:
        return zone.areas[0]
    message = "The zone does not lie in this borough" if area else "Select the borough: the zone lies in several"
    faults.append(Fault(field="area", message=message))
    return area


def _zone(name: str, facts: PersonFacts, faults: list[Fault]) -> ZonePlace | None:
    """The zone by its name, of those the person’s powers were limited to."""
    if not name:
        return None
    found = next((each for each in facts.zones if each.name.casefold() == name.casefold()), None)
    if found is None:
        known = ", ".join(each.name for each in facts.zones)
        message = f"The person’s powers are limited to these zones: {known}" if known else "The person has no zones"
        faults.append(Fault(field="zone", message=message))
    return found
