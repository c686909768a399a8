"""What tests of this folder share."""

import pytest

from tests.fitness.employers import employer_of
from tests.people import Provider
from tests.world import World


@pytest.fixture
async def employer(world: World) -> Provider:
    return await employer_of(world)
