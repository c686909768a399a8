"""A grant whose moment is older than a notice or an outcome that passed it, while it waited for its locks, gives nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.commands import individual_life, individual_renewals
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.domain.standing import power_standing
from csas.store import sql, standing
from csas.store.transaction import act
from tests import individuals as people
from tests.world import NOW, World

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("left", [0, 1])
async def test_a_variation_never_undoes_a_later_notice(world: World, left: int) -> None:
    employer = await people.northbank(world)
    first = employer.areas[:1]
    who = await people.fit(world, employer, f"Nan Ore {left}")
    ref = await people.request(world, who, ["3"], areas=first)
    await people.to_decision(world, ref)
    await people.grant(world, ref)
    wider = individual_renewals.Vary(ref=ref, powers=people.asked_for(who, ["3"]))
    later = (await individual_renewals.vary(wider, await world.actor("sam"), NOW + MINUTE)).ref
    await people.to_decision(world, later, at=NOW + 2 * MINUTE)
    conditions = ("By day only",) if left else ()
    taken = individual_life.Modify(
        ref=ref, power="3", areas=first[:left], conditions=conditions, reasons=("role",), explanation="Other work."
    )
    await individual_life.modify(taken, await world.actor("colin"), NOW + 5 * MINUTE)
    with pytest.raises(refusals.Stale):
        await people.grant(world, later, at=NOW + 4 * MINUTE)
    answer = power_standing(await standing.load(await people.accreditation(ref)), "3", NOW + 6 * MINUTE)
    assert answer.in_force == bool(left)
    assert answer.granted is not None
    assert answer.granted.areas == first
    await people.grant(world, later, at=NOW + 7 * MINUTE)


async def test_an_outcome_of_vetting_counts_for_a_grant_that_is_older(world: World) -> None:
    employer = await people.northbank(world)
    who = await people.fit(world, employer, "Ola Pike")
    ref = await people.ready(world, who)
    async with act(PUBLIC, NOW + 2 * MINUTE) as this:
        old = await sql.fetchval(
            """UPDATE vetting SET known = tstzrange(lower(known), clock_timestamp()) WHERE person_id = $1
               RETURNING id""",
            who.person,
        )
        await sql.fetchval("SELECT end_vetting($1, $2::timestamptz)", old, NOW + 2 * MINUTE)
        await this.record("organisation:registered")
    await people.vetted(world, who, NOW + 2 * MINUTE, "not-clear")
    with pytest.raises(refusals.Refusal):
        await people.grant(world, ref, at=NOW + MINUTE)
