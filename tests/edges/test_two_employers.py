"""Two employers: one person, two accreditations, and the end of one leaves the other."""

from __future__ import annotations

from datetime import timedelta

from csas.domain.standing import power_standing
from csas.store import standing
from tests import individuals as people
from tests import people as employers
from tests.world import NOW, World

DAY = timedelta(days=1)


async def test_leaving_one_leaves_the_other(world: World) -> None:
    northbank = await employers.provider(world)
    kingsmarch = await employers.provider(world, "Kingsmarch Centre", areas=("Lambeth",))
    mo, first = await people.accredited(world, northbank)
    there = await people.also_works_for(mo, kingsmarch)
    second = await people.ready(world, there, by="beatrix")
    await people.grant(world, second)
    await people.leave(mo, NOW + DAY)
    for ref, cause in ((first, "employment-ended"), (second, "")):
        facts = await standing.load(await people.accreditation(ref))
        assert power_standing(facts, "3", NOW + 2 * DAY).cause == cause
