"""Uses of powers: what a return must say, and whether the person had the power there and then.

A use without authority is kept with its cause, never refused. Refused is only what cannot
have happened: a use in the future, or of a power the law had not given yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from csas.domain.calendar import LONDON, london_day
from csas.domain.refusals import Fault
from csas.domain.standing import Place, power_standing
from csas.domain.standing_facts import Granted, PersonFacts
from csas.domain.use_forms import SPECIAL, Kind, kind_of
from csas.domain.values import Struct

MINUTES_OF_A_POST = 60


class Said(Struct):
    """What a return says of one use, as typed: codes, numbers and text."""

    power: str
    on: date
    time: str
    area: str = ""
    zone: str = ""
    place: str
    direction: str = ""
    vehicle: str = ""
    registration: str = ""
    offence: str = ""
    item: str = ""
    quantity: int | None = None
    reason: str
    officer_present: bool
    outcome: str
    minutes: int
    saved: int = 0

    @property
    def details(self) -> dict[str, str | int]:
        """The codes and numbers of this kind of use; a vehicle's mark is not among them."""
        found = {name: getattr(self, name) for name in ("direction", "vehicle", "item", "quantity")}
        return {name: value for name, value in found.items() if value not in {"", None}}


class PowerSaid(Struct):
    """The power as the catalogue has it, as far as a return is concerned."""

    code: str
    title: str
    territory: str
    statutory: bool
    names_offences: bool
    since: date | None


class Verdict(Struct):
    """Whether a use had authority. `lawful` differs between an act and the notice of it."""

    authorised: bool
    lawful: bool
    cause: str = ""
    accreditation: str = ""


# The last moment of the minute in which a use is told to have been.
WITHIN = timedelta(minutes=1) - timedelta(microseconds=1)


def moment_of(on: date, time: str) -> datetime | None:
    """A time of day in London as a moment; None if the clocks skipped it or it is no time."""
    hours, _, minutes = time.partition(":")
    try:
        local = datetime(on.year, on.month, on.day, int(hours), int(minutes), tzinfo=LONDON)
    except ValueError:
        return None
    moment = local.astimezone(UTC)
    return moment if moment.astimezone(LONDON).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def faults(said: Said, power: PowerSaid | None, now: datetime, areas: Mapping[str, str]) -> tuple[Fault, ...]:
    """Everything wrong with a return: `areas` are the known areas by code."""
    if power is None or not power.statutory:
        return (Fault(field="power", message="This is not a power of the catalogue"),)
    return (*_when(said, power, now), *_where(said, power, areas), *_particulars(said, power))


def _when(said: Said, power: PowerSaid, now: datetime) -> Iterator[Fault]:
    at = moment_of(said.on, said.time)
    if at is None:
        yield Fault(
            field="time", message="Enter a time of that day such as 14:32. The clocks skipped this one, or it is none"
        )
    elif at > now:
        field = "on" if said.on > london_day(now) else "time"
        yield Fault(field=field, message="A power cannot have been used in the future")
    if power.since is not None and said.on < power.since:
        since = f"{power.since.day} {power.since:%B %Y}"
        yield Fault(field="on", message=f"The law gave power {power.code} to accredited people from {since} on")


def _where(said: Said, power: PowerSaid, areas: Mapping[str, str]) -> Iterator[Fault]:
    if said.area and said.area not in areas:
        yield Fault(field="area", message="Select a borough from the list")
    elif not said.area and power.territory != "any":
        yield Fault(field="area", message="Select the borough")


def _particulars(said: Said, power: PowerSaid) -> Iterator[Fault]:
    kind = kind_of(power.code)
    if said.outcome not in kind.outcomes:
        yield Fault(field="outcome", message="Select what came of it")
    for name in kind.needs:
        if getattr(said, name) in {"", None}:
            yield Fault(field=name, message=ABSENT[name])
    for name in _beside(kind, said):
        yield Fault(field=name, message=f"Leave this out: it does not belong to “{kind.title.lower()}”")


ABSENT = {
    "direction": "Select the direction",
    "vehicle": "Select the kind of vehicle",
    "offence": "Enter the offence",
    "item": "Select what was taken",
}


def _beside(kind: Kind, said: Said) -> Iterator[str]:
    for name in SPECIAL:
        if name not in kind.asks and getattr(said, name) not in {"", None}:
            yield name


def verdict(held: Sequence[PersonFacts], power: PowerSaid, at: datetime, place: Place, offence: str = "") -> Verdict:
    """Whether any of somebody's accreditations with one employer gave the power there and then.

    `held` are their facts, the newest accreditation last; without one of them nothing was given. A use is told to
    the minute and facts to the microsecond, and a flag is never taken back: so authority at the start or at the end
    of that minute is enough, or of either where the clocks went back: in doubt nobody is accused.
    """
    found = [_one(facts, power, at, place, offence) for facts in held]
    others = (_one(facts, power, each, place, offence) for each in _otherwise(at) for facts in held)
    good = [each for each in found if each.authorised] or [each for each in others if each.authorised]
    near = [each for each in found if each.cause not in {"power-not-granted", "not-started"}]
    return (good or near[::-1] or found[::-1] or [Verdict(authorised=False, lawful=False, cause="not-accredited")])[0]


def _otherwise(at: datetime) -> tuple[datetime, ...]:
    """The other moments that a time told to the minute may stand for: its end, and the same in the hour that came twice."""
    again = at.astimezone(LONDON).replace(fold=1).astimezone(UTC)
    return (at + WITHIN,) if again == at else (at + WITHIN, again, again + WITHIN)


def _one(facts: PersonFacts, power: PowerSaid, at: datetime, place: Place, offence: str) -> Verdict:
    answer = power_standing(facts, power.code, at, place)
    outside = _outside(answer.granted, power, offence)
    cause = answer.cause or outside
    lawful = answer.lawful and not (outside and _outside(answer.in_law or answer.granted, power, offence))
    return Verdict(authorised=not cause, lawful=lawful, cause=cause, accreditation=facts.ref)


def _outside(granted: Granted | None, power: PowerSaid, offence: str) -> str:
    """Penalty notices are given only for the offences named in the instrument (Schedule 5 paragraph 1)."""
    named = {_folded(each) for each in granted.offences} if granted else set()
    return "offence-not-granted" if power.names_offences and _folded(offence) not in named else ""


def _folded(offence: str) -> str:
    return " ".join(offence.casefold().split())


def posts_saved(minutes: int, hours_of_a_post: int, months: int) -> float:
    """Police minutes saved in so many months, in full-time posts of a year."""
    yearly = hours_of_a_post * MINUTES_OF_A_POST * months / 12
    return minutes / yearly if yearly else 0.0
