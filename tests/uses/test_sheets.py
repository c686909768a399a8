"""Uses returned as a spreadsheet: every fault by row and column, all or nothing, each checked against standing."""

from __future__ import annotations

import base64

import pytest

from csas.commands import use_returns
from csas.domain import refusals
from csas.domain.events import Event
from csas.store import sql
from csas.store import uses as store
from tests.people import Accredited
from tests.uses import returns
from tests.world import NOW, World

HEAD = (
    "Staff number,Power,Date,Time,Borough,Street or road,Offence,Reason,Officer present,Outcome,Minutes,"
    "Police minutes saved"
)


@pytest.fixture
async def mo(world: World) -> Accredited:
    return await returns.warden(world, await returns.northbank(world))


async def ref_of_northbank() -> str:
    found: str = await sql.fetchval("SELECT ref FROM organisation WHERE name = 'Northbank Homes'")
    return found


async def send(world: World, *rows: str, who: str = "sam", head: str = HEAD) -> Event:
    content = base64.b64encode("\n".join([head, *rows]).encode()).decode()
    wanted = use_returns.ImportUses(organisation=await ref_of_northbank(), name="stops.csv", content=content)
    return await use_returns.import_uses(wanted, await world.actor(who), NOW)


async def test_all_rows_are_recorded_in_one_act(world: World, mo: Accredited) -> None:
    number = f"W{mo.person}"
    event = await send(
        world,
        f"{number},3,1/11/2026,14:32,Lambeth,Brixton Road,,Shouting,no,Given,10,45",
        f"{number.lower()},1a,2026-11-01,15:00,LAMBETH,Brixton Road,{returns.DISORDER},Shouting,Yes,notice given,12,",
        f"{number},3,2026-11-01,16:00,Westminster,Strand,,Shouting,no,refused,5,0",
    )
    assert (event.tag, event.facts) == ("use:imported", {"number": 3, "flagged": 1})
    found, total = await store.list_uses(await world.actor("sam"), store.Wanted())
    assert total == 3
    assert [(use.power, use.area, use.cause, use.outcome, use.source) for use in found] == [
        ("3", "Westminster", "outside-areas", "refused", "sheet"),
        ("1a", "Lambeth", "", "issued", "sheet"),
        ("3", "Lambeth", "", "given", "sheet"),
    ]
    assert (await store.private_of(found[2]))["reason"] == "Shouting"


async def test_every_fault_is_named_by_row_and_column_and_nothing_is_kept(world: World, mo: Accredited) -> None:
    before = await sql.fetchval("SELECT count(*) FROM use_of_power")
    with pytest.raises(refusals.Faults) as refused:
        await send(
            world,
            f"W{mo.person},3,2026-11-01,14:32,Lambeth,Brixton Road,,Shouting,no,Given,10,45",
            "W0,3,2026-02-30,25:00,Narnia,Brixton Road,,Shouting,perhaps,Given,ten,45",
            f"W{mo.person},3,3/11/2026,10:00,Lambeth,,,Shouting,no,Given,10,45",
        )
    found = [fault.field for fault in refused.value.faults]
    assert found == [
        "row 3, Staff number",
        "row 3, Date",
        "row 3, Time",
        "row 3, Officer present",
        "row 3, Minutes",
        "row 4, Street or road",
    ]
    assert await sql.fetchval("SELECT count(*) FROM use_of_power") == before


async def test_wrong_heads_are_told_at_once(world: World) -> None:
    with pytest.raises(refusals.Faults) as refused:
        await send(world, "1,2", head="Staff number,Colour")
    assert "row 1, Colour" in [fault.field for fault in refused.value.faults]
    assert "row 1, Power" in [fault.field for fault in refused.value.faults]


async def test_another_s_people_are_unknown_and_another_s_organisation_not_found(world: World, mo: Accredited) -> None:
    row = f"W{mo.person},3,2026-11-01,14:32,Lambeth,Brixton Road,,Shouting,no,Given,10,45"
    with pytest.raises(refusals.NotFound):
        await send(world, row, who="ruth")
    with pytest.raises(refusals.NotAllowed):
        await send(world, row, who="colin")
