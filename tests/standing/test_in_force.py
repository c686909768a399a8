"""Somebody accredited may use their powers, where they were granted and while they last."""

from datetime import timedelta

from csas.domain.standing import Place, accreditation_standing, power_standing
from csas.store import standing
from tests import people
from tests.world import NOW, World


async def test_what_a_person_may_do(world: World) -> None:
    mo = await people.accredited(world, await people.provider(world), powers=("1a", "3"))
    facts = await standing.load(mo.accreditation)

    assert accreditation_standing(facts, NOW).in_force
    assert power_standing(facts, "3", NOW).in_force
    assert power_standing(facts, "3", people.SINCE).in_force
    assert power_standing(facts, "3", people.SINCE - timedelta(microseconds=1)).cause == "not-started"
    assert power_standing(facts, "3", people.UNTIL).cause == "term-ended"
    assert power_standing(facts, "8", NOW).cause == "power-not-granted"
    here = Place(area=mo.provider.areas[0], police_area=facts.police_area)
    assert power_standing(facts, "3", NOW, here).in_force
    assert (
        power_standing(facts, "3", NOW, Place(area="E09000033", police_area=facts.police_area)).cause == "outside-areas"
    )
    assert (
        power_standing(facts, "3", NOW, Place(area="E09000001", police_area="City of London")).cause
        == "outside-police-area"
    )
    held = await standing.held(mo.accreditation)
    assert [(each.power, each.periods[0].start, each.periods[0].end) for each in held] == [
        ("1a", people.SINCE, people.UNTIL),
        ("3", people.SINCE, people.UNTIL),
    ]
