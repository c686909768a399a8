"""A workflow file is read into records, or every fault is named with its file and place."""

import msgspec
import pytest

from csas.domain.workflow import (
    DeadlineRule,
    Definition,
    FaultyDefinitions,
    Step,
    digest,
    load,
    step_named,
)
from tests.domain.processes import LENDING, SHORT


def faults_of(**texts: str) -> list[str]:
    with pytest.raises(FaultyDefinitions) as faulty:
        load({f"{name}.toml": text for name, text in texts.items()})
    return [str(problem) for problem in faulty.value.problems]


def test_a_process_is_read_as_it_is_written() -> None:
    lending = load({"lending.toml": LENDING})["lending"]
    assert list(lending.states) == ["draft", "checking", "refused", "lent"]
    assert lending.states["checking"].deadline == DeadlineRule(working_days=5, action="loan:lapse")
    assert step_named(lending, "ask") == Step(
        name="ask",
        action="loan:ask",
        sources=("draft",),
        to="checking",
        words="Ask for the book",
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "working_days = 5",
            'working_days = "5"',
            "state.checking.deadline.working_days: must be a whole number, not text",
        ),
        (
            "working_days = 5",
            "working_days = 0",
            "state.checking.deadline: a deadline needs at least one day or month",
        ),
        (
            "working_days = 5",
            "working_days = 5, months = 1",
            "state.checking.deadline: give exactly one of working_days, calendar_days and months",
        ),
        (
            "working_days = 5",
            "days = 5",
            "state.checking.deadline: “days” is not a known field",
        ),
        (
            'held_by = "office"',
            'held_by = "ofice"',
            (
                "state.checking.held_by: 'ofice' is not one of "
                "applicant, partnership, vetting, office, decider, reviewer, nobody"
            ),
        ),
        (
            'stage = "application"\nheld_by = "office"',
            'stage = "two"\nheld_by = "office"',
            ("state.checking.stage: 'two' is not one of standards, application, endorsement, decision, review"),
        ),
        (
            'colour = "blue"',
            'colour = "plaid"',
            (
                "state.checking.colour: 'plaid' is not one of grey, green, teal, turquoise, "
                "blue, purple, magenta, pink, red, orange, yellow"
            ),
        ),
        (
            'colour = "blue"',
            'role = "clerk"',
            "state.checking: “role” is not a known field",
        ),
        (
            'reason = "required"',
            'reason = "please"',
            "step.refuse.reason: 'please' is not one of none, optional, required",
        ),
        (
            'words = "Lend"',
            "",
            "step.lend: “words” must be given",
        ),
        (
            'words = "Lend"',
            'words = "Lend"\nguard = "amount > 3"',
            "step.lend: “guard” is not a known field",
        ),
        (
            'words = "Lend"',
            'words = "Lend"\nwhen = "sunny"',
            "step.lend.when: 'sunny' is not one of held, unheld, questioned, unquestioned, clear, room, full",
        ),
        (
            'from = ["draft"]',
            'from = ["draft", 3]',
            "step.ask.from[1]: must be text, not a whole number",
        ),
        ('name = "lend"', 'name = "refuse"', "step.refuse: there are two steps of this name"),
        ('name = "lend"', "name = 3", "step.4: needs an action or a name"),
        (
            'name = "lend"',
            'name = "Lend it"',
            "step.Lend it: must have a name in small letters and hyphens",
        ),
        (
            "[state.lent]",
            '[state."Lent out"]',
            "state.Lent out: must have a name in small letters and hyphens",
        ),
        (
            "editable = true",
            'name = "draft"',
            "state.draft.name: is not a known field",
        ),
        ('title = "Lending of a book"', "", "title: must be given"),
        ('title = "Lending of a book"', 'title = " "', "title: must be given"),
        ('initial = "draft"', 'initial = "draft"\nowner = "x"', "owner: is not a known field here"),
        ('process = "lending"', "", "process: must be a name in small letters and hyphens"),
        (
            'process = "lending"',
            'process = "Lending"',
            "process: must be a name in small letters and hyphens",
        ),
    ],
)
def test_a_fault_names_its_file_and_place(old: str, new: str, fault: str) -> None:
    assert f"lending.toml: {fault}" in faults_of(lending=LENDING.replace(old, new, 1))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("state = 3", "state: must be tables such as [state.draft]"),
        ("step = 3", "step: must be tables headed [[step]]"),
        ("step = [3]", "step: must be tables headed [[step]]"),
        ("[state]\ndraft = 3", "state.draft: must be a table"),
    ],
)
def test_a_file_of_another_shape_is_refused(text: str, fault: str) -> None:
    head = 'process = "odd"\ntitle = "Odd"\ninitial = "draft"\n'
    assert f"odd.toml: {fault}" in faults_of(odd=head + text)


def test_what_is_not_toml_says_where() -> None:
    [fault] = faults_of(lending="process = lending")
    assert fault.startswith("lending.toml: is not TOML: ")
    assert "line 1" in fault


def test_all_faults_of_all_files_come_at_once() -> None:
    broken = LENDING.replace("working_days = 5", "working_days = true")
    faults = faults_of(
        lending=broken.replace('words = "Lend"', ""),
        other=LENDING.replace('"lending"', '"other"').replace('colour = "blue"', "colour = 1"),
    )
    assert [fault.partition(":")[0] for fault in faults] == ["lending.toml"] * 2 + ["other.toml"]


def test_one_name_is_one_process() -> None:
    assert faults_of(one=LENDING, two=LENDING) == ["two.toml: process: “lending” is already defined in one.toml"]


def test_a_stored_definition_is_the_same_definition() -> None:
    for definition in load({"lending.toml": LENDING, "short.toml": SHORT}).values():
        stored = msgspec.json.encode(definition)
        found = msgspec.json.decode(stored, type=Definition)
        assert found == definition
        assert digest(found) == digest(definition)


def test_the_digest_knows_every_word_and_no_order_of_states() -> None:
    lending = load({"lending.toml": LENDING})["lending"]
    other = load({"lending.toml": LENDING.replace("Being checked", "Checked")})["lending"]
    assert digest(lending) != digest(other)
    turned = msgspec.structs.replace(lending, states=dict(reversed(lending.states.items())))
    assert digest(turned) == digest(lending)
    assert len(digest(lending)) == 64
