"""While partnerships answer, an applicant reads until when they have: on the desk, in the list and on the case."""

from __future__ import annotations

from datetime import date

import pytest

from csas.store import reads
from csas.web.views import cases as case_views
from csas.web.views import desk, endorsement_panel
from csas.web.views.waiting import partnerships_have
from tests.applying import CAMDEN, WESTMINSTER, apply
from tests.world import NOW, Browser, World

MONDAY, FRIDAY = date(2026, 11, 2), date(2026, 11, 6)


@pytest.mark.parametrize(
    ("days", "today", "words"),
    [
        ([], MONDAY, ""),
        ([FRIDAY], MONDAY, "The partnership has until 6 November 2026"),
        ([MONDAY, FRIDAY], FRIDAY, "The partnerships have until 6 November 2026"),
        ([MONDAY], FRIDAY, "The partnership had until 2 November 2026"),
    ],
)
def test_the_last_day_of_the_last_of_them(days: list[date], today: date, words: str) -> None:
    assert partnerships_have(days, today) == words


async def test_an_applicant_reads_it_everywhere(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied = await apply(world, "Halcyon Guarding", (WESTMINSTER, CAMDEN))
    monkeypatch.setattr(endorsement_panel, "now", lambda: NOW)
    dana = await world.actor("dana")
    line = next(each for each in await reads.list_cases(dana) if each.ref == applied.case.ref)
    cell = desk.due_cell(line, await desk.board_of(dana, NOW, [line]))
    assert str(cell).startswith("The partnerships have until ")
    page = await case_views.page_of(dana, applied.case, NOW, with_panels=True)
    assert page.deadline_words == cell
    await browser.sign_in("dana")
    assert "No deadline" not in (await browser.get("/applications")).text
    assert str(cell) in (await browser.get(f"/applications/{applied.case.ref}")).text


async def test_the_office_reads_the_day_and_others_nothing(world: World, browser: Browser) -> None:
    applied = await apply(world, "Halcyon Guarding", (WESTMINSTER,))
    colin = await world.actor("colin")
    lines = await reads.list_cases(colin)
    line = next(each for each in lines if each.ref == applied.case.ref)
    assert "partnership" not in str(desk.due_cell(line, await desk.board_of(colin, NOW, lines)))
    await browser.sign_in("sam")
    assert "Halcyon" not in (await browser.get("/applications")).text
