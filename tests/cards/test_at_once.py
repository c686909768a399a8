"""Notices, the worker and the printer at the same time: nothing stale is issued, and no notice is held up."""

from __future__ import annotations

import asyncio

from csas.commands import papers, print_runs
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.outbound import issuing, printing
from csas.settings import Settings
from csas.store import sql
from csas.store.transaction import act
from tests import carded, cards_of
from tests.decided import case_of
from tests.people import Accredited
from tests.world import NOW, World


async def take_away(whose: Accredited) -> None:
    """Power 1a by notice; the act and its effect on the papers come one after the other, as fast as they can."""
    await cards_of.restrict(whose, "modification", NOW, power="1a")
    async with act(PUBLIC, NOW) as this:
        await papers.replace_for(this, [whose.accreditation])
        await this.record("individual:decided", case=await case_of(whose.case))


async def print_all(world: World, settings: Settings) -> None:
    try:
        event = await print_runs.start(print_runs.Start(), await world.actor("colin"), NOW)
    except (refusals.NothingToPrint, refusals.AlreadyDone):
        return
    run = await sql.fetchval("SELECT id FROM print_run WHERE ref = $1", event.ref)
    await printing.make(run, settings)


async def test_nothing_stale_survives(world: World, settings: Settings) -> None:
    whose = [await carded.warden(world, settings, f"Warden Number {at}") for at in range(6)]
    for one in whose:
        await carded.reserved(one)
    await asyncio.gather(
        issuing.recover(settings),
        issuing.recover(settings),
        print_all(world, settings),
        *(take_away(one) for one in whose),
        *(papers.reserve_due(one.accreditation, NOW) for one in whose),
    )
    for one in whose:
        await papers.reserve_due(one.accreditation, NOW)
    await issuing.recover(settings)
    rows = await sql.fetch(
        "SELECT snapshot->'powers' AS powers, kind FROM document WHERE state = 'issued' AND kind = 'card'"
    )
    assert len(rows) == len(whose)
    assert all([power["code"] for power in row["powers"]] == ["3"] for row in rows)
    assert not await sql.fetchval("SELECT count(*) FROM document WHERE state = 'reserved'")


async def test_many_end_in_one_act_beside_others(world: World, settings: Settings) -> None:
    whose = [await carded.warden(world, settings, f"Patrol Number {at}") for at in range(4)]
    for one in whose:
        await carded.issued(one, settings)

    async def end_all(these: list[Accredited]) -> int:
        async with act(PUBLIC, NOW) as this:
            ended = await papers.replace_for(this, [one.accreditation for one in these])
            await this.record("individual:decided")
        return len(ended)

    ended = await asyncio.gather(end_all(whose), end_all(whose[::-1]), end_all(whose[1:3]))
    assert sum(ended) == 2 * len(whose)
