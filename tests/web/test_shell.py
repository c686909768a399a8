"""Pages nobody may open stay closed, and unknown addresses say so kindly."""

from tests.world import Browser, World


async def test_an_unknown_address_is_not_found(browser: Browser) -> None:
    answer = await browser.get("/nothing/here")
    assert answer.status_code == 404
    assert "Page not found" in answer.text


async def test_everybody_of_the_cast_has_their_roles(world: World) -> None:
    priya = await world.actor("priya")
    assert priya.holds("assessor")
