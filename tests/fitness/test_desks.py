"""What vetting officers and police officers find on their own desk: their part, and none of the office's cases."""

from __future__ import annotations

from tests import build, people
from tests.fitness import vetted
from tests.people import Provider
from tests.world import Browser, World


async def test_the_vetting_officer_sees_who_waits_and_no_application(
    browser: Browser, world: World, employer: Provider
) -> None:
    await vetted.asked(world, employer, "Una Wait")
    ref = await build.submitted(world, "Halcyon Guarding")
    await browser.sign_in("fiona")
    desk = await browser.get("/desk")
    assert desk.status_code == 200
    assert "Send the link to Una Wait" in desk.text
    listed = await browser.get("/api/v1/cases")
    assert "Halcyon" not in desk.text + listed.text
    assert ref not in listed.text
    assert (await browser.get(f"/applications/{ref}")).status_code == 403


async def test_a_police_officer_is_shown_nobodys_request(browser: Browser, world: World, employer: Provider) -> None:
    await people.accredited(world, employer, "Val Warden")
    await browser.sign_in(await people.officer(world))
    desk = await browser.get("/desk")
    assert 'href="/check"' in desk.text[desk.text.index("Is this person accredited?") :]
    for path in ("/desk", "/individuals", "/api/v1/cases"):
        answer = await browser.get(path)
        assert answer.status_code in {200, 403}, path
        assert "Val Warden" not in answer.text, path
