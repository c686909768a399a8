"""The API does what the pages do: ask, and read how a person stands."""

from __future__ import annotations

from csas.store import api_keys
from tests import individuals as people
from tests.world import Browser, World


async def test_a_request_by_the_api_and_how_it_stands(browser: Browser, world: World) -> None:
    employer = await people.northbank(world)
    who = await people.fit(world, employer, "Cleo Dane")
    headers = {"authorization": f"Bearer {await api_keys.create(world.people['sam'], 'test')}"}
    body = {"staff": who.ref, "powers": [{"power": "3", "areas": list(employer.areas)}]}
    asked = await browser.client.post("/api/v1/individuals/request", json=body, headers=headers)
    assert asked.status_code == 200, asked.text
    ref = asked.json()["ref"]
    shown = (await browser.client.get(f"/api/v1/individuals/{ref}", headers=headers)).json()
    assert shown["details"]["vetting"] == "clear"
    assert shown["details"]["accreditation"] is None
    await people.to_decision(world, ref)
    await people.grant(world, ref)
    shown = (await browser.client.get(f"/api/v1/individuals/{ref}", headers=headers)).json()
    assert shown["details"]["accreditation"]["powers"]["3"]["in_force"]
    other = {"authorization": f"Bearer {await api_keys.create(world.people['ruth'], 'test')}"}
    assert (await browser.client.get(f"/api/v1/individuals/{ref}", headers=other)).status_code == 404
    refused = await browser.client.post(f"/api/v1/individuals/{ref}/suspend", json={}, headers=headers)
    assert refused.status_code == 403
