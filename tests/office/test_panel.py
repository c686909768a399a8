"""The page of an application shows its office panel to the office, and to nobody else."""

from csas.commands import casefiles, office
from csas.store import sql
from csas.store.transaction import act
from tests import build
from tests.world import NOW, Browser, World


async def _page(browser: Browser, slug: str, ref: str) -> str:
    await browser.sign_in(slug)
    answer = await browser.get(f"/applications/{ref}")
    assert answer.status_code == 200
    return answer.text


async def test_the_office_sees_checks_notes_and_place(world: World, browser: Browser) -> None:
    ref = await build.submitted(world, "Halcyon Guarding")
    colin = await world.actor("colin")
    await casefiles.add_note(casefiles.AddNote(ref=ref, note="Ring their last client"), colin, NOW)
    await office.record_views(
        office.RecordViews(ref=ref, method="waived", summary="Asked jointly with the ward last month."), colin, NOW
    )
    text = await _page(browser, "colin", ref)
    assert "For the office" in text
    assert "Ring their last client" in text
    assert "Asked jointly with the ward last month." in text
    assert f'href="/applications/{ref}/accept"' in text
    theirs = await _page(browser, "dana", ref)
    assert "For the office" not in theirs
    assert "Ring their last client" not in theirs
    assert f'href="/applications/{ref}/accept"' not in theirs


async def test_another_organisation_finds_nothing(world: World, browser: Browser) -> None:
    ref = await build.submitted(world, "Halcyon Guarding")
    await browser.sign_in("ruth")
    assert (await browser.get(f"/applications/{ref}")).status_code == 404
    assert (await browser.get(f"/applications/{ref}/withdraw")).status_code == 404
    sent = await browser.post(f"/applications/{ref}/withdraw", {"reason": "Not mine"}, page="/account")
    assert sent.status_code == 404


async def test_another_name_or_number_is_offered_for_comparison(world: World, browser: Browser) -> None:
    ref = await build.submitted(world, "Copperfield Security")
    async with act(await world.actor("amina"), NOW) as this:
        await sql.execute(
            """INSERT INTO organisation (ref, name, legal_name, sector, address, registered_at)
               VALUES ('twinoftwinof', 'COPPERFIELD SECURITY LTD', 'Another', 'private', 'Elsewhere', now())"""
        )
        await this.record("organisation:registered")
    text = await _page(browser, "colin", ref)
    assert "COPPERFIELD SECURITY LTD" in text
    assert "the same name" in text


async def test_a_stale_page_keeps_what_was_typed_and_says_what_happened(world: World, browser: Browser) -> None:
    ref = await build.submitted(world, "Lantern University")
    await browser.sign_in("colin")
    page = f"/applications/{ref}/hold"
    seen = (await browser.get(page)).text.partition('name="seen" value="')[2].partition('"')[0]
    amina = await world.actor("amina")
    await casefiles.add_note(casefiles.AddNote(ref=ref, note="First"), amina, NOW)
    answer = await browser.post(page, {"reason": "A long reason typed with care", "seen": seen})
    assert answer.status_code == 409
    assert "added a note" in answer.text
    assert "A long reason typed with care" in answer.text
