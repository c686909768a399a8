"""What an instrument of accreditation and a powers card say, frozen before they are drawn.

Both are taken from one person's standing at one moment. An instrument says everything; a card
what fits on a card, and where the rest is. Nothing here draws, asks the clock or looks anything up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from csas.domain.calendar import london_day
from csas.domain.standing import Authority, accreditation_standing, power_standing
from csas.domain.standing_facts import Granted, PersonFacts, PowerInLaw
from csas.domain.values import Struct

KINDS = ("instrument", "card")
MOMENT = timedelta(microseconds=1)


class HeldPower(Struct):
    """One power as a person holds it. No areas: it is good in any police area."""

    code: str
    paragraph: str
    title: str
    plain: str
    law: str = ""
    areas: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    last_day: date | None = None


class Held(Struct):
    """What somebody holds at a moment, in names: both documents are made of it."""

    powers: tuple[HeldPower, ...]
    starts_on: date
    last_day: date
    uniform: str
    badge: str
    rests_on: tuple[str, ...]


class Instrument(Struct, tag="instrument"):
    """The accreditation itself (ss.41 and 42): it must be produced on request."""

    template: str = "instrument-1"
    number: str
    scheme: str
    force: str
    chief_officer: str
    person: str
    employer: str
    powers: tuple[HeldPower, ...]
    uniform: str
    badge: str
    starts_on: date
    last_day: date
    rests_on: tuple[str, ...]
    decided_by_post: str
    delegation: str
    decided_on: date
    edition: str
    issued_on: date
    check_url: str
    demonstration: bool = False


class Photograph(Struct):
    """The picture on a card, by the hash and the name of the stored file."""

    sha256: str
    stored_as: str


class PowersCard(Struct, tag="powers-card"):
    """The card that is carried: both its sides."""

    template: str = "powers-card-1"
    number: str
    scheme: str
    force: str
    person: str
    employer: str
    job: str
    powers: tuple[HeldPower, ...]
    starts_on: date
    last_day: date
    issued_on: date
    check_url: str
    return_to: str
    photograph: Photograph
    demonstration: bool = False


class Issuer(Struct):
    """In whose names both are issued, and to whom."""

    scheme: str
    force: str
    chief_officer: str
    person: str
    employer: str
    job: str
    decided_by_post: str
    delegation: str
    decided_on: date
    edition: str
    return_to: str
    address: str
    demonstration: bool


def instrument(of: Held, by: Issuer, number: str, on: date) -> Instrument:
    """Everything the instrument will say."""
    return Instrument(
        number=number,
        scheme=by.scheme,
        force=by.force,
        chief_officer=by.chief_officer,
        person=by.person,
        employer=by.employer,
        powers=of.powers,
        uniform=of.uniform,
        badge=of.badge,
        starts_on=of.starts_on,
        last_day=of.last_day,
        rests_on=of.rests_on,
        decided_by_post=by.decided_by_post,
        delegation=by.delegation,
        decided_on=by.decided_on,
        edition=by.edition,
        issued_on=on,
        check_url=f"{by.address}/check/{number}",
        demonstration=by.demonstration,
    )


def card(of: Held, by: Issuer, number: str, on: date, photograph: Photograph) -> PowersCard:
    """Everything the card will say."""
    return PowersCard(
        number=number,
        scheme=by.scheme,
        force=by.force,
        person=by.person,
        employer=by.employer,
        job=by.job,
        powers=of.powers,
        starts_on=of.starts_on,
        last_day=of.last_day,
        issued_on=on,
        check_url=f"{by.address}/check/{number}",
        return_to=by.return_to,
        photograph=photograph,
        demonstration=by.demonstration,
    )


def held(facts: PersonFacts, now: datetime, areas: Mapping[str, str]) -> Held | None:
    """What the person holds now, or from the first moment of a term still to come; None if nothing stands.

    Powers come from standing alone: one suspended, lapsed or modified away is not printed, and
    with the last of them gone nothing is. Somebody accredited without any power holds just that.
    """
    known = facts.as_known(None)
    at = moment_of(known, now)
    term = next((each for each in known.terms if at and each.valid.contains(at)), None)
    if at is None or term is None:
        return None
    whole = accreditation_standing(facts, at)
    if not whole.in_force or whole.until is None:
        return None
    powers = _powers(facts, known, at, whole.until, areas)
    if known.granted and not powers:
        return None
    uniform = next((each for each in known.uniforms if each.ref == term.uniform and each.valid.contains(at)), None)
    return Held(
        powers=powers,
        starts_on=london_day(whole.since or at),
        last_day=last_day(whole.until),
        uniform=uniform.description if uniform else "",
        badge=uniform.badge if uniform else "",
        rests_on=tuple(name for name in ("training", "vetting") if name in term.rests_on),
    )


def moment_of(known: PersonFacts, now: datetime) -> datetime | None:
    """Now, if a term runs; else when the next one starts."""
    if any(term.valid.contains(now) for term in known.terms):
        return now
    return min((term.valid.start for term in known.terms if term.valid.start > now), default=None)


def last_day(until: datetime) -> date:
    """The last day on which something that ends at a moment still holds."""
    return london_day(until - MOMENT)


def _powers(
    facts: PersonFacts, known: PersonFacts, at: datetime, until: datetime, areas: Mapping[str, str]
) -> tuple[HeldPower, ...]:
    found = []
    for law in known.powers:
        answer = power_standing(facts, law.code, at)
        if answer.in_force and answer.granted:
            found.append(_power(law, answer.granted, answer, until, known, areas))
    return tuple(found)


def _power(
    law: PowerInLaw,
    granted: Granted,
    answer: Authority,
    until: datetime,
    known: PersonFacts,
    areas: Mapping[str, str],
) -> HeldPower:
    zones = {zone.ref: zone.name for zone in known.zones}
    earlier = answer.until if answer.until and answer.until < until else None
    return HeldPower(
        code=law.code,
        paragraph=law.paragraph,
        title=law.title,
        plain=law.plain,
        law=law.law,
        areas=() if law.territory == "any" else tuple(areas.get(code, code) for code in granted.areas),
        zones=tuple(zones.get(ref, ref) for ref in granted.zones),
        offences=granted.offences,
        conditions=granted.conditions,
        last_day=last_day(earlier) if earlier else None,
    )


def says_more(said: Instrument | PowersCard, of: Held | None) -> bool:
    """Whether a document claims anything that is not held: then it must not be relied on any longer."""
    return of is None or not set(said.powers) <= set(of.powers) or said.last_day > of.last_day


def says_the_same(one: Instrument | PowersCard, other: Instrument | PowersCard) -> bool:
    """Whether two documents differ in nothing but their number and the day of issue."""
    return type(one) is type(other) and _bare(one) == _bare(other)


def _bare(said: Instrument | PowersCard) -> Instrument | PowersCard:
    return msgspec.structs.replace(said, number="", check_url="", issued_on=said.last_day, starts_on=said.last_day)
