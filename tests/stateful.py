"""The life of a case, tried out: every step from every state, and long random walks.

A story describes one process: how a case begins, and for each step how somebody
who may take it does so. The engine then holds commands and journal against the
workflow file:

- a step that the file allows from a state succeeds and leads where it says;
- any other is refused, and neither state, version nor journal changes;
- the moves in the journal fold, without a gap, to the state the case is in.

To use it, build a Story and call `try_every_pair(story)` in a test of its own,
and `walk(story, runner)` with the `runner` fixture for random walks.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from csas.domain.casework import Case
from csas.domain.refusals import Refusal
from csas.domain.workflow import Definition, Step, fits, open_steps
from csas.store import cases, definitions, places, sql
from tests.world import NOW

# What a case that has just come to a state is: neither held nor questioned.
FRESH = {"unheld", "unquestioned", "clear", "room"}
# How often each step was tried from each state: (process, state, step).
TRIED: Counter[tuple[str, str, str]] = Counter()
Take = Callable[[str], Awaitable[object]]
Arrange = Callable[[str], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Story:
    """One process: `begin` opens a case and gives its reference, `takes` are by the steps' names.

    `may_refuse` are steps that a rule may refuse although the workflow allows
    them, with the refusals meant. `follows` are steps that follow from an act
    on another case: where they are not open, nothing is refused, but nothing moves.
    `arranged` puts the world as a step needs it while it is tried, such as a full phase.
    """

    process: str
    begin: Callable[[], Awaitable[str]]
    takes: Mapping[str, Take]
    may_refuse: Mapping[str, tuple[type[Refusal], ...]] = field(default_factory=dict)
    follows: frozenset[str] = frozenset()
    arranged: Mapping[str, Arrange] = field(default_factory=dict)

    @property
    def definition(self) -> Definition:
        return definitions.current(self.process)

    def arrange(self, name: str, ref: str) -> AbstractAsyncContextManager[None]:
        return self.arranged[name](ref) if name in self.arranged else nullcontext()

    def step(self, name: str) -> Step:
        return next(step for step in self.definition.steps if step.name == name)


def allowed(story: Story, case: Case, name: str) -> set[str]:
    """The states the step's action may lead to from where the case is; empty where it is not open.

    Where an action leads several ways, the facts choose among them, so each is right.
    """
    wanted = story.step(name).action
    return {
        step.to or case.state
        for step in open_steps(story.definition, case.state)
        if step.action == wanted and fits(step, case.facts)
    }


async def load(ref: str) -> Case:
    found = await cases.find(ref)
    assert found is not None
    return await places.with_room(found, NOW)


async def take(story: Story, ref: str, name: str) -> bool:
    """Try one step and hold what happened against the workflow; whether it was taken."""
    async with story.arrange(name, ref):
        return await _take(story, ref, name)


async def _is_allowed(story: Story, ref: str, name: str) -> bool:
    async with story.arrange(name, ref):
        return bool(allowed(story, await load(ref), name))


async def _take(story: Story, ref: str, name: str) -> bool:
    before = await load(ref)
    TRIED[story.process, before.state, name] += 1
    events = await _events()
    may = allowed(story, before, name)
    refused: Refusal | None = None
    try:
        await story.takes[name](ref)
    except Refusal as refusal:
        refused = refusal
    if refused is not None:
        assert not may or isinstance(refused, story.may_refuse.get(name, ())), (before.state, name, refused.message)
        await _unchanged(ref, before, events)
        return False
    after = await load(ref)
    if not may:
        assert name in story.follows, f"“{name}” succeeded from “{before.state}”"
        assert after.state == before.state
        return False
    assert after.state in may, (before.state, name, after.state)
    await folds(ref)
    return True


async def _unchanged(ref: str, before: Case, events: int) -> None:
    after = await load(ref)
    assert (after.state, after.version) == (before.state, before.version)
    assert await _events() == events


async def _events() -> int:
    count: int = await sql.fetchval("SELECT count(*) FROM event")
    return count


async def folds(ref: str) -> None:
    """The journal's moves of this case follow on one another and end where it is."""
    rows = await sql.fetch(
        """SELECT m FROM event e, jsonb_array_elements(e.moves) m WHERE m ->> 'case' = $1 ORDER BY e.id""", ref
    )
    moves = [row["m"] for row in rows]
    assert moves, "no event opened the case"
    assert all(one["now"] == other["was"] for one, other in pairwise(moves)), moves
    assert moves[-1]["now"] == (await load(ref)).state


def paths(story: Story) -> dict[str, tuple[str, ...]]:
    """The shortest way of steps to each state that can be reached by the story's steps."""
    found: dict[str, tuple[str, ...]] = {story.definition.initial: ()}
    waiting = [story.definition.initial]
    while waiting:
        state = waiting.pop(0)
        for step in open_steps(story.definition, state):
            to = step.to
            if to is not None and to not in found and step.name in story.takes and _is_fresh(story, step):
                found[to] = (*found[state], step.name)
                waiting.append(to)
    return found


def _is_fresh(story: Story, step: Step) -> bool:
    return step.name in story.arranged or set(step.conditions) <= FRESH


async def _at(story: Story, path: tuple[str, ...]) -> str:
    """A fresh case that has gone this way."""
    ref = await story.begin()
    for name in path:
        assert await take(story, ref, name), (path, name)
    return ref


async def try_every_pair(story: Story, unreached: frozenset[str] = frozenset()) -> None:
    """Every state with every step: what is not open is refused, what is open leads on."""
    reached = paths(story)
    assert set(story.definition.states) - set(reached) == set(unreached)
    assert {step.name for step in story.definition.steps} == set(story.takes)
    for state, path in reached.items():
        ref = await _at(story, path)
        here = await load(ref)
        assert here.state == state
        closed = [name for name in story.takes if not await _is_allowed(story, ref, name)]
        for name in closed:
            assert not await take(story, ref, name)
        for name in story.takes:
            if name not in closed:
                await take(story, await _at(story, path), name)


class Walk(RuleBasedStateMachine):
    """A random walk of one case; the story and its loop are set by `walk`."""

    story: Story
    runner: asyncio.Runner
    ref = ""

    @initialize()
    def begin(self) -> None:
        self.ref = self.runner.run(self.story.begin())  # type: ignore[arg-type]

    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.story.takes)), label="step")
        self.runner.run(take(self.story, self.ref, name))

    @invariant()
    def journal_folds(self) -> None:
        if self.ref:
            self.runner.run(folds(self.ref))


def walk(story: Story, runner: asyncio.Runner, *, walks: int = 20, steps: int = 15) -> None:
    """Let Hypothesis look for a walk that breaks a promise, and shorten it if there is one."""

    class OfStory(Walk):
        pass

    OfStory.story, OfStory.runner = story, runner
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    chosen = settings(
        max_examples=walks, stateful_step_count=steps, deadline=None, suppress_health_check=quiet, database=None
    )
    run_state_machine_as_test(OfStory, settings=chosen)
