"""A variant is its base with listed differences, each with its reason."""

import pytest

from csas.domain.workflow import FaultyDefinitions, check, load, step_named
from tests.domain.processes import ACTIONS, CLOCK_ACTIONS, LENDING, SHORT

HEAD = 'process = "other"\nextends = "lending"\n'


def difference(change: str, what: str, value: str | None = None) -> str:
    given = "" if value is None else f"value = {value}\n"
    return f'{HEAD}[[difference]]\nchange = "{change}"\nwhat = "{what}"\n{given}reason = "So."\n'


def faults_of(variant: str) -> list[str]:
    with pytest.raises(FaultyDefinitions) as faulty:
        load({"lending.toml": LENDING, "other.toml": variant})
    return [str(problem) for problem in faulty.value.problems]


def test_its_differences_are_merged_and_listed() -> None:
    loaded = load({"short.toml": SHORT, "lending.toml": LENDING})
    short, lending = loaded["short-loan"], loaded["lending"]
    assert short.title == "Short loan"
    assert short.extends == "lending"
    assert [change.what for change in short.differences][:2] == [
        "title",
        "state.checking.deadline.working_days",
    ]
    deadline = short.states["checking"].deadline
    assert deadline is not None
    assert (deadline.working_days, deadline.action) == (1, "loan:lapse")
    assert {step.name for step in short.steps} ^ {step.name for step in lending.steps} == {
        "remind",
        "reopen",
    }
    assert not check(short, ACTIONS, CLOCK_ACTIONS)


def test_its_base_stays_as_it_was() -> None:
    alone = load({"lending.toml": LENDING})["lending"]
    assert load({"lending.toml": LENDING, "short.toml": SHORT})["lending"] == alone
    assert alone.differences == ()


def test_a_variant_of_a_variant_starts_from_the_merged_one() -> None:
    shorter = difference("replace", "step.remind.words", '"Nudge"').replace("lending", "short-loan")
    other = load({"1.toml": LENDING, "2.toml": SHORT, "3.toml": shorter})["other"]
    remind = step_named(other, "remind")
    assert remind is not None
    assert remind.words == "Nudge"
    assert other.title == "Short loan"
    assert len(other.differences) == 1


def test_removing_a_state_removes_it_from_the_steps_that_leave_it() -> None:
    variant = "".join(
        (
            difference("remove", "state.draft"),
            difference("replace", "initial", '"checking"').removeprefix(HEAD),
            difference("remove", "step.ask").removeprefix(HEAD),
        )
    )
    other = load({"lending.toml": LENDING, "other.toml": variant})["other"]
    note = step_named(other, "note")
    assert note is not None
    assert note.sources == ("checking",)
    assert not check(other, ACTIONS, CLOCK_ACTIONS)


@pytest.mark.parametrize(
    ("variant", "fault"),
    [
        (difference("remove", "state.lost"), "there is no “state.lost” to remove"),
        (difference("replace", "step.lost", "{}"), "there is no “step.lost” to replace"),
        (difference("add", "state.lost.words", '"x"'), "there is no “state.lost”"),
        (difference("add", "state.draft.words.loud", '"x"'), "there is no “state.draft.words”"),
        (difference("add", "step.lend", "{}"), "“step.lend” is there already"),
        (difference("remove", "step.lend", '"x"'), "to remove needs no value"),
        (difference("replace", "title"), "to replace needs a value"),
        (difference("add", "state.draft.hint"), "to add needs a value"),
        *(
            (
                difference("replace", what, '"x"'),
                f"“{what}” cannot be changed; name the title, the initial state, a state or a step",
            )
            for what in ("process", "state", "title.short", "step.", "")
        ),
    ],
)
def test_a_difference_must_fit_its_base(variant: str, fault: str) -> None:
    assert f"other.toml: difference.1: {fault}" in faults_of(variant)


@pytest.mark.parametrize(
    ("variant", "fault"),
    [
        (difference("swap", "title", '"x"'), "difference.1.change: 'swap' is not one of"),
        (difference("remove", "step.note").replace("reason", "why"), "difference.1: "),
        (HEAD + "difference = 3", "difference: must be tables headed [[difference]]"),
        (HEAD + "difference = [3]", "difference: must be tables headed [[difference]]"),
        (HEAD + 'title = "Other"', "title: is not a known field here"),
        (HEAD.replace("lending", "lost"), "extends: there is no process “lost”"),
        (HEAD.replace('"lending"', "3"), "extends: there is no process “3”"),
        (HEAD.replace("lending", "other"), "extends: a process cannot start from itself"),
        (difference("replace", "step.lend", "3"), "step.lend: must be a table"),
        (difference("replace", "title", "3"), "title: must be given"),
    ],
)
def test_a_faulty_variant_says_what_is_wrong(variant: str, fault: str) -> None:
    assert any(found.startswith(f"other.toml: {fault}") for found in faults_of(variant))


def test_removing_a_state_minds_a_step_that_is_no_table() -> None:
    variant = difference("replace", "step.lend", "3") + difference("remove", "state.draft")
    assert faults_of(HEAD + variant.replace(HEAD, "")) == ["other.toml: step.lend: must be a table"]


def test_two_cannot_start_from_each_other() -> None:
    with pytest.raises(FaultyDefinitions, match="cannot start from itself"):
        load(
            {
                "a.toml": 'process = "a"\nextends = "b"',
                "b.toml": 'process = "b"\nextends = "a"',
            }
        )


def test_a_fault_of_the_base_is_told_once() -> None:
    broken = LENDING.replace('colour = "blue"', 'colour = "plaid"')
    with pytest.raises(FaultyDefinitions) as faulty:
        load({"lending.toml": broken, "short.toml": SHORT})
    assert [problem.file for problem in faulty.value.problems] == ["lending.toml"]
