"""Everyone's desk holds what waits for them, and nothing of anybody else's."""

from csas.commands import casefiles, office
from tests import build
from tests.world import NOW, Browser, World


async def _desk(browser: Browser, slug: str) -> str:
    await browser.sign_in(slug)
    answer = await browser.get("/desk")
    assert answer.status_code == 200, answer.text[-800:]
    return answer.text


async def test_the_case_officer_sees_what_is_late_mine_and_nobodys(world: World, browser: Browser) -> None:
    hobb = await build.submitted(world, "Hobb Market")
    text = await _desk(browser, "colin")
    assert "Overdue since" in text or "Unassigned" in text
    assert f"/applications/{hobb}" in text
    officer = await world.actor("colin")
    colin = await build.ref_of(officer)
    await casefiles.assign(casefiles.Assign(ref=hobb, to=colin), officer, NOW)
    text = await _desk(browser, "colin")
    mine = text[text.index("Mine") : text.index("Unassigned")]
    assert "Hobb Market" in mine


async def test_the_applicant_sees_the_question_first(world: World, browser: Browser) -> None:
    ref = await build.submitted(world, "Halcyon Guarding")
    colin = await world.actor("colin")
    await office.ask(office.Ask(ref=ref, item="training", question="Who trains at night?"), colin, NOW)
    text = await _desk(browser, "dana")
    assert "Who trains at night?" in text
    assert text.index("Questions to answer") < text.index("Applications, reviews and appeals")
    assert "Hobb Market" not in text


async def test_the_decider_sees_each_case_with_its_brief_and_the_delegation(world: World, browser: Browser) -> None:
    ref = await build.submitted(world, "Lantern University", state="with-decision-maker")
    text = await _desk(browser, "helen")
    assert f"/applications/{ref}/brief" in text
    assert "CSAS/1" in text
    assert "Ready to decide" in text


async def test_the_assessor_sees_what_to_recommend(world: World, browser: Browser) -> None:
    await build.submitted(world, "Orchard Patrols", state="awaiting-recommendation")
    text = await _desk(browser, "priya")
    assert "Orchard Patrols" in text[text.index("To recommend") :]


async def test_the_decider_of_appeals_has_a_desk(browser: Browser) -> None:
    assert "No appeal is waiting." in await _desk(browser, "owen")


async def test_the_scheme_manager_sees_places_and_standards(world: World, browser: Browser) -> None:
    await build.submitted(world, "Northbank Homes", state="awaiting-endorsement", place="held")
    text = await _desk(browser, "amina")
    assert "1 of 3 places held, offered or in force" in text
    assert "Standards under way" in text


async def test_a_stranger_has_no_desk(browser: Browser) -> None:
    assert (await browser.get("/desk")).status_code in {302, 303, 401}
