"""A use is told to the minute: authority at any moment of it is enough, and the minute before has none."""

from __future__ import annotations

from datetime import timedelta

from csas.commands import use_flags, uses
from csas.domain import intake
from csas.domain.calendar import LONDON
from csas.store import standing, use_records
from csas.store import uses as store
from tests import individuals as people
from tests.uses.returns import NAME
from tests.world import NOW, World


async def test_a_use_in_the_minute_of_the_grant_is_not_flagged(world: World) -> None:
    granted = NOW.replace(second=20, microsecond=5)
    who, ref = await people.accredited(world, await people.northbank(world), "Ina Marsh", at=granted)
    minute = granted.replace(second=0, microsecond=0)
    sam, colin = await world.actor("sam"), await world.actor("colin")
    found = []
    for at in (minute, minute - timedelta(minutes=1)):
        local = at.astimezone(LONDON)
        said = {**NAME, "on": local.date().isoformat(), "time": f"{local:%H:%M}"}
        wanted = intake.read(uses.RecordUse, {**said, "staff": who.ref})
        event = await uses.record(wanted, sam, granted + timedelta(hours=1))
        found.append((await store.load(colin, event.ref)).cause)
    assert found == ["", "not-started"]
    assert (await standing.load(await people.accreditation(ref))).granted
    again = await use_records.list_without_authority(granted)
    assert again == []
    assert await use_flags.flag_recorded(granted + timedelta(hours=2)) == 0
