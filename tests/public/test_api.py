"""Programs ask what anybody may ask, and get the pages' answers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.demonstration.cast import HALCYON, NORTHBANK, WESTMINSTER
from csas.domain.certificates import number_from
from csas.store import api_keys, checks, sql
from tests.build import submitted
from tests.public.providers import accredited, end
from tests.world import NOW, Browser, World

UNKNOWN = number_from(99)


async def test_a_number_is_checked_by_program(browser: Browser, world: World) -> None:
    _, number = await accredited(world, NORTHBANK, since=NOW + timedelta(days=1))
    answer = (await browser.get(f"/api/v1/checks/{number}")).json()
    assert (answer["verdict"], answer["provider"], answer["gives_power"]) == ("in-force", NORTHBANK, False)
    assert answer["areas"] == ["Lambeth"]
    outside = (await browser.get(f"/api/v1/checks/{number}?borough=E09000007")).json()
    assert outside["verdict"] == "not-in-force"


async def test_unknown_and_malformed_are_alike_for_programs_too(browser: Browser) -> None:
    unknown = await browser.get(f"/api/v1/checks/{UNKNOWN}")
    malformed = await browser.get("/api/v1/checks/nonsense")
    assert unknown.content == malformed.content
    assert unknown.headers["cache-control"] == "no-store"


async def test_the_cause_is_for_the_office(browser: Browser, world: World) -> None:
    arrangement, number = await accredited(world, HALCYON, since=NOW + timedelta(days=1))
    await end(arrangement, NOW + timedelta(days=3), "surrender")
    assert (await browser.get(f"/api/v1/checks/{number}")).json()["cause"] == ""
    key = await api_keys.create(world.people["colin"], "test")
    told = await browser.client.get(f"/api/v1/checks/{number}", headers={"authorization": f"Bearer {key}"})
    assert "surrendered" in told.json()["cause"]


async def test_many_are_answered_in_order(browser: Browser) -> None:
    number = await sql.fetchval("SELECT number FROM document WHERE state = 'issued' ORDER BY id LIMIT 1")
    answer = await browser.client.post("/api/v1/checks", json={"numbers": ["x", number, UNKNOWN]})
    assert [each["verdict"] for each in answer.json()["answers"]] == ["not-in-force", "in-force", "not-in-force"]
    wrong: tuple[dict[str, object], ...] = ({"numbers": []}, {"numbers": ["x"] * 501}, {"numbers": [1]}, {})
    for bad in wrong:
        assert (await browser.client.post("/api/v1/checks", json=bad)).status_code == 400


async def test_a_fault_is_a_refusal_to_confirm(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr(checks, "_check", fails)
    for answer in (
        await browser.get(f"/api/v1/checks/{UNKNOWN}"),
        await browser.client.post("/api/v1/checks", json={"numbers": [UNKNOWN]}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "cannot-confirm")


async def test_the_register_is_read_as_at_a_day(browser: Browser) -> None:
    now = (await browser.get("/api/v1/register")).json()
    assert [each["name"] for each in now["providers"]] == [NORTHBANK]
    then = (await browser.get("/api/v1/register?on=2026-11-04")).json()
    assert [each["name"] for each in then["providers"]] == [HALCYON, NORTHBANK]
    assert (await browser.get("/api/v1/register?on=tomorrow")).json()["faults"][0]["field"] == "on"
    ref = now["providers"][0]["ref"]
    assert (await browser.get(f"/api/v1/register/{ref}")).json()["in_force"] is True


async def test_an_applicant_and_a_draft_are_not_found(browser: Browser, world: World) -> None:
    await submitted(world, WESTMINSTER)
    ref = await sql.fetchval("SELECT ref FROM organisation WHERE name = $1", WESTMINSTER)
    assert (await browser.get(f"/api/v1/register/{ref}")).status_code == 404
    assert (await browser.get("/api/v1/editions/aaaaaaaaaaaa")).status_code == 404
    [edition] = (await browser.get("/api/v1/editions")).json()["editions"]
    assert len((await browser.get(f"/api/v1/editions/{edition['ref']}")).json()["requirements"]) == 4


async def test_concerns_are_for_the_office(browser: Browser, world: World) -> None:
    assert (await browser.get("/api/v1/concerns")).status_code == 401
    for slug, status in (("ruth", 403), ("colin", 200)):
        key = await api_keys.create(world.people[slug], "test")
        answer = await browser.client.get("/api/v1/concerns", headers={"authorization": f"Bearer {key}"})
        assert answer.status_code == status


async def test_it_is_described(browser: Browser) -> None:
    paths = (await browser.get("/api/openapi.json")).json()["paths"]
    assert {"/api/v1/checks/{number}", "/api/v1/checks", "/api/v1/register", "/api/v1/concerns/report"} <= set(paths)
    assert (await browser.get("/api")).status_code == 200
