"""Two at once: one effect, one event, and whoever comes second is told what happened."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable
from datetime import datetime

import pytest

from csas.commands import applications, decisions, office, organisations
from csas.commands.organisations import EndRole, Register
from csas.domain.refusals import Refusal
from csas.store import api_keys, sql
from csas.store import organisations as store_organisations
from csas.store.organisations import Colleague
from tests import build, decided
from tests.applications import telling
from tests.world import BASE, NOW, Browser, World, hidden_fields

HERE = {"origin": BASE, "sec-fetch-site": "same-origin"}


async def outcomes(*acts: Awaitable[object]) -> Counter[str]:
    """How each ended: done, or the code of its refusal."""
    ended = await asyncio.gather(*acts, return_exceptions=True)
    assert not [each for each in ended if isinstance(each, BaseException) and not isinstance(each, Refusal)], ended
    return Counter(each.code if isinstance(each, Refusal) else "done" for each in ended)


async def events(ref: str, tag: str) -> int:
    found: int = await sql.fetchval(
        "SELECT count(*) FROM event e JOIN casefile c ON c.id = e.case_id WHERE c.ref = $1 AND e.tag = $2", ref, tag
    )
    return found


async def test_eight_accepted_at_once_take_three_places(world: World) -> None:
    colin = await world.actor("colin")
    names = ("Kingsmarch Centre", "Hobb Market", "Tideway Events", "Copperfield Security")
    refs = [await build.submitted(world, name) for name in names for _ in range(2)]
    ended = await outcomes(*(office.accept(office.Accept(ref=ref, complete=True), colin, NOW) for ref in refs))
    assert ended == {"done": 8}
    places = await sql.fetch(
        "SELECT a.place FROM application a JOIN casefile c ON c.id = a.case_id WHERE c.ref = ANY ($1)", refs
    )
    assert Counter(row["place"] for row in places) == {"held": 3, "reserve": 5}


async def test_roles_ended_at_once_leave_somebody_who_signs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    look = store_organisations.list_colleagues

    async def look_and_linger(organisation: int, at: datetime) -> list[Colleague]:
        found = await look(organisation, at)
        await asyncio.sleep(0.3)
        return found

    monkeypatch.setattr(store_organisations, "list_colleagues", look_and_linger)
    wanted = Register(
        name="Quayside Wardens",
        legal_name="Quayside Wardens Limited",
        sector="housing",
        address="1 Quay Street, London",
        post="Director",
    )
    ref = (await organisations.register(wanted, await world.actor("dana"), NOW)).ref
    dana = await world.actor("dana")
    person = await sql.fetchval("SELECT ref FROM person WHERE id = $1", dana.person)
    ending = (
        EndRole(ref=ref, person=person, role="responsible-officer"),
        EndRole(ref=ref, person=person, role="signatory"),
    )
    ended = await outcomes(*(organisations.end_role(each, dana, NOW) for each in ending))
    assert ended == {"done": 1, "last-signatory": 1}


async def test_a_double_submission_is_one_submission(world: World) -> None:
    ref = await telling.start(world, "dana", "Halcyon Guarding")
    await telling.fill(world, "dana", ref)
    dana = await world.actor("dana")
    wanted = applications.Submit(ref=ref, name="Dana Kovacs", post="Director", agreed=True)
    ended = await outcomes(*(applications.submit(wanted, dana, NOW) for _ in range(6)))
    assert ended == {"done": 1, "not-now": 5}
    assert await events(ref, "application:submitted") == 1
    versions = await sql.fetchval(
        """SELECT count(*) FROM application_version v JOIN application a ON a.id = v.application_id
           JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1""",
        ref,
    )
    assert versions == 1


async def test_withdrawing_against_deciding_has_one_winner(world: World) -> None:
    """Both saw the same version; whoever comes second is told what the first did."""
    helen, ruth = await world.actor("helen"), await world.actor("ruth")
    for _ in range(8):
        ref = await decided.recommended(world)
        seen = (await decided.case_of(ref)).version
        offer = decisions.Offer(
            ref=ref, seen=seen, powers=("1a", "3"), areas=(decided.WESTMINSTER,), conditions=(), reasons=()
        )
        leave = applications.Withdraw(ref=ref, seen=seen, reason="No longer.")
        ended = await outcomes(
            decisions.offer(offer, helen, decided.hours(3)), applications.withdraw(leave, ruth, decided.hours(3))
        )
        assert ended in ({"done": 1, "stale": 1}, {"done": 1, "not-now": 1})
        state = await decided.state(ref)
        assert (await events(ref, "application:offered"), state) in {(1, "offered"), (0, "withdrawn")}
        if state == "offered":
            await applications.withdraw(applications.Withdraw(ref=ref, reason="No longer."), ruth, decided.hours(4))


async def test_two_windows_at_once_count_once_and_the_second_reads_what_happened(
    browser: Browser, world: World
) -> None:
    ref = await build.submitted(world, "Northbank Homes")
    await browser.sign_in("colin")
    path = f"/applications/{ref}/hold"
    pages = [hidden_fields((await browser.get(path)).text) for _ in range(2)]
    fields = [{**page, "reason": "A fire in the building."} for page in pages]
    send = [browser.client.post(path, data=each, headers=HERE) for each in fields]
    answers = await asyncio.gather(*send)
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert "moved on" in late.text
    assert "A fire in the building." in late.text, "what was typed is kept"
    assert await events(ref, "application:held") == 1


async def test_a_stale_page_says_what_happened_since(browser: Browser, world: World) -> None:
    ref = await build.submitted(world, "Marrow BID")
    await browser.sign_in("colin")
    page = await browser.get(f"/applications/{ref}/accept")
    tamsin = await world.actor("tamsin")
    await applications.recall(applications.Recall(ref=ref), tamsin, NOW)
    fields = {**hidden_fields(page.text), "complete": "yes"}
    answer = await browser.client.post(f"/applications/{ref}/accept", data=fields, headers=HERE)
    assert answer.status_code == 409
    assert "recalled the application" in answer.text
    assert await events(ref, "application:accepted") == 0


async def test_five_replays_at_once_are_one_act(browser: Browser, world: World) -> None:
    key = await api_keys.create(world.people["amina"], "test")
    headers = {"authorization": f"Bearer {key}", "idempotency-key": "once-only"}
    body = {"who": "A bakery", "sector": "private", "outcome": "interest", "why": "Asked", "received_on": "2026-11-01"}
    send = [browser.client.post("/api/v1/demand/record", json=body, headers=headers) for _ in range(5)]
    answers = await asyncio.gather(*send)
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
    assert len({answer.text for answer in answers}) == 1
    assert await sql.fetchval("SELECT count(*) FROM demand WHERE who = 'A bakery'") == 1
    other = await browser.client.post("/api/v1/demand/record", json={**body, "who": "B"}, headers=headers)
    assert other.status_code == 422


async def test_a_key_of_one_person_means_nothing_for_another(browser: Browser, world: World) -> None:
    body = {"who": "A market", "sector": "private", "outcome": "interest", "why": "Asked", "received_on": "2026-11-01"}
    for slug in ("amina", "colin"):
        key = await api_keys.create(world.people[slug], "test")
        headers = {"authorization": f"Bearer {key}", "idempotency-key": "shared"}
        answer = await browser.client.post("/api/v1/demand/record", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
    assert await sql.fetchval("SELECT count(*) FROM demand WHERE who = 'A market'") == 2
