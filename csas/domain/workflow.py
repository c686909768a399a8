"""Which steps a case may take from where it stands, and when its turn is due.

The one door to the workflow engine: definitions are loaded, checked, drawn and
stepped through here. Who may take a step is permissions' question, and whether
the case is ready for it is the noun's; this room answers neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec.structs import replace

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
    decode,
    digest,
    encode,
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
    "FaultyDefinitions",
    "Problem",
    "Situation",
    "State",
    "Step",
    "check",
    "deadline_in",
    "deadline_of",
    "decode",
    "digest",
    "draw",
    "encode",
    "extended",
    "find_step",
    "find_steps",
    "fits",
    "held",
    "load",
    "moved",
    "open_steps",
    "released",
    "start",
    "step_named",
    "waiting_deadline",
]


class Clock(Struct):
    """The running time of one stay in a state."""

    since: datetime
    pauses: tuple[Pause, ...] = ()
    extended_to: date | None = None


class Situation(Struct):
    """Where a case stands: its state, that state's clock, and the clock that waits for its return."""

    state: str
    clock: Clock
    waiting: Clock | None = None

    @property
    def held(self) -> bool:
        return any(pause.until is None for pause in self.clock.pauses)


def start(definition: Definition, now: datetime) -> Situation:
    return Situation(state=definition.initial, clock=Clock(since=now))


def open_steps(definition: Definition, state: str) -> tuple[Step, ...]:
    """The steps that leave or serve this state in the order of the file, optional ones last."""
    steps = [step for step in definition.steps if state in step.sources]
    return tuple(sorted(steps, key=lambda step: step.optional))


def fits(step: Step, *, on_hold: bool, questioned: bool) -> bool:
    """Whether the plain facts of the case leave this step open."""
    match step.when:
        case None:
            return True
        case "held" | "unheld":
            return on_hold == (step.when == "held")
        case "questioned" | "unquestioned":
            return questioned == (step.when == "questioned")


def find_step(definition: Definition, state: str, action: str) -> Step | None:
    """The step this action takes from this state; where it leads several ways, the first that is not optional."""
    return next(iter(find_steps(definition, state, action)), None)


def find_steps(definition: Definition, state: str, action: str) -> tuple[Step, ...]:
    """All ways this action leads from this state, such as a decision this way or that."""
    return tuple(step for step in open_steps(definition, state) if step.action == action)


def step_named(definition: Definition, name: str) -> Step | None:
    return next((step for step in definition.steps if step.name == name), None)


def moved(definition: Definition, situation: Situation, step: Step, now: datetime) -> Situation:
    """Where the case stands after the step.

    A step without `to` leaves the clock alone; one that names the state it is
    taken from starts the clock again. A state that pauses another keeps that
    one's clock, and coming back resumes it.
    """
    if step.to is None:
        return situation
    here, there = definition.states[situation.state], definition.states[step.to]
    if here.pauses == there.name and situation.waiting is not None:
        return Situation(state=there.name, clock=_resumed(situation.waiting, now))
    waiting = None
    if there.pauses is not None and there.pauses == here.pauses:
        waiting = situation.waiting
    elif there.pauses == here.name:
        waiting = _paused(situation.clock, now, there.words)
    return Situation(state=there.name, clock=Clock(since=now), waiting=waiting)


def held(situation: Situation, now: datetime, why: str) -> Situation:
    """The same situation with its clock stopped; a stopped clock is not stopped twice."""
    return (
        situation
        if situation.held
        else replace(situation, clock=_paused(situation.clock, now, why))
    )


def released(situation: Situation, now: datetime) -> Situation:
    return replace(situation, clock=_resumed(situation.clock, now))


def extended(situation: Situation, until: date) -> Situation:
    """More time, to a named day; a day before the due day changes nothing."""
    return replace(situation, clock=replace(situation.clock, extended_to=until))


def deadline_in(
    definition: Definition, situation: Situation, holidays: Mapping[date, str]
) -> Deadline | None:
    """When the present turn is due, or None where the state has no deadline."""
    rule = definition.states[situation.state].deadline
    return None if rule is None else deadline_of(rule, situation.clock, holidays)


def waiting_deadline(
    definition: Definition, situation: Situation, holidays: Mapping[date, str]
) -> Deadline | None:
    """The paused deadline of the state the case will return to."""
    pauses = definition.states[situation.state].pauses
    rule = definition.states[pauses].deadline if pauses is not None else None
    return (
        None
        if rule is None or situation.waiting is None
        else deadline_of(rule, situation.waiting, holidays)
    )


def deadline_of(rule: DeadlineRule, clock: Clock, holidays: Mapping[date, str]) -> Deadline:
    if rule.working_days is not None:
        return working_day_deadline(
            clock.since, rule.working_days, holidays, clock.pauses, clock.extended_to
        )
    if rule.calendar_days is not None:
        return calendar_day_deadline(
            clock.since, rule.calendar_days, clock.pauses, clock.extended_to
        )
    return month_deadline(clock.since, rule.months or 0, clock.pauses, clock.extended_to)


def _paused(clock: Clock, now: datetime, why: str) -> Clock:
    return replace(clock, pauses=(*clock.pauses, Pause(since=now, why=why)))


def _resumed(clock: Clock, now: datetime) -> Clock:
    ended = tuple(
        pause if pause.until is not None else replace(pause, until=now) for pause in clock.pauses
    )
    return replace(clock, pauses=ended)
