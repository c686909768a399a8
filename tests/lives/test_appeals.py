"""Every step of an appeal from every state, and random walks through its life."""

from __future__ import annotations

import asyncio

from csas.commands import appeals
from csas.store import sql
from csas.store.transaction import act
from tests import build
from tests.lives.ground import provider
from tests.stateful import Story, try_every_pair, walk
from tests.world import NOW, World


class Life:
    """Refused applications, their appeals, and who takes which step."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.appellants: dict[str, int] = {}

    async def begin(self) -> str:
        organisation, officer = await provider()
        name = await sql.fetchval("SELECT name FROM organisation WHERE id = $1", organisation)
        refused = await build.submitted(self.world, name, state="refused")
        async with act(await self.world.actor("helen"), NOW) as this:
            await sql.execute(
                """INSERT INTO decision (ref, application_id, round, version_id, hash, outcome, reasons, explanation,
                                         conditions, delegation_id, decided_by, decided_at)
                   SELECT c.ref, p.id, p.round, v.id, v.hash, 'refuse', ARRAY['training'], 'Not trained', '[]', d.id,
                          d.person_id, $2
                   FROM casefile c JOIN application p ON p.case_id = c.id
                        JOIN application_version v ON v.application_id = p.id CROSS JOIN delegation d WHERE c.ref = $1""",
                refused,
                NOW,
            )
            await this.record("application:refused")
        wanted = appeals.Lodge(application=refused, grounds=("fact",), statement="It was overlooked.")
        ref = (await appeals.lodge(wanted, officer, NOW)).ref
        self.appellants[ref] = officer.person or 0
        return ref

    async def admit(self, ref: str) -> None:
        await appeals.admit(appeals.Admit(ref=ref), await self.world.actor("owen"), NOW)

    async def reject(self, ref: str) -> None:
        await appeals.reject(appeals.Reject(ref=ref, reason="Out of time."), await self.world.actor("owen"), NOW)

    async def uphold(self, ref: str) -> None:
        await appeals.uphold(appeals.Decide(ref=ref, reasons="Overlooked."), await self.world.actor("owen"), NOW)

    async def vary(self, ref: str) -> None:
        wanted = appeals.Vary(ref=ref, reasons="In part.", directions="Look at the training again.")
        await appeals.vary(wanted, await self.world.actor("owen"), NOW)

    async def dismiss(self, ref: str) -> None:
        await appeals.dismiss(appeals.Decide(ref=ref, reasons="Looked at."), await self.world.actor("owen"), NOW)

    async def withdraw(self, ref: str) -> None:
        people = {**self.world.people, "the appellant": self.appellants[ref]}
        await appeals.withdraw(appeals.Withdraw(ref=ref), await World(people).actor("the appellant"), NOW)

    def story(self) -> Story:
        return Story(
            process="appeal",
            begin=self.begin,
            takes={
                "admit": self.admit,
                "reject": self.reject,
                "uphold": self.uphold,
                "vary": self.vary,
                "dismiss": self.dismiss,
                "withdraw": self.withdraw,
            },
        )


async def test_only_the_allowed_steps_succeed_from_every_state(world: World) -> None:
    await try_every_pair(Life(world).story())


def test_no_walk_breaks_the_workflow(people: dict[str, int], runner: asyncio.Runner) -> None:
    walk(Life(World(people)).story(), runner)
