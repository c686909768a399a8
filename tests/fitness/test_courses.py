"""The scheme manager keeps the courses and says which powers need them."""

from __future__ import annotations

import pytest

from csas.commands import courses as commands
from csas.domain import refusals
from csas.store import courses
from tests.world import NOW, Browser, World


def wanted(code: str = "ESC") -> commands.AddCourse:
    return commands.AddCourse(
        code=code, title="Escorting loads", hours=20, months=24, providers=("Calder College",), powers=("9",)
    )


async def test_a_scheme_starts_from_the_national_courses_and_keeps_what_it_changed(world: World) -> None:
    amina, scheme = await world.actor("amina"), await world.scheme()
    await commands.start_list(commands.StartList(), amina, NOW)
    general = await courses.find(scheme, "GEN")
    assert general
    assert (general.hours, general.months) == (60, 36)
    assert {"1a", "3", "8b"} <= set(general.powers)
    with pytest.raises(refusals.AlreadyDone):
        await commands.start_list(commands.StartList(), amina, NOW)


async def test_a_course_is_added_and_changed_with_its_powers(world: World) -> None:
    amina, scheme = await world.actor("amina"), await world.scheme()
    await commands.add(wanted(), amina, NOW)
    change = commands.EditCourse(
        ref="ESC", title="Escorting", hours=24, months=36, providers=("Calder College", "Thameside"), powers=("9", "8b")
    )
    await commands.edit(change, amina, NOW)
    found = await courses.find(scheme, "ESC")
    assert found
    assert (found.title, found.hours, found.powers) == ("Escorting", 24, ("8b", "9"))
    with pytest.raises(refusals.Faults):
        await commands.add(wanted(), amina, NOW)


async def test_a_power_that_is_none_is_refused(world: World) -> None:
    odd = commands.AddCourse(code="ODD", title="Odd", hours=1, months=1, providers=("A",), powers=("99",))
    with pytest.raises(refusals.Faults):
        await commands.add(odd, await world.actor("amina"), NOW)


@pytest.mark.parametrize("slug", ["colin", "priya", "sam", "fiona"])
async def test_nobody_else_keeps_courses(world: World, slug: str) -> None:
    with pytest.raises(refusals.NotAllowed):
        await commands.add(wanted("XYZ"), await world.actor(slug), NOW)


async def test_the_page_adds_a_course(browser: Browser) -> None:
    await browser.sign_in("amina")
    fields = {"code": "DOG", "title": "Dogs", "hours": "8", "months": "36", "providers": "Calder College\nThameside"}
    answer = await browser.post("/courses/add", {**fields, "powers": "1d"})
    assert answer.status_code == 303
    shown = (await browser.get("/courses")).text
    assert "Dogs" in shown
    assert "Calder College and Thameside" in shown
    wrong = await browser.post("/courses/add", {**fields, "code": "dog", "hours": "none"})
    assert wrong.status_code == 400
    assert "Hours must be a whole number" in wrong.text
