"""A power narrowed by notice: less may be relied on from the act; the law has it wider until the notice is given."""

from __future__ import annotations

from datetime import timedelta

from csas.commands import individual_endings, individual_life
from csas.domain import enquiries, uses
from csas.domain.own_standing import own_standing
from csas.domain.standing import Authority, Place, power_standing
from csas.domain.uses import PowerSaid, Verdict
from csas.store import standing, statutory, use_records
from csas.web.views.own import power_card
from tests import individuals as people
from tests.world import NOW, World

MINUTE = timedelta(minutes=1)


async def asked(ref: str, minutes: float, area: str) -> Authority:
    facts = await standing.load(await people.accreditation(ref))
    place = Place(area=area, police_area=facts.police_area)
    return power_standing(facts, "3", NOW + minutes * MINUTE, place)


async def narrow(
    world: World, ref: str, minutes: float, areas: tuple[str, ...], conditions: tuple[str, ...] = ()
) -> str:
    wanted = individual_life.Modify(
        ref=ref, power="3", areas=areas, conditions=conditions, reasons=("role",), explanation="Other work now."
    )
    await individual_life.modify(wanted, await world.actor("colin"), NOW + minutes * MINUTE)
    return (await statutory.list_given(await people.accreditation(ref)))[0].ref


async def serve(world: World, ref: str, notice: str, minutes: float) -> None:
    wanted = individual_endings.Serve(ref=ref, notice=notice, how="by-hand", on=NOW.date())
    await individual_endings.serve(wanted, await world.actor("colin"), NOW + minutes * MINUTE)


async def own_words(ref: str, minutes: float) -> str:
    """What the holder reads of the power on their own page besides its end."""
    own = own_standing(await standing.load(await people.accreditation(ref)), NOW + minutes * MINUTE)
    return next(power_card(power, alone=True).waiting for power in own.powers if power.code == "3")


async def said(ref: str, area: str, minutes: float) -> Verdict:
    powers: dict[str, PowerSaid] = {each.code: each for each in (await use_records.load_powers()).values()}
    facts = await standing.load(await people.accreditation(ref))
    place = Place(area=area, police_area=facts.police_area)
    return uses.verdict([facts], powers["3"], NOW + minutes * MINUTE, place)


async def test_both_times_of_a_narrowing(world: World) -> None:
    employer = await people.northbank(world)
    _, ref = await people.accredited(world, employer, "Ada Quill")
    kept, lost = employer.areas[0], employer.areas[1]
    notice = await narrow(world, ref, 1, areas=(kept,), conditions=("In company only",))
    there = await asked(ref, 2, lost)
    assert (there.in_force, there.lawful, there.cause) == (False, True, "narrowed")
    here = await asked(ref, 2, kept)
    assert here.in_force
    assert here.in_law is not None
    assert set(here.in_law.areas) == set(employer.areas)
    assert here.in_law.conditions == ()
    assert (await said(ref, lost, 2)) == Verdict(
        authorised=False, lawful=True, cause="narrowed", accreditation=(await said(ref, lost, 2)).accreditation
    )
    told = await own_words(ref, 2)
    assert told.startswith("Do not use this power any more in ")
    assert told.endswith(
        "Keep already to the condition “In company only”. "
        "In law the power is still as it was until the notice reaches you, but do not rely on that."
    )
    await serve(world, ref, notice, 5)
    assert not await own_words(ref, 6)
    assert (await asked(ref, 2, lost)).lawful
    after = await asked(ref, 6, lost)
    assert (after.in_force, after.lawful, after.cause) == (False, False, "outside-areas")
    assert (await asked(ref, 6, kept)).in_law is None
    assert not (await said(ref, lost, 6)).lawful


async def test_a_second_narrowing_given_first_leaves_the_first_open_in_law(world: World) -> None:
    employer = await people.northbank(world)
    _, ref = await people.accredited(world, employer, "Ben Marlow")
    kept, lost = employer.areas[0], employer.areas[1]
    await narrow(world, ref, 1, areas=(kept,))
    second = await narrow(world, ref, 2, areas=(kept,), conditions=("By day only",))
    await serve(world, ref, second, 3)
    here = await asked(ref, 4, kept)
    assert here.in_law is not None
    assert here.in_law.conditions == ("By day only",)
    assert (await asked(ref, 4, lost)).lawful


async def test_the_enquiry_gives_both_times(world: World) -> None:
    employer = await people.northbank(world)
    _, ref = await people.accredited(world, employer, "Cy Wells")
    notice = await narrow(world, ref, 1, areas=employer.areas[:1])
    facts = await standing.load(await people.accreditation(ref))
    place = Place(area=employer.areas[1], police_area=facts.police_area)
    (power,) = enquiries.answer(facts, "3", NOW + 2 * MINUTE, place, None).powers
    assert (power.relied, power.lawful) == (False, True)
    (times,) = power.notices
    assert (times.kind, times.ref, times.acted_at, times.given_at) == ("narrowing", notice, NOW + MINUTE, None)
    assert power.in_law is not None
    assert set(power.in_law.areas) == set(employer.areas)
