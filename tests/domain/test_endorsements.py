"""The rules of local endorsement: who may answer, what is settled, what silence and corrections mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from csas.domain import endorsement_cells as summary
from csas.domain import endorsements as rules
from csas.domain import refusals
from csas.domain.endorsements import Authority, Change, Interest, Reply, Request, View

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
DUE = date(2026, 11, 30)
FIRE = Authority(organisation=11, name="Fire", kind="fire", turn=1, can_sign_in=True)
PROBATION = Authority(organisation=12, name="Probation", kind="probation", turn=2, can_sign_in=True)
POLICE = Authority(organisation=13, name="Police", kind="police", turn=0, can_sign_in=True)


def asked(**given: Any) -> Request:
    """A request to Camden about two powers, with what the test says otherwise."""
    values: dict[str, Any] = {
        "id": 1, "case": 2, "ref": "abcdefghijkl", "application": 3, "partnership": 4,
        "partnership_name": "Camden", "lead": 5, "applicant": 6, "applicant_name": "Halcyon", "body": "Camden",
        "respondent": None, "state": "requested", "since": NOW, "closed": False, "round": 1, "version": 7,
        "areas": ("C",), "powers": ("3", "5"), "sections": ("training",), "due_on": DUE,
    }  # fmt: skip
    return Request(**{**values, **given})


def reply(*opinions: tuple[str, str, str], number: int = 1) -> Reply:
    views = tuple(View(area="C", power=power, opinion=what, condition=why) for power, what, why in opinions)  # type: ignore[arg-type]
    return Reply(
        body="Camden", signatory="A", post="B", authority="C", meeting_on=None, minute="", to_be_ratified=False,
        remarks="", replied_at=NOW, round=number, version=7, views=views,
    )  # fmt: skip


def interest(organisation: int | None = None, partnership: int | None = None) -> Interest:
    return Interest(
        body="X", organisation=organisation, partnership=partnership, who="X", interest="Y", declared_by="Z",
        declared_at=NOW,
    )  # fmt: skip


class TestWhoIsNext:
    def test_the_first_in_turn_stands_in_and_the_police_never(self) -> None:
        assert rules.who_is_next([PROBATION, FIRE, POLICE], (), 6) == FIRE

    def test_the_applicant_those_with_an_interest_and_those_who_cannot_sign_in_are_passed_over(self) -> None:
        assert rules.who_is_next([FIRE, PROBATION], {11}, 6) == PROBATION
        assert rules.who_is_next([FIRE, PROBATION], (), 11) == PROBATION
        assert rules.who_is_next([replace(FIRE, can_sign_in=False)], (), 6) is None

    def test_a_partnership_that_steps_aside_takes_its_lead_with_it(self) -> None:
        assert rules.stepped_aside(asked(interests=(interest(partnership=4), interest(organisation=11)))) == {5, 11}
        assert rules.stepped_aside(asked(interests=(interest(organisation=11),))) == {11}
        assert rules.after_stepping_aside(asked()) == {5}
        assert rules.after_stepping_aside(asked(respondent=11)) == {11}
        assert rules.after_stepping_aside(asked(lead=None)) == set()


class TestWhoIsBarred:
    def test_people_of_the_applicant_never_answer(self) -> None:
        assert rules.is_barred(asked(), {6})
        assert not rules.is_barred(asked(), {9})

    def test_a_partnership_led_by_the_applicant_does_not_answer_until_another_stands_in(self) -> None:
        assert rules.is_barred(asked(lead=6), ())
        assert not rules.is_barred(asked(lead=6, respondent=11), {11})
        assert asked(lead=6).council_applies
        assert not asked(lead=None, applicant=None).council_applies


class TestSettled:
    def test_all_must_be_closed(self) -> None:
        done, open_ = asked(closed=True, state="silent"), asked(areas=("L",))
        assert rules.endorsements_settled([])
        assert rules.endorsements_settled([done])
        assert not rules.endorsements_settled([done, open_])


class TestReplies:
    def test_every_cell_is_answered(self) -> None:
        faults = rules.reply_faults(reply(("3", "endorse", "")).views, ("C",), ("3", "5"))
        assert [fault.field for fault in faults] == ["views.5.C"]

    @pytest.mark.parametrize(
        ("opinion", "words", "message"),
        [
            ("condition", "", "Enter the condition"),
            ("object", "", "Enter why you object"),
            ("endorse", "But not there", "Choose “endorse with a condition” or “object”, or take these words out"),
            ("object", "x" * 1001, "Condition must be 1,000 characters or fewer"),
        ],
    )
    def test_words_go_with_conditions_and_objections(self, opinion: str, words: str, message: str) -> None:
        faults = rules.reply_faults(reply(("3", opinion, words)).views, ("C",), ("3",))
        assert [(fault.field, fault.message) for fault in faults] == [("views.3.C.condition", message)]

    def test_nothing_else_is_answered_and_nothing_twice(self) -> None:
        twice = reply(("3", "endorse", ""), ("3", "endorse", ""), ("9", "endorse", "")).views
        assert [fault.field for fault in rules.reply_faults(twice, ("C",), ("3",))] == ["views", "views"]
        assert rules.reply_faults(reply(("3", "no-view", "")).views, ("C",), ("3",)) == []

    def test_the_answer_of_this_round_is_kept_apart_from_earlier_ones(self) -> None:
        first, second = reply(number=1), reply(number=2)
        request = asked(round=2, replies=(first, second))
        assert (request.reply, request.earlier) == (second, first)
        assert asked().earlier is None


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        (Change(areas=("C",)), True),
        (Change(areas=("L",)), False),
        (Change(powers=("5",)), True),
        (Change(powers=("9",)), False),
        (Change(items=("training",)), True),
        (Change(items=("insurance",)), False),
        (Change(), False),
    ],
)
def test_a_correction_touches_area_power_or_seen_item(change: Change, *, touched: bool) -> None:
    assert rules.touched_by(change, asked()) is touched


class TestTime:
    def test_more_time_is_given_once(self) -> None:
        rules.extend(asked(), date(2026, 12, 9), NOW.date(), 60)
        rules.extend(asked(due_on=None), date(2026, 12, 9), NOW.date(), 60)
        with pytest.raises(refusals.AlreadyExtended):
            rules.extend(asked(extended_to=date(2026, 12, 9)), date(2026, 12, 10), NOW.date(), 60)

    @pytest.mark.parametrize("day", [date(2026, 11, 2), DUE, date(2027, 3, 1)])
    def test_the_meeting_is_in_the_future_after_the_day_due_and_near_enough(self, day: date) -> None:
        with pytest.raises(refusals.Faults):
            rules.extend(asked(), day, NOW.date(), 60)

    def test_silence_counts_only_after_the_day_due(self) -> None:
        rules.fall_silent(DUE, date(2026, 12, 1))
        for due_on in (DUE, None):
            with pytest.raises(refusals.StillRunning):
                rules.fall_silent(due_on, DUE)

    @pytest.mark.parametrize(
        ("today", "sent", "due"),
        [
            (date(2026, 11, 19), 0, ()),
            (date(2026, 11, 20), 0, (10,)),
            (date(2026, 11, 20), 1, ()),
            (date(2026, 11, 29), 0, (10, 3, 1)),
            (date(2026, 11, 30), 2, (1,)),
            (date(2026, 12, 1), 0, ()),
        ],
    )
    def test_reminders_are_due_once_each_before_the_end(self, today: date, sent: int, due: tuple[int, ...]) -> None:
        assert rules.reminders_due(DUE, today, (10, 3, 1), sent) == due
        assert rules.reminders_due(None, today, (10, 3, 1), sent) == ()


class TestSummary:
    def test_an_answer_is_told_cell_by_cell(self) -> None:
        given = reply(("3", "endorse", ""), ("5", "object", "Too few."))
        found = summary.cells([asked(state="answered", closed=True, replies=(given,))])
        assert [(cell.power, cell.outcome, cell.condition) for cell in found] == [
            ("3", "endorse", ""),
            ("5", "object", "Too few."),
        ]
        assert summary.outcome_of_area(found, "C") == "object"
        assert summary.outcome_of_area(found, "L") is None

    @pytest.mark.parametrize(
        ("state", "outcome"),
        [
            ("requested", "waiting"),
            ("passed-on", "waiting"),
            ("nobody-independent", "conflict"),
            ("silent", "silent"),
            ("waived", "waived"),
            ("recalled", "recalled"),
        ],
    )
    def test_without_an_answer_the_state_says_what_it_comes_to(self, state: str, outcome: str) -> None:
        assert {cell.outcome for cell in summary.cells([asked(state=state)])} == {outcome}
