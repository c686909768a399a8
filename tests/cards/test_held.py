"""What papers say follows from standing: until when, in which names, and when they no longer tell the truth."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from csas.domain import cards
from csas.domain.standing_facts import (
    Adoption,
    Ended,
    Fact,
    Granted,
    PersonFacts,
    PowerInLaw,
    Restriction,
    Term,
    Uniform,
    ZonePlace,
)
from csas.domain.values import Period
from tests.cards.test_drawn import BY, both, held

START = datetime(2026, 11, 1, tzinfo=UTC)
KNOWN = Period(start=START - timedelta(days=400))
NAMES = {"E09000022": "Lambeth"}


def period(start: int, end: int | None = None) -> Period:
    return Period(start=START + timedelta(days=start), end=START + timedelta(days=end) if end is not None else None)


def facts(**changes: Any) -> PersonFacts:
    """Somebody with powers 3 and 9 for a year, in a zone of Lambeth."""
    law = PowerInLaw(code="3", paragraph="3", title="Name", plain="Ask.", territory="area", in_law=period(-4000))
    plain = PersonFacts(
        ref="aaaaaaaaaaaa",
        police_area="Metropolitan",
        scheme=(Fact(valid=period(-900), known=KNOWN),),
        arrangements=(Ended(valid=period(-30, 700), known=KNOWN),),
        employments=(Ended(valid=period(-300), known=KNOWN),),
        terms=(Term(valid=period(0, 365), known=KNOWN, ref="t", uniform="u"),),
        uniforms=(Uniform(valid=period(-300), known=KNOWN, ref="u", description="Green", badge="Left"),),
        granted=tuple(
            Granted(valid=period(0), known=KNOWN, ref=code, power=code, areas=("E09000022",), zones=("zz",))
            for code in ("3", "9")
        ),
        powers=(law, msgspec.structs.replace(law, code="9", paragraph="9", territory="any")),
        adoptions=tuple(Adoption(valid=period(-300), known=KNOWN, power=code) for code in ("3", "9")),
        zones=(ZonePlace(ref="zz", name="Quayside", areas=("E09000022",)),),
    )
    return msgspec.structs.replace(plain, **changes)


def of(person: PersonFacts, day: int = 10) -> cards.Held:
    found = cards.held(person, START + timedelta(days=day), NAMES)
    assert found
    return found


def test_names_are_written_out_and_a_power_good_anywhere_names_no_area() -> None:
    three, nine = of(facts()).powers
    assert (three.areas, three.zones) == (("Lambeth",), ("Quayside",))
    assert nine.areas == ()
    assert of(facts()).last_day == date(2027, 10, 31)


def test_a_renewal_lengthens_the_card_and_nothing_outlasts_the_arrangement() -> None:
    renewed = (*facts().terms, Term(valid=period(365, 730), known=KNOWN, ref="t2", uniform="u"))
    assert of(facts(terms=renewed)).last_day == date(2028, 10, 1)


def test_before_the_term_it_says_what_will_be_held() -> None:
    assert of(facts(), -5).starts_on == date(2026, 11, 1)
    assert cards.held(facts(), START + timedelta(days=400), NAMES) is None


def test_a_power_that_ends_earlier_says_so() -> None:
    adoptions = (facts().adoptions[0], Adoption(valid=period(-300, 100), known=KNOWN, power="9"))
    three, nine = of(facts(adoptions=adoptions)).powers
    assert three.last_day is None
    assert nine.last_day == (START + timedelta(days=99)).date()


def test_what_was_taken_away_is_not_printed_and_with_the_last_power_nothing_is() -> None:
    def taken(*powers: str | None) -> PersonFacts:
        gone = (Restriction(valid=period(5), known=KNOWN, ref="r", kind="modification", power=each) for each in powers)
        return facts(restrictions=tuple(gone))

    assert [power.code for power in of(taken("9")).powers] == ["3"]
    assert cards.held(taken("3", "9"), START + timedelta(days=10), NAMES) is None
    assert cards.held(taken(None), START + timedelta(days=10), NAMES) is None
    assert of(facts(granted=(), powers=())).powers == ()


def test_a_paper_is_untrue_when_it_says_more_than_is_held() -> None:
    _, card = both(held(3))
    assert not cards.says_more(card, held(3))
    assert not cards.says_more(card, held(4))
    assert cards.says_more(card, held(2))
    assert cards.says_more(card, held(3, last_day=date(2027, 1, 1)))
    assert cards.says_more(card, None)


def test_only_number_and_day_of_issue_may_differ_in_the_same_paper() -> None:
    assert cards.says_the_same(both(held(), 1)[1], both(held(), 2)[1])
    assert not cards.says_the_same(both(held(), 1)[0], both(held(), 1)[1])
    assert not cards.says_the_same(both(held())[1], both(held(), person=f"{BY.person}s")[1])
    assert not cards.says_the_same(both(held(2))[1], both(held(3))[1])
