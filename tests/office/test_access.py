"""Whoever leaves the office is shut out at once by one person, and comes back without a role."""

from __future__ import annotations

import pytest

from csas.commands import access as commands
from csas.commands.access import CloseAccount, OpenAccount
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.store import accounts, invitations, office_access, reads, schemes, sql
from csas.store.invitations import Place
from csas.store.transaction import act
from tests.build import ref_of
from tests.world import NOW, Browser, World


async def leaving(world: World, who: str) -> CloseAccount:
    return CloseAccount(ref=await ref_of(await world.actor(who)), reason="Left the force.")


async def test_whoever_leaves_is_out_at_once(world: World, browser: Browser) -> None:
    colin = await world.actor("colin")
    await accounts.create(world.people["colin"], "colin@people.example", "never used")
    await browser.sign_in("colin")
    assert (await browser.get("/cases")).status_code == 200
    event = await commands.close(await leaving(world, "colin"), await world.actor("amina"), NOW)
    assert event.facts["roles"] == ["case-officer"]
    assert (await browser.get("/cases")).status_code in {302, 303, 401}
    found = await reads.load_actor(world.people["colin"])
    assert found is None or not found.holdings
    amina = await world.actor("amina")
    kept = await office_access.load(amina, await ref_of(colin), NOW)
    assert (kept.roles, kept.closed_at is not None) == ((), True)
    with pytest.raises(refusals.AlreadyDone):
        await commands.close(await leaving(world, "colin"), amina, NOW)


async def test_opened_again_an_account_has_no_role(world: World) -> None:
    await accounts.create(world.people["priya"], "priya@people.example", "never used")
    amina, ref = await world.actor("amina"), await ref_of(await world.actor("priya"))
    link = await invitations.create(
        "priya@people.example", "Priya", Place(role="case-officer", scheme=await world.scheme())
    )
    with pytest.raises(refusals.AlreadyDone):
        await commands.reopen(OpenAccount(ref=ref), amina, NOW)
    await commands.close(await leaving(world, "priya"), amina, NOW)
    await commands.reopen(OpenAccount(ref=ref), amina, NOW)
    account = await accounts.find_by_person(world.people["priya"])
    assert account
    assert account.disabled_at is None
    assert await invitations.find_open(link) is None
    found = await reads.load_actor(world.people["priya"])
    assert found is None or not found.holdings
    await _work_elsewhere(world, "priya")
    with pytest.raises(refusals.AlreadyDone):
        await commands.close(await leaving(world, "priya"), amina, NOW)


async def _work_elsewhere(world: World, who: str) -> None:
    employer = await sql.fetchval("SELECT organisation_id FROM role_holding WHERE person_id = $1", world.people["ruth"])
    async with act(PUBLIC, NOW) as this:
        await schemes.give_role(world.people[who], "responsible-officer", "", NOW, organisation=employer)
        await this.record("account:joined")


async def test_nobody_closes_their_own_and_only_a_manager_closes_any(world: World) -> None:
    with pytest.raises(refusals.OwnAccount):
        await commands.close(await leaving(world, "amina"), await world.actor("amina"), NOW)
    wanted = await leaving(world, "helen")
    for who in ("helen", "owen", "ruth", "fiona"):
        with pytest.raises(refusals.NotFound):
            await commands.close(wanted, await world.actor(who), NOW)
    for who in ("ruth", "sam"):
        with pytest.raises(refusals.NotFound):
            await commands.close(await leaving(world, who), await world.actor("amina"), NOW)
    assert await sql.fetchval("SELECT count(*) FROM role_holding WHERE person_id = $1", world.people["helen"]) == 1


async def test_the_page_lists_them_and_closes_one(world: World, browser: Browser) -> None:
    await browser.sign_in("amina")
    ref = await ref_of(await world.actor("owen"))
    page = (await browser.get("/access")).text
    assert f"/access/{ref}/close" in page
    assert f"/access/{await ref_of(await world.actor('amina'))}/close" not in page
    answer = await browser.post(f"/access/{ref}/close", {"reason": "Retired."})
    assert answer.status_code == 303, answer.text
    assert f"/access/{ref}/close" not in (await browser.get("/access")).text
    await browser.sign_in("helen")
    assert (await browser.get("/access")).status_code == 403


async def test_a_delegation_does_not_outlast_it(world: World) -> None:
    amina, helen = await world.actor("amina"), world.people["helen"]
    left = "SELECT count(*) FROM delegation WHERE person_id = $1 AND upper_inf(known) AND upper(valid) > $2"
    assert await sql.fetchval(left, helen, NOW)
    await commands.close(await leaving(world, "helen"), amina, NOW)
    assert not await sql.fetchval(left, helen, NOW)
