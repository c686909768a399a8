"""A definition that could trap or mislead a case is found before the service starts."""

import pytest

from csas.domain.workflow import check, load
from tests.domain.processes import ACTIONS, CLOCK_ACTIONS, LENDING, SHORT


def faults_in(text: str) -> list[str]:
    definition = load({"lending.toml": text})["lending"]
    return [str(problem) for problem in check(definition, ACTIONS, CLOCK_ACTIONS)]


def test_a_sound_process_has_no_fault() -> None:
    assert faults_in(LENDING) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('initial = "draft"', 'initial = "start"', "initial: there is no state “start”"),
        (
            'to = "lent"',
            'to = "gone"',
            "step.lend.to: there is no state “gone”",
        ),
        (
            'to = "lent"',
            'to = "refused"',
            "state.lent: cannot be reached from the initial state",
        ),
        (
            'from = ["draft"]',
            'from = ["draft", "idea"]',
            "step.ask.from: there is no state “idea”",
        ),
        ('from = ["draft"]', "from = []", "step.ask.from: must name at least one state"),
        (
            'to = "checking"\nwords = "Ask for the book"',
            'words = "Ask for the book"',
            "state.draft: has no way to a closed state",
        ),
        (
            "loan:ask",
            "loan:beg",
            "step.beg.action: permissions knows no action “loan:beg”",
        ),
        (
            '"loan:ask"',
            '"ask"',
            "step.ask.action: “ask” is not of the form noun:verb",
        ),
        ('words = "Lend"', 'words = " "', "step.lend.words: must say what the button shows"),
        ('words = "Draft"', 'words = ""', "state.draft.words: must say what the page shows"),
        (
            'words = "Lend"',
            'words = "Lend"\nwhen = ["room", "unheld", "full"]',
            "step.lend.when: can never be both “full” and “room”",
        ),
        (
            "reopens = true",
            "",
            "step.reopen: leaves the closed state “refused” without reopens = true",
        ),
        (
            'words = "Lend"',
            'words = "Lend"\nreopens = true',
            "step.lend.reopens: the step leaves no closed state",
        ),
        (
            'held_by = "applicant"',
            'held_by = "office"',
            "state.draft.editable: only a state held by the applicant can be editable",
        ),
        (
            "closed = true",
            "closed = true\ndeadline = { months = 1 }",
            "state.refused.deadline: a closed state cannot have a deadline",
        ),
        (
            'action = "loan:lapse" }',
            'action = "loan:note" }',
            "state.checking.deadline.action: loan:note is not open to the clock",
        ),
        (
            'action = "loan:lapse" }',
            'action = "loan:ask" }',
            "state.checking.deadline.action: no step takes loan:ask from “checking”",
        ),
        (
            'to = "lent"',
            'to = "refused"',
            "step.lend: does the same as step “refuse” from “checking”",
        ),
    ],
)
def test_each_fault_is_found(old: str, new: str, fault: str) -> None:
    assert f"lending.toml: {fault}" in faults_in(LENDING.replace(old, new, 1))


def test_a_process_without_an_end_is_refused() -> None:
    assert "lending.toml: state: no state is closed" in faults_in(LENDING.replace("closed = true", ""))


def test_a_difference_says_why() -> None:
    variant = SHORT.replace('"Ask again instead."', '""')
    short = load({"lending.toml": LENDING, "short.toml": variant})["short-loan"]
    [problem] = check(short, ACTIONS, CLOCK_ACTIONS, file="short.toml")
    assert str(problem) == "short.toml: difference.4.reason: must say why the variant differs"


def test_a_step_of_a_name_taken_twice_is_found_however_the_definition_came() -> None:
    lending = load({"lending.toml": LENDING})["lending"]
    doubled = type(lending)(
        process="lending",
        title="Lending",
        initial="draft",
        states=lending.states,
        steps=(*lending.steps, lending.steps[0]),
    )
    faults = [problem.fault for problem in check(doubled, ACTIONS, CLOCK_ACTIONS)]
    assert faults == ["there are two steps of this name"]
