"""One word per thing: addresses, actions, events, refusals and steps all have words, and each its entry."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from csas.app import create_app
from csas.commands import registry
from csas.domain import events, permissions, refusals
from csas.domain.refusals import Refusal
from csas.settings import Settings
from csas.store import constraints
from csas.web import errors

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
KEBAB = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]{3,4})?|\{[a-z_]+\})$")
TAG = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*$")
SOURCE = {path: path.read_text("utf-8") for path in sorted((ROOT / "csas").rglob("*.py"))}


@pytest.fixture(scope="module")
def handlers(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Any]]:
    app = create_app(Settings(database_url="postgresql://nowhere/csas", var_dir=tmp_path_factory.mktemp("var")))
    return [(route.path_format, one) for route in app.routes for one in getattr(route, "route_handlers", [])]


def test_addresses_are_kebab_case(handlers: list[tuple[str, Any]]) -> None:
    odd = {path for path, _ in handlers for part in path.split("/") if part and not KEBAB.match(part)}
    assert not odd


def test_every_parameter_of_an_address_has_its_type(handlers: list[tuple[str, Any]]) -> None:
    for path, handler in handlers:
        for parameter in re.findall(r"\{([^}]+)\}", path):
            assert any(f"{{{parameter}:" in given for given in handler.paths) or path.startswith("/static"), path


def test_every_handler_names_an_action_that_is_known(handlers: list[tuple[str, Any]]) -> None:
    closed = {path for path, one in handlers if one.opt.get("action") is None and one.http_methods != {"OPTIONS"}}
    assert not closed
    assert {one.opt["action"] for _, one in handlers if one.opt.get("action")} <= set(permissions.ACTIONS)


def test_reading_never_changes(handlers: list[tuple[str, Any]]) -> None:
    """A change is a POST; no handler answers both, and there is no other verb."""
    for path, one in handlers:
        assert one.http_methods <= {"GET", "HEAD"} or one.http_methods in ({"POST"}, {"OPTIONS"}), path


def test_every_action_is_a_noun_and_a_verb_with_its_entry() -> None:
    entries = (REFERENCE / "permissions.md").read_text("utf-8")
    for action in permissions.ACTIONS:
        assert TAG.match(action)
        assert f"`{action}`" in entries, action


def test_every_action_leads_somewhere(handlers: list[tuple[str, Any]]) -> None:
    """An action is a route's, a command's, a workflow's, or asked for by name; none is left over."""
    routed = {one.opt.get("action") for _, one in handlers}
    asked = {action for action in permissions.ACTIONS if sum(f'"{action}"' in text for text in SOURCE.values()) > 1}
    stepped = {step["action"] for step in _steps()}
    commanded = {entry.action for entry in registry.REGISTRY.values()}
    assert set(permissions.ACTIONS) - routed - asked - stepped - commanded == set()


def _steps() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "workflows").glob("*.toml")):
        yield from tomllib.loads(path.read_text("utf-8")).get("step", [])


def test_every_event_that_is_recorded_has_words_and_an_entry() -> None:
    entries = (REFERENCE / "events.md").read_text("utf-8")
    recorded = {tag for text in SOURCE.values() for tag in re.findall(r'record\(\s*(?:tag=)?"([a-z:-]+)"', text)}
    assert recorded <= set(events.WORDS), recorded - set(events.WORDS)
    assert len(recorded) > 40
    for tag, words in events.WORDS.items():
        assert TAG.match(tag)
        assert not words.endswith("."), tag
        assert f"`{tag}`" in entries, tag


def test_every_refusal_has_words_a_status_a_screen_and_an_entry() -> None:
    entries = (REFERENCE / "refusals.md").read_text("utf-8")
    family = [kind for kind in refusals.all_refusals() if kind is not Refusal and kind.code != "answered-before"]
    assert len({kind.code for kind in family}) == len(family)
    for kind in family:
        assert kind.words.rstrip("”").endswith((".", "?")) or kind.words.endswith("}"), kind
        assert 400 <= errors.status_of(kind.__new__(kind)) < 504, kind
        assert f"`{kind.code}`" in entries, kind


def test_every_constraint_that_is_a_refusal_has_facts_for_its_words() -> None:
    for name, kind in constraints.REFUSALS.items():
        assert kind(**constraints.FACTS).message, name


def test_every_command_has_a_sentence_and_an_entry() -> None:
    entries = (REFERENCE / "commands.md").read_text("utf-8")
    for key, entry in registry.REGISTRY.items():
        assert entry.words[0].isupper(), key
        assert entry.about.endswith("."), key
        assert (entry.path in entries) == entry.is_open, key


def test_every_step_of_a_process_has_its_command() -> None:
    """A step is taken by its command, by another's act, or by the added step's one page."""
    names = {entry.action for entry in registry.REGISTRY.values()}
    followed = {
        "application:settle",
        "application:replace",
        "application:reopen",
        "individual:replace",
        "individual:reopen",
        "standards:supersede",
        "endorsement:reopen",
        "review:lapse",
    }
    assert {step["action"] for step in _steps()} - names - {"application:proceed"} <= followed
