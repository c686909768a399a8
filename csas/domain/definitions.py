"""What a process is: states, steps, deadlines, and how a variant differs from its base.

Plain frozen records that say what may follow what. They name sides and not
roles, hold no expression, and know no particular state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from csas.domain.values import Count, Struct

Stage = Literal["standards", "application", "endorsement", "decision", "review"]
Side = Literal["applicant", "partnership", "vetting", "office", "decider", "reviewer", "nobody"]
Colour = Literal[
    "grey",
    "green",
    "teal",
    "turquoise",
    "blue",
    "purple",
    "magenta",
    "pink",
    "red",
    "orange",
    "yellow",
]
ReasonRule = Literal["none", "optional", "required"]
Change = Literal["remove", "add", "replace"]
When = Literal["held", "unheld", "questioned", "unquestioned", "clear", "room", "full"]


class DeadlineRule(Struct, omit_defaults=True):
    """How long a state may last, and the step the clock takes when that time has passed."""

    working_days: Count | None = None
    calendar_days: Count | None = None
    months: Count | None = None
    action: str | None = None

    def __post_init__(self) -> None:
        lengths = [n for n in (self.working_days, self.calendar_days, self.months) if n is not None]
        if len(lengths) != 1:
            message = "give exactly one of working_days, calendar_days and months"
            raise ValueError(message)
        if lengths[0] < 1:
            message = "a deadline needs at least one day or month"
            raise ValueError(message)

    @property
    def words(self) -> str:
        """The length as a person says it: “5 working days”."""
        if self.working_days is not None:
            return _counted(self.working_days, "working day")
        if self.calendar_days is not None:
            return _counted(self.calendar_days, "day")
        return _counted(self.months or 0, "month")


class State(Struct, omit_defaults=True):
    """Where a case can stand, whose turn it then is, and what happens next."""

    name: str
    words: str
    stage: Stage
    held_by: Side
    next: str = ""
    editable: bool = False
    closed: bool = False
    colour: Colour = "grey"
    deadline: DeadlineRule | None = None


class Step(Struct, omit_defaults=True):
    """One way on from some states; without `to` the case stays where it is.

    `when` shuts a step by a plain fact of the case, or by several that must all
    hold: whether it is on hold, or whether a question to the applicant is
    unanswered; `clear` means neither. `room` means that it holds a place, needs
    none, or could take a free one; `full` that it could not.
    """

    name: str
    action: str
    sources: tuple[str, ...] = msgspec.field(name="from")
    to: str | None = None
    words: str
    hint: str = ""
    reason: ReasonRule = "none"
    when: When | tuple[When, ...] | None = None
    optional: bool = False
    reopens: bool = False

    @property
    def conditions(self) -> tuple[When, ...]:
        """All that must hold for the step to be open."""
        if self.when is None:
            return ()
        return self.when if isinstance(self.when, tuple) else (self.when,)


class Difference(Struct, omit_defaults=True):
    """One change of a variant against its base, with the reason the page shows."""

    change: Change
    what: str
    reason: str
    value: Any = None


class Definition(Struct, omit_defaults=True):
    """A whole process, a variant's differences already merged into it."""

    process: str
    title: str
    initial: str
    states: dict[str, State]
    steps: tuple[Step, ...]
    extends: str | None = None
    differences: tuple[Difference, ...] = ()


class Problem(Struct):
    """A fault in a definition: which file, where in it, and what is wrong."""

    file: str
    path: str
    fault: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.path, self.fault) if part)


def told_once(problems: Iterable[Problem], base_of: Mapping[str, str]) -> list[Problem]:
    """These problems without those that a variant's file only inherits from its base's."""
    found = list(problems)
    said = {(problem.file, problem.path, problem.fault) for problem in found}
    return [
        problem
        for problem in found
        if problem.path.startswith(_OWN_PATHS) or (base_of.get(problem.file), problem.path, problem.fault) not in said
    ]


_OWN_PATHS = ("difference", "extends")


def digest(definition: Definition) -> str:
    """The SHA-256 by which a running case keeps hold of the definition it started with.

    Fields at their defaults and the order of states do not count, so that a new
    optional field leaves every stored digest as it is.
    """
    return hashlib.sha256(msgspec.json.encode(definition, order="deterministic")).hexdigest()


def verb(action: str) -> str:
    """The second half of an action: “submit” of “application:submit”."""
    return action.rpartition(":")[2]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
