"""A use is recorded by the person or the employer, checked against standing, and kept whatever the answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csas.commands import uses
from csas.domain import refusals
from csas.store import sql
from csas.store import uses as store
from csas.store.transaction import act
from tests.people import Accredited, Provider
from tests.uses import returns
from tests.uses.returns import BASIC, NAME, PENALTY, WESTMINSTER
from tests.world import NOW, World


@pytest.fixture
async def northbank(world: World) -> Provider:
    return await returns.northbank(world)


@pytest.fixture
async def mo(world: World, northbank: Provider) -> Accredited:
    return await returns.warden(world, northbank)


async def use_of(world: World, ref: str) -> store.Use:
    return await store.load(await world.actor("colin"), ref)


async def test_a_use_with_authority_is_kept_without_a_flag(world: World, mo: Accredited) -> None:
    event = await returns.record(await returns.themselves(mo), mo, NAME)
    use = await use_of(world, event.ref)
    assert (use.power, use.area, use.minutes, use.saved, use.source, use.cause) == (
        "3",
        "Lambeth",
        10,
        45,
        "person",
        "",
    )
    assert use.accreditation == mo.accreditation
    assert await store.private_of(use) == {"reason": "Shouting at people who passed."}


async def test_the_employer_records_for_its_people(world: World, mo: Accredited) -> None:
    event = await returns.record(await world.actor("sam"), mo, PENALTY)
    use = await use_of(world, event.ref)
    assert (use.source, use.cause, use.offence) == ("provider", "", returns.DISORDER)


async def test_an_offence_outside_the_instrument_is_kept_and_flagged(world: World, mo: Accredited) -> None:
    event = await returns.record(await returns.themselves(mo), mo, {**PENALTY, "offence": "Licensing Act 1872 s.12"})
    use = await use_of(world, event.ref)
    assert (use.cause, use.lawful, use.late) == ("offence-not-granted", False, False)
    assert use.ref in {each.ref for each in await store.list_open_flags(await world.actor("colin"))}


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        ({**NAME, "area": WESTMINSTER}, "outside-areas"),
        ({**NAME, "on": "2026-09-01"}, "not-started"),
        (
            {**BASIC, "power": "8", "outcome": "advised", "direction": "north", "vehicle": "lorry"},
            "power-not-granted",
        ),
    ],
)
async def test_a_use_without_authority_says_which_cause(
    world: World, mo: Accredited, given: dict[str, str], cause: str
) -> None:
    event = await returns.record(await returns.themselves(mo), mo, given)
    assert (await use_of(world, event.ref)).cause == cause
    told = await sql.fetchval("SELECT facts FROM outbox_message WHERE kind = 'uses-flagged' ORDER BY id DESC LIMIT 1")
    assert told["number"] == 1


async def test_a_stop_keeps_its_codes_and_hides_the_mark(world: World, mo: Accredited) -> None:
    given = {
        **BASIC,
        "power": "8",
        "outcome": "advised",
        "direction": "north",
        "vehicle": "lorry",
        "registration": "AB12 CDE",
    }
    use = await use_of(world, (await returns.record(await returns.themselves(mo), mo, given)).ref)
    assert use.details == {"direction": "north", "vehicle": "lorry"}
    assert (await store.private_of(use))["registration"] == "AB12 CDE"
    assert await sql.fetchval("SELECT count(*) FROM use_of_power u WHERE u::text LIKE '%CDE%'") == 0
    assert await sql.fetchval("SELECT count(*) FROM event e WHERE e::text LIKE '%CDE%'") == 0


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"on": "2026-11-03"}, "on", "future"),
        ({"on": "2026-11-02", "time": "23:59"}, "time", "future"),
        ({"on": "2002-12-01"}, "on", "from 2 December 2002 on"),
        ({"on": "2026-02-30"}, "on", "real date"),
        ({"on": "2026-03-29", "time": "01:30"}, "time", "skipped"),
        ({"power": "0"}, "power", "not a power"),
        ({"power": "99"}, "power", "not a power"),
        ({"area": ""}, "area", "Select the borough"),
        ({"area": "E99"}, "area", "from the list"),
        ({"outcome": "issued"}, "outcome", "what came of it"),
        ({"vehicle": "car"}, "vehicle", "does not belong"),
        ({"minutes": "-1"}, "minutes", "between"),
        ({"zone": "abcabcabcabc"}, "zone", "zones"),
    ],
)
async def test_what_cannot_have_happened_is_refused(
    mo: Accredited, change: dict[str, str], field: str, words: str
) -> None:
    before = await sql.fetchval("SELECT count(*) FROM use_of_power")
    with pytest.raises(refusals.Faults) as refused:
        await returns.record(await returns.themselves(mo), mo, {**NAME, **change})
    assert [fault.field for fault in refused.value.faults] == [field]
    assert words in refused.value.faults[0].message
    assert await sql.fetchval("SELECT count(*) FROM use_of_power") == before


@pytest.mark.parametrize("who", ["ruth", "colin", "grace"])
async def test_nobody_records_for_another_s_people(world: World, mo: Accredited, who: str) -> None:
    with pytest.raises(refusals.Faults) as refused:
        await returns.record(await world.actor(who), mo, NAME)
    assert refused.value.faults[0].field == "staff"


async def test_a_warden_records_nothing_for_a_colleague(world: World, northbank: Provider, mo: Accredited) -> None:
    other = await returns.warden(world, northbank, "Ola Brandt")
    with pytest.raises(refusals.Faults):
        await returns.record(await returns.themselves(mo), other, NAME)
    event = await returns.record(await returns.themselves(other), other, NAME)
    with pytest.raises(refusals.NotFound):
        await store.load(await returns.themselves(mo), event.ref)


async def test_a_record_is_voided_and_stays(world: World, mo: Accredited) -> None:
    event = await returns.record(await returns.themselves(mo), mo, NAME)
    wanted = uses.Void(ref=event.ref, why="twice", explanation="Sent twice by my phone.")
    with pytest.raises(refusals.NotAllowed):
        await uses.void(wanted, await world.actor("colin"), NOW)
    await uses.void(wanted, await returns.themselves(mo), NOW)
    use = await use_of(world, event.ref)
    assert use.voided == "twice"
    assert (await store.private_of(use))["void"] == "Sent twice by my phone."
    with pytest.raises(refusals.AlreadyDone):
        await uses.void(wanted, await world.actor("sam"), NOW)


async def test_a_person_does_not_void_what_the_employer_recorded(world: World, mo: Accredited) -> None:
    event = await returns.record(await world.actor("sam"), mo, NAME)
    with pytest.raises(refusals.NotAllowed):
        await uses.void(uses.Void(ref=event.ref, why="never", explanation="No."), await returns.themselves(mo), NOW)


async def test_a_month_without_uses_is_returned_once(world: World, mo: Accredited) -> None:
    sam = await world.actor("sam")
    ref = await sql.fetchval("SELECT ref FROM organisation WHERE name = 'Northbank Homes'")
    await returns.record(sam, mo, {**NAME, "on": "2026-10-15"})
    later = NOW + timedelta(days=40)
    with pytest.raises(refusals.UsesThatMonth):
        await uses.return_nil(uses.ReturnNil(organisation=ref, month="2026-10"), sam, NOW)
    with pytest.raises(refusals.MonthNotOver):
        await uses.return_nil(uses.ReturnNil(organisation=ref, month="2026-12"), sam, later)
    with pytest.raises(refusals.NotFound):
        await uses.return_nil(uses.ReturnNil(organisation=ref, month="2026-08"), await world.actor("ruth"), NOW)
    await uses.return_nil(uses.ReturnNil(organisation=ref, month="2026-08"), sam, NOW)
    with pytest.raises(refusals.AlreadyDone):
        await uses.return_nil(uses.ReturnNil(organisation=ref, month="2026-08"), sam, NOW)
    assert [each.month.isoformat() for each in await store.list_nil(sam)] == ["2026-08-01"]


async def test_a_use_stands_without_an_event_nowhere(world: World, mo: Accredited) -> None:
    with pytest.raises(Exception, match="event"):
        async with act(await world.actor("sam"), NOW):
            await sql.execute(
                """INSERT INTO nil_return (scheme_id, organisation_id, month, made_by, made_at)
                   VALUES ($1, $2, '2026-01-01', $3, $4)""",
                mo.provider.scheme,
                mo.provider.organisation,
                world.people["sam"],
                NOW,
            )
