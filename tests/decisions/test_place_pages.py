"""The decision maker's page offers what the places allow, and says why it does not offer the rest."""

from __future__ import annotations

from tests.decided import recommended
from tests.world import Browser, World

HOLDING = ("Westminster City Council", "Northbank Homes", "Vehicle Inspectorate")


async def test_the_page_offers_only_what_the_places_allow(world: World, browser: Browser) -> None:
    holding, *_ = [await recommended(world, name, place="held") for name in HOLDING]
    waiting = await recommended(world, "Lantern University", place="reserve")
    await browser.sign_in("helen")
    page = (await browser.get(f"/applications/{waiting}")).text
    assert "Defer for want of a place" in page
    assert f"/applications/{waiting}/offer" not in page
    assert f"/applications/{waiting}/refuse" not in page
    assert "All 3 places of the proof of concept are held, offered or in force." in page
    assert "“Offer an arrangement”" in page
    assert (await browser.get(f"/applications/{waiting}/offer")).status_code == 409
    page = (await browser.get(f"/applications/{holding}")).text
    assert f"/applications/{holding}/offer" in page
    assert f"/applications/{holding}/defer" not in page
