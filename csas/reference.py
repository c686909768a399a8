"""Writes the reference pages of docs/ from the code, so that they cannot fall behind it.

`csas reference` writes them; a test writes them again and compares. Nothing
here is read while the service runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from csas import commands
from csas.app import create_app
from csas.commands import registry
from csas.commands.loading import import_all, load_processes
from csas.commands.registry import Entry
from csas.domain import events, permissions, refusals
from csas.domain.slots import slots_of
from csas.domain.workflow import Definition, draw
from csas.settings import Settings, describe
from csas.store import definitions
from csas.store.catalogue import powers_in_file
from csas.store.settings_of_scheme import PROVISIONAL
from csas.web.errors import status_of

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by `csas reference`. Change the code, not this page. -->"


def write(_settings: Settings) -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


def pages() -> dict[str, str]:
    """The text of every page by its file name."""
    load_processes()
    import_all(commands)
    return {
        "settings.md": _page("Settings", _settings()),
        "scheme-settings.md": _page("Settings of a scheme", _scheme_settings()),
        "routes.md": _page("Routes and who may use them", _routes()),
        "workflows.md": _page("Workflows", _workflows()),
        "commands.md": _page("Commands", _commands()),
        "permissions.md": _page("Actions and roles", _permissions()),
        "refusals.md": _page("Refusals", _refusals()),
        "events.md": _page("Events", _events()),
        "powers.md": _page("Powers of Schedule 5", _powers()),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    return "\n".join([f"# {title}", "", MADE, "", *lines]).rstrip() + "\n"


def _table(*head: str) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _settings() -> Iterator[str]:
    yield "Read once from the environment. A variable that begins with `CSAS_` and is not in this table is an error."
    yield ""
    yield from _table("Variable", "What it is for", "Default")
    for name, words, default in describe():
        yield _row(f"`{name}`", words, "" if default is None else f"`{default}`")


def _scheme_settings() -> Iterator[str]:
    yield "Amounts and periods are data of the scheme, each dated. These are what a scheme starts with; all are provisional."
    yield ""
    yield from _table("Name", "Value", "Meaning")
    for name, (value, unit) in PROVISIONAL.items():
        yield _row(f"`{name}`", value, unit)


def _routes() -> Iterator[str]:
    yield "Each route names its action; one that names none is closed. A page about a case answers “not found” to"
    yield "anybody who may not see the case."
    yield ""
    yield from _table("Method", "Address", "Action", "Who")
    for method, path, action in routes():
        yield _row(method, f"`{path}`", f"`{action}`", who(action))


def routes() -> list[tuple[str, str, str]]:
    """Every route as method, address and action."""
    with TemporaryDirectory() as folder:
        app = create_app(Settings(var_dir=Path(folder)))
    found: list[tuple[str, str, str]] = []
    for route in app.routes:
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)]):
            action = handler.opt.get("action") if handler is not None else None
            if action:
                methods = sorted(str(method) for method in getattr(handler, "http_methods", {"GET"}))
                found.extend((method, _plain(route.path), action) for method in methods if method != "OPTIONS")
    return sorted(set(found), key=lambda each: (each[1], each[0]))


def _plain(path: str) -> str:
    for kind in ("str", "path", "int"):
        path = path.replace(f":{kind}}}", "}")
    return path


def who(action: str) -> str:
    """Who may take an action, role by role."""
    parts = []
    for grant in permissions.ACTIONS[action]:
        words = {
            "anyone": "anyone",
            "signed-in": "anyone signed in",
            "clock": "the clock",
            "own": "about themselves",
            "organisation": "in the organisation",
            "partnership": "in the partnership",
            "respondent": "for whoever must answer",
            "scheme": "in the scheme",
        }[grant.scope]
        roles = ", ".join(grant.roles)
        parts.append(f"{roles} ({words})" if roles else words)
    return "; ".join(parts)


def _workflows() -> Iterator[str]:
    yield "Drawn from `workflows/*.toml`. When a step may be taken stands there; who may take it, under *Actions and roles*."
    for definition in definitions.all_current().values():
        yield from _workflow(definition)


def _workflow(definition: Definition) -> Iterator[str]:
    yield ""
    yield f"## {definition.title} (`{definition.process}`)"
    yield ""
    if definition.differences:
        yield f"Starts from `{definition.extends}`, with these differences:"
        yield ""
        for difference in definition.differences:
            yield f"- {difference.change} `{difference.what}`: {difference.reason}"
        yield ""
    yield "```mermaid"
    yield draw(definition).strip()
    yield "```"
    yield ""
    yield from _table("State", "Shown as", "Stage", "Held by", "Deadline")
    for name, state in definition.states.items():
        deadline = state.deadline.words if state.deadline else ""
        yield _row(f"`{name}`", state.words, state.stage, state.held_by, deadline)
    yield ""
    yield from _table("Step", "Action", "From", "To", "Words")
    for step in definition.steps:
        yield _row(f"`{step.name}`", f"`{step.action}`", ", ".join(step.sources), step.to or "stays", step.words)


def _commands() -> Iterator[str]:
    yield (
        "Each command is a page, an operation of the API, one transaction and one event. "
        "What the clock alone does has no page and stands under *Workflows*."
    )
    for key, entry in sorted(registry.REGISTRY.items()):
        if entry.is_open:
            yield from _command(key, entry)


def _command(key: str, entry: Entry) -> Iterator[str]:
    yield ""
    yield f"## `{key}`"
    yield ""
    yield f"{entry.about} Who: {who(entry.action)}."
    yield ""
    yield f"`POST /api/v1{entry.path}`"
    yield ""
    yield from _fields(entry.struct)


def _fields(struct: Any) -> Iterator[str]:
    slots = [slot for slot in slots_of(struct) if slot.name not in {"ref", "seen"}]
    if not slots:
        yield "No fields."
        return
    yield from _table("Field", "What", "Needed", "Longest")
    for slot in slots:
        yield _row(f"`{slot.name}`", slot.title, "yes" if slot.required else "", slot.most or "")


def _permissions() -> Iterator[str]:
    yield "## Roles"
    yield ""
    for role, words in permissions.ROLES.items():
        yield f"- `{role}`: {words}"
    yield ""
    yield "## Actions"
    yield ""
    yield from _table("Action", "Who", "Part taken in the case")
    for action in permissions.ACTIONS:
        yield _row(f"`{action}`", who(action), permissions.PARTS.get(action, ""))
    yield ""
    yield "A person takes one part in a case. Whoever has taken one cannot take another, whatever their roles."


def _refusals() -> Iterator[str]:
    yield "The same refusal serves page, API, journal and letter. `{…}` is filled from the facts of the case."
    yield ""
    yield from _table("Code", "Status", "Words")
    for kind in sorted(refusals.all_refusals(), key=lambda kind: kind.code):
        yield _row(f"`{kind.code}`", status_of(kind.__new__(kind)), kind.words)


def _events() -> Iterator[str]:
    yield "What the journal holds. A published tag is never renamed."
    yield ""
    yield from _table("Tag", "Told as")
    for tag, words in events.WORDS.items():
        yield _row(f"`{tag}`", words)


def _powers() -> Iterator[str]:
    yield "From `csas/seeds/powers.toml`. Every date is recalled and must be checked before a power is adopted."
    yield ""
    yield from _table("Code", "Paragraph", "Power", "Underlying law", "In law", "Confidence")
    for power in powers_in_file():
        since, until = power.get("from", ""), power.get("until", "")
        life = f"{since} to {until}" if until else (f"from {since}" if since else "")
        yield _row(power["code"], power["paragraph"], power["title"], power["law"], life, power["confidence"])
    yield ""
    yield "## Where each was seen, and what remains to be checked"
    yield ""
    yield from _table("Code", "Where it is good", "Needs", "Seen in", "To be checked")
    for power in powers_in_file():
        where = "any police area" if power["territory"] == "any" else "the force’s police area"
        needs = " or ".join(power.get("needs_any", []))
        yield _row(power["code"], where, needs, power["source"], power["doubt"])
    yield ""
    yield "## Offences that can be ticked"
    yield ""
    yield "All are recalled. An application ticks them; for a power without any it names them, as for byelaws."
    yield ""
    yield from _table("Code", "Offences")
    for power in powers_in_file():
        if power.get("offences"):
            yield _row(power["code"], "; ".join(power["offences"]))
    yield ""
    yield "Never to be named, by paragraph 1(2A):"
    yield ""
    yield from _table("Code", "Offences")
    for power in powers_in_file():
        if power.get("barred_offences"):
            yield _row(power["code"], "; ".join(power["barred_offences"]))
