"""A zone across a boundary: a power reaches no further into it than the areas it was granted for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.commands.enquiries import AskEnquiry, ask
from csas.domain import refusals
from csas.domain.calendar import LONDON
from csas.domain.permissions import PUBLIC
from csas.domain.standing import Place, power_standing
from csas.store import enquiries, sql, standing
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import people
from tests.world import NOW, World

LAMBETH, SOUTHWARK, CAMDEN = "E09000022", "E09000028", "E09000007"
MINUTE = timedelta(minutes=1)


async def test_the_other_side_of_the_street_is_outside(world: World) -> None:
    lambeth_only = await people.provider(world, areas=("Lambeth",))
    zone = await _zone(lambeth_only.organisation)
    mo = await people.accredited(world, lambeth_only, zones=(zone,))
    facts = await standing.load(mo.accreditation)

    def there(area: str) -> str:
        return power_standing(facts, "3", NOW, Place(area=area, police_area=facts.police_area, zone=zone)).cause

    assert there(LAMBETH) == ""
    assert there(SOUTHWARK) == "outside-areas"


async def test_an_enquiry_asks_on_which_side(world: World) -> None:
    both = await people.provider(world, "Halcyon Guarding", areas=("Lambeth", "Southwark"))
    zone = await _zone(both.organisation)
    mo = await people.accredited(world, both, zones=(zone,))
    colin = await world.actor("colin")

    def asking(area: str) -> AskEnquiry:
        day = NOW.astimezone(LONDON)
        time, zone = f"{day:%H:%M}", "the boundary estate"
        return AskEnquiry(who=mo.ref, on=day.date(), time=time, area=area, zone=zone, purpose="T1")

    for area in ("", CAMDEN):
        with pytest.raises(refusals.Faults) as refused:
            await ask(asking(area), colin, NOW + MINUTE)
        assert [each.field for each in refused.value.faults] == ["area"]
    event = await ask(asking(SOUTHWARK), colin, NOW + MINUTE)
    kept = await enquiries.load(colin, event.ref)
    assert kept is not None
    assert (kept.area, kept.zone) == (SOUTHWARK, zone)


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
