"""Notice before an adverse decision: when it is needed, and what it then allows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain import notices as rules
from csas.domain import refusals
from csas.domain.conditions import Condition
from csas.domain.decisions import Terms
from csas.domain.notices import Notice
from tests.domain.test_deciding import NOW, considered

WHOLE = Terms(powers=("1a", "3"), areas=("A", "B"))
FEWER = Terms(powers=("1a",), areas=("A", "B"))
CAMERA = Condition(words="Body-worn cameras")


def notice(terms: Terms | None, *, answered: bool = False) -> Notice:
    return Notice(
        id=1,
        proposal=rules.propose(terms, considered()),
        terms=terms or Terms(),
        reasons=("not-needed",),
        explanation="",
        by="Helen",
        given_at=NOW,
        answer_until=NOW + timedelta(days=14),
        answer="We disagree" if answered else None,
        answered_at=NOW if answered else None,
    )


def test_an_offer_of_all_that_was_sought_needs_no_notice() -> None:
    rules.require_notice(WHOLE, considered(), None, NOW)


@pytest.mark.parametrize(
    ("terms", "proposal"),
    [
        (None, "refuse"),
        (FEWER, "grant-in-part"),
        (Terms(powers=("1a", "3"), areas=("A",)), "fewer-areas"),
        (Terms(powers=("1a", "3"), areas=("A", "B"), conditions=(CAMERA,)), "condition"),
    ],
)
def test_each_adverse_decision_needs_a_notice(terms: Terms | None, proposal: str) -> None:
    with pytest.raises(refusals.NoticeNeeded):
        rules.require_notice(terms, considered(), None, NOW)
    assert rules.propose(terms, considered()) == proposal


def test_a_needless_notice_is_refused() -> None:
    with pytest.raises(refusals.NoticeNeedless):
        rules.propose(WHOLE, considered())


def test_a_running_notice_keeps_the_decision_waiting_until_its_last_day_is_over() -> None:
    with pytest.raises(refusals.NoticeRunning, match="notice-running"):
        rules.require_notice(FEWER, considered(), notice(FEWER), NOW + timedelta(days=14, seconds=-1))
    rules.require_notice(FEWER, considered(), notice(FEWER), NOW + timedelta(days=14))


def test_an_answer_opens_the_decision_before_the_time_is_over() -> None:
    rules.require_notice(FEWER, considered(), notice(FEWER, answered=True), NOW)


def test_the_clock_closes_only_what_is_over() -> None:
    with pytest.raises(refusals.NoticeRunning):
        rules.require_over(notice(FEWER), NOW)
    rules.require_over(notice(FEWER), NOW + timedelta(days=14))


def test_a_refusal_needs_a_notice_that_proposed_one() -> None:
    with pytest.raises(refusals.NoticeNeeded):
        rules.require_notice(None, considered(), notice(FEWER, answered=True), NOW)
    rules.require_notice(None, considered(), notice(None, answered=True), NOW)


def test_after_notice_of_refusal_something_may_still_be_offered_but_no_new_condition() -> None:
    rules.require_notice(FEWER, considered(), notice(None, answered=True), NOW)
    conditioned = Terms(powers=("1a",), areas=("A",), conditions=(CAMERA,))
    with pytest.raises(refusals.NoticeNeeded):
        rules.require_notice(conditioned, considered(), notice(None, answered=True), NOW)


@given(
    st.sets(st.sampled_from(("1a", "3")), min_size=1),
    st.sets(st.sampled_from(("A", "B")), min_size=1),
    st.sets(st.sampled_from(("Cameras", "No nights"))),
    st.sets(st.sampled_from(("1a", "3")), min_size=1),
    st.sets(st.sampled_from(("A", "B")), min_size=1),
    st.sets(st.sampled_from(("Cameras", "No nights"))),
)
def test_nothing_worse_than_the_notice_follows_it(
    powers: set[str], areas: set[str], said: set[str], wanted: set[str], where: set[str], set_: set[str]
) -> None:
    proposed, offered = _terms(powers, areas, said), _terms(wanted, where, set_)
    if not rules.proposals(proposed, considered()) or not rules.proposals(offered, considered()):
        return
    no_worse = powers <= wanted and areas <= where and set_ <= said
    given_ = notice(proposed, answered=True)
    if no_worse:
        rules.require_notice(offered, considered(), given_, NOW)
    else:
        with pytest.raises(refusals.NoticeNeeded):
            rules.require_notice(offered, considered(), given_, NOW)


def _terms(powers: set[str], areas: set[str], conditions: set[str]) -> Terms:
    return Terms(
        powers=tuple(sorted(powers)),
        areas=tuple(sorted(areas)),
        conditions=tuple(Condition(words=each) for each in sorted(conditions)),
    )


def test_the_last_day_is_the_day_before_the_time_ends() -> None:
    ends = datetime.fromisoformat("2026-11-17T00:00:00+00:00")
    found = Notice(
        id=1,
        proposal="refuse",
        terms=Terms(),
        reasons=(),
        explanation="",
        by="Helen",
        given_at=NOW,
        answer_until=ends,
    )
    assert rules.last_day_of(found).isoformat() == "2026-11-16"
