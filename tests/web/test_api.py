"""The API does what pages do, with the same refusals."""

import json

import pytest

from csas.store import api_keys
from tests.world import BASE, Browser, World

HERE = {"origin": BASE, "sec-fetch-site": "same-origin"}


async def _key(world: World, slug: str) -> dict[str, str]:
    made = await api_keys.create(world.people[slug], "test")
    return {"authorization": f"Bearer {made}"}


async def test_the_description_is_openapi(browser: Browser) -> None:
    answer = await browser.get("/api/openapi.json")
    assert answer.json()["openapi"] == "3.1.0"
    assert "/api/v1/standards/{ref}/publish" in answer.json()["paths"]


async def test_a_stranger_is_asked_to_sign_in(browser: Browser) -> None:
    answer = await browser.client.post("/api/v1/standards/draft", json={"title": "T", "basis": "B"})
    assert (answer.status_code, answer.json()["code"]) == (401, "sign-in-needed")


@pytest.mark.parametrize("raw", [b'{"a":1,"a":2}', b"[1]", b"\xff", b"{" * 50, b'{"title":"\\u0000","basis":"b"}'])
async def test_a_bad_body_is_a_fault_and_never_a_500(browser: Browser, world: World, raw: bytes) -> None:
    key = await _key(world, "amina")
    answer = await browser.client.post("/api/v1/standards/draft", content=raw, headers=key)
    assert answer.status_code == 400
    assert answer.json()["faults"]


async def test_all_faults_come_at_once(browser: Browser, world: World) -> None:
    key = await _key(world, "amina")
    answer = await browser.client.post("/api/v1/standards/draft", json={"other": 1}, headers=key)
    assert {fault["field"] for fault in answer.json()["faults"]} == {"title", "basis", "other"}


async def test_a_repeated_key_has_the_effect_of_one_request(browser: Browser, world: World) -> None:
    headers = {**await _key(world, "amina"), "idempotency-key": "once"}
    sent = {"title": "Edition 2", "basis": "What we know"}
    first = await browser.client.post("/api/v1/standards/draft", json=sent, headers=headers)
    again = await browser.client.post("/api/v1/standards/draft", json=sent, headers=headers)
    other = await browser.client.post("/api/v1/standards/draft", json={**sent, "title": "X"}, headers=headers)
    assert first.status_code == again.status_code == 200, first.text
    assert json.loads(first.text) == json.loads(again.text)
    assert other.status_code == 422


async def test_a_case_lists_its_open_steps(browser: Browser, world: World) -> None:
    key = await _key(world, "amina")
    made = await browser.client.post("/api/v1/standards/draft", json={"title": "Edition 3", "basis": "B"}, headers=key)
    case = await browser.client.get(f"/api/v1/standards/{made.json()['ref']}", headers=key)
    assert {"standards:edit", "standards:consult"} <= {step["action"] for step in case.json()["steps"]}


async def test_somebody_who_may_not_is_refused(browser: Browser, world: World) -> None:
    answer = await browser.client.post(
        "/api/v1/standards/draft", json={"title": "T", "basis": "B"}, headers=await _key(world, "ruth")
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
