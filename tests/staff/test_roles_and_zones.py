"""Role profiles and zones: only what was applied for, offences named, and shown to those concerned."""

from __future__ import annotations

import pytest

from csas.commands.role_profiles import (
    AddProfile,
    AddZone,
    EditProfile,
    EditZone,
    add_profile,
    add_zone,
    edit_profile,
    edit_zone,
)
from csas.domain import refusals
from csas.domain.refusals import Fault
from csas.store import role_profiles, sql
from tests.build import submitted
from tests.staff.telling import HALCYON, ref_of
from tests.world import NOW, Browser, World


async def told(title: str, **more: object) -> AddProfile:
    given = {"title": title, "duties": "Patrols.", "justification": "It happens daily.", **more}
    return AddProfile(organisation=await ref_of(HALCYON), **given)  # type: ignore[arg-type]


async def applied(world: World) -> None:
    """Halcyon has applied for powers 1a and 3 in Westminster."""
    if not await sql.fetchval("SELECT count(*) FROM application"):
        await submitted(world, HALCYON)


async def faults(wanted: AddProfile, world: World) -> list[Fault]:
    with pytest.raises(refusals.Faults) as refused:
        await add_profile(wanted, await world.actor("dana"), NOW)
    return list(refused.value.faults)


async def test_a_role_without_powers_is_a_role(world: World) -> None:
    event = await add_profile(await told("Steward"), await world.actor("dana"), NOW)
    assert (await role_profiles.load(await world.actor("dana"), event.ref)).powers == ()


async def test_powers_not_applied_for_are_refused(world: World) -> None:
    await applied(world)
    assert [fault.field for fault in await faults(await told("Guard", powers=("9",)), world)] == ["powers"]


async def test_a_power_that_names_offences_needs_them(world: World) -> None:
    await applied(world)
    assert [fault.field for fault in await faults(await told("Guard", powers=("1a", "3")), world)] == ["offences-1a"]
    wanted = await told("Guard", powers=("1a", "3"), offences={"1a": ["Wasting police time"], "3": ["Nonsense"]})
    event = await add_profile(wanted, await world.actor("dana"), NOW)
    found = await role_profiles.load(await world.actor("dana"), event.ref)
    assert {power.code: power.offences for power in found.powers} == {"1a": ("Wasting police time",), "3": ()}


async def test_a_title_is_used_once(world: World) -> None:
    await add_profile(await told("Marshal"), await world.actor("dana"), NOW)
    assert [fault.field for fault in await faults(await told("MARSHAL"), world)] == ["title"]


async def test_a_role_changed_meanwhile_is_not_overwritten(world: World) -> None:
    dana = await world.actor("dana")
    ref = (await add_profile(await told("Patroller"), dana, NOW)).ref
    changed = {"ref": ref, "title": "Patroller", "duties": "More.", "justification": "Needed."}
    await edit_profile(EditProfile(**changed, seen=1), dana, NOW)  # type: ignore[arg-type]
    with pytest.raises(refusals.DraftChanged):
        await edit_profile(EditProfile(**changed, seen=1), dana, NOW)  # type: ignore[arg-type]


async def test_a_zone_lies_where_was_applied_for(world: World) -> None:
    await applied(world)
    dana, here = await world.actor("dana"), await ref_of(HALCYON)
    codes = {row["name"]: row["code"] for row in await sql.fetch("SELECT name, code FROM area")}
    with pytest.raises(refusals.Faults):
        await add_zone(AddZone(organisation=here, name="Brixton", areas=(codes["Lambeth"],)), dana, NOW)
    wanted = AddZone(organisation=here, name="The Strand", areas=(codes["Westminster"],))
    ref = (await add_zone(wanted, dana, NOW)).ref
    with pytest.raises(refusals.Faults):
        await add_zone(wanted, dana, NOW)
    await edit_zone(EditZone(ref=ref, name="Strand", areas=(codes["Westminster"],)), dana, NOW)
    assert (await role_profiles.load_zone(dana, ref)).names == ("Westminster",)


async def test_others_see_and_change_nothing(world: World) -> None:
    ref = (await add_profile(await told("Watcher"), await world.actor("dana"), NOW)).ref
    sam = await world.actor("sam")
    with pytest.raises(refusals.NotFound):
        await role_profiles.load(sam, ref)
    changed = EditProfile(ref=ref, title="X", duties="X", justification="X")
    with pytest.raises(refusals.NotFound):
        await edit_profile(changed, sam, NOW)
    await applied(world)
    colin = await world.actor("colin")
    assert (await role_profiles.load(colin, ref)).title == "Watcher"
    with pytest.raises(refusals.NotAllowed):
        await edit_profile(changed, colin, NOW)


async def test_the_form_keeps_what_was_typed(world: World, browser: Browser) -> None:
    await applied(world)
    await browser.sign_in("dana")
    path = f"/organisations/{await ref_of(HALCYON)}/profiles/add"
    typed = {"title": "Ranger", "duties": "Ŵalks <b>", "justification": "", "powers": "1a", "offences-1a": ""}
    answer = await browser.post(path, typed)
    assert answer.status_code == 400
    assert "Ŵalks &lt;b&gt;" in answer.text
    assert "Enter why the role needs these powers" in answer.text
    answer = await browser.post(path, {**typed, "justification": "Daily", "offences-1a": "Throwing fireworks"})
    assert answer.status_code == 303, answer.text
    shown = await browser.get(str(answer.headers["location"]))
    assert "Throwing fireworks" in shown.text
