"""Amina makes an edition in the browser; the public sees it when it is published and not before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import count

import httpx

from csas.demonstration.cast import NORTHBANK
from csas.domain.permissions import PUBLIC
from csas.store import sql
from csas.store.transaction import act
from tests.public.providers import accredited
from tests.world import NOW, Browser, World

DRAFT = {"title": "Provisional standards, edition 2", "basis": "What the study found", "changes": "Named supervisors"}
NEW = {
    "code": "M2",
    "family": "management",
    "title": "Named supervisors",
    "body": "Every shift has a named supervisor.",
    "evidence": "The rota",
    "critical": "no",
    "remove": "no",
}
NUMBERS = count(1)
YESTERDAY = {"written_on-day": "1", "written_on-month": "11", "written_on-year": "2026", "channel": "letter"}


async def drafted(browser: Browser) -> str:
    """A draft of its own: the same text sent again would be asked about first."""
    await browser.sign_in("amina")
    answer = await browser.post("/standards/drafts/new", {**DRAFT, "changes": f"Named supervisors, {next(NUMBERS)}"})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


async def step(browser: Browser, case: str, verb: str, fields: Mapping[str, str]) -> httpx.Response:
    return await browser.post(f"{case}/{verb}", fields)


async def test_an_edition_goes_from_draft_to_the_public_page(browser: Browser, world: World) -> None:
    await accredited(world, NORTHBANK, since=NOW + timedelta(days=1))
    case = await drafted(browser)
    assert (await step(browser, case, "edit", NEW)).status_code == 303
    shown = (await browser.get(f"{case}/edit?code=M2")).text
    assert "Every shift has a named supervisor." in shown
    page = (await browser.get(case)).text
    assert "Nobody has been written to yet" in page
    assert NORTHBANK in page
    assert "New in this edition; never assessed" in page
    assert (await step(browser, case, "consult", YESTERDAY)).status_code == 303
    reply = {
        "consultee": await sql.fetchval(
            "SELECT ref FROM consultee WHERE name = 'Camden Council' ORDER BY id DESC LIMIT 1"
        ),
        "replied_on-day": "1",
        "replied_on-month": "11",
        "replied_on-year": "2026",
        "reply": "Name a deputy too.",
        "effect": "A deputy is named.",
    }
    assert "Camden Council" in (await browser.get(f"{case}/record-response")).text
    assert (await step(browser, case, "record-response", reply)).status_code == 303
    assert (await step(browser, case, "close-consultation", {})).status_code == 303
    before = (await browser.get(f"{case}/publish")).text
    assert "M2 Named supervisors: new in this edition" in before
    unseen = await step(browser, case, "publish", {"standing": "provisional", "confirm": "no"})
    assert unseen.status_code == 400
    assert (await step(browser, case, "publish", {"standing": "provisional", "confirm": "yes"})).status_code == 303
    browser.client.cookies.clear()
    public = (await browser.get("/standards")).text
    for told in ("edition 2", "Named supervisors", "Name a deputy too.", "A deputy is named.", "edition 1", "waived"):
        assert told in public
    assert "Superseded" in (await browser.get("/standards/editions/editionsfrst")).text


async def test_a_draft_is_invisible_to_everybody_but_the_office(browser: Browser, world: World) -> None:
    case = await drafted(browser)
    edition = await sql.fetchval("SELECT ref FROM edition WHERE in_force IS NULL ORDER BY id DESC LIMIT 1")
    browser.client.cookies.clear()
    assert case not in (await browser.get("/standards")).text
    assert (await browser.get(f"/standards/editions/{edition}")).status_code == 404
    assert (await browser.get(case)).status_code == 401
    for slug in ("ruth", "grace"):
        await browser.sign_in(slug)
        assert (await browser.get(case)).status_code == 403
        assert (await browser.get("/standards/drafts/new")).status_code == 403
    await browser.sign_in("priya")
    assert (await browser.get(case)).status_code == 200
    assert (await browser.get(f"{case}/edit")).status_code == 403
    assert (await browser.get("/standards/drafts/new")).status_code == 403
    assert f"{case}/edit" not in (await browser.get(case)).text


async def test_a_consultation_does_not_close_while_a_borough_was_not_written_to(browser: Browser, world: World) -> None:
    case = await drafted(browser)
    await step(browser, case, "consult", YESTERDAY)
    async with act(PUBLIC, NOW) as this:
        await sql.execute("UPDATE consultee SET written_on = NULL WHERE name = 'Barnet Council'")
        await this.record("standards:edited", facts={"code": "x"})
    assert "Not yet written to: Barnet" in (await browser.get(case)).text
    refused = await step(browser, case, "close-consultation", {})
    assert refused.status_code == 409
    assert "not yet written to Barnet" in refused.text
    state = await sql.fetchval("SELECT state FROM casefile WHERE ref = $1", case.rpartition("/")[2])
    assert state == "consulting"


async def test_a_draft_without_a_title_is_asked_for_again_with_everything_kept(browser: Browser) -> None:
    await browser.sign_in("amina")
    answer = await browser.post("/standards/drafts/new", {**DRAFT, "title": ""})
    assert answer.status_code == 400
    assert "Enter title of the edition" in answer.text
    assert "What the study found" in answer.text


async def test_another_processs_case_is_not_an_edition(browser: Browser, world: World) -> None:
    await browser.sign_in("amina")
    ref = await sql.fetchval("SELECT ref FROM casefile WHERE process = 'accreditation' LIMIT 1")
    assert (await browser.get(f"/standards/{ref}")).status_code == 404
    assert (await browser.get("/standards/aaaaaaaaaaaa")).status_code == 404
