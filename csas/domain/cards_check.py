"""What a powers card or an instrument says at a moment: in force or not, and what its holder may do.

A card is good while it is the present one, in nobody else's hands, and the accreditation behind it
stands. Which powers may be used is standing's answer, power by power; nothing of it is derived
again here. Causes are for the office and officers; the public is told the verdict and the powers.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from csas.domain.calendar import day_bounds
from csas.domain.causes import CAUSES, KINDS
from csas.domain.standing import ANYWHERE, Place, accreditation_standing, power_standing
from csas.domain.standing_facts import Granted, PersonFacts, PowerInLaw, Uniform, ZonePlace
from csas.domain.values import Struct

Here = Literal["", "yes", "zones", "no"]

# What makes a card no good for ever, whatever became of it later.
_DEAD = frozenset({"lost", "stolen", "returned", "destroyed"})


class CardFacts(Struct):
    """What is known of the paper itself; `custody` in the order in which it was written down."""

    kind: Literal["card", "instrument"]
    state: str
    custody: tuple[str, ...] = ()
    last_day: date | None = None


class May(Struct):
    """A power its holder may use at the moment; `here` says whether in the place asked about."""

    code: str
    paragraph: str
    title: str
    plain: str
    law: str
    anywhere: bool
    areas: tuple[str, ...]
    zones: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    here: Here = ""


class MayNot(Struct):
    """A power once granted that may not be used at the moment, and why: never for the public."""

    code: str
    title: str
    cause: str
    since: datetime | None = None
    until: datetime | None = None

    @property
    def words(self) -> str:
        return f"{KINDS[CAUSES[self.cause].kind]}: {CAUSES[self.cause].words}"


class CardStanding(Struct):
    """The verdict and what follows from it. A card not in force says nothing of powers."""

    in_force: bool
    cause: str = ""
    since: datetime | None = None
    until: datetime | None = None
    may: tuple[May, ...] = ()
    may_not: tuple[MayNot, ...] = ()
    uniform: str = ""
    badge: str = ""

    @property
    def words(self) -> str:
        return CAUSES[self.cause].words

    @property
    def kind(self) -> str:
        return KINDS[CAUSES[self.cause].kind]

    @property
    def nowhere_here(self) -> bool:
        """Whether there are powers, but not one of them in the place asked about."""
        return bool(self.may) and all(power.here == "no" for power in self.may)


def card_standing(card: CardFacts, facts: PersonFacts, at: datetime, place: Place = ANYWHERE) -> CardStanding:
    """Whether the card may be relied on, and for what, at the moment and in the place.

    A card that names powers of which not one may be used, by law or by a condition of its instrument, may not;
    one that names none, or none any more since a notice took them away, says itself that its holder has none.
    """
    seen = facts.as_known(None)
    wrong = card_cause(card, at)
    answer = accreditation_standing(seen, at)
    cause = wrong or answer.cause
    if cause:
        return CardStanding(in_force=False, cause=cause, since=answer.since, until=answer.until)
    worn = _uniform(seen, at)
    may, may_not = _powers(seen, at, place)
    ended = next((each for each in may_not if CAUSES[each.cause].kind in {"law", "condition"}), None)
    if ended and not may:
        return CardStanding(in_force=False, cause=ended.cause, since=ended.since, until=ended.until, may_not=may_not)
    return CardStanding(
        in_force=True,
        since=answer.since,
        until=answer.until,
        may=may,
        may_not=may_not,
        uniform=worn.description if worn else "",
        badge=worn.badge if worn else "",
    )


def card_cause(card: CardFacts, at: datetime) -> str:
    """What is wrong with the paper itself, if anything is."""
    gone = next((what for what in card.custody if what in _DEAD), "")
    if gone:
        return f"card-{gone}"
    if card.state == "replaced":
        return "card-replaced"
    if card.state != "issued":
        return "card-not-issued"
    if card.last_day is not None and at >= day_bounds(card.last_day)[1]:
        return "card-expired"
    return ""


def _powers(facts: PersonFacts, at: datetime, place: Place) -> tuple[tuple[May, ...], tuple[MayNot, ...]]:
    may: list[May] = []
    may_not: list[MayNot] = []
    for law in facts.powers:
        answer = power_standing(facts, law.code, at)
        if answer.in_force and answer.granted:
            may.append(_may(facts, law, answer.granted, at, place))
        elif answer.granted:
            may_not.append(
                MayNot(code=law.code, title=law.title, cause=answer.cause, since=answer.since, until=answer.until)
            )
    return tuple(may), tuple(may_not)


def _may(facts: PersonFacts, law: PowerInLaw, granted: Granted, at: datetime, place: Place) -> May:
    anywhere = law.territory == "any"
    named = [zone for zone in facts.zones if zone.ref in granted.zones]
    return May(
        code=law.code,
        paragraph=law.paragraph,
        title=law.title,
        plain=law.plain,
        law=law.law,
        anywhere=anywhere,
        areas=() if anywhere else granted.areas,
        zones=() if anywhere else tuple(zone.name for zone in _near(named, place)),
        offences=granted.offences,
        conditions=granted.conditions,
        here=_here(facts, granted, named, at, place, anywhere=anywhere),
    )


def _here(
    facts: PersonFacts, granted: Granted, named: list[ZonePlace], at: datetime, place: Place, *, anywhere: bool
) -> Here:
    """Whether the power is good in the place; in a borough where it is good in zones only, that."""
    if place == ANYWHERE:
        return ""
    if not power_standing(facts, granted.power, at, place).in_force:
        return "no"
    if anywhere or not granted.zones or place.zone is not None:
        return "yes"
    return "zones" if _near(named, place) else "no"


def _near(zones: list[ZonePlace], place: Place) -> list[ZonePlace]:
    return [zone for zone in zones if place.area is None or place.area in zone.areas]


def _uniform(facts: PersonFacts, at: datetime) -> Uniform | None:
    """What the term in force says is worn."""
    refs = {term.uniform for term in facts.terms if term.valid.contains(at)}
    return next((each for each in facts.uniforms if each.ref in refs and each.valid.contains(at)), None)
