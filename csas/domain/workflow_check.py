"""Whether a definition makes sense, found out before the service starts and not by a case.

Every function looks at one thing and yields what is wrong with it. Nothing is
repaired, and nothing here knows who may take a step.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator

from csas.domain.definitions import Definition, Problem, State, Step

_ACTION = re.compile(r"[a-z]+(-[a-z]+)*:[a-z]+(-[a-z]+)*")

Finding = tuple[str, str]


def check(
    definition: Definition,
    actions: Collection[str],
    clock_actions: Collection[str] = (),
    file: str | None = None,
) -> list[Problem]:
    """Everything wrong with a merged definition; an empty list lets it run.

    `actions` are all that permissions knows, `clock_actions` those open to the clock.
    """
    found = [
        *_initial(definition),
        *_words(definition),
        *_conditions(definition),
        *_steps(definition, actions),
        *_closing(definition),
        *_reaching(definition),
        *_deadlines(definition, clock_actions),
        *_editing(definition),
    ]
    name = file or f"{definition.process}.toml"
    return [Problem(file=name, path=path, fault=fault) for path, fault in found]


def _initial(definition: Definition) -> Iterator[Finding]:
    if definition.initial not in definition.states:
        yield "initial", f"there is no state “{definition.initial}”"


def _words(definition: Definition) -> Iterator[Finding]:
    for state in definition.states.values():
        if not state.words.strip():
            yield f"state.{state.name}.words", "must say what the page shows"
    for step in definition.steps:
        if not step.words.strip():
            yield f"step.{step.name}.words", "must say what the button shows"
    for number, difference in enumerate(definition.differences, start=1):
        if not difference.reason.strip():
            yield f"difference.{number}.reason", "must say why the variant differs"


_SHUTTING = (
    {"held", "unheld"},
    {"held", "clear"},
    {"questioned", "unquestioned"},
    {"questioned", "clear"},
    {"room", "full"},
)


def _conditions(definition: Definition) -> Iterator[Finding]:
    """Conditions that can never hold together shut a step for ever."""
    for step in definition.steps:
        for pair in _SHUTTING:
            if pair <= set(step.conditions):
                first, second = sorted(pair)
                yield f"step.{step.name}.when", f"can never be both “{first}” and “{second}”"


def _steps(definition: Definition, actions: Collection[str]) -> Iterator[Finding]:
    for name, times in Counter(step.name for step in definition.steps).items():
        if times > 1:
            yield f"step.{name}", "there are two steps of this name"
    for step in definition.steps:
        yield from _action(step, actions)
        yield from _ends(definition, step)
    yield from _ambiguous(definition)


def _action(step: Step, actions: Collection[str]) -> Iterator[Finding]:
    if not _ACTION.fullmatch(step.action):
        yield f"step.{step.name}.action", f"“{step.action}” is not of the form noun:verb"
    elif step.action not in actions:
        yield f"step.{step.name}.action", f"permissions knows no action “{step.action}”"


def _ends(definition: Definition, step: Step) -> Iterator[Finding]:
    if not step.sources:
        yield f"step.{step.name}.from", "must name at least one state"
    for source in step.sources:
        if source not in definition.states:
            yield f"step.{step.name}.from", f"there is no state “{source}”"
    if step.to is not None and step.to not in definition.states:
        yield f"step.{step.name}.to", f"there is no state “{step.to}”"


def _ambiguous(definition: Definition) -> Iterator[Finding]:
    """An action may lead to several states, as a decision does, but to each by one step."""
    taken: dict[tuple[str, str, str | None], str] = {}
    for step in definition.steps:
        for source in step.sources:
            first = taken.setdefault((source, step.action, step.to), step.name)
            if first != step.name:
                yield f"step.{step.name}", f"does the same as step “{first}” from “{source}”"


def _closing(definition: Definition) -> Iterator[Finding]:
    if not any(state.closed for state in definition.states.values()):
        yield "state", "no state is closed"
    closed = {name for name, state in definition.states.items() if state.closed}
    for step in definition.steps:
        leaves = sorted(source for source in step.sources if source in closed and step.to not in {None, source})
        if leaves and not step.reopens:
            yield (
                f"step.{step.name}",
                f"leaves the closed state “{leaves[0]}” without reopens = true",
            )
        if step.reopens and not leaves:
            yield f"step.{step.name}.reopens", "the step leaves no closed state"


def _reaching(definition: Definition) -> Iterator[Finding]:
    reached = _reach({definition.initial}, lambda name: _next_states(definition, name))
    closed = {name for name, state in definition.states.items() if state.closed}
    ending = _reach(closed, lambda name: _previous_states(definition, name))
    for name in definition.states:
        if name not in reached:
            yield f"state.{name}", "cannot be reached from the initial state"
        if name not in ending:
            yield f"state.{name}", "has no way to a closed state"


def _reach(start: set[str], onward: Callable[[str], set[str]]) -> set[str]:
    reached, waiting = set(start), list(start)
    while waiting:
        fresh = onward(waiting.pop()) - reached
        reached |= fresh
        waiting += fresh
    return reached


def _next_states(definition: Definition, name: str) -> set[str]:
    return {step.to for step in definition.steps if name in step.sources and step.to is not None}


def _previous_states(definition: Definition, name: str) -> set[str]:
    return {source for step in definition.steps if step.to == name for source in step.sources}


def _deadlines(definition: Definition, clock_actions: Collection[str]) -> Iterator[Finding]:
    for state in definition.states.values():
        if state.deadline is None:
            continue
        if state.closed:
            yield f"state.{state.name}.deadline", "a closed state cannot have a deadline"
        if state.deadline.action is not None:
            yield from _deadline_action(definition, state, state.deadline.action, clock_actions)


def _deadline_action(
    definition: Definition, state: State, action: str, clock_actions: Collection[str]
) -> Iterator[Finding]:
    path = f"state.{state.name}.deadline.action"
    if not any(step.action == action and state.name in step.sources for step in definition.steps):
        yield path, f"no step takes {action} from “{state.name}”"
    if action not in clock_actions:
        yield path, f"{action} is not open to the clock"


def _editing(definition: Definition) -> Iterator[Finding]:
    for state in definition.states.values():
        if state.editable and state.held_by != "applicant":
            yield (
                f"state.{state.name}.editable",
                "only a state held by the applicant can be editable",
            )
