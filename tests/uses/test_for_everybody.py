"""Everybody reads how often powers were used, in numbers that tell of nobody: rounded, and few as few."""

from __future__ import annotations

import pytest

from csas.commands import uses
from csas.domain import disclosure, intake
from csas.store import sql
from csas.web.views import public_uses
from tests import people
from tests.house.ground_own import USE
from tests.world import NOW, Browser, World


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (7, "5"), (8, "10"), (1003, "1,005")],
)
def test_few_are_told_as_few_and_the_rest_rounded(number: int, shown: str) -> None:
    assert disclosure.words(number) == shown


async def test_only_whole_months_are_counted_and_void_records_are_not(world: World) -> None:
    mo = await people.accredited(world, await people.provider(world), "Mo Farrow")
    area = await sql.fetchval("SELECT code FROM area WHERE name = 'Lambeth'")
    used = {**USE, "staff": mo.staff_ref, "area": area}
    sam = await world.actor("sam")
    for day in ("2026-10-05", "2026-10-06", "2026-10-07", "2026-11-01"):
        event = await uses.record(intake.read(uses.RecordUse, {**used, "on": day}), sam, NOW)
    found = await public_uses.published(NOW)
    assert (found.since.isoformat(), found.until.isoformat()) == ("2025-11-01", "2026-11-01")
    assert found.total == 3
    assert [each.number for each in found.month] == [*[0] * 11, 3]
    assert [each.code for each in found.borough] == [area]
    assert event.ref


async def test_page_file_and_program_say_the_same_to_a_stranger(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("csas.web.pages.public_uses", "csas.web.api.looking"):
        monkeypatch.setattr(f"{module}.now", lambda: NOW)
    page = (await browser.get("/register/uses")).text
    assert "fewer than 5" in page
    assert "Lambeth" in page
    assert "Farrow" not in page
    assert "Northbank" not in page
    sheet = (await browser.get("/register/uses.csv")).text
    assert "Borough,E09000022,Lambeth,fewer than 5" in sheet
    told = (await browser.client.get("/api/v1/register/uses")).json()
    assert told["borough"] == [{"code": "E09000022", "name": "Lambeth", "uses": None}]
    assert told["total"] is None
    assert 'href="/register/uses"' in (await browser.get("/register")).text
