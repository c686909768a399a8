"""Powers of the force and roles in its office: given by two people, ended by one."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from csas.commands import adopting, colleagues, uniforms
from csas.commands.adopting import ProposeAdoption, SettleAdoption
from csas.commands.colleagues import EndColleague, InviteColleague, SettleColleague
from csas.domain import refusals
from csas.domain.permissions import PUBLIC, Actor
from csas.store import decisions, proposals, sql
from csas.store import uniforms as kept
from csas.store.transaction import act
from tests.build import ref_of
from tests.world import NOW, Browser, World


async def used(world: World, power: str) -> bool:
    later = NOW + timedelta(minutes=5)
    return power in {each.code for each in await kept.list_adopted(await world.scheme(), later)}


async def test_a_power_is_used_once_a_decision_maker_confirms_it(world: World, browser: Browser) -> None:
    amina, helen, scheme = await world.actor("amina"), await world.actor("helen"), await world.scheme()
    await uniforms.end_adoption(uniforms.EndAdoption(power="6", explanation="Not used."), amina, NOW)
    assert not await used(world, "6")
    assert "6" in {power.code for power in await adopting.list_left(scheme, NOW + timedelta(minutes=1))}
    with pytest.raises(refusals.Faults):
        await adopting.propose(ProposeAdoption(power="3", why="In use already."), amina, NOW)
    later = NOW + timedelta(minutes=1)
    event = await adopting.propose(ProposeAdoption(power="6", why="Asked for again."), amina, later)
    with pytest.raises(refusals.NotAllowed):
        await adopting.confirm(SettleAdoption(ref=event.ref), amina, later)
    await browser.sign_in("helen")
    assert f"/adoptions/{event.ref}/confirm" in (await browser.get("/adoptions")).text
    assert "/adoptions/6/end" not in (await browser.get("/adoptions")).text
    await adopting.confirm(SettleAdoption(ref=event.ref), helen, later)
    assert await used(world, "6")
    with pytest.raises(refusals.NotFound):
        await adopting.decline(SettleAdoption(ref=event.ref), helen, later)


def wanted(role: colleagues.Role, email: str = "una.moss@people.example") -> InviteColleague:
    return InviteColleague(role=role, name="Una Moss", post="Commander", email=email, why="A second.")


async def invited(role: str) -> bool:
    found: bool = await sql.fetchval("SELECT EXISTS (SELECT 1 FROM invitation WHERE role = $1 AND post <> '')", role)
    return found


async def test_a_role_that_gives_power_waits_for_a_second_person(world: World, browser: Browser) -> None:
    amina, helen, owen = [await world.actor(slug) for slug in ("amina", "helen", "owen")]
    assert (await colleagues.invite(wanted("assessor"), amina, NOW)).tag == "colleague:invited"
    assert await invited("assessor")
    event = await colleagues.invite(wanted("decision-maker"), amina, NOW)
    assert event.tag == "colleague:proposed"
    assert not await invited("decision-maker")
    both = Actor(person=amina.person, name="Amina", kind="person", holdings=(*amina.holdings, *helen.holdings))
    with pytest.raises(refusals.AnotherMustConfirm):
        await colleagues.confirm(SettleColleague(ref=event.ref), both, NOW)
    await browser.sign_in("owen")
    assert "Una Moss" in (await browser.get("/colleagues")).text
    await colleagues.confirm(SettleColleague(ref=event.ref), owen, NOW)
    assert await invited("decision-maker")
    own = await sql.fetchval("SELECT email FROM person WHERE id = $1", world.people["owen"])
    mine = await colleagues.invite(wanted("scheme-manager", own.upper()), amina, NOW)
    with pytest.raises(refusals.NotForYourself):
        await colleagues.confirm(SettleColleague(ref=mine.ref), owen, NOW)
    await colleagues.decline(SettleColleague(ref=mine.ref), owen, NOW)
    await _check_forgotten(event.ref)


async def _check_forgotten(ref: str) -> None:
    """A month after it was settled, by the database’s clock, nothing personal is left."""
    assert await proposals.sweep() == 0
    old = "UPDATE proposal SET settled_at = now() - interval '31 days' WHERE ref = $1"
    async with act(PUBLIC, NOW) as this:
        await sql.execute(old, ref)
        await this.record("colleague:declined")
    assert await proposals.sweep() == 1
    row = await sql.fetchrow("SELECT about, content, why FROM proposal WHERE ref = $1", ref)
    assert row is not None
    assert dict(row) == {"about": "decision-maker", "content": {"role": "decision-maker"}, "why": "-"}
    with pytest.raises(asyncpg.RestrictViolationError):
        await sql.execute("UPDATE proposal SET why = 'Another.' WHERE kind = 'adoption'")


async def test_nobody_invites_themselves(world: World) -> None:
    amina = await world.actor("amina")
    own = await sql.fetchval("SELECT email FROM person WHERE id = $1", amina.person)
    with pytest.raises(refusals.NotForYourself):
        await colleagues.invite(wanted("assessor", own.upper()), amina, NOW)


async def test_a_role_ends_at_once_with_its_delegation_and_a_manager_remains(world: World, browser: Browser) -> None:
    amina, helen = await world.actor("amina"), await world.actor("helen")
    last = EndColleague(person=await ref_of(amina), role="scheme-manager", why="Away.")
    with pytest.raises(refusals.LastManager):
        await colleagues.end_role(last, amina, NOW)
    gone = EndColleague(person=await ref_of(helen), role="decision-maker", why="A new post.")
    with pytest.raises(refusals.NotAllowed):
        await colleagues.end_role(gone, helen, NOW)
    await colleagues.end_role(gone, amina, NOW)
    scheme = await world.scheme()
    later = NOW + timedelta(minutes=1)
    assert await decisions.find_delegation(helen.person, scheme, later, "providers") is None
    assert not await sql.fetchval(
        "SELECT EXISTS (SELECT 1 FROM role_holding WHERE person_id = $1 AND valid @> $2::timestamptz AND upper_inf(known))",
        helen.person,
        later,
    )
    await browser.sign_in("amina")
    assert (await browser.get(f"/colleagues/end-role?person={last.person}&role=scheme-manager")).status_code == 200
