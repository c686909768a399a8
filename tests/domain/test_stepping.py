"""From a state there are the steps of the file, and a deadline with its working."""

from datetime import UTC, date, datetime

import pytest

from csas.domain.bank_holidays import LONDON_BANK_HOLIDAYS
from csas.domain.calendar import Pause
from csas.domain.definitions import When
from csas.domain.workflow import (
    Clock,
    DeadlineRule,
    Facts,
    Step,
    deadline_of,
    draw,
    find_step,
    find_steps,
    fits,
    load,
    open_steps,
    step_named,
)
from tests.domain.processes import LENDING, SHORT

LOADED = load({"lending.toml": LENDING, "short.toml": SHORT})
LENDINGS = LOADED["lending"]
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_steps_come_in_the_order_of_the_file_and_optional_ones_last() -> None:
    names = [step.name for step in open_steps(LENDINGS, "checking")]
    assert names == ["lend", "lapse", "note", "refuse"]
    assert open_steps(LENDINGS, "lent") == ()


def test_an_action_finds_its_step_only_where_it_is_open() -> None:
    asking = find_step(LENDINGS, "draft", "loan:ask")
    assert asking is not None
    assert asking.name == "ask"
    assert find_step(LENDINGS, "checking", "loan:ask") is None


def test_an_action_may_lead_several_ways_the_main_one_first() -> None:
    ways = find_steps(LENDINGS, "checking", "loan:decide")
    assert [way.name for way in ways] == ["lend", "refuse"]


@pytest.mark.parametrize(
    ("when", "open_in"),
    [
        (None, {"", "held", "questioned", "both"}),
        ("held", {"held", "both"}),
        ("unheld", {"", "questioned"}),
        ("questioned", {"questioned", "both"}),
        ("unquestioned", {"", "held"}),
        ("clear", {""}),
    ],
)
def test_a_step_waits_for_plain_facts(when: When | None, open_in: set[str]) -> None:
    step = Step(name="x", action="loan:x", sources=("draft",), words="X", when=when)
    facts = {
        "": (False, False),
        "held": (True, False),
        "questioned": (False, True),
        "both": (True, True),
    }
    found = {
        name
        for name, (on_hold, questioned) in facts.items()
        if fits(step, Facts(on_hold=on_hold, questioned=questioned))
    }
    assert found == open_in


@pytest.mark.parametrize(
    ("when", "on_hold", "room", "is_open"),
    [
        ("room", False, True, True),
        ("room", False, False, False),
        ("full", False, False, True),
        ("full", False, True, False),
        (("unheld", "room"), False, True, True),
        (("unheld", "room"), True, True, False),
        (("unheld", "full"), False, True, False),
    ],
)
def test_a_step_may_ask_for_a_place_and_for_more_than_one_thing(
    when: When | tuple[When, ...], *, on_hold: bool, room: bool, is_open: bool
) -> None:
    step = Step(name="x", action="loan:x", sources=("draft",), words="X", when=when)
    assert fits(step, Facts(on_hold=on_hold, room=room)) is is_open


def test_a_step_is_known_by_its_name() -> None:
    reopen = step_named(LENDINGS, "reopen")
    assert reopen is not None
    assert reopen.reopens
    assert step_named(LENDINGS, "burn") is None


def test_a_changed_deadline_is_a_change_of_the_file_alone() -> None:
    due = []
    for days in (5, 6):
        text = LENDING.replace("working_days = 5", f"working_days = {days}")
        rule = load({"lending.toml": text})["lending"].states["checking"].deadline
        assert rule is not None
        due.append(deadline_of(rule, Clock(since=MONDAY), LONDON_BANK_HOLIDAYS).due_on)
    assert due == [date(2026, 6, 8), date(2026, 6, 9)]


@pytest.mark.parametrize(
    ("rule", "due", "words"),
    [
        (DeadlineRule(working_days=5), date(2026, 6, 9), "5 working days"),
        (DeadlineRule(calendar_days=1), date(2026, 6, 3), "1 day"),
        (DeadlineRule(months=3), date(2026, 9, 2), "3 months"),
    ],
)
def test_each_kind_of_deadline_is_counted_with_its_pauses(rule: DeadlineRule, due: date, words: str) -> None:
    day_off = Pause(since=MONDAY.replace(day=2), until=MONDAY.replace(day=3), why="a hold")
    clock = Clock(since=MONDAY, pauses=(day_off,))
    assert deadline_of(rule, clock, LONDON_BANK_HOLIDAYS).due_on == due
    assert rule.words == words


@pytest.mark.parametrize(
    "rule",
    [DeadlineRule(working_days=5), DeadlineRule(calendar_days=5), DeadlineRule(months=1)],
)
def test_more_time_reaches_each_kind_of_deadline(rule: DeadlineRule) -> None:
    more = date(2026, 9, 1)
    clock = Clock(since=MONDAY, extended_to=more)
    assert deadline_of(rule, clock, LONDON_BANK_HOLIDAYS).due_on == more


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
