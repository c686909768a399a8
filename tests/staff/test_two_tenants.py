"""INV-35: what one provider is answered is the same, byte for byte, whoever is on another's list."""

from __future__ import annotations

import re

from tests.staff.telling import BORN, FROM, added, ref_of
from tests.world import Browser, World

CHANGING = re.compile(
    r'name="(?:csrf|once|seen|ref)" value="[^"]*"|/(?:staff|staff-imports)/[a-z2-7]{12}|(?:person|staff)=[a-z2-7]{12}'
    r'|datetime="[^"]*"|\d+:\d\d[ap]m|[ap]m'
)


def told(number: str, name: str, email: str) -> dict[str, str]:
    """The form that adds somebody."""
    return {
        "number": number,
        "name": name,
        "email": email,
        "born_on-day": str(BORN.day),
        "born_on-month": str(BORN.month),
        "born_on-year": str(BORN.year),
        "job": "Guard",
        "from_on-day": str(FROM.day),
        "from_on-month": str(FROM.month),
        "from_on-year": str(FROM.year),
    }


async def seen_by_dana(browser: Browser, numbers: str, foreign: str) -> list[str]:
    """Everything Dana is shown while she adds two people, one of whom may be known elsewhere, and looks at the lists."""
    await browser.sign_in("dana")
    here = f"/organisations/{await ref_of('Halcyon Guarding')}"
    answers = [
        await browser.post(f"{here}/staff/add", told(f"{numbers}-1", "Ines Calder", "ines@people.example")),
        await browser.post(f"{here}/staff/add", told(f"{numbers}-1", "Olu Grant", "olu@people.example")),
        await browser.post(f"{here}/staff/add", told(f"{numbers}-2", "Olu Grant", "olu@people.example")),
        await browser.get(f"/staff/{foreign}"),
        await browser.get(f"/staff/{foreign}/leave"),
        await browser.get(f"{here}/staff?q={numbers}"),
        await browser.get(f"{here}/profiles"),
        await browser.get(f"{here}/zones"),
    ]
    made = str(answers[2].headers["location"]).partition("?")[0]
    answers.append(await browser.get(made))
    return [
        CHANGING.sub("…", f"{each.status_code} {each.headers.get('location', '')} {each.text}").replace(numbers, "N")
        for each in answers
    ]


async def test_another_list_changes_nothing_for_dana(world: World, browser: Browser) -> None:
    without = await seen_by_dana(browser, "XA", "aaaaaaaaaaaa")
    await _forget_olu()
    known = await added(world, "XB-1", "Olu Grant", email="olu@people.example")
    await added(world, "XB-2", "Ines Calder", email="ines@people.example")
    within = await seen_by_dana(browser, "XB", known.ref)
    assert within == without


async def _forget_olu() -> None:
    """Dana's first two people move aside, so that the second time is like the first."""
    from csas.domain.permissions import PUBLIC
    from csas.store import sql
    from csas.store.transaction import act
    from tests.world import NOW

    async with act(PUBLIC, NOW) as this:
        await sql.execute("UPDATE staff_member SET email = 'moved.' || email WHERE number LIKE 'XA-%'")
        await this.record("staff:edited")


async def test_a_spreadsheet_is_answered_alike_too(world: World) -> None:
    """People known elsewhere are recognised in silence; numbers used elsewhere are free here."""
    from csas.commands import staff_importing
    from csas.store import staff_imports
    from tests.staff.sheets import as_csv, row
    from tests.world import NOW

    await added(world, "S-701", "Person 702", email="person.702@people.example")
    dana = await world.actor("dana")
    answers = []
    for first in (701, 801):
        content = as_csv(row(first), row(first + 1), row(first + 2, job=""))
        ref = await staff_importing.read_file(await ref_of("Halcyon Guarding"), "staff.csv", content, dana, NOW)
        found = await staff_imports.load(dana, ref)
        answers.append((found.state, found.faults, found.fault_count, found.row_count))
    assert answers[0] == answers[1]
