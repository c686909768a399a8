"""From the text of the workflow files to definitions, with each variant merged into its base.

Tables are decoded one by one, so that a fault names its file, its place such
as `state.draft.deadline.working_days`, and what is wrong; all faults of all
files come at once. Whether a definition makes sense is workflow_check's matter.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from typing import TypeVar, get_args

import msgspec

from csas.domain.definitions import (
    Change,
    Colour,
    Definition,
    Difference,
    Problem,
    ReasonRule,
    Side,
    Stage,
    State,
    Step,
    When,
    told_once,
    verb,
)
from csas.domain.workflow_merge import Table, apply

Item = TypeVar("Item", State, Step, Difference)

_BASE_KEYS = frozenset({"process", "title", "initial", "state", "step"})
_VARIANT_KEYS = frozenset({"process", "extends", "difference"})
_CHOICES = {
    "stage": Stage,
    "held_by": Side,
    "colour": Colour,
    "reason": ReasonRule,
    "change": Change,
    "when": When,
}
_WITH_PATH = re.compile(r"(?P<fault>.*) - at `\$(?P<path>.*)`", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class FaultyDefinitions(Exception):
    """The workflow files cannot be used; `problems` says everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def load(files: Mapping[str, str]) -> dict[str, Definition]:
    """Every process in these files by its name; raises with all faults if there is one."""
    reading = _Reading()
    for file, text in files.items():
        reading.read(file, text)
    definitions = {process: reading.definition(process) for process in reading.tables}
    if reading.problems:
        raise FaultyDefinitions(tuple(told_once(reading.problems, reading.bases())))
    return {process: found for process, found in definitions.items() if found is not None}


