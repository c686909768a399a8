"""Every step of an edition of the standards from every state, and random walks through its life."""

from __future__ import annotations

import asyncio

from csas.commands import standards
from csas.store import sql
from tests.stateful import Story, load, try_every_pair, walk
from tests.world import NOW, World


class Life:
    """An edition, and Amina who takes every step."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def begin(self) -> str:
        wanted = standards.Draft(title="An edition", basis="What we know")
        return (await standards.draft(wanted, await self.world.actor("amina"), NOW)).ref

    async def edit(self, ref: str) -> None:
        wanted = standards.Edit(ref=ref, code="O9", family="occupational", title="More", body="More training")
        await standards.edit(wanted, await self.world.actor("amina"), NOW)

    async def consult(self, ref: str) -> None:
        wanted = standards.Consult(ref=ref, written_on=NOW.date(), channel="letter")
        await standards.consult(wanted, await self.world.actor("amina"), NOW)

    async def record_response(self, ref: str) -> None:
        case = await load(ref)
        consultee = await sql.fetchval(
            "SELECT c.ref FROM consultee c JOIN edition e ON e.id = c.edition_id WHERE e.case_id = $1 LIMIT 1", case.id
        )
        wanted = standards.RecordResponse(
            ref=ref, consultee=consultee, replied_on=NOW.date(), reply="Yes", effect="None"
        )
        await standards.record_response(wanted, await self.world.actor("amina"), NOW)

    async def close(self, ref: str) -> None:
        await standards.close_consultation(standards.CloseConsultation(ref=ref), await self.world.actor("amina"), NOW)

    async def publish(self, ref: str) -> None:
        wanted = standards.Publish(ref=ref, standing="provisional", confirm=True)
        await standards.publish(wanted, await self.world.actor("amina"), NOW)

    async def supersede(self, ref: str) -> None:
        """Publish the next edition."""
        if (await load(ref)).state == "published":
            following = await self.begin()
            for take in (self.consult, self.close, self.publish):
                await take(following)

    async def discard(self, ref: str) -> None:
        wanted = standards.Discard(ref=ref, reason="Begun twice.")
        await standards.discard(wanted, await self.world.actor("amina"), NOW)

    def story(self) -> Story:
        return Story(
            process="standards",
            begin=self.begin,
            takes={
                "edit": self.edit,
                "consult": self.consult,
                "record-response": self.record_response,
                "close-consultation": self.close,
                "publish": self.publish,
                "supersede": self.supersede,
                "discard": self.discard,
            },
            follows=frozenset({"supersede"}),
        )


async def test_only_the_allowed_steps_succeed_from_every_state(world: World) -> None:
    await try_every_pair(Life(world).story())


def test_no_walk_breaks_the_workflow(people: dict[str, int], runner: asyncio.Runner) -> None:
    walk(Life(World(people)).story(), runner)
