"""Adding people: who is recognised, what cannot be true, and that nobody else's list is touched or shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import staff as commands
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.store import sql, staff
from tests.staff import telling
from tests.staff.telling import BORN, FROM, added, again
from tests.world import NOW, World

TODAY = london_day(NOW)


async def test_somebody_added_is_employed_and_holds_nothing(world: World) -> None:
    member = await added(world, "A-1", "Ada Brook")
    (employment,) = await staff.list_employments(member.id)
    assert employment.first_day == FROM
    assert await sql.fetchval("SELECT count(*) FROM accreditation WHERE person_id = $1", member.person) == 0


async def test_two_employers_have_two_records_of_one_person(world: World) -> None:
    here = await added(world, "A-2", "Bea Lunt", email="Bea.Lunt@people.example")
    there = await added(world, "H-2", "béa  LUNT", "dana", email="bea.lunt@people.example")
    assert here.person == there.person
    assert here.ref != there.ref


@pytest.mark.parametrize(
    "other",
    [{"email": "other@people.example"}, {"email": ""}, {"name": "Cal Longer"}, {"born_on": date(1990, 5, 5)}],
    ids=["another address", "no address", "another name", "another birthday"],
)
async def test_unless_all_three_agree_it_is_somebody_else(world: World, other: dict[str, object]) -> None:
    told = {"name": "Cal Long", "email": "cal@people.example", "born_on": BORN}
    number = f"C-{len(str(other))}-{next(iter(other))}"
    first = (
        await sql.fetchval("SELECT person_id FROM staff_member WHERE number = 'A-3'")
        or (
            await added(world, "A-3", **told)  # type: ignore[arg-type]
        ).person
    )
    stranger = await added(world, number, who="dana", **{**told, **other})  # type: ignore[arg-type]
    assert stranger.person != first


async def test_the_same_person_is_not_added_twice(world: World) -> None:
    await added(world, "A-4", "Dev Rao", email="dev@people.example")
    with pytest.raises(refusals.AlreadyOnList):
        await added(world, "A-5", "Dev Rao", email="dev@people.example")


async def test_a_staff_number_is_taken_once(world: World) -> None:
    await added(world, "A-6", "Eve Holt")
    with pytest.raises(refusals.NumberTaken):
        await added(world, "A-6", "Fay Holt")
    await added(world, "A-6", "Eve Hale", "dana")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"born_on": TODAY}, "born_on"),
        ({"born_on": date(1920, 1, 1)}, "born_on"),
        ({"born_on": date(2011, 3, 1)}, "from_on"),
        ({"from_on": TODAY + timedelta(days=367)}, "from_on"),
        ({"email": "not an address"}, "email"),
        ({"profile": "aaaaaaaaaaaa"}, "profile"),
        ({"zones": ("aaaaaaaaaaaa",)}, "zones"),
    ],
    ids=["born today", "born a century ago", "employed at 15", "years ahead", "address", "role", "zone"],
)
async def test_what_cannot_be_true_is_a_fault_of_its_field(world: World, told: dict[str, object], field: str) -> None:
    with pytest.raises(refusals.Faults) as refused:
        await added(world, "A-7", "Gil Nash", **told)  # type: ignore[arg-type]
    assert [fault.field for fault in refused.value.faults] == [field]


async def test_a_change_of_name_keeps_the_old_one_for_this_employer_alone(world: World) -> None:
    here = await added(world, "A-8", "Hoa Tran", email="hoa@people.example")
    there = await added(world, "H-8", "Hoa Tran", "dana", email="hoa@people.example")
    assert here.person == there.person
    wanted = commands.Rename(ref=here.ref, name="Hoa Finch", why="Marriage")
    await commands.rename(wanted, await world.actor("sam"), NOW)
    assert (await again(world, here)).name == "Hoa Finch"
    assert [name for name, _ in await staff.list_former_names(here)] == ["Hoa Tran"]
    assert (await again(world, there, "dana")).name == "Hoa Tran"
    assert await staff.list_former_names(there) == []


async def test_the_person_is_renamed_where_one_employer_alone_knows_them(world: World) -> None:
    member = await added(world, "A-9", "Ian Fox")
    await commands.rename(
        commands.Rename(ref=member.ref, name="Ian Wolfe", why="Deed poll"), await world.actor("sam"), NOW
    )
    assert await sql.fetchval("SELECT name FROM person WHERE id = $1", member.person) == "Ian Wolfe"


async def test_a_record_somebody_else_changed_meanwhile_is_not_overwritten(world: World) -> None:
    member = await added(world, "A-10", "Jo Stead")
    sam = await world.actor("sam")
    told = {"ref": member.ref, "number": "A-10", "born_on": BORN, "job": "Supervisor", "from_on": FROM}
    await commands.edit(commands.Edit(**told, seen=member.version), sam, NOW)  # type: ignore[arg-type]
    with pytest.raises(refusals.DraftChanged):
        await commands.edit(commands.Edit(**told, seen=member.version), sam, NOW)  # type: ignore[arg-type]


async def test_a_first_day_corrected_stays_beside_what_was_known(world: World) -> None:
    member = await added(world, "A-11", "Kay Orr")
    day = date(2026, 2, 2)
    told = {"ref": member.ref, "number": "A-11", "born_on": BORN, "job": member.job, "from_on": day}
    event = await commands.edit(commands.Edit(**told), await world.actor("sam"), NOW)  # type: ignore[arg-type]
    assert event.facts["changed"] == ["from_on"]
    (now,) = await staff.list_employments(member.id)
    assert now.first_day == day
    assert await sql.fetchval("SELECT count(*) FROM employment WHERE staff_member_id = $1", member.id) == 2


@pytest.mark.parametrize("who", ["dana", "ruth"])
async def test_another_organisation_finds_nothing(world: World, who: str) -> None:
    member = await added(world, f"A-12-{who}", "Lou Mead")
    actor = await world.actor(who)
    with pytest.raises(refusals.NotFound):
        await staff.load(actor, member.ref)
    with pytest.raises(refusals.NotFound):
        await commands.rename(commands.Rename(ref=member.ref, name="X", why="Y"), actor, NOW)
    with pytest.raises(refusals.NotFound):
        await commands.add(
            commands.Add(
                organisation=await telling.ref_of(), number="Z", name="Z", born_on=BORN, job="Z", from_on=FROM
            ),
            actor,
            NOW,
        )


async def test_the_office_sees_nobody_it_has_no_case_with(world: World) -> None:
    member = await added(world, "A-13", "Mia Dunn")
    with pytest.raises(refusals.NotFound):
        await staff.load(await world.actor("colin"), member.ref)
