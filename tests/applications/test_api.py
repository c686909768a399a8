"""The applicant’s side by JSON: the same acts and the same refusals as on the pages."""

from __future__ import annotations

import base64
from typing import Any

import httpx

from csas.store import api_keys
from tests.applications import telling
from tests.applications.test_files import pdf
from tests.world import Browser


class Program:
    """Somebody’s program with a key of theirs."""

    def __init__(self, browser: Browser, key: str) -> None:
        self.client, self.key = browser.client, key

    async def post(self, path: str, **told: Any) -> httpx.Response:
        head = {"authorization": f"Bearer {self.key}"}
        return await self.client.post(f"/api/v1{path}", json=told, headers=head, timeout=60)

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(f"/api/v1{path}", headers={"authorization": f"Bearer {self.key}"})


async def program(browser: Browser, who: str) -> Program:
    return Program(browser, await api_keys.create(browser.world.people[who], "a program"))


async def test_an_application_by_program(browser: Browser) -> None:
    sam = await program(browser, "sam")
    ref = await telling.start(browser.world, "sam", "Northbank Homes")
    asked = await telling.sections_of(browser.world, "sam", ref)
    for section, given in telling.answers().items():
        if section in asked:
            saved = await sam.post(f"/applications/{ref}/edit", section=section, answers=given)
            assert saved.status_code == 200, saved.text
            asked = await telling.sections_of(browser.world, "sam", ref)
    added = await sam.post(f"/applications/{ref}/attach", name="plan.pdf", content=base64.b64encode(pdf()).decode())
    assert added.status_code == 200, added.text
    sent = await sam.post(f"/applications/{ref}/submit", name="Sam Okafor", post="Director", agreed=True)
    assert sent.status_code == 200, sent.text
    assert sent.json()["tag"] == "application:submitted"


async def test_a_case_tells_how_far_its_sections_are(browser: Browser) -> None:
    sam = await program(browser, "sam")
    ref = await telling.start(browser.world, "sam", "Northbank Homes")
    await sam.post(f"/applications/{ref}/edit", section="training", answers={"provider": "One"})
    told = (await sam.get(f"/applications/{ref}")).json()["details"]
    states = {each["section"]: (each["state"], each["version"]) for each in told["sections"]}
    assert states["training"] == ("incomplete", 1)
    assert states["insurance"] == ("not started", 0)
    colin = await program(browser, "colin")
    assert (await colin.get(f"/applications/{ref}")).json()["details"]["sections"] == []


async def test_refusals_carry_their_code(browser: Browser) -> None:
    sam = await program(browser, "sam")
    ref = await telling.start(browser.world, "sam", "Northbank Homes")
    incomplete = await sam.post(f"/applications/{ref}/submit", name="Sam", post="Director", agreed=True)
    assert (incomplete.status_code, incomplete.json()["code"]) == (409, "not-complete")
    await sam.post(f"/applications/{ref}/edit", section="training", answers={"provider": "One"})
    stale = await sam.post(f"/applications/{ref}/edit", section="training", answers={"provider": "Two"})
    assert (stale.status_code, stale.json()["code"]) == (409, "draft-changed")
    lies = await sam.post(f"/applications/{ref}/attach", name="a.pdf", content=base64.b64encode(b"MZ").decode())
    assert (lies.status_code, lies.json()["code"]) == (400, "file-refused")
    dana = await program(browser, "dana")
    assert (await dana.post(f"/applications/{ref}/withdraw", reason="Mischief")).status_code == 404


async def test_a_large_file_passes_and_a_larger_one_is_refused(browser: Browser) -> None:
    sam = await program(browser, "sam")
    ref = await telling.start(browser.world, "sam", "Northbank Homes")
    padded = pdf() + b"\n%" + b"x" * (9 * 1024 * 1024)
    fits = await sam.post(f"/applications/{ref}/attach", name="a.pdf", content=base64.b64encode(padded).decode())
    assert fits.status_code == 200, fits.text[:300]
    huge = await sam.post(f"/applications/{ref}/attach", name="a.pdf", content="QUJD" * 4_000_000)
    assert huge.status_code in {400, 413}
