"""Renewal decided after expiry: too late to renew; a new grant starts then, and the gap stays a gap."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.commands import individual_renewals
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.standing import power_standing
from csas.store import standing
from tests import individuals as people
from tests import people as employers
from tests.world import NOW, World

DAY = timedelta(days=1)


async def test_it_is_refused_and_a_new_grant_fills_no_gap(world: World) -> None:
    northbank = await employers.provider(world)
    mo = await people.fit(world, northbank)
    first = await people.ready(world, mo)
    await people.grant(world, first, last_day=london_day(NOW + 30 * DAY))
    wanted = individual_renewals.Renew(ref=first, confirm=True)
    renewal = (await individual_renewals.renew(wanted, await world.actor("sam"), NOW + 20 * DAY)).ref
    await people.to_decision(world, renewal, at=NOW + 21 * DAY)
    with pytest.raises(refusals.RenewalTooLate):
        await people.grant(world, renewal, at=NOW + 35 * DAY)
    facts = await standing.load(await people.accreditation(first))
    assert power_standing(facts, "3", NOW + 29 * DAY).in_force
    assert power_standing(facts, "3", NOW + 35 * DAY).cause == "term-ended"
