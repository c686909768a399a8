"""The pages of uses: recording on a phone, a spreadsheet with preview, lists, counts and files."""

from __future__ import annotations

import re

import pytest

from csas.store import sql
from tests.people import Accredited
from tests.uses import returns
from tests.uses.returns import NAME
from tests.world import BASE, Browser, World

FORM = {
    "on-day": "1",
    "on-month": "11",
    "on-year": "2026",
    "time": "14:32",
    "area": "E09000022",
    "place": "Brixton Road",
    "reason": "Shouting at people who passed.",
    "officer_present": "no",
    "outcome": "given",
    "minutes": "10",
    "saved": "45",
}


@pytest.fixture
async def mo(world: World) -> Accredited:
    found = await returns.warden(world, await returns.northbank(world))
    world.people["mo"] = found.person
    return found


async def test_a_warden_records_a_use_and_sees_it(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("mo")
    chosen = await browser.get("/uses/record")
    assert chosen.text.index(">Require name") < chosen.text.index("(not held now)")
    answer = await browser.post("/uses/record", FORM, page=f"/uses/record?staff={mo.staff_ref}&power=3")
    assert answer.status_code == 303, answer.text
    shown = await browser.get(answer.headers["location"])
    assert "Authorised" in shown.text
    assert "Shouting at people who passed." in shown.text
    assert "You recorded a use of a power" in shown.text
    again = await browser.client.get("/uses")
    assert again.status_code == 403


async def test_faults_come_back_with_everything_typed(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("mo")
    page = f"/uses/record?staff={mo.staff_ref}&power=3"
    answer = await browser.post("/uses/record", {**FORM, "on-year": "2030", "minutes": "long"}, page=page)
    assert answer.status_code == 400
    assert "Minutes it took must be a whole number" in answer.text
    assert "Brixton Road" in answer.text


async def test_the_office_counts_and_looks_into_what_had_no_authority(
    browser: Browser, world: World, mo: Accredited
) -> None:
    sam = await world.actor("sam")
    await returns.record(sam, mo, NAME)
    event = await returns.record(sam, mo, {**NAME, "area": returns.WESTMINSTER})
    await browser.sign_in("colin")
    listed = await browser.get("/uses")
    assert "Uses by month" in listed.text
    assert "Uses by provider" in listed.text
    assert "full-time post" in listed.text
    waiting = await browser.get("/uses/flagged")
    assert "The power was granted for other areas." in waiting.text
    desk = await browser.get("/desk")
    assert "Uses without authority" in desk.text
    answer = await browser.post(
        f"/uses/{event.ref}/look-into", {"outcome": "person-advised", "why": "Mo now carries a map."}
    )
    assert answer.status_code == 303
    assert "Mo now carries a map." in (await browser.get(f"/uses/{event.ref}")).text
    counts = await browser.get("/uses/counts.csv?by=borough")
    assert "Westminster" in counts.text
    assert "Mo Farrow" not in (await browser.get("/uses.csv")).text


async def test_a_provider_sees_its_own_and_no_other_does(browser: Browser, world: World, mo: Accredited) -> None:
    event = await returns.record(await world.actor("sam"), mo, NAME)
    northbank = await sql.fetchval("SELECT ref FROM organisation WHERE name = 'Northbank Homes'")
    await browser.sign_in("sam")
    assert "Mo Farrow" in (await browser.get("/uses")).text
    assert (await browser.get(f"/organisations/{northbank}/uses")).status_code == 200
    await browser.sign_in("ruth")
    assert "Mo Farrow" not in (await browser.get("/uses")).text
    assert (await browser.get(f"/uses/{event.ref}")).status_code == 404
    assert (await browser.get(f"/organisations/{northbank}/uses")).status_code == 404
    await browser.sign_in("grace")
    assert (await browser.get("/uses")).status_code == 403


async def test_a_sheet_is_shown_before_it_is_recorded(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("sam")
    before = await sql.fetchval("SELECT count(*) FROM use_of_power")
    head = (await browser.get("/uses/import/heads.csv")).text.strip().lstrip("\ufeff")
    row = f"W{mo.person},3,2026-11-01,14:32,Lambeth,,Brixton Road,,,,,,,Shouting,no,Given,10,45"
    shown = await send(browser, f"{head}\n{row}\n{row}\n")
    assert "2 uses to record" in shown.text
    assert await sql.fetchval("SELECT count(*) FROM use_of_power") == before
    kept = re.findall(r'name="(organisation|kept|csrf|once)" value="([^"]+)"', shown.text[shown.text.find("<main") :])
    answer = await browser.client.post("/uses/import/confirm", data=dict(kept), headers={"origin": BASE})
    assert answer.status_code == 303
    assert await sql.fetchval("SELECT count(*) FROM use_of_power") == before + 2
    again = await browser.client.post("/uses/import/confirm", data=dict(kept), headers={"origin": BASE})
    assert again.status_code == 303
    assert await sql.fetchval("SELECT count(*) FROM use_of_power") == before + 2


async def test_a_sheet_with_faults_shows_all_of_them(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("sam")
    shown = await send(browser, "Staff number,Power,Colour\nW1,3,red\n")
    assert shown.status_code == 400
    assert "This column is not one we know" in shown.text
    assert "This column is missing" in shown.text


async def send(browser: Browser, text: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - httpx's own
    page = await browser.get("/uses/import")
    given = dict(re.findall(r'name="(organisation|csrf|once)" value="([^"]+)"', page.text[page.text.find("<main") :]))
    return await browser.client.post(
        "/uses/import", data=given, files={"file": ("stops.csv", text.encode(), "text/csv")}, headers={"origin": BASE}
    )
