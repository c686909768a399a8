"""Importing a staff list: looked over first, then everybody in one act with one event, or nobody."""

from __future__ import annotations

import asyncio

import pytest

from csas.commands import staff_importing
from csas.domain import refusals
from csas.store import limits, sql, staff_imports
from tests.staff.sheets import HEADS, as_csv, as_xlsx, row
from tests.staff.telling import added, ref_of
from tests.world import NOW, Browser, World


async def read(world: World, content: bytes, name: str = "staff.csv") -> str:
    await limits.forget("upload", str(world.people["sam"]))
    return await staff_importing.read_file(await ref_of(), name, content, await world.actor("sam"), NOW)


async def listed() -> int:
    found: int = await sql.fetchval("SELECT count(*) FROM staff_member")
    return found


async def test_all_rows_come_in_with_one_event(world: World) -> None:
    before, events = await listed(), await sql.fetchval("SELECT count(*) FROM event")
    ref = await read(world, as_xlsx(*(row(number) for number in range(1, 41))), "staff.xlsx")
    event = await staff_importing.confirm(ref, await world.actor("sam"), NOW)
    assert event
    assert event.facts == {"people": 40}
    assert await listed() == before + 40
    assert await sql.fetchval("SELECT count(*) FROM event") == events + 1
    assert await sql.fetchval("SELECT content FROM staff_import WHERE ref = $1", ref) == {}, "what it said is forgotten"


async def test_it_is_imported_once(world: World) -> None:
    ref = await read(world, as_csv(row(100)))
    sam = await world.actor("sam")
    await staff_importing.confirm(ref, sam, NOW)
    with pytest.raises(refusals.NothingToImport):
        await staff_importing.confirm(ref, sam, NOW)


async def test_a_number_taken_meanwhile_stops_all_of_it(world: World) -> None:
    ref = await read(world, as_csv(row(110), row(111)))
    await added(world, "S-111", "Quin Ade")
    before = await listed()
    with pytest.raises(refusals.NothingToImport):
        await staff_importing.confirm(ref, await world.actor("sam"), NOW)
    assert await listed() == before


async def test_people_known_elsewhere_are_recognised(world: World) -> None:
    known = await added(world, "H-1", "Person 120", "dana", email="person.120@people.example")
    ref = await read(world, as_csv(row(120), row(121)))
    await staff_importing.confirm(ref, await world.actor("sam"), NOW)
    found = await sql.fetchval("SELECT person_id FROM staff_member WHERE number = 'S-120'")
    assert found == known.person


async def test_strangers_find_no_spreadsheet(world: World) -> None:
    ref = await read(world, as_csv(row(130)))
    for who in ("dana", "colin"):
        with pytest.raises(refusals.NotFound):
            await staff_importing.confirm(ref, await world.actor(who), NOW)
    with pytest.raises(refusals.NotFound):
        await staff_importing.read_file(await ref_of(), "a.csv", as_csv(row(1)), await world.actor("dana"), NOW)


async def test_ten_thousand_people_are_left_to_the_worker_and_come_in_together(world: World) -> None:
    people = (row(number, email="") for number in range(20_000, 30_000))
    ref = await read(world, as_csv(*people))
    sam = await world.actor("sam")
    before = await listed()
    assert await staff_importing.confirm(ref, sam, NOW) is None
    assert (await staff_imports.load(sam, ref)).state == "waiting"
    number = await sql.fetchval("SELECT id FROM staff_import WHERE ref = $1", ref)
    importing = asyncio.create_task(staff_importing.finish_at(number, NOW))
    told, seen = set[int](), set[int]()
    while not importing.done():
        told.add(await staff_imports.progress(number))
        seen.add(await listed() - before)
        await asyncio.sleep(0.02)
    assert await importing
    assert any(0 < each < 10_000 for each in told), "who waits is told how far it has come"
    assert seen <= {0, 10_000}, "and until it is over nobody is on the list"
    assert await listed() == before + 10_000
    assert (await staff_imports.load(sam, ref)).state == "done"
    assert not await staff_importing.finish_at(number, NOW), "done once"


async def test_the_job_is_queued_with_the_state(world: World) -> None:
    people = (row(number) for number in range(40_000, 40_000 + staff_importing.AT_ONCE + 1))
    ref = await read(world, as_csv(*people))
    await staff_importing.confirm(ref, await world.actor("sam"), NOW)
    waiting = await sql.fetchval("SELECT id FROM staff_import WHERE ref = $1", ref)
    queued = await sql.fetch("SELECT payload FROM jobs.pgqueuer WHERE entrypoint = 'import'")
    assert str(waiting).encode() in {bytes(each["payload"]) for each in queued}


async def test_the_whole_way_in_the_browser(world: World, browser: Browser) -> None:
    await browser.sign_in("sam")
    here = f"/organisations/{await ref_of()}/staff/import"
    template = await browser.get(here.replace("import", "template.csv"))
    assert all(head in template.text for head in HEADS)
    shown = await browser.get(here)
    token = shown.text.split('name="csrf" value="')[1].split('"')[0]
    hostile = as_csv(row(50_000, name="<b>Ŵyn</b>", site="=SUM(A1)"))
    sent = await browser.client.post(
        here,
        data={"csrf": token},
        files={"file": ("staff.csv", hostile, "text/csv")},
        headers={"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"},
    )
    assert sent.status_code == 303, sent.text
    page = await browser.get(sent.headers["location"])
    assert "1 fault" in page.text
    assert "Site" in page.text
    good = await browser.client.post(
        here,
        data={"csrf": token},
        files={"file": ("staff.csv", as_csv(row(50_001, name="<b>Ŵyn</b>")), "text/csv")},
        headers={"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"},
    )
    preview = await browser.get(good.headers["location"])
    assert "&lt;b&gt;Ŵyn&lt;/b&gt;" in preview.text
    done = await browser.post(f"{good.headers['location']}/confirm", page=good.headers["location"])
    assert done.status_code == 303
    assert "The import is done" in (await browser.get(str(done.headers["location"]))).text
