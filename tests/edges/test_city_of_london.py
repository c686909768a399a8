"""The City of London lies outside the Metropolitan police district: no power is good there but paragraph 9."""

from __future__ import annotations

from csas.domain.standing import Place, power_standing
from csas.store import standing
from tests import people
from tests.world import NOW, World

CITY = Place(area="E09000001", police_area="City of London")


async def test_only_escorting_a_load_goes_on_across_the_border(world: World) -> None:
    northbank = await people.provider(world, powers=("1a", "3", "9"))
    mo = await people.accredited(world, northbank, powers=("3", "9"))
    facts = await standing.load(mo.accreditation)
    assert power_standing(facts, "3", NOW, CITY).cause == "outside-police-area"
    assert power_standing(facts, "9", NOW, CITY).in_force
