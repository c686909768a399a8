"""The completeness check: accepting takes a place, asks the partnerships and tells the applicant."""

import asyncio
import re

import pytest

from csas.commands import office
from csas.domain import refusals
from csas.store import casefiles, reads, sql
from csas.web.views import cases as views
from tests import build
from tests.world import NOW, Browser, World


async def _accept(world: World, ref: str, who: str = "colin", seen: int | None = None) -> None:
    await office.accept(office.Accept(ref=ref, seen=seen, complete=True), await world.actor(who), NOW)


async def test_the_first_three_hold_places_and_the_fourth_waits(world: World) -> None:
    places = []
    for name in ("Westminster City Council", "Northbank Homes", "Lantern University", "Hobb Market"):
        ref = await build.submitted(world, name)
        await _accept(world, ref)
        case = await reads.load_case(await world.actor("colin"), ref)
        assert case.state == "awaiting-endorsement"
        places.append(
            await sql.fetchval("SELECT place FROM application WHERE case_id = $1", case.id),
        )
    assert places == ["held", "held", "held", "reserve"]
    told = await sql.fetch("SELECT facts ->> 'place' AS place FROM outbox_message WHERE kind = 'application-accepted'")
    assert {row["place"] for row in told} == {"held", "reserve"}


async def test_each_partnership_is_asked_and_the_letter_names_it(world: World) -> None:
    ref = await build.submitted(world, "Kingsmarch Centre", areas=("Camden", "Westminster"))
    await _accept(world, ref)
    colin = await world.actor("colin")
    case = await reads.load_case(colin, ref)
    children = await casefiles.list_children(case, "endorsement")
    assert [child.partnership.split()[0] for child in children] == ["Camden", "Westminster"]
    page = await views.page_of(await world.actor("beatrix"), case, NOW)
    assert page.holder == "the Camden community safety partnership and the Westminster community safety partnership"
    facts = await sql.fetchval(
        "SELECT facts FROM outbox_message WHERE kind = 'application-accepted' AND case_id = $1", case.id
    )
    assert [name.split()[0] for name in facts["asked"]] == ["Camden", "Westminster"]
    assert facts["endorse_by"] == "2026-11-30"
    history = await reads.list_history(await world.actor("leila"), children[0].case)
    assert history[-1].words.endswith("accepted the application as complete")


async def test_a_national_process_goes_on_without_asking_partnerships(world: World) -> None:
    ref = await build.submitted(world, "Vehicle Inspectorate", areas=(), process="vehicle-stopping")
    await _accept(world, ref)
    case = await reads.load_case(await world.actor("colin"), ref)
    assert case.state == "awaiting-recommendation"


async def test_an_applicant_may_not_accept(world: World) -> None:
    ref = await build.submitted(world, "Halcyon Guarding")
    with pytest.raises(refusals.NotAllowed):
        await _accept(world, ref, "dana")


async def test_to_another_organisation_the_case_does_not_exist(world: World) -> None:
    ref = await build.submitted(world, "Halcyon Guarding")
    with pytest.raises(refusals.NotFound):
        await _accept(world, ref, "ruth")


async def test_a_stale_page_is_told_what_happened(world: World) -> None:
    ref = await build.submitted(world, "Kingsmarch Centre")
    seen = (await reads.load_case(await world.actor("colin"), ref)).version
    await office.ask(
        office.Ask(ref=ref, item="people.officer-name", question="Who signs for you?"), await world.actor("amina"), NOW
    )
    with pytest.raises(refusals.Stale) as stale:
        await _accept(world, ref, seen=seen)
    assert "Amina" in stale.value.message
    assert "asked a question" in stale.value.message


async def test_the_stale_page_says_in_words_what_was_chosen(world: World, browser: Browser) -> None:
    ref = await build.submitted(world, "Kingsmarch Centre")
    await browser.sign_in("colin")
    typed = {"item": "application", "question": "Which wards?", "seen": "0"}
    answer = await browser.post(f"/applications/{ref}/ask", typed)
    assert answer.status_code == 409
    assert "The application as a whole" in answer.text
    assert "Which wards?" in answer.text
    assert not re.search(r">\s*application\s*<", answer.text)


async def test_an_open_question_stands_in_the_way(world: World) -> None:
    ref = await build.submitted(world, "Tideway Events")
    colin = await world.actor("colin")
    await office.ask(office.Ask(ref=ref, item="people", question="Who signs for you?"), colin, NOW)
    with pytest.raises(refusals.QuestionsOpen):
        await _accept(world, ref)


async def test_of_two_who_accept_the_same_one_is_told_it_is_done(world: World) -> None:
    ref = await build.submitted(world, "Hobb Market")
    seen = (await reads.load_case(await world.actor("colin"), ref)).version
    results = await asyncio.gather(
        _accept(world, ref, "colin", seen), _accept(world, ref, "amina", seen), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Stale"]
