"""Conditions as people type them: one a line, with a day where they are for a time."""

from datetime import date

import pytest

from csas.domain import conditions, refusals
from csas.domain.conditions import Condition

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("A supervisor on every shift", Condition(words="A supervisor on every shift")),
        ("No patrols until 31 March 2027", Condition(words="No patrols", until=date(2027, 3, 31))),
        ("No patrols, until 1 Sep 2027.", Condition(words="No patrols", until=date(2027, 9, 1))),
        ("Nobody works until 10pm", Condition(words="Nobody works until 10pm")),
    ],
)
def test_a_day_at_the_end_is_its_end(line: str, found: Condition) -> None:
    assert conditions.read([line], TODAY) == (found,)
    assert conditions.read([found.sentence], TODAY) == (found,)


def test_all_faults_are_named_at_once() -> None:
    lines = ["Fine", "No patrols until 31 February 2027", "Late until 1 March 2020", "x" * 401]
    with pytest.raises(refusals.Faults) as refused:
        conditions.read(lines, TODAY)
    assert [fault.field for fault in refused.value.faults] == ["conditions.1", "conditions.2", "conditions.3"]


def test_the_same_condition_twice_is_one_and_too_many_are_refused() -> None:
    assert len(conditions.read(["Once", "Once"], TODAY)) == 1
    with pytest.raises(refusals.Faults):
        conditions.read([f"Condition {number}" for number in range(21)], TODAY)
