"""What pages show is read by program, in the same bounds: the staff, standing, uses, vetting, one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from csas.commands import uses
from csas.domain import intake
from csas.store import api_keys, sql
from tests import people
from tests.fitness import vetted
from tests.fitness.employers import employer_of
from tests.house.ground_own import USE
from tests.world import NOW, Browser, World


class Program:
    """Somebody's program with their key."""

    def __init__(self, browser: Browser, key: str) -> None:
        self.client, self.headers = browser.client, {"authorization": f"Bearer {key}"}

    async def read(self, path: str, status: int = 200) -> Any:
        answer = await self.client.get(f"/api/v1{path}", headers=self.headers)
        assert answer.status_code == status, answer.text
        return answer.json()


async def program(browser: Browser, world: World, who: str | int) -> Program:
    person = world.people[who] if isinstance(who, str) else who
    return Program(browser, await api_keys.create(person, "test"))


MADE: dict[str, people.Accredited] = {}


@pytest.fixture
async def mo(world: World) -> people.Accredited:
    """A warden at Northbank, the same in every story of this file."""
    if "mo" not in MADE:
        MADE["mo"] = await people.accredited(world, await people.provider(world, "Northbank Homes"), "Mo Farrow")
    return MADE["mo"]


async def test_an_employer_reads_its_people_and_another_does_not(
    browser: Browser, world: World, mo: people.Accredited
) -> None:
    sam, dana = await program(browser, world, "sam"), await program(browser, world, "dana")
    (employer,) = (await sam.read("/staff"))["organisations"]
    listed = await sam.read(f"/organisations/{employer['ref']}/staff?q=farrow")
    assert [(each["ref"], each["standing"]) for each in listed["lines"]] == [(mo.staff_ref, "in-force")]
    member = await sam.read(f"/staff/{mo.staff_ref}")
    (held,) = member["accreditations"]
    assert held["whole"]["in_force"]
    assert {ground["name"] for ground in held["whole"]["grounds"]}
    assert "person" not in member
    taught = await sam.read(f"/organisations/{employer['ref']}/training/person?person={mo.staff_ref}")
    assert {"staff", "vetted", "passes", "failures"} <= set(taught)
    assert taught["failures"] == []
    await dana.read(f"/staff/{mo.staff_ref}", 404)
    await dana.read(f"/organisations/{employer['ref']}/staff", 404)


async def test_how_an_accreditation_stands_with_its_facts(
    browser: Browser, world: World, mo: people.Accredited
) -> None:
    found = await (await program(browser, world, "colin")).read(f"/individuals/{mo.case}/accreditation")
    assert found["standing"]["ref"] == mo.ref
    assert found["standing"]["powers"][0]["areas"]
    assert found["restrictions"] == []
    reached = await (await program(browser, world, "colin")).read(f"/individuals/{mo.case}/effect")
    assert reached["people"] == 1
    await (await program(browser, world, "dana")).read(f"/individuals/{mo.case}/accreditation", 404)


async def test_uses_are_read_and_counted_by_whoever_may(browser: Browser, world: World, mo: people.Accredited) -> None:
    area = await sql.fetchval("SELECT code FROM area WHERE name = 'Lambeth'")
    used = intake.read(uses.RecordUse, {**USE, "staff": mo.staff_ref, "area": area})
    event = await uses.record(used, await world.actor("sam"), NOW)
    sam = await program(browser, world, "sam")
    assert (await sam.read("/uses"))["total"] == 1
    assert (await sam.read(f"/uses/{event.ref}"))["private"]
    counts = await sam.read("/uses/counts?since=2026-11&until=2026-11")
    assert counts["totals"]["number"] == 1
    assert [each["code"] for each in counts["borough"]] == [area]
    sheet = await sam.client.get("/uses.csv", headers=sam.headers)
    assert (sheet.status_code, event.ref in sheet.text) == (200, True)
    await (await program(browser, world, "dana")).read(f"/uses/{event.ref}", 404)
    await (await program(browser, world, "grace")).read("/uses", 403)


async def test_a_person_reads_what_is_theirs(browser: Browser, world: World, mo: people.Accredited) -> None:
    own = await program(browser, world, mo.person)
    (held,) = (await own.read("/me/powers"))["accreditations"]
    assert held["standing"]["whole"]["in_force"]
    assert "surrender" in {step["name"] for step in held["steps"]}
    assert (await own.read("/me/data"))["held"]["staff_records"]
    assert (await (await program(browser, world, "sam")).read("/me/powers"))["accreditations"] == []


async def test_answers_to_vetting_are_read_only_through_an_opened_sight(
    browser: Browser, world: World, tmp_path: Path
) -> None:
    ref, _ = await vetted.answered(world, await employer_of(world), "Ann Lisle", tmp_path)
    fiona = await program(browser, world, "fiona")
    assert (await fiona.read(f"/vetting/{ref}"))["answers"] == {}
    await vetted.look(world, ref)
    assert (await fiona.read(f"/vetting/{ref}"))["answers"]
    await (await program(browser, world, "amina")).read(f"/vetting/{ref}", 403)
