"""The facts under each ground of an enquiry's answer: those that hold the moment, or the one nearest to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from csas.domain.causes import CAUSES, RESTRICTIONS
from csas.domain.standing_facts import Fact, Granted, PersonFacts, Uniform
from csas.domain.values import Period, Struct

F = TypeVar("F", bound=Fact)


class Source(Struct):
    """A fact a ground rests on: what it is, its reference, when it held and since when it was known."""

    words: str
    ref: str
    valid: Period
    known: datetime | None = None


def sources(seen: PersonFacts, name: str, granted: Granted | None, at: datetime) -> tuple[Source, ...]:
    """The facts behind a ground: those that hold the moment, or the one nearest to it."""
    if name == "law":
        return _law(seen, granted)
    if name == "notice":
        return _restrictions(seen, granted.power if granted else None, at)
    if name in {"training", "vetting"} and not _conditional(seen, name, at):
        return ()
    return _facts(seen, name, granted, at)


_LISTED: Final[dict[str, tuple[str, Callable[[PersonFacts, str, datetime], Sequence[Fact]]]]] = {
    "term": ("Term", lambda seen, _power, _at: seen.terms),
    "scheme": ("Scheme", lambda seen, _power, _at: seen.scheme),
    "arrangement": ("Arrangement", lambda seen, _power, _at: seen.arrangements),
    "employment": ("Employment", lambda seen, _power, _at: seen.employments),
    "adoption": ("Adoption of the power", lambda seen, power, _: [f for f in seen.adoptions if f.power == power]),
    "uniform": ("Uniform described", lambda seen, _power, at: _worn(seen, at)),
    "vetting": ("Vetting, clear", lambda seen, _power, _at: [f for f in seen.vettings if f.outcome == "clear"]),
}


def _facts(seen: PersonFacts, name: str, granted: Granted | None, at: datetime) -> tuple[Source, ...]:
    if name == "grant":
        return (_source("Grant", granted),) if granted else ()
    if name == "training":
        return _trainings(seen, granted, at)
    words, listed = _LISTED[name]
    return tuple(_source(words, each) for each in _bearing(listed(seen, granted.power if granted else "", at), at))


def _worn(seen: PersonFacts, at: datetime) -> list[Uniform]:
    refs = {term.uniform for term in _bearing(seen.terms, at)}
    return [each for each in seen.uniforms if each.ref in refs]


def _trainings(seen: PersonFacts, granted: Granted | None, at: datetime) -> tuple[Source, ...]:
    found: list[Source] = []
    for course in granted.courses if granted else ():
        passed = [each for each in seen.trainings if each.course == course]
        found.extend(_source(f"Course: {each.title}", each) for each in _bearing(passed, at))
    return tuple(found)


def _law(seen: PersonFacts, granted: Granted | None) -> tuple[Source, ...]:
    return tuple(
        Source(words=f"Schedule 5, paragraph {each.paragraph}; {each.law}", ref="", valid=each.in_law)
        for each in seen.powers
        if granted and each.code == granted.power
    )


def _restrictions(seen: PersonFacts, power: str | None, at: datetime) -> tuple[Source, ...]:
    return tuple(
        _source(CAUSES[RESTRICTIONS[each.kind]].words.removesuffix("."), each)
        for each in seen.restrictions
        if each.power in {None, power} and each.valid.contains(at)
    )


def _conditional(seen: PersonFacts, name: str, at: datetime) -> bool:
    return any(name in term.rests_on for term in _bearing(seen.terms, at))


def _bearing(facts: Sequence[F], at: datetime) -> list[F]:
    """Those that hold the moment; else the last before it, else the first after."""
    holding = [each for each in facts if each.valid.contains(at)]
    if holding:
        return holding
    before = [each for each in facts if each.valid.start <= at]
    if before:
        return [max(before, key=lambda each: each.valid.start)]
    return [min(facts, key=lambda each: each.valid.start)] if facts else []


def _source(words: str, fact: Fact) -> Source:
    return Source(words=words, ref=getattr(fact, "ref", ""), valid=fact.valid, known=fact.known.start)
