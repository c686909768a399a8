"""A request for powers that waits for vetting puts the person on the vetting officer's list by itself."""

from __future__ import annotations

from csas.commands import advancing
from csas.domain.permissions import PUBLIC
from csas.store import sql, vettings
from csas.store.transaction import act
from tests import people
from tests.fitness.employers import newcomer
from tests.people import Provider
from tests.world import NOW, World


async def on_the_list(world: World, name: str) -> list[str]:
    found = await vettings.list_waiting(await world.actor("fiona"))
    return [each.employer for each in found if each.name == name]


async def waiting(employer: Provider, name: str) -> None:
    """Identity has been checked; the case waits for vetting."""
    person, _ = await newcomer(employer, name)
    staff = await sql.fetchval("SELECT id FROM staff_member WHERE person_id = $1", person)
    async with act(PUBLIC, NOW) as this:
        case, _ = await people._request(employer, person, staff, name, ("1a",), NOW)
        await sql.execute("UPDATE casefile SET state = 'vetting' WHERE id = $1", case.id)
        await advancing.advance(this, await this.hold_id(case.id))
        await this.record("individual:identity-checked", case=case)


async def test_whoever_is_not_clear_is_put_on_it_once(world: World, employer: Provider) -> None:
    await waiting(employer, "Tess Wait")
    assert await on_the_list(world, "Tess Wait") == ["Northbank Homes"]


async def test_whoever_left_is_marked(world: World, employer: Provider) -> None:
    await waiting(employer, "Tim Gone")
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """UPDATE employment SET known = tstzrange(lower(known), clock_timestamp())
               WHERE person_id = (SELECT id FROM person WHERE name = 'Tim Gone')"""
        )
        await this.record("role:given")
    (found,) = [each for each in await vettings.list_waiting(await world.actor("fiona")) if each.name == "Tim Gone"]
    assert not found.employed
