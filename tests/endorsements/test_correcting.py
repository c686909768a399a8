"""A correction asks again only those whose area, power or seen item it touches."""

from __future__ import annotations

from csas.commands import endorsements
from csas.domain.applications import Content, Said
from csas.store import endorsements as kept
from tests.applying import CAMDEN, LAMBETH, POWERS, WESTMINSTER, apply, correct, request_of, state_of
from tests.endorsements.test_answering import answer_to, grid
from tests.world import NOW, World


async def test_a_change_of_areas_asks_only_those_it_adds(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), await world.actor("leila"), NOW)
    asked = await correct(world, applied, "dana", (CAMDEN, LAMBETH))
    assert asked == ["Lambeth community safety partnership"]
    assert await state_of(camden) == "answered"
    assert await state_of(await request_of(applied, "Lambeth")) == "requested"


async def test_a_correction_about_one_borough_asks_only_that_one_again(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, LAMBETH))
    camden, lambeth = await request_of(applied, "Camden"), await request_of(applied, "Lambeth")
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), await world.actor("leila"), NOW)
    await endorsements.answer(answer_to(lambeth, grid(LAMBETH)), await world.actor("endorser-lambeth"), NOW)
    asked = await correct(world, applied, "dana", (CAMDEN, LAMBETH), zones={LAMBETH: "The South Bank only"})
    assert asked == ["Lambeth community safety partnership"]
    assert (await state_of(camden), await state_of(lambeth)) == ("answered", "requested")


async def test_a_part_that_all_were_shown_asks_all_again(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, LAMBETH))
    camden = await request_of(applied, "Camden")
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), await world.actor("leila"), NOW)
    told: Content = {"training": {"provider": Said(label="Who trains", value=("Nobody yet",))}}
    assert len(await correct(world, applied, "dana", (CAMDEN, LAMBETH), content=told)) == 2
    hidden: Content = {"insurance": {"insurer": Said(label="Insurer", value=("Calder Mutual",))}, **told}
    assert await correct(world, applied, "dana", (CAMDEN, LAMBETH), content=hidden) == []


async def test_an_area_left_out_recalls_its_open_request(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, LAMBETH))
    assert await correct(world, applied, "dana", (CAMDEN,)) == []
    assert await state_of(await request_of(applied, "Lambeth")) == "recalled"
    assert await state_of(await request_of(applied, "Camden")) == "requested"


async def test_leaving_out_the_last_open_area_settles_the_rest(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, LAMBETH))
    camden = await request_of(applied, "Camden")
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), await world.actor("leila"), NOW)
    await correct(world, applied, "dana", (CAMDEN,))
    assert await state_of(applied.case.ref) == "awaiting-recommendation"


async def test_a_power_justified_otherwise_asks_everybody_again_and_keeps_what_was_said(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, WESTMINSTER))
    camden = await request_of(applied, "Camden")
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), await world.actor("leila"), NOW)
    await correct(world, applied, "dana", (CAMDEN, WESTMINSTER), {**POWERS, "5": "Also by the canal."})
    assert await state_of(camden) == "requested"
    request = next(each for each in await kept.list_of_application(applied.application) if each.ref == camden)
    assert (request.round, request.reply) == (2, None)
    assert request.earlier is not None
    assert len(request.earlier.views) == 2
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), await world.actor("leila"), NOW)


async def test_a_power_taken_away_asks_nobody_again(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    await endorsements.answer(answer_to(camden, grid(CAMDEN)), await world.actor("leila"), NOW)
    assert await correct(world, applied, "dana", (CAMDEN,), {"3": POWERS["3"]}) == []
    assert await state_of(camden) == "answered"
