"""The workflow files as they lie in a folder: read, loaded, checked and drawn.

It finds no folder by itself and keeps nothing; whoever starts the service says
where the files are and which actions permissions knows.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from csas.domain.workflow import (
    Definition,
    FaultyDefinitions,
    Problem,
    check,
    draw,
    load,
    told_once,
)
from csas.store.definitions import read


def read_definitions(folder: Path, actions: Collection[str], clock_actions: Collection[str]) -> dict[str, Definition]:
    """Every process in the folder; raises FaultyDefinitions unless all of them can run."""
    definitions = load(read(folder))
    problems = [problem for definition in definitions.values() for problem in check(definition, actions, clock_actions)]
    if problems or not definitions:
        bases = {f"{d.process}.toml": f"{d.extends}.toml" for d in definitions.values()}
        raise FaultyDefinitions(tuple(told_once(problems, bases)) or (_nothing(folder),))
    return definitions


def check_folder(folder: Path, actions: Collection[str], clock_actions: Collection[str]) -> list[Problem]:
    """What `csas workflow check` prints, one line each; nothing when all is well."""
    try:
        read_definitions(folder, actions, clock_actions)
    except FaultyDefinitions as faulty:
        return list(faulty.problems)
    return []


def draw_folder(folder: Path, process: str | None = None) -> dict[str, str]:
    """What `csas workflow draw` prints: the diagram of one process, or of each, by name."""
    definitions = load(read(folder))
    return {name: draw(definition) for name, definition in definitions.items() if process in {None, name}}


def _nothing(folder: Path) -> Problem:
    return Problem(file=folder.name, path="", fault="holds no workflow files")
