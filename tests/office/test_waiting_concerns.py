"""Open concerns of the public wait on the desks of the office, and of nobody else, until they are closed."""

from csas.commands import concerns
from csas.domain.permissions import PUBLIC
from tests.world import NOW, Browser, World


async def _desk(browser: Browser, slug: str) -> str:
    await browser.sign_in(slug)
    return (await browser.get("/desk")).text


async def test_an_open_concern_is_on_the_desk_until_it_is_closed(world: World, browser: Browser) -> None:
    assert "Open concerns" not in await _desk(browser, "colin")
    told = concerns.ReportConcern(about="posing", what="A stranger showed a card.")
    ref = (await concerns.report(told, PUBLIC, NOW)).ref
    assert f"/concerns/{ref}/close" in await _desk(browser, "colin")
    assert f"/concerns/{ref}/close" in await _desk(browser, "priya")
    for other in ("helen", "ruth", "fiona"):
        assert "Open concerns" not in await _desk(browser, other)
    closing = concerns.CloseConcern(ref=ref, outcome="unfounded", done="Nobody of this name was found.")
    await concerns.close(closing, await world.actor("colin"), NOW)
    assert "Open concerns" not in await _desk(browser, "colin")


async def test_the_vetting_officer_finds_the_people(world: World, browser: Browser) -> None:
    text = await _desk(browser, "fiona")
    assert 'href="/individuals"' in text
    assert 'href="/training"' not in text
    assert 'href="/individuals"' not in await _desk(browser, "grace")
