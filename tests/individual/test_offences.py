"""Offences of a power are ticked from the catalogue, or named beside it; uses are told by the same words."""

from __future__ import annotations

from litestar.datastructures import FormMultiDict

from csas.store import individuals, sql
from csas.store.catalogue import offences_in_file, powers_in_file
from csas.web.views import offences
from tests import individuals as people
from tests.decided import case_of
from tests.uses import returns
from tests.world import Browser, World

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
