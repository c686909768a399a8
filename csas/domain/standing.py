"""Whether a person may use a power, here, at this moment; since and until when; and if not, why.

Standing is the time that every cause of it has in common, less what notices took away. The
view `authority` of the database says the same of sets; a property test holds the two equal.
Whether the paper in somebody's hand is the present one is a question about cards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import structs

from csas.domain import narrowing
from csas.domain.causes import ARRANGEMENT_ENDINGS, CAUSES, RESTRICTIONS, Kind
from csas.domain.spans import ALWAYS, EVER, NEVER, NO_TIME, Spans, all_of, spans_of
from csas.domain.standing_facts import Ended, Fact, Granted, PersonFacts, PowerInLaw, Restriction, Term
from csas.domain.values import Period, Struct


class Place(Struct):
    """Where: an area by its code with the police area it lies in, and a zone if one is named."""

    area: str | None = None
    police_area: str | None = None
    zone: str | None = None


ANYWHERE = Place()


class Ground(Struct):
    """One thing standing rests on: whether it held then, the stretch it held or did not, the cause if not."""

    name: str
    holds: bool
    since: datetime | None
    until: datetime | None
    cause: str = ""


class Authority(Struct):
    """The answer. `lawful` differs from `in_force` only between an act and the notice of it.

    From the act nobody should rely on the power; in law it ends when the notice is given. Where a notice
    that narrowed the power was not given yet, `in_law` is the wider grant that the law still had.
    """

    in_force: bool
    lawful: bool
    since: datetime | None = None
    until: datetime | None = None
    cause: str = ""
    grounds: tuple[Ground, ...] = ()
    granted: Granted | None = None
    in_law: Granted | None = None

    @property
    def words(self) -> str:
        return CAUSES[self.cause].words

    @property
    def kind(self) -> Kind:
        return CAUSES[self.cause].kind


def accreditation_periods(facts: PersonFacts) -> Spans:
    """When the accreditation stands, with or without powers."""
    return all_of(spans for _, spans in _common(facts)) - _taken(facts.restrictions, None)


def power_periods(facts: PersonFacts, granted: Granted) -> Spans:
    """When this grant of a power may be used, wherever it is good."""
    grounds = (*_common(facts), *_of_power(facts, granted, [granted]))
    return all_of(spans for _, spans in grounds) - _taken(facts.restrictions, granted.power)


def accreditation_standing(facts: PersonFacts, at: datetime, known: datetime | None = None) -> Authority:
    """Whether the person is accredited at the moment, as known then or, without `known`, now."""
    seen = facts.as_known(known)
    return _answer(seen, _common(seen), None, at)


def power_standing(
    facts: PersonFacts, power: str, at: datetime, place: Place = ANYWHERE, known: datetime | None = None
) -> Authority:
    """Whether the person may use the power (its code) there and then (ss.40 to 42 and Schedule 5)."""
    seen = facts.as_known(known)
    grants = [each for each in seen.granted if each.power == power]
    if not grants:
        return Authority(in_force=False, lawful=False, cause="power-not-granted")
    granted = _nearest(grants, at)
    answer = _answer(seen, (*_common(seen), *_of_power(seen, granted, grants)), granted, at)
    return _there(seen, structs.replace(answer, in_law=narrowing.in_law(grants, granted, at)), granted, place)


def _there(facts: PersonFacts, answer: Authority, granted: Granted, place: Place) -> Authority:
    """The answer in a place: not to be relied on outside the grant, lawful as far as the law still had it wider."""
    cause = _misplaced(facts, granted, place)
    if not cause or not answer.lawful:
        return answer
    lawful = not _misplaced(facts, answer.in_law or granted, place)
    if not answer.in_force:
        return structs.replace(answer, lawful=lawful)
    why = "narrowed" if lawful else cause
    return structs.replace(answer, in_force=False, lawful=lawful, since=None, until=None, cause=why)


def _nearest(grants: list[Granted], at: datetime) -> Granted:
    """The grant that holds the moment; else the last before it, else the first."""
    holding = next((each for each in grants if each.valid.contains(at)), None)
    before = [each for each in grants if each.valid.start <= at]
    last = max(before, key=lambda each: each.valid.start, default=None)
    return holding or last or min(grants, key=lambda each: each.valid.start)


def _answer(
    facts: PersonFacts, grounds: Iterable[tuple[str, Spans]], granted: Granted | None, at: datetime
) -> Authority:
    rests = tuple(grounds)
    ground = all_of(spans for _, spans in rests)
    power = granted.power if granted else None
    relied = ground - _taken(facts.restrictions, power)
    shown = tuple(_ground(facts, name, spans, at) for name, spans in rests) + _notices(facts, power, at)
    piece = relied.at(at)
    if piece:
        return Authority(
            in_force=True, lawful=True, since=_open(piece[0]), until=_open(piece[1]), grounds=shown, granted=granted
        )
    failing = min((each for each in shown if not each.holds), key=lambda each: each.since or EVER)
    return Authority(
        in_force=False,
        lawful=at in ground - _given(facts.restrictions, power),
        since=failing.since,
        until=failing.until,
        cause=failing.cause,
        grounds=shown,
        granted=granted,
    )


def _common(facts: PersonFacts) -> tuple[tuple[str, Spans], ...]:
    """What every accreditation rests on, in the order in which the law asks."""
    return (
        ("term", _of(facts.terms)),
        ("scheme", _of(facts.scheme)),
        ("arrangement", _of(facts.arrangements)),
        ("employment", _of(facts.employments)),
    )


def _of_power(facts: PersonFacts, granted: Granted, grants: Iterable[Granted]) -> tuple[tuple[str, Spans], ...]:
    """What this grant of a power rests on; one that another carries on, by renewal, lasts as long as that."""
    law = next((each for each in facts.powers if each.code == granted.power), None)
    return (
        ("grant", _of(grants)),
        ("law", spans_of([law.in_law]) if law else NO_TIME),
        ("adoption", _of(each for each in facts.adoptions if each.power == granted.power)),
        ("uniform", _by_term(facts, lambda term: _uniform(facts, term))),
        ("training", _by_term(facts, lambda term: _training(facts, term, granted))),
        ("vetting", _by_term(facts, lambda term: _vetting(facts, term))),
    )


def _of(facts: Iterable[Fact]) -> Spans:
    return spans_of(fact.valid for fact in facts)


def _by_term(facts: PersonFacts, during: Callable[[Term], Spans]) -> Spans:
    """A ground that each term sets anew; outside every term it is not in question."""
    outside = ALWAYS - _of(facts.terms)
    for term in facts.terms:
        outside = outside | (spans_of([term.valid]) & during(term))
    return outside


def _uniform(facts: PersonFacts, term: Term) -> Spans:
    return _of(each for each in facts.uniforms if each.ref == term.uniform)


def _training(facts: PersonFacts, term: Term, granted: Granted) -> Spans:
    if "training" not in term.rests_on:
        return ALWAYS
    return all_of(_of(each for each in facts.trainings if each.course == course) for course in granted.courses)


def _vetting(facts: PersonFacts, term: Term) -> Spans:
    if "vetting" not in term.rests_on:
        return ALWAYS
    return _of(each for each in facts.vettings if each.outcome == "clear")


def _concerns(restriction: Restriction, power: str | None) -> bool:
    return restriction.power is None or restriction.power == power


def _taken(restrictions: Iterable[Restriction], power: str | None) -> Spans:
    return _of(each for each in restrictions if _concerns(each, power))


def _given(restrictions: Iterable[Restriction], power: str | None) -> Spans:
    """The same counted from when each notice was given; one not yet given took nothing away in law."""
    periods = (_from_given(each) for each in restrictions if _concerns(each, power))
    return spans_of(period for period in periods if period)


def _from_given(restriction: Restriction) -> Period | None:
    if restriction.given_at is None:
        return None
    return restriction.valid.intersect(Period(start=restriction.given_at))


def _notices(facts: PersonFacts, power: str | None, at: datetime) -> tuple[Ground, ...]:
    """Notices that bear on the moment; where none does, that none took the power away."""
    bearing = tuple(
        Ground(
            name="notice",
            holds=False,
            since=each.valid.start,
            until=each.valid.end,
            cause=RESTRICTIONS[each.kind],
        )
        for each in facts.restrictions
        if _concerns(each, power) and each.valid.contains(at)
    )
    return bearing or (Ground(name="notice", holds=True, since=None, until=None),)


def _ground(facts: PersonFacts, name: str, spans: Spans, at: datetime) -> Ground:
    piece = spans.at(at)
    if piece:
        return Ground(name=name, holds=True, since=_open(piece[0]), until=_open(piece[1]))
    gap = spans.gap_at(at) or (EVER, NEVER)
    return Ground(
        name=name, holds=False, since=_open(gap[0]), until=_open(gap[1]), cause=_cause(facts, name, at, gap[0])
    )


_LOST = {
    "scheme": ("scheme-not-in-force", "scheme-not-in-force"),
    "employment": ("not-employed-yet", "employment-ended"),
    "term": ("not-started", "term-ended"),
    "grant": ("power-not-started", "modified"),
    "law": ("power-not-in-law", "power-not-in-law"),
    "adoption": ("power-not-adopted", "power-not-adopted"),
    "uniform": ("uniform-replaced", "uniform-replaced"),
    "training": ("training-not-in-date", "training-not-in-date"),
    "vetting": ("vetting-not-in-date", "vetting-not-in-date"),
}


def _cause(facts: PersonFacts, name: str, at: datetime, since: datetime) -> str:
    """Which cause it is that this ground fails: before anything held it had not started."""
    if name == "arrangement":
        ending = _last_ending(facts.arrangements, at)
        return ARRANGEMENT_ENDINGS[ending] if ending else "arrangement-not-started"
    before, after = _LOST[name]
    return before if since == EVER else after


def _last_ending(facts: Iterable[Ended], at: datetime) -> str:
    ended = [fact for fact in facts if fact.valid.end is not None and fact.valid.end <= at]
    return max(ended, key=lambda fact: fact.valid.end or at).ending if ended else ""


def _misplaced(facts: PersonFacts, granted: Granted, place: Place) -> str:
    """Why the power is not good in the place; paragraph 9 alone is good in any police area."""
    law = _law(facts, granted.power)
    if law is not None and law.territory == "any":
        return ""
    if place.police_area is not None and place.police_area != facts.police_area:
        return "outside-police-area"
    if place.area is not None and place.area not in granted.areas:
        return "outside-areas"
    if place.zone is not None and granted.zones and place.zone not in granted.zones:
        return "outside-zones"
    return ""


def _law(facts: PersonFacts, power: str) -> PowerInLaw | None:
    return next((each for each in facts.powers if each.code == power), None)


def _open(moment: datetime) -> datetime | None:
    return None if moment in {EVER, NEVER} else moment
