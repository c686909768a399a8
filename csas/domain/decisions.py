"""Deciding an application on behalf of the chief officer: what may be recommended and granted.

Facts, terms and the moment go in; an outcome or a refusal comes out. The rules
of notice stand in `domain/notices`. Who may decide is permissions' question, and
when in the process it is done the workflow's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from csas.domain import refusals
from csas.domain.assessments import Assessment, require_complete, require_satisfied
from csas.domain.calendar import in_words
from csas.domain.conditions import Condition
from csas.domain.refusals import Fault
from csas.domain.values import Struct

Outcome = Literal["grant", "grant-in-part", "refuse"]
OUTCOMES: dict[str, str] = {"grant": "Grant", "grant-in-part": "Grant in part", "refuse": "Refuse"}


class SoughtPower(Struct):
    """A power that was applied for, with what stands in its way."""

    code: str
    paragraph: str
    title: str
    justification: str = ""
    adopted: bool = True
    needs_any: tuple[str, ...] = ()


class SoughtArea(Struct):
    """An area that was applied for; `answer` says how its partnership's request stands."""

    code: str
    name: str
    in_district: bool = True
    settled: bool = False
    answer: str = ""


class View(Struct):
    """What a partnership said on one power in one area."""

    area: str
    power: str
    opinion: str
    condition: str = ""
    body: str = ""


class Considered(Struct):
    """The application before the office: its newest frozen version and what others said of it."""

    application: int
    sort: str
    round: int
    place: str
    varies: int | None
    version: int
    version_number: int
    hash: str
    edition: int
    edition_title: str
    edition_standing: str
    organisation: int
    organisation_name: str
    legal_name: str
    sector: str
    powers: tuple[SoughtPower, ...]
    areas: tuple[SoughtArea, ...]
    conditions: tuple[str, ...] = ()
    views: tuple[View, ...] = ()
    endorsed: bool = True

    @property
    def settled(self) -> frozenset[str]:
        return frozenset(area.code for area in self.areas if area.settled)


class Terms(Struct):
    """Which powers an employer's people may apply for, where, and on what conditions."""

    powers: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Recommended(Struct):
    """A recommendation as it was made."""

    outcome: str
    terms: Terms
    reasons: str
    by: str
    at: datetime


class Delegation(Struct):
    """Under which instrument somebody decides for the chief officer, and until when."""

    id: int
    ref: str
    post: str
    instrument: str
    since: datetime
    until: datetime | None


def check_terms(terms: Terms, on: Considered) -> None:
    """Granted ⊆ sought ⊆ adopted, each power and area looked at by itself; and areas settled."""
    if not terms.powers or not terms.areas:
        raise refusals.Faults(*_empty(terms))
    _check_powers(terms.powers, on)
    _check_areas(terms.areas, on)


def _empty(terms: Terms) -> Iterable[Fault]:
    if not terms.powers:
        yield Fault(field="powers", message="Select at least one power")
    if not terms.areas:
        yield Fault(field="areas", message="Select at least one area")


def _check_powers(powers: tuple[str, ...], on: Considered) -> None:
    sought = {power.code: power for power in on.powers}
    for code in powers:
        if code not in sought:
            raise refusals.NotSought(what=f"Power {code}")
        if not sought[code].adopted:
            raise refusals.NotAdopted(power=f"“{sought[code].title}”")
    for code in powers:
        needed = sought[code].needs_any
        if needed and not set(needed) & set(powers):
            named = (f"“{sought[each].title}”" if each in sought else "one not applied for" for each in needed)
            others = " or ".join(dict.fromkeys(named))
            raise refusals.NotWithout(power=sought[code].title, others=others)


def _check_areas(areas: tuple[str, ...], on: Considered) -> None:
    sought = {area.code: area for area in on.areas}
    for code in areas:
        if code not in sought:
            raise refusals.NotSought(what=f"Area {code}")
        if not sought[code].in_district:
            raise refusals.OutsideDistrict(area=sought[code].name)
    unsettled = [sought[code].name for code in areas if not sought[code].settled]
    if unsettled:
        raise refusals.NotSettled(areas=", ".join(unsettled))


