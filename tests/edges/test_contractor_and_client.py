"""Contractor and client: only the employer puts its people forward, whoever pays for the patrol."""

from __future__ import annotations

import pytest

from csas.domain import refusals
from tests import individuals as people
from tests import people as employers
from tests.world import World


async def test_the_client_cannot_ask_for_its_contractors_people(world: World) -> None:
    contractor = await employers.provider(world)
    await employers.provider(world, "Marrow BID", areas=("Lambeth",))
    warden = await people.fit(world, contractor)
    with pytest.raises(refusals.NotFound):
        await people.request(world, warden, by="tamsin")
    assert await people.request(world, warden)
