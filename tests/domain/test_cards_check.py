"""What a card says at a moment: first the paper, then the accreditation, then each power."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from csas.domain.cards_check import CardFacts, card_standing
from csas.domain.standing import Place
from csas.domain.standing_facts import (
    Adoption,
    Ended,
    Fact,
    Granted,
    PersonFacts,
    PowerInLaw,
    Restriction,
    Term,
    Training,
    Uniform,
    ZonePlace,
)
from csas.domain.values import Period

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
START = NOW - timedelta(days=30)
TERM = Period(start=START, end=NOW + timedelta(days=300))
OPEN = Period(start=START)
KNOWN = Period(start=START)
CARD = CardFacts(kind="card", state="issued", last_day=date(2027, 8, 1))


def law(code: str, territory: str = "area") -> PowerInLaw:
    return PowerInLaw(code=code, paragraph=code, title=code, plain=code, territory=territory, in_law=OPEN)


def granted(code: str, **more: object) -> Granted:
    return Granted(valid=OPEN, known=KNOWN, ref=f"g{code}", power=code, **{"areas": ("Lambeth",), **more})  # type: ignore[arg-type]


FACTS = PersonFacts(
    ref="accreditation",
    police_area="Metropolitan",
    scheme=(Fact(valid=OPEN, known=KNOWN),),
    arrangements=(Ended(valid=OPEN, known=KNOWN),),
    employments=(Ended(valid=OPEN, known=KNOWN),),
    terms=(Term(valid=TERM, known=KNOWN, ref="t", uniform="u", rests_on=("training",)),),
    uniforms=(Uniform(valid=OPEN, known=KNOWN, ref="u", description="Green jacket", badge="Left breast"),),
    granted=(granted("3"), granted("8", courses=(1,), zones=("z",)), granted("9")),
    powers=(law("3"), law("8"), law("9", "any")),
    adoptions=tuple(Adoption(valid=OPEN, known=KNOWN, power=code) for code in ("3", "8", "9")),
    trainings=(Training(valid=Period(start=START, end=NOW + timedelta(days=1)), known=KNOWN, course=1),),
    zones=(ZonePlace(ref="z", name="The estate", areas=("Lambeth",)),),
)


def with_facts(**more: object) -> PersonFacts:
    return msgspec.structs.replace(FACTS, **more)


def test_everything_good() -> None:
    answer = card_standing(CARD, FACTS, NOW)
    assert answer.in_force
    assert [power.code for power in answer.may] == ["3", "8", "9"]
    assert (answer.uniform, answer.badge) == ("Green jacket", "Left breast")
    assert answer.since == START
    assert not answer.nowhere_here


def test_a_power_whose_training_is_out_of_date_is_not_among_those_that_may_be_used() -> None:
    answer = card_standing(CARD, FACTS, NOW + timedelta(days=2))
    assert [power.code for power in answer.may] == ["3", "9"]
    assert [(power.code, power.cause) for power in answer.may_not] == [("8", "training-not-in-date")]
    assert answer.may_not[0].words.startswith("Ended by a condition of the instrument")


def test_a_card_of_whose_powers_none_may_be_used_is_not_relied_on() -> None:
    rebranded = tuple(msgspec.structs.replace(each, valid=Period(start=START, end=NOW)) for each in FACTS.uniforms)
    answer = card_standing(CARD, with_facts(uniforms=rebranded), NOW)
    assert (answer.in_force, answer.cause, answer.since) == (False, "uniform-replaced", NOW)
    assert {power.code for power in answer.may_not} == {"3", "8", "9"}
    assert card_standing(CARD, with_facts(granted=(), powers=()), NOW).in_force


@pytest.mark.parametrize(
    ("card", "cause"),
    [
        (CardFacts(kind="card", state="replaced"), "card-replaced"),
        (CardFacts(kind="card", state="reserved"), "card-not-issued"),
        (CardFacts(kind="card", state="void"), "card-not-issued"),
        (CardFacts(kind="card", state="issued", custody=("issued", "posted", "lost", "received")), "card-lost"),
        (CardFacts(kind="card", state="replaced", custody=("stolen",)), "card-stolen"),
        (CardFacts(kind="card", state="issued", custody=("returned",)), "card-returned"),
        (CardFacts(kind="card", state="issued", custody=("destroyed",)), "card-destroyed"),
        (CardFacts(kind="card", state="issued", last_day=date(2026, 11, 1)), "card-expired"),
    ],
)
def test_the_paper_itself(card: CardFacts, cause: str) -> None:
    answer = card_standing(card, FACTS, NOW)
    assert not answer.in_force
    assert answer.cause == cause
    assert answer.may == ()


def test_a_card_is_good_to_the_end_of_its_last_day_in_london() -> None:
    card = CardFacts(kind="card", state="issued", last_day=date(2026, 11, 2))
    assert card_standing(card, FACTS, datetime(2026, 11, 2, 23, 59, 59, tzinfo=UTC)).in_force
    assert card_standing(card, FACTS, datetime(2026, 11, 3, 0, 0, tzinfo=UTC)).cause == "card-expired"


def test_a_notice_ends_it_whatever_the_paper_says() -> None:
    notice = Restriction(valid=Period(start=NOW), known=KNOWN, ref="r", kind="suspension")
    answer = card_standing(CARD, with_facts(restrictions=(notice,)), NOW)
    assert answer.cause == "suspended"
    assert answer.kind == "Taken away by notice"


def test_the_borough_narrows_each_power_by_itself() -> None:
    def here(place: Place) -> dict[str, str]:
        return {power.code: power.here for power in card_standing(CARD, FACTS, NOW, place).may}

    assert here(Place(area="Lambeth")) == {"3": "yes", "8": "zones", "9": "yes"}
    assert here(Place(area="Camden")) == {"3": "no", "8": "no", "9": "yes"}
    assert here(Place(area="City", police_area="City of London")) == {"3": "no", "8": "no", "9": "yes"}
    elsewhere = with_facts(zones=(ZonePlace(ref="z", name="The estate", areas=("Southwark",)),))
    assert card_standing(CARD, elsewhere, NOW, Place(area="Lambeth")).may[1].here == "no"


def test_no_power_is_good_there() -> None:
    only = with_facts(granted=(granted("3"),), powers=(law("3"),))
    assert card_standing(CARD, only, NOW, Place(area="Camden")).nowhere_here
    none = with_facts(granted=(), powers=())
    assert card_standing(CARD, none, NOW).in_force
    assert not card_standing(CARD, none, NOW, Place(area="Camden")).nowhere_here


def test_what_is_no_longer_known_counts_for_nothing() -> None:
    corrected = Restriction(valid=Period(start=NOW), known=Period(start=START, end=NOW), ref="r", kind="suspension")
    assert card_standing(CARD, with_facts(restrictions=(corrected,)), NOW).in_force
