"""The facts a person's standing rests on, each with the time it holds and the time it was known.

They are what the store hands over and nothing more; what follows from them is standing's.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from csas.domain.values import Period, Struct


class Fact(Struct):
    """Something true for a time, as it was known for a time."""

    valid: Period
    known: Period

    def known_at(self, moment: datetime | None) -> bool:
        """Whether it was known then; without a moment, whether it is known now."""
        return self.known.end is None if moment is None else self.known.contains(moment)


class Ended(Fact):
    """A fact that says what ended it: an employment, an arrangement."""

    ref: str = ""
    ending: str = ""
    reported_at: datetime | None = None


class Term(Fact):
    """A term of the accreditation, with the uniform described and the conditions printed."""

    ref: str
    uniform: str
    rests_on: tuple[str, ...] = ()


class Uniform(Fact):
    ref: str
    description: str
    badge: str


class Granted(Fact):
    """A power granted: where, for which offences, on which conditions, after which courses.

    `notice` is the notice that made it narrower than it was before, and `given_at` when that was served.
    """

    ref: str
    power: str
    areas: tuple[str, ...]
    zones: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    courses: tuple[int, ...] = ()
    notice: str = ""
    given_at: datetime | None = None


class Adoption(Fact):
    power: str


class Training(Fact):
    course: int
    title: str = ""


class Vetting(Fact):
    outcome: str


class Restriction(Fact):
    """What took powers away by notice: every power, or one. `given_at` is when the notice was served."""

    ref: str
    kind: str
    power: str | None = None
    notice: str = ""
    given_at: datetime | None = None


class PowerInLaw(Struct):
    """A power as the catalogue has it, with its life in law."""

    code: str
    paragraph: str
    title: str
    plain: str
    territory: str
    in_law: Period
    law: str = ""


class ZonePlace(Struct):
    """A zone by name, and the areas it lies in."""

    ref: str
    name: str
    areas: tuple[str, ...]


class PersonFacts(Struct):
    """Everything one accreditation's standing rests on."""

    ref: str
    police_area: str
    scheme: tuple[Fact, ...] = ()
    arrangements: tuple[Ended, ...] = ()
    employments: tuple[Ended, ...] = ()
    terms: tuple[Term, ...] = ()
    uniforms: tuple[Uniform, ...] = ()
    granted: tuple[Granted, ...] = ()
    powers: tuple[PowerInLaw, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    trainings: tuple[Training, ...] = ()
    vettings: tuple[Vetting, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    zones: tuple[ZonePlace, ...] = ()

    def as_known(self, moment: datetime | None) -> PersonFacts:
        """The same without what was not yet, or no longer, known then."""
        kept = {name: tuple(fact for fact in getattr(self, name) if fact.known_at(moment)) for name in _WITH_PERIODS}
        return msgspec.structs.replace(self, **kept)


_WITH_PERIODS = (
    "scheme",
    "arrangements",
    "employments",
    "terms",
    "uniforms",
    "granted",
    "adoptions",
    "trainings",
    "vettings",
    "restrictions",
)
