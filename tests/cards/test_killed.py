"""`kill -9` of the worker while it issues and prints; `make soak` does the same 150 times."""

from __future__ import annotations

import pytest

from csas.settings import Settings
from tests.cards import killing
from tests.world import World

KILLS = 10


@pytest.mark.slow
async def test_killed_at_any_moment_it_loses_nothing_and_does_nothing_twice(world: World, settings: Settings) -> None:
    fray = await killing.prepared(world, settings, 8)
    await killing.fight(fray, KILLS)
    assert "files whole" in await killing.judge(fray)
