"""From a state there are the steps of the file, and a deadline with its working."""

from datetime import UTC, date, datetime

import pytest

from csas.domain.bank_holidays import LONDON_BANK_HOLIDAYS
from csas.domain.calendar import Pause
from csas.domain.workflow import DeadlineRule, State, deadline_of, draw, load
from tests.domain.processes import LENDING, SHORT

LOADED = load({"lending.toml": LENDING, "short.toml": SHORT})
LENDINGS = LOADED["lending"]
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_steps_come_in_the_order_of_the_file() -> None:
    names = [step.name for step in LENDINGS.steps_from("checking")]
    assert names == ["note", "refuse", "lend", "lapse"]
    assert LENDINGS.steps_from("lent") == ()


def test_an_action_finds_its_step_only_where_it_is_open() -> None:
    asking = LENDINGS.find_step("draft", "loan:ask")
    assert asking is not None
    assert asking.name == "ask"
    assert LENDINGS.find_step("checking", "loan:ask") is None


def test_of_several_ways_the_name_chooses_and_the_main_one_is_first() -> None:
    ways = [LENDINGS.find_step("checking", "loan:decide", name) for name in (None, "refuse")]
    assert [way and way.name for way in ways] == ["lend", "refuse"]
    assert LENDINGS.find_step("checking", "loan:decide", "note") is None


def test_a_step_is_known_by_its_name() -> None:
    reopen = LENDINGS.step_named("reopen")
    assert reopen is not None
    assert reopen.reopens
    assert LENDINGS.step_named("burn") is None


def test_a_changed_deadline_is_a_change_of_the_file_alone() -> None:
    due = []
    for days in (5, 6):
        text = LENDING.replace("working_days = 5", f"working_days = {days}")
        state = load({"lending.toml": text})["lending"].state["checking"]
        deadline = deadline_of(state, MONDAY, LONDON_BANK_HOLIDAYS)
        due.append(deadline and deadline.due_on)
    assert due == [date(2026, 6, 8), date(2026, 6, 9)]


@pytest.mark.parametrize(
    ("rule", "due", "words"),
    [
        (DeadlineRule(working_days=5), date(2026, 6, 9), "5 working days"),
        (DeadlineRule(calendar_days=1), date(2026, 6, 3), "1 day"),
        (DeadlineRule(months=3), date(2026, 9, 2), "3 months"),
    ],
)
def test_each_kind_of_deadline_is_counted_with_its_pauses(
    rule: DeadlineRule, due: date, words: str
) -> None:
    state = State(name="x", words="X", stage="review", held_by="office", deadline=rule)
    day_off = Pause(since=MONDAY.replace(day=2), until=MONDAY.replace(day=3), why="a hold")
    deadline = deadline_of(state, MONDAY, LONDON_BANK_HOLIDAYS, [day_off])
    assert deadline is not None
    assert deadline.due_on == due
    assert rule.words == words


def test_a_state_without_a_deadline_has_none() -> None:
    assert deadline_of(LENDINGS.state["draft"], MONDAY, LONDON_BANK_HOLIDAYS) is None


def test_more_time_reaches_the_deadline() -> None:
    more = date(2026, 7, 1)
    state = LENDINGS.state["checking"]
    deadline = deadline_of(state, MONDAY, LONDON_BANK_HOLIDAYS, extended_to=more)
    assert deadline is not None
    assert deadline.due_on == more


def test_the_diagram_shows_where_a_case_can_go_and_who_holds_it() -> None:
    assert draw(LENDINGS) == (
        "stateDiagram-v2\n"
        "    [*] --> draft\n"
        '    state "Draft<br/>applicant" as draft\n'
        '    state "Being checked<br/>office, 5 working days" as checking\n'
        '    state "Refused" as refused\n'
        '    state "Lent" as lent\n'
        "    draft --> checking : Ask for the book\n"
        "    checking --> refused : Refuse / Nobody answered (when the time has passed)\n"
        "    checking --> lent : Lend\n"
        "    refused --> checking : Look again\n"
        "    refused --> [*]\n"
        "    lent --> [*]\n"
    )


def test_a_mark_in_the_words_does_not_break_the_diagram() -> None:
    text = LENDING.replace('words = "Lend"', "words = 'Lend: \"now\"; #1 <b>'")
    text = text.replace("lent", "lent-out").replace('"Lent"', '"Lent\\nout"')
    drawn = draw(load({"lending.toml": text})["lending"])
    assert "checking --> lent_out : Lend#58; #34;now#34;#59; #35;1 #60;b#62;\n" in drawn
    assert 'state "Lent out" as lent_out' in drawn
