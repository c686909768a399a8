"""The office's enquiry: what somebody was authorised to do at a moment, and on which facts that rests.

The answers are standing's. What is added here is the chain of facts behind each ground, with when
each was known, and for every notice both its times: of the act, from which nobody should rely on
the power, and of the notice given, from which it ended in law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from csas.domain import narrowing
from csas.domain.calendar import LONDON
from csas.domain.causes import CAUSES, KINDS
from csas.domain.enquiry_sources import Source, sources
from csas.domain.standing import Authority, Ground, Place, accreditation_standing, power_standing
from csas.domain.standing_facts import Granted, PersonFacts
from csas.domain.values import Struct

# An act under way may still commit with a moment this long ago.
SETTLES: Final = timedelta(seconds=10)
ALL: Final = ""

GROUNDS: Final[dict[str, str]] = {
    "term": "The accreditation runs (s.41(7))",
    "scheme": "The scheme is in force (s.40)",
    "arrangement": "The employer has an arrangement (s.41(1))",
    "employment": "The person works for the employer (s.41(8))",
    "grant": "The power is granted to the person (s.41(2))",
    "law": "The law gives the power (Schedule 5)",
    "adoption": "The force uses the power",
    "uniform": "The uniform described is the approved one (s.42(2))",
    "training": "Training, where the instrument makes it a condition",
    "vetting": "Vetting, where the instrument makes it a condition",
    "notice": "No notice has taken it away (s.42(3))",
    "place": "The power is good in the place",
}


class Step(Struct):
    """One ground in the chain, with the facts it rests on."""

    name: str
    holds: bool
    since: datetime | None
    until: datetime | None
    cause: str
    sources: tuple[Source, ...]

    @property
    def title(self) -> str:
        return GROUNDS[self.name]

    @property
    def words(self) -> str:
        return CAUSES[self.cause].words


class NoticeTimes(Struct):
    """Both times of a notice that bears on the moment; its kind is “narrowing” where something of the power is left."""

    kind: str
    ref: str
    acted_at: datetime
    given_at: datetime | None


class Limits(Struct):
    """How wide the law still had a power, that a notice not yet given narrows."""

    areas: tuple[str, ...]
    offences: tuple[str, ...]
    conditions: tuple[str, ...]


class PowerAnswer(Struct):
    """Whether one power could be used, or relied on without being any longer lawful, and why."""

    code: str
    paragraph: str
    title: str
    plain: str
    relied: bool
    lawful: bool
    cause: str
    since: datetime | None
    until: datetime | None
    steps: tuple[Step, ...]
    notices: tuple[NoticeTimes, ...] = ()
    areas: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    in_law: Limits | None = None

    @property
    def words(self) -> str:
        return CAUSES[self.cause].words

    @property
    def kind(self) -> str:
        return KINDS[CAUSES[self.cause].kind]


class Answer(Struct):
    """The whole answer: the accreditation by itself, and each power asked about."""

    accreditation: PowerAnswer
    powers: tuple[PowerAnswer, ...]


def answer(facts: PersonFacts, power: str, at: datetime, place: Place, known: datetime | None) -> Answer:
    """Answer for one power by its code, or for all that were ever granted."""
    seen = facts.as_known(known)
    codes = [power] if power != ALL else list(dict.fromkeys(each.power for each in seen.granted))
    return Answer(
        accreditation=_accreditation(seen, at, accreditation_standing(facts, at, known)),
        powers=tuple(_power(seen, code, at, place, power_standing(facts, code, at, place, known)) for code in codes),
    )


def differs(one: Answer, other: Answer) -> bool:
    """Whether what is known now answers otherwise than what was known then."""
    return _verdicts(one) != _verdicts(other)


def _verdicts(given: Answer) -> dict[str, tuple[bool, bool]]:
    each = {power.code: (power.relied, power.lawful) for power in given.powers}
    return {**each, ALL: (given.accreditation.relied, given.accreditation.lawful)}


def _accreditation(seen: PersonFacts, at: datetime, found: Authority) -> PowerAnswer:
    return PowerAnswer(
        code=ALL,
        paragraph="",
        title="The accreditation itself",
        plain="",
        relied=found.in_force,
        lawful=found.lawful,
        cause=found.cause,
        since=found.since,
        until=found.until,
        steps=_steps(seen, None, at, found.grounds),
        notices=_notices(seen, None, at),
    )


def _power(seen: PersonFacts, code: str, at: datetime, place: Place, found: Authority) -> PowerAnswer:
    law = next((each for each in seen.powers if each.code == code), None)
    zones = {zone.ref: zone.name for zone in seen.zones}
    granted = found.granted
    steps = _steps(seen, granted, at, found.grounds)
    return PowerAnswer(
        code=code,
        paragraph=law.paragraph if law else "",
        title=law.title if law else "",
        plain=law.plain if law else "",
        relied=found.in_force,
        lawful=found.lawful,
        cause=found.cause,
        since=found.since,
        until=found.until,
        steps=(*steps, *_place(found, place)),
        notices=(*_notices(seen, code, at), *_narrowings(seen, granted)),
        areas=granted.areas if granted else (),
        zones=tuple(zones.get(ref, ref) for ref in granted.zones) if granted else (),
        offences=granted.offences if granted else (),
        conditions=granted.conditions if granted else (),
        in_law=_limits(found.in_law),
    )


def _limits(wider: Granted | None) -> Limits | None:
    if wider is None:
        return None
    return Limits(areas=wider.areas, offences=wider.offences, conditions=wider.conditions)


def _place(found: Authority, place: Place) -> tuple[Step, ...]:
    """The place is a ground of its own where one was asked about."""
    if place == Place() or found.granted is None:
        return ()
    wrong = found.cause if CAUSES[found.cause].kind == "place" or found.cause == "narrowed" else ""
    return (Step(name="place", holds=not wrong, since=None, until=None, cause=wrong, sources=()),)


def _steps(seen: PersonFacts, granted: Granted | None, at: datetime, grounds: Iterable[Ground]) -> tuple[Step, ...]:
    return tuple(
        Step(
            name=each.name,
            holds=each.holds,
            since=each.since,
            until=each.until,
            cause=each.cause,
            sources=sources(seen, each.name, granted, at),
        )
        for each in grounds
    )


def _notices(seen: PersonFacts, power: str | None, at: datetime) -> tuple[NoticeTimes, ...]:
    return tuple(
        NoticeTimes(kind=each.kind, ref=each.notice, acted_at=each.valid.start, given_at=each.given_at)
        for each in seen.restrictions
        if each.power in {None, power} and each.valid.contains(at)
    )


def _narrowings(seen: PersonFacts, granted: Granted | None) -> tuple[NoticeTimes, ...]:
    """The notices that had made the grant as narrow as it was at the moment."""
    rows = narrowing.narrowed_since(seen.granted, granted) if granted else ()
    return tuple(
        NoticeTimes(kind="narrowing", ref=each.notice, acted_at=each.valid.start, given_at=each.given_at)
        for each in rows
    )


_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:[:.]([0-5][0-9]))?\s*(BST|GMT)?", re.IGNORECASE)


def moment_of(day: date, typed: str, name: str = "Time") -> datetime | str:
    """A time of day in London as a moment, or the words that say what is wrong with it.

    In autumn an hour comes twice: then the time must say BST or GMT. In spring one does not come at all.
    """
    match = _TIME.fullmatch(typed.strip())
    if match is None:
        return f"{name} must be a time of day such as 14:32"
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    clock = datetime.combine(day, time(hour, minute, second), tzinfo=LONDON)
    first, last = clock.astimezone(UTC), clock.replace(fold=1).astimezone(UTC)
    said = (match.group(4) or "").upper()
    if first > last:
        return f"{name} did not come on that day: the clocks went forward"
    if first == last:
        return first if said in {"", clock.tzname()} else f"{name} was {clock.tzname()} on that day, not {said}"
    if not said:
        return f"{name} came twice on that day: write “{typed.strip()} BST” or “{typed.strip()} GMT”"
    return first if said == "BST" else last
