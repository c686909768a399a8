"""How these tests say what they want: a person added, a date, the record as it stands."""

from __future__ import annotations

from datetime import date

from csas.commands import staff as commands
from csas.store import sql, staff
from csas.store.staff import Member
from tests.world import NOW, World

NORTHBANK, HALCYON = "Northbank Homes", "Halcyon Guarding"
BORN = date(1990, 5, 4)
FROM = date(2026, 1, 5)


async def ref_of(name: str = NORTHBANK) -> str:
    found: str = await sql.fetchval("SELECT ref FROM organisation WHERE name = $1", name)
    return found


async def added(world: World, number: str, name: str = "Ada Brook", who: str = "sam", **more: object) -> Member:
    """Somebody put on the list of Sam's or Dana's organisation."""
    actor = await world.actor(who)
    told = {
        "organisation": await ref_of(NORTHBANK if who == "sam" else HALCYON),
        "number": number,
        "name": name,
        "born_on": BORN,
        "job": "Street warden",
        "from_on": FROM,
        **more,
    }
    event = await commands.add(commands.Add(**told), actor, NOW)  # type: ignore[arg-type]
    return await staff.load(actor, event.ref)


async def again(world: World, member: Member, who: str = "sam") -> Member:
    """The record as it stands now."""
    return await staff.load(await world.actor(who), member.ref)
