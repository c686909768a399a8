"""Any order of grants, suspensions, leavings and endings: standing is what a small model says, at any moment asked.

The model keeps, for one power of one person, the plain list of what happened; it knows nothing of periods,
facts or the database.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from itertools import count
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from csas.commands import individual_endings, individual_life, individual_renewals
from csas.domain import refusals
from csas.domain.standing import power_standing
from csas.store import sql, standing
from tests import individuals as people
from tests.decided import state
from tests.world import NOW, World

SERIAL = count(1)
STEP = timedelta(minutes=10)
POWER = "3"


class Model:
    """What should be so: each stretch in which the power may be used, closed by whatever ended it."""

    def __init__(self) -> None:
        self.stretches: list[list[datetime | None]] = []

    def on(self, at: datetime) -> None:
        self.stretches.append([at, None])

    def off(self, at: datetime) -> None:
        if self.stretches and self.stretches[-1][1] is None:
            self.stretches[-1][1] = at

    @property
    def is_on(self) -> bool:
        return bool(self.stretches) and self.stretches[-1][1] is None

    def holds(self, at: datetime) -> bool:
        return any(start is not None and start <= at and (end is None or at < end) for start, end in self.stretches)


class Life(RuleBasedStateMachine):
    """One warden; `world` and `runner` are set by the test."""

    world: ClassVar[World]
    runner: ClassVar[asyncio.Runner]

    @initialize()
    def begin(self) -> None:
        self.now = NOW + STEP
        self.model = Model()
        self.employed, self.suspended, self.modified, self.live = True, False, False, False
        self.ref = ""
        self.refs: list[str] = []
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        self.employer = await people.northbank(self.world)
        self.who = await people.fit(self.world, self.employer, f"Warden {next(SERIAL)}")

    def _tick(self) -> datetime:
        self.now += STEP
        return self.now

    def _settle(self, at: datetime) -> None:
        """The one truth table of the model."""
        good = self.live and self.employed and not (self.suspended or self.modified)
        if good and not self.model.is_on:
            self.model.on(at)
        if not good:
            self.model.off(at)

    @rule()
    def grant(self) -> None:
        if self.live and self.employed:
            return
        at = self._tick()
        try:
            self.runner.run(self._grant(at))
        except refusals.NotEmployed:
            assert not self.employed
            return
        self.live, self.suspended, self.modified = True, False, False
        self.model.off(at)
        self._settle(at)

    async def _grant(self, at: datetime) -> None:
        self.ref = await people.ready(self.world, self.who, [POWER], at=at)
        self.refs.append(self.ref)
        await people.grant(self.world, self.ref, at=at)

    @rule()
    def suspend(self) -> None:
        at = self._tick()
        self._try(people.suspend(self.world, self.ref, at=at), open_=self.live and self.employed and not self.suspended)
        if self.live and self.employed:
            self.suspended = True
        self._settle(at)

    @rule()
    def lift(self) -> None:
        if not (self.live and self.employed):
            return
        at = self._tick()
        self._try(self._lift(at), open_=self.suspended)
        self.suspended = False
        self._settle(at)

    async def _lift(self, at: datetime) -> None:
        wanted = individual_life.Propose(ref=self.ref, why="Nothing in it.")
        await individual_life.propose_lifting(wanted, await self.world.actor("priya"), at)
        await individual_life.lift(
            individual_life.Lift(ref=self.ref, confirm=True), await self.world.actor("helen"), at
        )

    @rule()
    def modify(self) -> None:
        if not (self.live and self.employed):
            return
        at = self._tick()
        wanted = individual_life.Modify(ref=self.ref, power=POWER, reasons=("role",), explanation="Other work.")
        self._try(self._as("colin", individual_life.modify, wanted, at), open_=not self.modified)
        self.modified = True
        self._settle(at)

    @rule()
    def vary(self) -> None:
        """A variation gives the power back that was taken away."""
        if not (self.live and self.employed and self.modified):
            return
        at = self._tick()
        self.runner.run(self._vary(at))
        self.modified = False
        self._settle(at)

    async def _vary(self, at: datetime) -> None:
        wanted = individual_renewals.Vary(ref=self.ref, powers=people.asked_for(self.who, [POWER]))
        later = (await individual_renewals.vary(wanted, await self.world.actor("sam"), at)).ref
        await people.to_decision(self.world, later, at=at)
        await people.grant(self.world, later, at=at)
        self.ref = later

    @rule()
    def withdraw(self) -> None:
        at = self._tick()
        self._try(people.withdraw(self.world, self.ref, at=at), open_=self.live and self.employed)
        if self.employed:
            self.live = False
        self._settle(at)

    @rule()
    def leave(self) -> None:
        if not self.employed:
            return
        at = self._tick()
        self.runner.run(self._leave(at))
        self.employed, self.live = False, False
        self._settle(at)

    async def _leave(self, at: datetime) -> None:
        await people.leave(self.who, at)
        if self.ref and await state(self.ref) == "accredited":
            await individual_endings.cease_all(at + STEP / 2)

    @rule()
    def come_back(self) -> None:
        if not self.employed:
            self.runner.run(people.come_back(self.who, self._tick()))
            self.employed = True

    def _try(self, doing: object, *, open_: bool) -> None:
        """It succeeds exactly when the model says that it is open."""
        refused = False
        try:
            self.runner.run(doing)  # type: ignore[arg-type]
        except refusals.Refusal:
            refused = True
        assert refused == (not open_)

    async def _as(self, slug: str, command: object, wanted: object, at: datetime) -> None:
        await command(wanted, await self.world.actor(slug), at)  # type: ignore[operator]

    @rule(minutes=st.integers(min_value=0, max_value=3000))
    def ask(self, minutes: int) -> None:
        """At any moment, past or still to come."""
        at = NOW + timedelta(minutes=minutes)
        assert self.runner.run(self._holds(at)) == self.model.holds(at), at

    @invariant()
    def now_is_right(self) -> None:
        if self.refs:
            assert self.runner.run(self._holds(self.now)) == self.model.holds(self.now)

    async def _holds(self, at: datetime) -> bool:
        """By the one derivation and by the database's, over all accreditations the person ever had."""
        rows = await sql.fetch("SELECT id FROM accreditation WHERE person_id = $1", self.who.person)
        by_rules = [power_standing(await standing.load(row["id"]), POWER, at).in_force for row in rows]
        by_view = await sql.fetchval(
            """SELECT count(*) FROM authority h JOIN power p ON p.id = h.power_id
               WHERE h.person_id = $1 AND p.code = $2 AND h.periods @> $3::timestamptz""",
            self.who.person,
            POWER,
            at,
        )
        assert sum(by_rules) == by_view
        assert by_view <= 1, "two accreditations good at once"
        return bool(by_view)


def test_any_life_is_as_the_model_says(people: dict[str, int], runner: asyncio.Runner) -> None:
    class OfWorld(Life):
        pass

    OfWorld.world, OfWorld.runner = World(people), runner
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    chosen = settings(
        max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=quiet, database=None
    )
    run_state_machine_as_test(OfWorld, settings=chosen)
