"""A warden with pages of their own: a use of a power, and a notice."""

from __future__ import annotations

from csas.commands import uses
from csas.domain import intake
from csas.store import statutory
from csas.store.statutory import Notice
from csas.store.transaction import act
from tests import people
from tests.world import NOW, World

NORTHBANK = "Northbank Homes"
USE = {
    "power": "3",
    "on": "2026-11-01",
    "time": "14:32",
    "area": "E09000022",
    "place": "Brixton Road",
    "reason": "Shouting at people who passed.",
    "officer_present": "no",
    "outcome": "given",
    "minutes": "10",
}


async def lay(world: World) -> tuple[int, dict[str, str]]:
    """The warden, and the references of what is theirs by kind."""
    mo = await people.accredited(world, await people.provider(world, NORTHBANK), "Mo Farrow")
    used = intake.read(uses.RecordUse, {**USE, "staff": mo.staff_ref})
    event = await uses.record(used, await world.actor("sam"), NOW)
    async with act(await world.actor("helen"), NOW) as this:
        concerned = await statutory.list_concerned([mo.accreditation])
        refs = await statutory.give(concerned, Notice(kind="lifting", reasons=("lifted",)), NOW)
        await this.record("individual:lifted", subjects={"accreditation": [mo.accreditation]})
    return mo.person, {"use": event.ref, "notice": refs[mo.accreditation]}
