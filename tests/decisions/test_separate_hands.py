"""Whoever assesses does not decide, and nobody decides without the role and a delegation."""

import pytest

from csas.commands import recommendations
from csas.domain import refusals
from csas.domain.permissions import Actor
from csas.store import sql
from csas.store.schemes import give_role
from csas.store.transaction import act
from tests.decided import assess, hours, offer, ready, recommend, recommended, state
from tests.world import NOW, World


async def _also(world: World, slug: str, role: str) -> Actor:
    """Give somebody another role, as a small office might."""
    scheme = await world.scheme()
    async with act(await world.actor("amina"), NOW) as this:
        await give_role(world.people[slug], role, "Also", NOW, scheme=scheme)
        await this.record("role:given", scheme=scheme)
    return await world.actor(slug)


@pytest.mark.parametrize("slug", ["priya", "colin", "amina", "owen", "ruth", "grace"])
async def test_only_a_decision_maker_offers(world: World, slug: str) -> None:
    ref = await recommended(world)
    with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
        await offer(world, ref, by=slug)
    assert await state(ref) == "with-decision-maker"


@pytest.mark.parametrize("slug", ["helen", "colin", "ruth", "owen"])
async def test_only_an_assessor_recommends(world: World, slug: str) -> None:
    ref = await ready(world)
    await assess(world, ref)
    with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
        await recommendations.recommend(
            recommendations.Recommend(ref=ref, recommendation="refuse", powers=(), areas=(), reasons="No."),
            await world.actor(slug),
            hours(2),
        )


async def test_the_assessor_does_not_decide_the_same_case_even_with_both_roles(world: World) -> None:
    await _also(world, "priya", "decision-maker")
    ref = await recommended(world)
    with pytest.raises(refusals.SeparateHands, match="separate-hands"):
        await offer(world, ref, by="priya")


async def test_a_decision_maker_without_a_delegation_in_force_cannot_decide(world: World) -> None:
    await _also(world, "amina", "decision-maker")
    ref = await recommended(world)
    with pytest.raises(refusals.NoDelegation):
        await offer(world, ref, by="amina")
    assert await sql.fetchval("SELECT count(*) FROM decision") == 0


async def test_nothing_is_recommended_before_it_is_assessed(world: World) -> None:
    ref = await ready(world)
    with pytest.raises(refusals.NotAssessed, match="not-assessed"):
        await recommend(world, ref)
