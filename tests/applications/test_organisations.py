"""Organisations: registered by anybody signed in, shared with colleagues, never left without a signatory."""

from __future__ import annotations

import pytest

from csas.commands import applications, enrolling, organisations
from csas.commands.applications import Edit, Start, Submit
from csas.commands.organisations import EndRole, Invite, Register
from csas.domain import refusals
from csas.domain.permissions import Actor
from csas.store import limits, reads, sql
from tests.applications import telling
from tests.world import NOW, Browser, World


def registration(**changed: str) -> Register:
    told = {"name": "Tŷ Gwyn Wardens", "legal_name": "Tŷ Gwyn Wardens Limited", "sector": "private", "number": "0123",
            "address": "1 Example Street", "post": "Director", **changed}  # fmt: skip
    return Register(**told)  # type: ignore[arg-type]


async def registered(world: World, who: str = "dana") -> str:
    await limits.forget("organisation", str(world.people[who]))
    return (await organisations.register(registration(), await world.actor(who), NOW)).ref


async def colleague(world: World, ref: str, role: str, email: str) -> Actor:
    """Somebody new, invited by Dana and joined through the link that the outbox holds."""
    wanted = Invite(ref=ref, name="Non Parry", email=email, role=role)  # type: ignore[arg-type]
    await organisations.invite(wanted, await world.actor("dana"), NOW)
    path = await sql.fetchval(
        "SELECT facts ->> 'path' FROM outbox_message WHERE kind = 'invitation' AND to_address = $1", email
    )
    token = path.rpartition("/")[2]
    phrase = "a long enough pass phrase of hers"
    await enrolling.accept(token, phrase, phrase, NOW)
    found = await reads.load_actor(await sql.fetchval("SELECT person_id FROM account WHERE email = $1", email))
    assert found
    return found


async def test_whoever_registers_answers_and_signs(world: World) -> None:
    ref = await registered(world)
    dana = await world.actor("dana")
    event = await applications.start(Start(organisation=ref), dana, NOW)
    assert await telling.state_of(event.ref) == "draft"


async def test_nobody_registers_by_the_dozen(world: World) -> None:
    for _ in range(5):
        await organisations.register(registration(), await world.actor("jon"), NOW)
    with pytest.raises(refusals.TooMany):
        await organisations.register(registration(), await world.actor("jon"), NOW)


async def test_a_company_gives_its_number(world: World) -> None:
    with pytest.raises(refusals.Faults) as refused:
        await organisations.register(registration(number=""), await world.actor("dana"), NOW)
    assert refused.value.faults[0].field == "number"


async def test_a_member_fills_in_and_may_not_submit(world: World) -> None:
    ref = await registered(world)
    member = await colleague(world, ref, "member", "non@example.org")
    case = (await applications.start(Start(organisation=ref), await world.actor("dana"), NOW)).ref
    await applications.edit(Edit(ref=case, section="training", answers={"provider": "A college"}), member, NOW)
    with pytest.raises(refusals.NotAllowed):
        await applications.submit(Submit(ref=case, name="Non", post="Member", agreed=True), member, NOW)
    with pytest.raises(refusals.NotAllowed):
        await applications.start(Start(organisation=ref), member, NOW)


async def test_the_last_signatory_stays(world: World) -> None:
    ref = await registered(world)
    dana = await world.actor("dana")
    person = await sql.fetchval("SELECT ref FROM person WHERE id = $1", dana.person)
    await organisations.end_role(EndRole(ref=ref, person=person, role="signatory"), dana, NOW)
    with pytest.raises(refusals.LastSignatory):
        await organisations.end_role(EndRole(ref=ref, person=person, role="responsible-officer"), dana, NOW)


async def test_an_ended_role_gives_nothing(world: World) -> None:
    ref = await registered(world)
    signatory = await colleague(world, ref, "signatory", "nia@example.org")
    person = await sql.fetchval("SELECT ref FROM person WHERE id = $1", signatory.person)
    await organisations.end_role(EndRole(ref=ref, person=person, role="signatory"), await world.actor("dana"), NOW)
    after = await reads.load_actor(signatory.person or 0)
    assert after
    assert after.holdings == ()


async def test_strangers_find_no_organisation(world: World, browser: Browser) -> None:
    ref = await registered(world)
    await browser.sign_in("ruth")
    for path in ("", "/invite", "/end-role"):
        assert (await browser.get(f"/organisations/{ref}{path}")).status_code == 404
    with pytest.raises(refusals.NotFound):
        await applications.start(Start(organisation=ref), await world.actor("ruth"), NOW)


async def test_the_office_sees_those_it_deals_with(world: World, browser: Browser) -> None:
    ref = await registered(world)
    await browser.sign_in("colin")
    assert (await browser.get(f"/organisations/{ref}")).status_code == 404
    await applications.start(Start(organisation=ref), await world.actor("dana"), NOW)
    assert (await browser.get(f"/organisations/{ref}")).status_code == 200


async def test_the_national_programme_is_for_agencies(world: World) -> None:
    ref = await registered(world)
    with pytest.raises(refusals.Faults):
        await applications.start(Start(organisation=ref, process="vehicle-stopping"), await world.actor("dana"), NOW)


async def test_the_office_starts_nothing(world: World) -> None:
    ref = await sql.fetchval("SELECT ref FROM organisation WHERE name = 'Halcyon Guarding'")
    with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
        await applications.start(Start(organisation=ref), await world.actor("colin"), NOW)


async def test_registering_and_inviting_in_the_browser(browser: Browser) -> None:
    await browser.sign_in("sam")
    wrong = await browser.post("/organisations/register", {"name": "Ŵy <b>", "sector": "nothing"})
    assert wrong.status_code == 400
    assert 'value="Ŵy &lt;b&gt;"' in wrong.text
    assert "Select the kind of organisation" in wrong.text
    told = {"name": "Ŵy <b>", "legal_name": "Ŵy", "sector": "health", "address": "Here", "post": "Chief"}
    answer = await browser.post("/organisations/register", told)
    assert answer.status_code == 303, answer.text
    path = str(answer.headers["location"]).partition("?")[0]
    assert "Ŵy &lt;b&gt;" in (await browser.get(path)).text
    invited = await browser.post(f"{path}/invite", {"name": "Non", "email": "not an address", "role": "member"})
    assert invited.status_code == 400
    invited = await browser.post(f"{path}/invite", {"name": "Non", "email": "Non@Example.org", "role": "member"})
    assert invited.status_code == 303
    assert "Invited, not yet joined" in (await browser.get(path)).text
