"""Offences of a power are ticked from the catalogue, or named beside it; uses are told by the same words."""

from __future__ import annotations

import msgspec
import pytest
from litestar.datastructures import FormMultiDict

from csas.commands.role_profiles import AddProfile, add_profile
from csas.domain import refusals
from csas.domain.individuals import Wanted, check_request
from csas.store import individuals, sql
from csas.store.catalogue import offences_in_file, powers_in_file
from csas.web.views import offences
from tests import individuals as people
from tests.applications import telling
from tests.decided import case_of
from tests.staff.telling import HALCYON, ref_of
from tests.uses import returns
from tests.world import NOW, Browser, World

KNOWN = offences_in_file()["1a"][0]


def test_every_offence_belongs_to_a_power_that_names_them() -> None:
    naming = {power["code"] for power in powers_in_file() if power.get("names_offences")}
    assert {code for code, known in offences_in_file().items() if known} <= naming
    assert all(len(each) <= 160 for known in offences_in_file().values() for each in known)


def test_what_was_ticked_and_what_was_named_is_kept_alike() -> None:
    form = FormMultiDict([("offences-1a", KNOWN), ("offences-1a-other", f"Byelaw 7\n\n{KNOWN}")])
    assert offences.given(form, "1a") == [KNOWN, "Byelaw 7"]
    assert offences.given_for_all(form) == {"1a": [KNOWN, "Byelaw 7"]}
    ticks, box = offences.fields_of("1a", "power 1a", None, (KNOWN, "Byelaw 7"))
    assert ticks.value == (KNOWN,)
    assert box.value == "Byelaw 7"
    (only,) = offences.fields_of("1A", "power 1A", None)
    assert only.kind == "textarea"


async def test_a_request_names_them(world: World, browser: Browser) -> None:
    employer = await people.northbank(world)
    who = await people.member(employer, "Sol Ames")
    await browser.sign_in("sam")
    page = await browser.get("/individuals/request")
    assert KNOWN in page.text
    given = {
        "staff": who.ref,
        "profile": "none",
        "powers": "1a",
        "offences-1a": KNOWN,
        "offences-1a-other": "Byelaw 7 of Lambeth",
        "areas": employer.areas[0],
    }
    answer = await browser.post("/individuals/request", given)
    assert answer.status_code in {200, 303}, answer.text
    ref = await sql.fetchval(
        "SELECT c.ref FROM casefile c JOIN individual_request r ON r.case_id = c.id WHERE r.person_id = $1", who.person
    )
    asked = await individuals.load(await case_of(ref))
    assert asked.powers[0].offences == (KNOWN, "Byelaw 7 of Lambeth")


async def test_a_use_is_told_by_what_the_instrument_names(world: World, browser: Browser) -> None:
    mo = await returns.warden(world, await returns.northbank(world), "Tim Cole")
    await browser.sign_in("sam")
    path = f"/uses/record?staff={mo.staff_ref}&power=1a"
    page = (await browser.get(path)).text
    assert f'value="{returns.DISORDER}"' in page
    assert "offence-other" in page
    said = {**returns.PENALTY, "staff": mo.staff_ref, "on-day": "1", "on-month": "11", "on-year": "2026"}
    answer = await browser.post("/uses/record", {**said, "offence": "", "offence-other": "Byelaw 9"}, page=path)
    assert answer.status_code in {200, 303}, answer.text
    kept = await sql.fetchval("SELECT offence FROM use_of_power WHERE person_id = $1", mo.person)
    assert kept == "Byelaw 9"


async def test_nobody_is_asked_for_beyond_what_the_employer_applied_for(world: World) -> None:
    await telling.submitted(world, "dana", HALCYON, telling.answers(("1a", "3")))
    organisation = await world.organisation(HALCYON)
    offered = await individuals.offered_by(await world.scheme(), organisation, NOW)
    assert offered
    assert {each.code: each.offences for each in offered.powers} == {"1a": offences_in_file()["1a"][:2], "3": ()}
    asked = Wanted(power="1a", areas=(telling.WESTMINSTER,), offences=(KNOWN,))
    check_request([asked], offered, {})
    with pytest.raises(refusals.Faults) as refused:
        check_request([msgspec.structs.replace(asked, offences=(KNOWN, "Throwing stones"))], offered, {})
    assert [fault.message for fault in refused.value.faults] == [
        "The organisation did not apply for this offence under power 1(2)(aa): Throwing stones"
    ]
    (only,) = offences.fields_of("1a", "power 1a", None, (), offered.powers[0].offences)
    assert tuple(choice.value for choice in only.choices) == offences_in_file()["1a"][:2]
    role = AddProfile(
        organisation=await ref_of(HALCYON),
        title="Warden",
        duties="Patrols",
        justification="Daily",
        powers=("1a",),
        offences={"1a": ["Throwing stones"]},
    )
    with pytest.raises(refusals.Faults):
        await add_profile(role, await world.actor("dana"), NOW)