class _Reading:
    """One pass over all files, gathering problems on the way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.tables: dict[str, Table] = {}
        self.files: dict[str, str] = {}

    def fault(self, file: str, path: str, fault: str) -> None:
        self.problems.append(Problem(file=file, path=path, fault=fault))

    def bases(self) -> dict[str, str]:
        """The file of each variant with the file of its base."""
        named = ((self.files[name], table.get("extends")) for name, table in self.tables.items())
        return {file: self.files[base] for file, base in named if base in self.files}

    def read(self, file: str, text: str) -> None:
        """Take in one file as plain tables, its steps keyed by name."""
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self.fault(file, "", f"is not TOML: {error}")
            return
        process = table.get("process")
        if not isinstance(process, str) or not _NAME.fullmatch(process):
            self.fault(file, "process", "must be a name in small letters and hyphens")
        elif process in self.tables:
            self.fault(file, "process", f"“{process}” is already defined in {self.files[process]}")
        else:
            self.files[process] = file
            self.tables[process] = self._shaped(file, table)

    def _shaped(self, file: str, table: Table) -> Table:
        known = _VARIANT_KEYS if "extends" in table else _BASE_KEYS
        for key in sorted(table.keys() - known):
            self.fault(file, key, "is not a known field here")
        if "extends" in table:
            return table
        states = table.get("state", {})
        if not isinstance(states, dict):
            self.fault(file, "state", "must be tables such as [state.draft]")
            states = {}
        return {**table, "state": states, "step": self._steps_by_name(file, table.get("step", []))}

    def _steps_by_name(self, file: str, steps: object) -> Table:
        if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
            self.fault(file, "step", "must be tables headed [[step]]")
            return {}
        named: Table = {}
        for number, step in enumerate(steps, start=1):
            name = step.get("name", verb(str(step.get("action", ""))))
            if not isinstance(name, str) or not name:
                self.fault(file, f"step.{number}", "needs an action or a name")
            elif name in named:
                self.fault(file, f"step.{name}", "there are two steps of this name")
            else:
                named[name] = {key: value for key, value in step.items() if key != "name"}
        return named

    def definition(self, process: str) -> Definition | None:
        file, table = self.files[process], self.tables[process]
        differences = self._differences(process)
        merged = self._merged(process, ())
        if merged is None:
            return None
        states = {name: self._item(file, f"state.{name}", name, body, State) for name, body in merged["state"].items()}
        steps = [self._item(file, f"step.{name}", name, body, Step) for name, body in merged["step"].items()]
        return Definition(
            process=process,
            title=self._text(file, merged, "title"),
            initial=self._text(file, merged, "initial"),
            states={name: state for name, state in states.items() if state is not None},
            steps=tuple(step for step in steps if step is not None),
            extends=table.get("extends"),
            differences=differences,
        )

    def _text(self, file: str, table: Table, key: str) -> str:
        text = table.get(key)
        if not isinstance(text, str) or not text.strip():
            self.fault(file, key, "must be given")
            return ""
        return text

    def _item(self, file: str, path: str, name: str, body: object, kind: type[Item]) -> Item | None:
        if not isinstance(body, dict):
            self.fault(file, path, "must be a table")
            return None
        if not _NAME.fullmatch(name):
            self.fault(file, path, "must have a name in small letters and hyphens")
        if "name" in body:
            self.fault(file, f"{path}.name", "is not a known field")
        return self._converted(file, path, {**body, "name": name}, kind)

    def _converted(self, file: str, path: str, body: Table, kind: type[Item]) -> Item | None:
        try:
            return msgspec.convert(body, kind)
        except msgspec.ValidationError as error:
            self.fault(file, *_place(path, str(error)))
            return None

    def _differences(self, process: str) -> tuple[Difference, ...]:
        """The variant's own list: what it changes, and not what its base changed before."""
        file, raw = self.files[process], self.tables[process].get("difference", [])
        if not isinstance(raw, list) or not all(isinstance(body, dict) for body in raw):
            self.fault(file, "difference", "must be tables headed [[difference]]")
            return ()
        found = [self._converted(file, f"difference.{n}", body, Difference) for n, body in enumerate(raw, start=1)]
        return tuple(difference for difference in found if difference is not None)

    def _merged(self, process: str, seen: tuple[str, ...]) -> Table | None:
        table, file = self.tables[process], self.files[process]
        base = table.get("extends")
        if base is None and "extends" not in table:
            return copy.deepcopy(table)
        if not isinstance(base, str) or base not in self.tables:
            self.fault(file, "extends", f"there is no process “{base}”")
            return None
        if base in (*seen, process):
            self.fault(file, "extends", "a process cannot start from itself")
            return None
        merged = self._merged(base, (*seen, process))
        return None if merged is None else self._changed(merged, process, report=not seen)

    def _changed(self, merged: Table, process: str, *, report: bool) -> Table:
        raw = self.tables[process].get("difference", [])
        for number, body in enumerate(raw if isinstance(raw, list) else [], start=1):
            fault = apply(merged, body) if isinstance(body, dict) else None
            if fault and report:
                self.fault(self.files[process], f"difference.{number}", fault)
        return merged


def _place(path: str, message: str) -> tuple[str, str]:
    """A message of msgspec as the path of the fault and the fault in plain words."""
    match = _WITH_PATH.fullmatch(message)
    if match is None:
        return path, _plain(message)
    field = match["path"].rpartition(".")[2]
    if field in _CHOICES and match["fault"].startswith("Invalid enum value"):
        wrong = match["fault"].removeprefix("Invalid enum value ")
        return path + match["path"], f"{wrong} is not one of {', '.join(get_args(_CHOICES[field]))}"
    return path + match["path"], _plain(match["fault"])


def _plain(message: str) -> str:
    for pattern, words in _SENTENCES:
        match = pattern.fullmatch(message)
        if match:
            return words.format(*(_KINDS.get(part, part) for part in match.groups()))
    return message


_SENTENCES = (
    (re.compile(r"Expected `(\w+)(?: \| null)?`, got `(\w+)`"), "must be {}, not {}"),
    (re.compile(r"Object contains unknown field `(.*)`"), "“{}” is not a known field"),
    (re.compile(r"Object missing required field `(.*)`"), "“{}” must be given"),
)
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
