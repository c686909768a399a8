"""Which cause is named where several bear on a moment, and on which side of it each boundary lies."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from csas.domain.standing import ANYWHERE, Place, accreditation_standing, power_standing
from csas.domain.standing_facts import Adoption, Ended, Granted, PersonFacts, Restriction, Term
from csas.domain.values import Period
from tests.domain.test_cards_check import FACTS, KNOWN, NOW, OPEN, START, TERM, granted

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


def with_facts(**more: object) -> PersonFacts:
    return msgspec.structs.replace(FACTS, **more)


def row(start: datetime, end: datetime, **more: object) -> Granted:
    return msgspec.structs.replace(granted("3"), valid=Period(start=start, end=end), **more)


def cause(facts: PersonFacts, at: datetime, place: Place = ANYWHERE) -> str:
    return power_standing(facts, "3", at, place).cause


def test_after_a_renewal_and_a_narrowing_the_term_ended_it_in_whatever_order_they_were_put_down() -> None:
    assert TERM.end
    second = Period(start=TERM.end, end=TERM.end + 300 * DAY)
    assert second.end
    renewed = (*FACTS.terms, Term(valid=second, known=KNOWN, ref="t2", uniform="u"))
    rows = (row(TERM.end, second.end), row(START, NOW), row(NOW, TERM.end, notice="n"))
    facts = with_facts(terms=renewed, granted=rows)
    assert cause(facts, second.end - MOMENT) == ""
    assert power_standing(facts, "3", NOW).until == second.end
    answer = power_standing(facts, "3", second.end)
    assert (answer.cause, answer.since) == ("term-ended", second.end)


def test_every_boundary_belongs_to_what_follows_it() -> None:
    adopted = with_facts(adoptions=(Adoption(valid=Period(start=NOW, end=NOW + DAY), known=KNOWN, power="3"),))
    assert cause(adopted, NOW - MOMENT) == "power-not-adopted"
    assert [cause(adopted, NOW), cause(adopted, NOW + DAY - MOMENT)] == ["", ""]
    assert cause(adopted, NOW + DAY) == "power-not-adopted"
    left = with_facts(employments=(Ended(valid=Period(start=START, end=NOW), known=KNOWN, ending="left"),))
    assert [cause(left, NOW - MOMENT), cause(left, NOW)] == ["", "employment-ended"]


def test_a_provider_suspended_and_then_ended_is_neither_relied_on_nor_lawful() -> None:
    notice = Restriction(valid=Period(start=NOW), known=KNOWN, ref="r", kind="suspension", given_at=NOW + 2 * DAY)
    ended = Ended(valid=Period(start=START, end=NOW + DAY), known=KNOWN, ending="notice")
    facts = with_facts(restrictions=(notice,), arrangements=(ended,))
    before = power_standing(facts, "3", NOW)
    assert (before.in_force, before.lawful, before.cause) == (False, True, "suspended")
    after = power_standing(facts, "3", NOW + DAY)
    assert (after.in_force, after.lawful, after.cause, after.since) == (False, False, "suspended", NOW)
    assert {each.cause for each in after.grounds if not each.holds} == {"arrangement-ended", "suspended"}


def test_a_suspension_lifted_leaves_its_time_out_and_no_more() -> None:
    lifted = Restriction(
        valid=Period(start=NOW, end=NOW + DAY), known=KNOWN, ref="r", kind="suspension", given_at=NOW + 2 * DAY
    )
    facts = with_facts(restrictions=(lifted,))
    assert [cause(facts, NOW - MOMENT), cause(facts, NOW), cause(facts, NOW + DAY)] == ["", "suspended", ""]
    assert power_standing(facts, "3", NOW).lawful, "the notice came after it was lifted"
    assert accreditation_standing(facts, NOW + DAY).since == NOW + DAY


def test_a_fact_put_right_answers_otherwise_only_as_known_before() -> None:
    told = NOW + 5 * DAY
    wrong = Ended(valid=OPEN, known=Period(start=START, end=told))
    right = Ended(valid=Period(start=START, end=NOW), known=Period(start=told), ending="left", reported_at=told)
    facts = with_facts(employments=(wrong, right))
    at = NOW + DAY
    assert power_standing(facts, "3", at).cause == "employment-ended"
    assert power_standing(facts, "3", at, known=told - MOMENT).in_force
    assert power_standing(facts, "3", at, known=told).cause == "employment-ended"


def test_paragraph_9_alone_is_good_outside_the_police_area() -> None:
    kent = Place(area="Maidstone", police_area="Kent")
    assert cause(FACTS, NOW, kent) == "outside-police-area"
    assert power_standing(FACTS, "9", NOW, kent).in_force
