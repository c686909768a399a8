"""A variation in force ends by notice, and an appeal reopens it: the arrangement it once replaced is long over."""

from __future__ import annotations

from csas.commands import appeals, arrangements
from csas.store import applications, sql
from csas.store import arrangements as store
from tests.decided import (
    CAMDEN,
    WESTMINSTER,
    case_of,
    countersign,
    hours,
    in_force,
    offer,
    recommend,
    recommended,
    sign,
    state,
)
from tests.world import World


async def test_a_variation_whose_arrangement_ended_is_decided_again_and_begins_a_line_of_its_own(world: World) -> None:
    first = await in_force(world)
    ref = await recommended(world, areas=("Westminster", "Camden"), place="not-needed", varies=first)
    await offer(world, ref, areas=(WESTMINSTER, CAMDEN), at=6)
    await sign(world, ref, at=7)
    await countersign(world, ref, at=8)
    application = (await applications.load(await case_of(ref))).id
    await arrangements.end(arrangements.End(ref=ref, reason="Trust is gone."), await world.actor("helen"), hours(10))
    ended = await store.find_of_application(application)
    lodge = appeals.Lodge(application=ref, grounds=("fact",), statement="It was not so.")
    lodged = await appeals.lodge(lodge, await world.actor("ruth"), hours(11))
    owen = await world.actor("owen")
    await appeals.admit(appeals.Admit(ref=lodged.ref), owen, hours(11))
    await appeals.uphold(appeals.Decide(ref=lodged.ref, reasons="It was not."), owen, hours(11))
    assert await sql.fetchval("SELECT place FROM application WHERE id = $1", application) == "held"
    await recommend(world, ref, areas=(WESTMINSTER, CAMDEN))
    await offer(world, ref, areas=(WESTMINSTER, CAMDEN), at=13)
    await sign(world, ref, at=14)
    await countersign(world, ref, at=15)
    assert await state(ref) == "in-force"
    again = await store.find_of_application(application)
    assert ended
    assert again
    assert again.valid.contains(hours(16))
    assert again.line != ended.line
