"""The one door to the workflow engine: load, check, draw, step, and when a turn is due.

Who may take a step is permissions' question, and whether the case is ready for
it is the noun's; this room answers neither, and it opens no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from csas.domain.calendar import (
    Deadline,
    Pause,
    calendar_day_deadline,
    month_deadline,
    working_day_deadline,
)
from csas.domain.definitions import (
    DeadlineRule,
    Definition,
    Difference,
    Problem,
    State,
    Step,
    When,
    digest,
    told_once,
)
from csas.domain.values import Struct
from csas.domain.workflow_check import check
from csas.domain.workflow_draw import draw
from csas.domain.workflow_load import FaultyDefinitions, load

__all__ = [
    "Clock",
    "DeadlineRule",
    "Definition",
    "Difference",
    "Facts",
    "FaultyDefinitions",
    "Problem",
    "State",
    "Step",
    "When",
    "check",
    "deadline_of",
    "digest",
    "draw",
    "find_step",
    "find_steps",
    "fits",
    "holds",
    "load",
    "open_steps",
    "step_named",
    "told_once",
]


class Clock(Struct):
    """The running time of one stay in a state: since when, without which times, until when."""

    since: datetime
    pauses: tuple[Pause, ...] = ()
    extended_to: date | None = None


def open_steps(definition: Definition, state: str) -> tuple[Step, ...]:
    """The steps that leave or serve this state in the order of the file, optional ones last."""
    steps = [step for step in definition.steps if state in step.sources]
    return tuple(sorted(steps, key=lambda step: step.optional))


def find_steps(definition: Definition, state: str, action: str) -> tuple[Step, ...]:
    """All ways this action leads from this state, such as a decision this way or that."""
    return tuple(step for step in open_steps(definition, state) if step.action == action)


def find_step(definition: Definition, state: str, action: str) -> Step | None:
    """The step this action takes from this state; of several ways, the first main one."""
    return next(iter(find_steps(definition, state, action)), None)


def step_named(definition: Definition, name: str) -> Step | None:
    """The one step of this name."""
    return next((step for step in definition.steps if step.name == name), None)


class Facts(Struct):
    """The plain facts of a case that can shut a step."""

    on_hold: bool = False
    questioned: bool = False
    room: bool = True


def holds(condition: When, facts: Facts) -> bool:
    """Whether one condition of a step is met."""
    met: dict[When, bool] = {
        "held": facts.on_hold,
        "unheld": not facts.on_hold,
        "questioned": facts.questioned,
        "unquestioned": not facts.questioned,
        "clear": not (facts.on_hold or facts.questioned),
        "room": facts.room,
        "full": not facts.room,
    }
    return met[condition]


def fits(step: Step, facts: Facts) -> bool:
    """Whether the plain facts of the case leave this step open."""
    return all(holds(condition, facts) for condition in step.conditions)


def deadline_of(rule: DeadlineRule, clock: Clock, holidays: Mapping[date, str]) -> Deadline:
    """When a stay in a state is due, with its working."""
    if rule.working_days is not None:
        return working_day_deadline(clock.since, rule.working_days, holidays, clock.pauses, clock.extended_to)
    if rule.calendar_days is not None:
        return calendar_day_deadline(clock.since, rule.calendar_days, clock.pauses, clock.extended_to)
    return month_deadline(clock.since, rule.months or 0, clock.pauses, clock.extended_to)
