"""The workflow files that travel with csas can run, and a broken folder says why not."""

from pathlib import Path

import pytest

from csas.domain.permissions import ACTIONS
from csas.domain.workflow import FaultyDefinitions
from csas.resources import resource
from csas.store.workflow_files import check_folder, draw_folder, read_definitions
from tests.domain.processes import LENDING

CLOCK = {action for action, grants in ACTIONS.items() if any(grant.scope == "clock" for grant in grants)}


def test_the_processes_of_csas_have_no_fault() -> None:
    assert [str(problem) for problem in check_folder(resource("workflows"), ACTIONS, CLOCK)] == []


def test_the_vehicle_stopping_programme_asks_for_no_local_endorsement() -> None:
    definitions = read_definitions(resource("workflows"), ACTIONS, CLOCK)
    variant, base = definitions["vehicle-stopping"], definitions["accreditation"]
    assert variant.extends == base.process
    assert "awaiting-endorsement" in base.states
    assert "awaiting-endorsement" not in variant.states
    assert all(difference.reason for difference in variant.differences)


def test_each_process_can_be_drawn() -> None:
    drawn = draw_folder(resource("workflows"))
    assert all(text.startswith("stateDiagram-v2\n") for text in drawn.values())
    assert list(draw_folder(resource("workflows"), "appeal")) == ["appeal"]
    assert draw_folder(resource("workflows"), "nonsense") == {}


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({}, "holds no workflow files"),
        ({"lending.toml": "process ="}, "lending.toml: is not TOML"),
        ({"lending.toml": LENDING}, "lending.toml: step.ask.action: permissions knows no action"),
    ],
)
def test_a_faulty_folder_says_why(tmp_path: Path, files: dict[str, str], fault: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert any(fault in str(problem) for problem in check_folder(tmp_path, ACTIONS, CLOCK))
    with pytest.raises(FaultyDefinitions):
        read_definitions(tmp_path, ACTIONS, CLOCK)
