"""A zone across a boundary: a power reaches no further into it than the areas it was granted for."""

from __future__ import annotations

from csas.domain.permissions import PUBLIC
from csas.domain.standing import Place, power_standing
from csas.store import sql, standing
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import people
from tests.world import NOW, World

LAMBETH, SOUTHWARK = "E09000022", "E09000028"


async def test_the_other_side_of_the_street_is_outside(world: World) -> None:
    lambeth_only = await people.provider(world, areas=("Lambeth",))
    zone = await _zone(lambeth_only.organisation)
    mo = await people.accredited(world, lambeth_only, zones=(zone,))
    facts = await standing.load(mo.accreditation)

    def there(area: str) -> str:
        return power_standing(facts, "3", NOW, Place(area=area, police_area=facts.police_area, zone=zone)).cause

    assert there(LAMBETH) == ""
    assert there(SOUTHWARK) == "outside-areas"


async def _zone(organisation: int) -> str:
    ref = new_ref()
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            "INSERT INTO zone (ref, organisation_id, name, areas) VALUES ($1, $2, 'The Boundary estate', $3)",
            ref,
            organisation,
            [LAMBETH, SOUTHWARK],
        )
        await this.record("zone:added")
    return ref
