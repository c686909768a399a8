"""What somebody accredited reads of themselves: each power, until when, and what ends first.

It asks standing and says its answer in the second person. It derives nothing itself.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain.causes import CAUSES
from csas.domain.holder_words import of_holder
from csas.domain.narrowing import taken
from csas.domain.standing import Authority, Ground, accreditation_standing, power_standing
from csas.domain.standing_facts import Granted, PersonFacts, PowerInLaw
from csas.domain.values import Struct

GROUNDS: dict[str, str] = {
    "term": "the term of your accreditation ends",
    "scheme": "the scheme ends",
    "arrangement": "your employer’s arrangement with the police ends",
    "employment": "your employment ends",
    "grant": "the grant of this power ends",
    "law": "the law no longer gives this power",
    "adoption": "the force stops using this power",
    "uniform": "the uniform in your instrument is replaced",
    "training": "your training runs out",
    "vetting": "your vetting runs out",
    "notice": "a notice to you takes effect",
}


class Narrowed(Struct):
    """What a notice took from a power, or asks of it, whose copy has not reached its holder: the law still lacks it."""

    areas: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


class OwnPower(Struct):
    """One power as its holder reads it. `ends_with` says which ground ends first."""

    code: str
    title: str
    plain: str
    law: str
    in_force: bool
    lawful: bool
    since: datetime | None
    until: datetime | None
    ends_with: str
    cause: str
    areas: tuple[str, ...]
    zones: tuple[str, ...]
    offences: tuple[str, ...]
    conditions: tuple[str, ...]
    narrowed: Narrowed | None = None


class OwnStanding(Struct):
    """One accreditation as its holder reads it."""

    in_force: bool
    lawful: bool
    since: datetime | None
    until: datetime | None
    ends_with: str
    cause: str
    powers: tuple[OwnPower, ...]


def own_standing(facts: PersonFacts, at: datetime) -> OwnStanding:
    """The accreditation and each power of it at a moment, those in force first."""
    answer = accreditation_standing(facts, at)
    known = facts.as_known(None)
    codes = dict.fromkeys(granted.power for granted in known.granted)
    powers = [_power(known, code, at) for code in codes]
    return OwnStanding(
        in_force=answer.in_force,
        lawful=answer.lawful,
        since=answer.since,
        until=answer.until,
        ends_with=ends_with(answer),
        cause=CAUSES[answer.cause].words,
        powers=tuple(sorted(powers, key=lambda power: not power.in_force)),
    )


def _power(facts: PersonFacts, code: str, at: datetime) -> OwnPower:
    answer = power_standing(facts, code, at)
    law = next((each for each in facts.powers if each.code == code), None)
    granted = answer.granted
    return OwnPower(
        code=code,
        title=law.title if law else code,
        plain=of_holder(code, law.plain) if law else "",
        law=law.law if law else "",
        in_force=answer.in_force,
        lawful=answer.lawful,
        since=answer.since,
        until=answer.until,
        ends_with=ends_with(answer),
        cause=CAUSES[answer.cause].words,
        areas=_areas(granted, law),
        zones=_zones(facts, granted),
        offences=granted.offences if granted else (),
        conditions=granted.conditions if granted else (),
        narrowed=_narrowed(facts, granted, answer.in_law) if granted and answer.in_force else None,
    )


def _narrowed(facts: PersonFacts, granted: Granted, in_law: Granted | None) -> Narrowed | None:
    """What lies between the power that may be used and the wider one that the law still has."""
    if in_law is None:
        return None
    loss = taken(in_law, granted)
    return Narrowed(
        areas=tuple(sorted(loss.areas)),
        zones=tuple(zone.name for zone in facts.zones if zone.ref in loss.zones),
        offences=tuple(each for each in in_law.offences if each in loss.offences),
        conditions=tuple(each for each in granted.conditions if each in loss.conditions),
    )


def _areas(granted: Granted | None, law: PowerInLaw | None) -> tuple[str, ...]:
    """The areas by code; none for a power that is good anywhere."""
    return () if granted is None or (law is not None and law.territory == "any") else granted.areas


def _zones(facts: PersonFacts, granted: Granted | None) -> tuple[str, ...]:
    wanted = granted.zones if granted else ()
    return tuple(zone.name for zone in facts.zones if zone.ref in wanted)


def ends_with(answer: Authority) -> str:
    """Which ground ends first, in words; empty where nothing is in force, or nothing ends."""
    ground = first_to_end(answer)
    return GROUNDS[ground.name] if ground else ""


def first_to_end(answer: Authority) -> Ground | None:
    """The ground whose end is the end of the whole."""
    if not answer.in_force or answer.until is None:
        return None
    return next((ground for ground in answer.grounds if ground.holds and ground.until == answer.until), None)
