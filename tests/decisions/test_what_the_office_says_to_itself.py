"""The applicant reads the history of its case, and not what the assessor wrote for the decision maker."""

from __future__ import annotations

from csas.store import reads
from tests import decided
from tests.world import World


async def told(world: World, slug: str, ref: str) -> dict[str, dict[str, str]]:
    found = await reads.list_history(await world.actor(slug), await decided.case_of(ref))
    return {line.tag: line.private for line in found}


async def test_the_recommendation_is_for_the_office(world: World) -> None:
    ref = await decided.recommended(world)
    assert (await told(world, "helen", ref))["application:recommended"]["reasons"]
    assert (await told(world, "ruth", ref))["application:recommended"] == {}
