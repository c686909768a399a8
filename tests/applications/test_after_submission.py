"""After submission: recall, withdraw, answer the office, correct what is no longer right."""

from __future__ import annotations

import pytest

from csas.commands import applications, corrections, office
from csas.commands.applications import Edit, Recall, Withdraw
from csas.commands.corrections import Answer, Correct
from csas.domain import refusals
from csas.domain.casework import Case
from csas.store import cases, reads, sql
from tests.applications import telling
from tests.applications.telling import CAMDEN, LAMBETH, WESTMINSTER
from tests.world import NOW, Browser, World

ORGANISATION = "Northbank Homes"


async def load(world: World, who: str, ref: str) -> Case:
    return await reads.load_case(await world.actor(who), ref)


async def accepted(world: World) -> str:
    ref = await telling.submitted(world, "sam", ORGANISATION, telling.answers(areas=(CAMDEN, LAMBETH)))
    await office.accept(office.Accept(ref=ref, complete=True), await world.actor("colin"), NOW)
    return ref


async def ask(world: World, ref: str, item: str, question: str) -> str:
    await office.ask(office.Ask(ref=ref, item=item, question=question), await world.actor("colin"), NOW)
    found: str = await sql.fetchval(
        "SELECT q.ref FROM question q JOIN casefile c ON c.id = q.case_id WHERE c.ref = $1 ORDER BY q.id DESC LIMIT 1",
        ref,
    )
    return found


async def requests_of(ref: str) -> dict[str, tuple[str, int]]:
    rows = await sql.fetch(
        """SELECT p.name, c.state, e.round FROM endorsement e JOIN casefile c ON c.id = e.case_id
           JOIN partnership p ON p.id = e.partnership_id JOIN casefile r ON r.id = c.parent_id WHERE r.ref = $1""",
        ref,
    )
    return {row["name"].partition(" ")[0]: (row["state"], row["round"]) for row in rows}


async def test_a_recalled_application_is_a_draft_again(world: World) -> None:
    ref = await telling.submitted(world, "sam", ORGANISATION)
    await applications.recall(Recall(ref=ref, reason="One more borough"), await world.actor("sam"), NOW)
    assert await telling.state_of(ref) == "draft"
    await telling.fill(world, "sam", ref, telling.answers(areas=(WESTMINSTER, CAMDEN)))
    await telling.submit(world, "sam", ref)
    assert await sql.fetchval("SELECT max(number) FROM application_version") >= 2


async def test_after_acceptance_nothing_is_recalled(world: World) -> None:
    ref = await accepted(world)
    with pytest.raises(refusals.NotNow):
        await applications.recall(Recall(ref=ref), await world.actor("sam"), NOW)


async def test_withdrawing_recalls_the_requests(world: World) -> None:
    ref = await accepted(world)
    await applications.withdraw(Withdraw(ref=ref, reason="No longer needed"), await world.actor("sam"), NOW)
    assert await telling.state_of(ref) == "withdrawn"
    assert {state for state, _ in (await requests_of(ref)).values()} == {"recalled"}
    with pytest.raises(refusals.NotNow):
        await applications.withdraw(Withdraw(ref=ref, reason="Again"), await world.actor("sam"), NOW)


async def test_another_organisation_withdraws_nothing(world: World) -> None:
    ref = await accepted(world)
    with pytest.raises(refusals.NotFound):
        await applications.withdraw(Withdraw(ref=ref, reason="Mischief"), await world.actor("dana"), NOW)


async def test_every_question_is_answered_at_once(world: World) -> None:
    ref = await telling.submitted(world, "sam", ORGANISATION)
    first = await ask(world, ref, "insurance.insurer", "Is this insurer authorised?")
    second = await ask(world, ref, "application", "When would you begin?")
    sam = await world.actor("sam")
    assert (await load(world, "sam", ref)).questioned
    with pytest.raises(refusals.Faults) as refused:
        await corrections.answer(Answer(ref=ref, answers={first: "Yes"}), sam, NOW)
    assert [fault.field for fault in refused.value.faults] == [second]
    await corrections.answer(Answer(ref=ref, answers={first: "Yes", second: "In May"}), sam, NOW)
    assert not (await load(world, "sam", ref)).questioned
    with pytest.raises(refusals.NoQuestionsOpen):
        await corrections.answer(Answer(ref=ref, answers={}), sam, NOW)


