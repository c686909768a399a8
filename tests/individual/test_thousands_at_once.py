"""An act on a provider reaches all its people: one transaction, one event, a notice and its copy for each."""

from __future__ import annotations

import os
import time

import pytest

from csas.commands import provider_suspensions, uniforms
from csas.commands.individual_life import Propose
from csas.domain import refusals
from csas.store import sql
from tests import crowds
from tests import individuals as people
from tests import people as employers
from tests.crowds import LATER, count_in_force
from tests.decided import state
from tests.world import NOW, World

PEOPLE = int(os.environ.get("CSAS_TEST_CROWD", "300"))


async def test_suspending_a_provider_reaches_everybody(world: World) -> None:
    northbank = await employers.provider(world)
    ids = await crowds.crowd(world, northbank, PEOPLE)
    assert await count_in_force(ids, NOW, "3") == PEOPLE
    ref = await sql.fetchval(
        "SELECT c.ref FROM casefile c JOIN application a ON a.case_id = c.id JOIN arrangement r ON r.application_id = a.id"
        " WHERE r.ref = $1",
        northbank.arrangement,
    )
    events = await sql.fetchval("SELECT count(*) FROM event")
    wanted = provider_suspensions.Suspend(ref=ref, explanation="Complaints were not answered.")
    with pytest.raises(refusals.NotAllowed):
        await provider_suspensions.suspend(wanted, await world.actor("sam"), NOW)
    colin, began = await world.actor("colin"), time.perf_counter()
    await provider_suspensions.suspend(wanted, colin, NOW)
    print(f"suspended {PEOPLE:,} people in {time.perf_counter() - began:.2f} s")  # noqa: T201 - what the bench reports
    assert await sql.fetchval("SELECT count(*) FROM event") == events + 1
    assert await count_in_force(ids, NOW + LATER, "3") == 0
    assert await _notices("suspension") == PEOPLE
    assert await sql.fetchval("SELECT count(*) FROM outbox_message WHERE kind = 'notice-copies'") >= 1
    helen = await world.actor("helen")
    mo = await people.fit(world, northbank)
    waiting = await people.ready(world, mo)
    with pytest.raises(refusals.ProviderSuspended):
        await people.grant(world, waiting)
    lift = provider_suspensions.Lift(ref=ref, confirm=True)
    with pytest.raises(refusals.NotProposed):
        await provider_suspensions.lift(lift, helen, NOW + LATER)
    await provider_suspensions.propose_lifting(
        Propose(ref=ref, why="It answers them now."), await world.actor("colin"), NOW + LATER
    )
    await provider_suspensions.lift(lift, helen, NOW + 2 * LATER)
    assert await count_in_force(ids, NOW + 3 * LATER, "3") == PEOPLE
    assert await count_in_force(ids, NOW + LATER, "3") == 0
    await people.grant(world, waiting, at=NOW + 3 * LATER)
    assert await state(waiting) == "accredited"


async def _notices(kind: str) -> int:
    found: int = await sql.fetchval("SELECT count(*) FROM statutory_notice WHERE kind = $1", kind)
    return found


async def test_a_rebrand_stops_powers_until_instruments_describe_it(world: World) -> None:
    lantern = await employers.provider(world, "Lantern University", areas=("Camden",))
    ids = await crowds.crowd(world, lantern, 40)
    organisation = await sql.fetchval("SELECT ref FROM organisation WHERE id = $1", lantern.organisation)
    new = uniforms.Approve(organisation=organisation, description="Blue coat", badge="Right breast")
    with pytest.raises(refusals.NotAllowed):
        await uniforms.approve(new, await world.actor("imogen"), NOW)
    await uniforms.approve(new, await world.actor("colin"), NOW)
    assert await count_in_force(ids, NOW + LATER, "3") == 0
    again = uniforms.Redescribe(organisation=organisation)
    await uniforms.redescribe(again, await world.actor("helen"), NOW + 2 * LATER)
    assert await count_in_force(ids, NOW + LATER, "3") == 0
    assert await count_in_force(ids, NOW + 3 * LATER, "3") == 40
    assert (
        await sql.fetchval(
            "SELECT count(*) FROM notice_copy k JOIN statutory_notice n ON n.id = k.notice_id"
            " WHERE n.kind = 'modification'"
        )
        == 80
    )


async def test_a_power_the_force_gives_up_is_gone_from_everybody_for_good(world: World) -> None:
    alder = await employers.provider(world, "St Alder NHS Trust", areas=("Southwark",))
    ids = await crowds.crowd(world, alder, 30)
    wanted = uniforms.EndAdoption(power="3", explanation="The power is not needed any more.")
    with pytest.raises(refusals.NotAllowed):
        await uniforms.end_adoption(wanted, await world.actor("helen"), NOW)
    await uniforms.end_adoption(wanted, await world.actor("amina"), NOW)
    assert await count_in_force(ids, NOW + LATER, "3") == 0
    assert await count_in_force(ids, NOW + LATER, "1a") == 30
