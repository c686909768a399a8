"""An organisation may have five applications open at a time; those in force or closed do not count."""

from __future__ import annotations

import asyncio

import pytest

from csas.commands.applications import Withdraw, withdraw
from csas.domain import refusals
from csas.store import sql
from csas.store.settings_of_scheme import PROVISIONAL
from tests.applications import telling
from tests.world import NOW, Browser, World, set_most_open


@pytest.fixture(autouse=True)
async def five(world: World) -> None:
    """As a scheme has it that set nothing else."""
    if not await sql.fetchval("SELECT count(*) FROM setting WHERE value = '5'"):
        await set_most_open(PROVISIONAL["open-applications"][0], NOW.date())


async def open_drafts() -> int:
    found: int = await sql.fetchval("SELECT count(*) FROM casefile WHERE state = 'draft'")
    return found


async def test_the_sixth_is_refused_however_fast_they_come(world: World) -> None:
    started = [telling.start(world, "dana", "Halcyon Guarding") for _ in range(8)]
    ended = await asyncio.gather(*started, return_exceptions=True)
    refused = [each for each in ended if isinstance(each, refusals.TooManyOpen)]
    assert (len(refused), await open_drafts()) == (3, 5), ended
    assert "Halcyon Guarding has 5 open applications" in refused[0].message


async def test_the_page_says_why_and_one_withdrawn_makes_room(world: World, browser: Browser) -> None:
    await browser.sign_in("dana")
    organisation = await sql.fetchval("SELECT ref FROM organisation WHERE name = 'Halcyon Guarding'")
    answer = await browser.post("/applications/start", {"organisation": organisation, "varies": ""})
    assert answer.status_code == 409
    assert "as many as may be open at a time" in answer.text
    ref = await sql.fetchval("SELECT ref FROM casefile WHERE state = 'draft' LIMIT 1")
    await withdraw(Withdraw(ref=ref, reason="Not now."), await world.actor("dana"), NOW)
    assert await telling.start(world, "dana", "Halcyon Guarding")


async def test_another_organisation_is_not_touched(world: World) -> None:
    assert await telling.start(world, "ruth", "Westminster City Council")