def outcome_of(terms: Terms | None, on: Considered) -> Outcome:
    """A grant of all that was sought is a grant; of less, a grant in part; of nothing, a refusal."""
    if terms is None:
        return "refuse"
    whole = not fewer_powers(terms, on) and not fewer_areas(terms, on)
    return "grant" if whole else "grant-in-part"


def fewer_powers(terms: Terms, on: Considered) -> tuple[str, ...]:
    """The powers applied for that these terms leave out."""
    return tuple(power.code for power in on.powers if power.code not in terms.powers)


def fewer_areas(terms: Terms, on: Considered) -> tuple[str, ...]:
    """The areas applied for that these terms leave out."""
    return tuple(area.code for area in on.areas if area.code not in terms.areas)


def unrequested(terms: Terms, on: Considered) -> tuple[Condition, ...]:
    """The conditions that the applicant did not propose itself."""
    proposed = {_plain(words) for words in on.conditions}
    return tuple(each for each in terms.conditions if _plain(each.sentence) not in proposed)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".")


def recommend(terms: Terms | None, on: Considered, assessment: Assessment) -> Outcome:
    """The outcome a recommendation of these terms proposes, if it may be made; None proposes refusal."""
    require_complete(assessment)
    if terms is not None:
        require_satisfied(assessment)
        check_terms(terms, on)
    return outcome_of(terms, on)


def unsupported(terms: Terms, on: Considered) -> tuple[View, ...]:
    """Every power in every area of these terms that the locality objects to or has not endorsed."""
    if not on.endorsed:
        return ()
    said = {(view.area, view.power): view for view in on.views}
    found: list[View] = []
    for area in terms.areas:
        for power in terms.powers:
            view = said.get((area, power), View(area=area, power=power, opinion="none"))
            if view.opinion in {"object", "no-view", "none"}:
                found.append(view)
    return tuple(found)


def offer(
    terms: Terms,
    on: Considered,
    assessment: Assessment,
    recommended: Recommended | None,
    *,
    explanation: str,
    against: str,
) -> Outcome:
    """The outcome of an offer of these terms, if it may be made and is explained where it must be."""
    require_complete(assessment)
    require_satisfied(assessment)
    check_terms(terms, on)
    _explain(terms, on, recommended, explanation=explanation, against=against)
    return outcome_of(terms, on)


def _explain(terms: Terms, on: Considered, recommended: Recommended | None, *, explanation: str, against: str) -> None:
    """Advice may be departed from, but not in silence: every missing reason at once."""
    faults: list[Fault] = []
    departs = recommended is None or recommended.outcome == "refuse" or not same(terms, recommended.terms)
    if departs and not explanation:
        message = "Enter why you depart from the recommendation"
        faults.append(Fault(field="explanation", message=message))
    if unsupported(terms, on) and not against:
        message = "Enter why you decide without, or against, the endorsement of a partnership"
        faults.append(Fault(field="against", message=message))
    if faults:
        raise refusals.Faults(*faults)


def same(one: Terms, other: Terms) -> bool:
    """Whether two terms say the same, in whatever order."""
    return (
        set(one.powers) == set(other.powers)
        and set(one.areas) == set(other.areas)
        and set(one.conditions) == set(other.conditions)
    )


def require_delegation(found: Delegation | None) -> Delegation:
    """Nobody decides for the chief officer without a delegation in force at that moment."""
    if found is None:
        raise refusals.NoDelegation
    return found


def require_place(place: str, *, is_free: bool, cap: int, phase: str) -> None:
    """Without a place the one outcome is to defer: a full phase is no ground for refusal."""
    if place in {"held", "not-needed"} or is_free:
        return
    raise refusals.NoPlace(cap=cap, phase=phase)


def require_no_place(place: str, *, is_free: bool) -> None:
    """Deferral is for want of a place only."""
    if place in {"held", "not-needed"}:
        raise refusals.PlaceHeld
    if is_free:
        raise refusals.PlaceFree


def last_day(start: date, months_end: date, phase_last_day: date | None, wanted: date | None = None) -> date:
    """The last day of the term: as the scheme says or earlier, and never beyond the phase."""
    latest = months_end if phase_last_day is None else min(months_end, phase_last_day)
    if wanted is None:
        return latest
    if not start <= wanted <= latest:
        message = f"The last day must be between {in_words(start)} and {in_words(latest)}"
        raise refusals.Faults(Fault(field="term_until", message=message))
    return wanted
