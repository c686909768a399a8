"""The pages of local endorsement, as Grace, Tom, Leila and Colin see them."""

from __future__ import annotations

from csas.commands import endorsements
from csas.commands.endorsements import DeclareInterest
from tests.applying import CAMDEN, LAMBETH, POWERS, WESTMINSTER, apply, correct, request_of, state_of
from tests.endorsements.test_answering import answer_to, grid
from tests.world import NOW, Browser, World

SIGNED: dict[str, object] = {
    "signatory": "Leila Haddad",
    "post": "Head of community safety",
    "authority": "Chair of the strategy group",
    "meeting_on-day": "",
    "meeting_on-month": "",
    "meeting_on-year": "",
    "minute": "",
    "to_be_ratified": "no",
    "remarks": "",
}


async def test_grace_is_urged_to_declare_and_tom_sees_for_whom_he_stands_in(world: World, browser: Browser) -> None:
    applied = await apply(world, "Westminster City Council", (WESTMINSTER,))
    ref = await request_of(applied, "Westminster")
    await browser.sign_in("grace")
    desk = await browser.get("/desk")
    assert f'href="/endorsements/{ref}/declare-interest"' in desk.text
    shown = await browser.get(f"/endorsements/{ref}")
    assert shown.status_code == 200
    assert "it leads this partnership" in shown.text
    assert f"/endorsements/{ref}/answer" not in shown.text
    assert (await browser.get(f"/endorsements/{ref}/answer")).status_code == 403

    path = f"/endorsements/{ref}/declare-interest"
    empty = await browser.post(path, {"who": "The council", "interest": ""})
    assert empty.status_code == 400
    assert "Enter what the interest is" in empty.text
    assert 'value="The council"' in empty.text
    sent = await browser.post(path, {"who": "The council", "interest": "It applies itself."})
    assert sent.headers["location"].startswith(f"/endorsements/{ref}")

    await browser.sign_in("tom")
    shown = await browser.get(f"/endorsements/{ref}")
    assert "London Fire Brigade stands in for the Westminster community safety partnership" in shown.text
    grid = await browser.get(f"/endorsements/{ref}/answer?start=endorse")
    assert grid.text.count('<option value="endorse" selected') == 2
    assert "stands in for" in grid.text


async def test_an_answer_with_faults_keeps_what_was_typed(world: World, browser: Browser) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    ref = await request_of(applied, "Camden")
    await browser.sign_in("leila")
    path = f"/endorsements/{ref}/answer"
    page = f"{path}?start=each"
    typed: dict[str, object] = {**SIGNED, f"views-3-{CAMDEN}": "object", f"views-5-{CAMDEN}": "", "authority": ""}
    again = await browser.post(path, typed, page)
    assert again.status_code == 400
    for words in ("Enter why you object", "Choose an answer", "Enter the authority for signing"):
        assert words in again.text
    assert '<option value="object" selected' in again.text
    on_3: dict[str, object] = {f"views-3-{CAMDEN}": "condition", f"views-3-{CAMDEN}-condition": "Not after midnight."}
    sent = await browser.post(path, {**SIGNED, **on_3, f"views-5-{CAMDEN}": "endorse"}, page)
    assert sent.status_code == 303, sent.text
    shown = await browser.get(f"/endorsements/{ref}")
    assert "Not after midnight." in shown.text
    assert await state_of(ref) == "answered"


async def test_another_partnership_gets_nothing(world: World, browser: Browser) -> None:
    applied = await apply(world, "Halcyon Guarding", (LAMBETH,))
    ref = await request_of(applied, "Lambeth")
    await browser.sign_in("leila")
    for path in ("", "/answer", "/pack.pdf", "/ask-time"):
        assert (await browser.get(f"/endorsements/{ref}{path}")).status_code == 404


async def test_the_pack_comes_as_one_pdf(world: World, browser: Browser) -> None:
    applied = await apply(world, "Halcyon Guarding", (LAMBETH,))
    ref = await request_of(applied, "Lambeth")
    await browser.sign_in("endorser-lambeth")
    pack = await browser.get(f"/endorsements/{ref}/pack.pdf")
    assert pack.content.startswith(b"%PDF")
    assert "attachment" in pack.headers["content-disposition"]


async def test_the_office_sees_all_requests_with_its_steps(world: World, browser: Browser) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, LAMBETH))
    ref = await request_of(applied, "Lambeth")
    await browser.sign_in("colin")
    assert ref in (await browser.get("/endorsements")).text
    shown = await browser.get(f"/endorsements/{ref}")
    for verb in ("remind", "resend", "recall", "waive"):
        assert f"/endorsements/{ref}/{verb}" in shown.text
    assert "/answer" not in shown.text
    sent = await browser.post(f"/endorsements/{ref}/remind")
    assert sent.status_code == 303


async def test_whoever_steps_aside_and_sees_no_more_goes_back_to_the_desk(world: World, browser: Browser) -> None:
    applied = await apply(world, "Westminster City Council", (WESTMINSTER,))
    ref = await request_of(applied, "Westminster")
    declared = DeclareInterest(ref=ref, who="The council", interest="It applies itself.")
    await endorsements.declare_interest(declared, await world.actor("grace"), NOW)
    await browser.sign_in("tom")
    sent = await browser.post(f"/endorsements/{ref}/declare-interest", {"who": "We", "interest": "It pays us."})
    assert sent.headers["location"].startswith("/desk")


async def test_the_applicant_sees_areas_answers_and_what_silence_means(world: World, browser: Browser) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, LAMBETH))
    ref = await request_of(applied, "Camden")
    views = grid(CAMDEN, opinion="condition", condition="Not after midnight.")
    await endorsements.answer(answer_to(ref, views), await world.actor("leila"), NOW)
    await browser.sign_in("dana")
    shown = (await browser.get(f"/applications/{applied.case.ref}")).text
    for words in (
        "1 of 2 requests still waits for an answer",
        "counts as answered with no view",
        "puts a condition on every power in Camden",
        "Not after midnight.",
        "Due 30 November 2026",
    ):
        assert words in shown
    assert f"/endorsements/{ref}" not in shown


async def test_what_changed_is_shown_when_asked_again(world: World, browser: Browser) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    ref = await request_of(applied, "Camden")
    await endorsements.answer(answer_to(ref, grid(CAMDEN)), await world.actor("leila"), NOW)
    await correct(world, applied, "dana", (CAMDEN,), {**POWERS, "5": "Only by the canal."})
    await browser.sign_in("leila")
    for path in ("", "/answer?start=endorse"):
        shown = (await browser.get(f"/endorsements/{ref}{path}")).text
        assert "What changed since the last answer" in shown
        assert "<ins>Only by the canal.</ins>" in shown
    desk = (await browser.get("/desk")).text
    assert f"/endorsements/{ref}" in desk


async def test_the_first_page_of_an_answer_asks_for_a_choice(world: World, browser: Browser) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    ref = await request_of(applied, "Camden")
    await browser.sign_in("leila")
    assert (await browser.get(f"/endorsements/{ref}/answer")).status_code == 200
    again = await browser.get(f"/endorsements/{ref}/answer?sent=yes")
    assert again.status_code == 400
    assert "Select what you say on most powers and areas" in again.text
