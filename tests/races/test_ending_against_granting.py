"""Ending a provider while its people are being accredited: never a power under a provider that has ended (INV-01).

`CSAS_TEST_RACES=500` runs as many providers as the acceptance asks for.
"""

from __future__ import annotations

import asyncio
import os
import random
from datetime import UTC, datetime, timedelta

import pytest

from csas.commands import arrangements, individual_decisions, provider_suspensions, staff_leaving
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.permissions import Actor, Holding
from csas.domain.refusals import Refusal
from csas.store import sql
from tests import crowds
from tests import people as employers
from tests.lives import ground
from tests.world import World

RACES = int(os.environ.get("CSAS_TEST_RACES", "40"))
CLIENTS = 8


async def prepared(world: World) -> tuple[str, str, int]:
    """A provider in force, somebody of it who waits for the decision, and the organisation."""
    organisation, _ = await ground.provider()
    name = await sql.fetchval("SELECT name FROM organisation WHERE id = $1", organisation)
    employer = await employers.provider(world, name, areas=("Lambeth",))
    case = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN application p ON p.case_id = c.id JOIN arrangement a ON a.application_id = p.id
           WHERE a.ref = $1""",
        employer.arrangement,
    )
    return case, await crowds.waiting(world, employer), organisation


async def test_no_power_is_granted_under_a_provider_that_has_ended(world: World) -> None:
    found = [await prepared(world) for _ in range(RACES)]
    helen = await world.actor("helen")
    gate = asyncio.Semaphore(CLIENTS)
    acts = [each for case, request, _ in found for each in (_end(gate, case, helen), _grant(gate, request, helen))]
    random.Random(7).shuffle(acts)  # noqa: S311 - an order, no secret
    ended = await asyncio.gather(*acts)
    assert ended.count("ended") == RACES
    assert set(ended) <= {"ended", "granted", "not-arranged"}
    late = await sql.fetch(
        """SELECT g.case_id FROM event g JOIN casefile c ON c.id = g.case_id JOIN event e ON e.tag = 'application:ended'
               JOIN casefile p ON p.id = e.case_id AND p.organisation_id = c.organisation_id
           WHERE g.tag = 'individual:decided' AND g.case_id IS NOT NULL AND g.id > e.id"""
    )
    assert late == [], "a grant came after the end"
    assert await _still_good([organisation for _, _, organisation in found]) == 0
    assert await _unbacked() == 0
    assert await _untold() == 0


async def _untold() -> int:
    """Accreditations under an arrangement that an act ended, without a notice that tells of it."""
    found: int = await sql.fetchval(
        """SELECT count(*) FROM accreditation a JOIN arrangement r ON r.line = a.arrangement_line AND upper_inf(r.known)
           WHERE r.ending = 'notice' AND (SELECT count(*) FROM statutory_notice n
               WHERE n.accreditation_id = a.id AND n.kind = 'ending') <> 1"""
    )
    return found


async def test_leaving_against_granting(world: World) -> None:
    """Whoever is granted powers as they leave is told that they ended; neither act stands in the other’s way."""
    helen, gate = await world.actor("helen"), asyncio.Semaphore(CLIENTS)
    found = [await prepared(world) for _ in range(max(8, RACES // 4))]
    acts = [each for _, request, who in found for each in (_leave(gate, request, who), _grant(gate, request, helen))]
    random.Random(5).shuffle(acts)  # noqa: S311 - an order, no secret
    ended = await asyncio.gather(*acts)
    assert set(ended) <= {"left", "granted", "not-employed"}
    assert await _still_good([organisation for _, _, organisation in found]) == 0
    told = await sql.fetchval(
        """SELECT count(DISTINCT a.id) FROM statutory_notice n JOIN accreditation a ON a.id = n.accreditation_id
           WHERE n.kind = 'ending' AND a.organisation_id = ANY ($1::bigint[])""",
        [organisation for _, _, organisation in found],
    )
    assert told == ended.count("granted")


async def _leave(gate: asyncio.Semaphore, member: str, organisation: int) -> str:
    """The record of somebody in the crowd has the same ref as their case."""
    robin = Actor(kind="person", holdings=(Holding(role="responsible-officer", organisation=organisation),))
    async with gate:
        now = datetime.now(UTC)
        await staff_leaving.leave(staff_leaving.Leave(ref=member, last_day=london_day(now), why="left"), robin, now)
        return "left"


async def _end(gate: asyncio.Semaphore, case: str, helen: Actor) -> str:
    async with gate:
        await arrangements.end(arrangements.End(ref=case, reason="Not kept."), helen, datetime.now(UTC))
        return "ended"


async def _grant(gate: asyncio.Semaphore, request: str, helen: Actor) -> str:
    async with gate:
        try:
            await individual_decisions.grant(individual_decisions.Grant(ref=request), helen, datetime.now(UTC))
        except Refusal as refusal:
            return refusal.code
        return "granted"


async def _still_good(organisations: list[int]) -> int:
    """Powers of these providers that may be used now."""
    found: int = await sql.fetchval(
        """SELECT count(*) FROM authority WHERE organisation_id = ANY ($1::bigint[]) AND periods @> clock_timestamp()""",
        organisations,
    )
    return found


async def _unbacked() -> int:
    """Moments at which a power stands and its employer’s arrangement does not."""
    found: int = await sql.fetchval(
        """SELECT count(*) FROM authority h JOIN accreditation a ON a.id = h.accreditation_id
           WHERE NOT isempty(h.periods - (SELECT coalesce(range_agg(r.valid), '{}') FROM arrangement r
               WHERE r.line = a.arrangement_line AND upper_inf(r.known)))"""
    )
    return found


async def test_nobody_slips_past_the_suspension_of_a_provider(world: World) -> None:
    found = [await prepared(world) for _ in range(max(8, RACES // 4))]
    helen, colin = await world.actor("helen"), await world.actor("colin")
    gate = asyncio.Semaphore(CLIENTS)
    acts = [each for case, request, _ in found for each in (_suspend(gate, case, colin), _grant(gate, request, helen))]
    random.Random(11).shuffle(acts)  # noqa: S311 - an order, no secret
    ended = await asyncio.gather(*acts)
    assert set(ended) <= {"suspended", "granted", "provider-suspended"}
    assert await _still_good([organisation for _, _, organisation in found]) == 0


async def test_a_grant_that_began_before_the_suspension_and_waited_is_refused(world: World) -> None:
    case, request, organisation = await prepared(world)
    helen, began = await world.actor("helen"), datetime.now(UTC) - timedelta(seconds=1)
    await _suspend(asyncio.Semaphore(1), case, await world.actor("colin"))
    with pytest.raises(refusals.ProviderSuspended):
        await individual_decisions.grant(individual_decisions.Grant(ref=request), helen, began)
    assert await _still_good([organisation]) == 0


async def _suspend(gate: asyncio.Semaphore, case: str, colin: Actor) -> str:
    async with gate:
        wanted = provider_suspensions.Suspend(ref=case, explanation="At once.")
        await provider_suspensions.suspend(wanted, colin, datetime.now(UTC))
        return "suspended"
