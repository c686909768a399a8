"""Eight decision makers at the same applications at once: each application is decided exactly once."""

from __future__ import annotations

import asyncio

import pytest

from csas.domain import refusals
from csas.store import sql
from tests.decided import areas_of, assess, offer, ready, recommend
from tests.world import World

CLIENTS = 8
LATE = (refusals.NotNow, refusals.Stale, refusals.AlreadyDone)


async def _prepare(world: World) -> tuple[str, list[str]]:
    ref = await ready(world, "Vehicle Inspectorate", powers=("9",), process="vehicle-stopping", place="not-needed")
    areas = await areas_of(ref)
    await assess(world, ref)
    await recommend(world, ref, powers=("9",), areas=areas)
    return ref, areas


async def _try_all(world: World, prepared: list[tuple[str, list[str]]]) -> int:
    """One client tries to decide every application; who comes late is told so."""
    done = 0
    for ref, areas in prepared:
        try:
            await offer(world, ref, powers=("9",), areas=areas)
            done += 1
        except LATE:
            continue
    return done


async def _race(world: World, applications: int) -> None:
    prepared = [await _prepare(world) for _ in range(applications)]
    before = await _decisions()
    orders = [prepared[turn % applications :] + prepared[: turn % applications] for turn in range(CLIENTS)]
    done = await asyncio.gather(*(_try_all(world, order) for order in orders))
    assert sum(done) == applications
    assert await _decisions() - before == applications
    told = await sql.fetchval("SELECT count(*) FROM event WHERE tag = 'application:offered'")
    assert told == await _decisions(), "one event a decision"


async def _decisions() -> int:
    found: int = await sql.fetchval("SELECT count(*) FROM decision")
    return found


async def test_eight_clients_on_twenty_applications_give_twenty_decisions(world: World) -> None:
    await _race(world, 20)


@pytest.mark.slow
async def test_eight_clients_on_a_hundred_applications_give_a_hundred_decisions(world: World) -> None:
    await _race(world, 100)