async def test_questions_stand_beside_their_items(browser: Browser) -> None:
    ref = await telling.submitted(browser.world, "sam", ORGANISATION)
    question = await ask(browser.world, ref, "insurance.insurer", "Is this insurer authorised?")
    await browser.sign_in("sam")
    page = (await browser.get(f"/applications/{ref}/answer")).text
    assert "Insurance: Insurer" in page
    assert "Example Mutual" in page
    wrong = await browser.post(f"/applications/{ref}/answer", {question: ""})
    assert wrong.status_code == 400
    assert "Enter your answer to the question" in wrong.text
    assert (await browser.post(f"/applications/{ref}/answer", {question: "It is."})).status_code == 303
    shown = (await browser.get(f"/applications/{ref}")).text
    assert "It is." in shown


async def edit(world: World, ref: str, section: str, **changed: str) -> None:
    version = await telling.saved_version(ref, section)
    told = {**telling.answers(areas=(CAMDEN, LAMBETH))[section], **changed}
    wanted = Edit(ref=ref, section=section, version=version, answers=told)
    await applications.edit(wanted, await world.actor("sam"), NOW)


def correction(ref: str) -> Correct:
    return Correct(ref=ref, reason="A new contract", name="Sam Okafor", post="Director", agreed=True)


async def test_a_correction_asks_again_only_whom_it_touches(world: World) -> None:
    ref = await accepted(world)
    await edit(world, ref, "zones", **{f"zones-{LAMBETH}": "Brixton only"})
    await corrections.correct(correction(ref), await world.actor("sam"), NOW)
    assert await sql.fetchval(
        """SELECT max(v.number) FROM application_version v JOIN application a ON a.id = v.application_id
           JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1""",
        ref,
    ) == 2  # fmt: skip
    told = await sql.fetch(
        "SELECT to_name FROM outbox_message WHERE kind = 'endorsement-requested' AND facts ->> 'again' = 'true'"
    )
    assert len(told) == 1


async def test_a_correction_that_changes_nothing_is_refused(world: World) -> None:
    ref = await accepted(world)
    with pytest.raises(refusals.NothingChanged):
        await corrections.correct(correction(ref), await world.actor("sam"), NOW)


async def test_changes_can_be_dropped_before_they_are_sent(browser: Browser) -> None:
    ref = await accepted(browser.world)
    await edit(browser.world, ref, "training", provider="Another College")
    await browser.sign_in("sam")
    page = (await browser.get(f"/applications/{ref}/correct")).text
    assert "Another College" in page
    assert "Example College" in page
    dropped = await browser.post(f"/applications/{ref}/correct/drop", page=f"/applications/{ref}/correct")
    assert dropped.status_code == 303
    assert "Another College" not in (await browser.get(f"/applications/{ref}/correct")).text


async def test_the_correction_is_sent_from_its_page_and_shown(browser: Browser) -> None:
    ref = await accepted(browser.world)
    await edit(browser.world, ref, "training", provider="Another College")
    await browser.sign_in("sam")
    case = await cases.find(ref)
    assert case
    sent = await browser.post(
        f"/applications/{ref}/correct",
        {"reason": "New contract", "name": "Sam", "post": "Director", "agreed": "yes", "seen": str(case.version)},
    )
    assert sent.status_code == 303, sent.text
    page = (await browser.get(f"/applications/{ref}/versions/2")).text
    assert "What changed since version 1" in page
    assert "Another College" in page


async def test_a_stale_page_says_what_happened(browser: Browser) -> None:
    ref = await telling.submitted(browser.world, "sam", ORGANISATION)
    await browser.sign_in("sam")
    shown = (await browser.get(f"/applications/{ref}/recall")).text
    await ask(browser.world, ref, "application", "When would you begin?")
    from tests.world import BASE, hidden_fields

    answer = await browser.client.post(
        f"/applications/{ref}/recall",
        data={**hidden_fields(shown), "reason": "I typed this"},
        headers={"origin": BASE, "sec-fetch-site": "same-origin"},
    )
    assert answer.status_code == 409
    assert "asked a question" in answer.text
    assert "I typed this" in answer.text
