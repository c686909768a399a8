"""What the scheme itself stands on: its phase, a partnership, a delegation and what waits to be confirmed."""

from __future__ import annotations

from datetime import timedelta

from csas.commands import adopting, colleagues, delegations
from csas.domain.calendar import london_day
from csas.store import sql
from tests.world import NOW, World


async def lay(world: World) -> dict[str, str]:
    """The reference of one of each, by its kind."""
    return {
        "phase": await sql.fetchval("SELECT ref FROM phase ORDER BY id LIMIT 1"),
        "partnership": await sql.fetchval("SELECT ref FROM partnership ORDER BY id LIMIT 1"),
        "delegation": await sql.fetchval("SELECT ref FROM delegation ORDER BY id LIMIT 1"),
        "proposal": await _proposal(world),
        "adoption": await _adoption(world),
        "colleague": await _colleague(world),
    }


async def _proposal(world: World) -> str:
    helen = await sql.fetchval("SELECT ref FROM person WHERE id = $1", world.people["helen"])
    first = london_day(NOW) + timedelta(days=400)
    wanted = delegations.ProposeDelegation(
        person=helen,
        post="Commander",
        matters=("people",),
        instrument="CSAS/2",
        starts_on=first,
        ends_on=first,
        why="It follows the first.",
    )
    return (await delegations.propose(wanted, await world.actor("amina"), NOW)).ref


async def _adoption(world: World) -> str:
    left = await adopting.list_left(await world.scheme(), NOW)
    wanted = adopting.ProposeAdoption(power=left[0].code, why="Asked for by three boroughs.")
    return (await adopting.propose(wanted, await world.actor("amina"), NOW)).ref


async def _colleague(world: World) -> str:
    wanted = colleagues.InviteColleague(
        role="decision-maker", name="Una Moss", post="Commander", email="una.moss@people.example", why="A second."
    )
    return (await colleagues.invite(wanted, await world.actor("amina"), NOW)).ref
