"""Three places and no more; without one the outcome is deferral, never refusal."""

import asyncio

import pytest

from csas.commands import arrangements, decisions
from csas.domain import casework, refusals
from csas.domain.permissions import Actor
from csas.store import reads, sql
from tests.decided import give_notice, hours, offer, recommended, refuse, state
from tests.world import World

WAITING = ("Halcyon Guarding", "Northbank Homes", "Tideway Events", "Hobb Market", "Ferryman CIC")


async def _held() -> int:
    found: int = await sql.fetchval("SELECT count(*) FROM application WHERE place = 'held'")
    return found


async def test_offers_at_the_same_time_take_three_places_and_no_more(world: World) -> None:
    refs = [await recommended(world, name, place="reserve") for name in WAITING]
    done = await asyncio.gather(*(offer(world, ref) for ref in refs), return_exceptions=True)
    refused = [each for each in done if isinstance(each, BaseException)]
    assert len(refused) == 2, refused
    assert all(isinstance(each, refusals.NoPlace) for each in refused)
    assert await _held() == 3


async def test_without_a_place_it_is_deferred_and_neither_refused_nor_offered(world: World) -> None:
    ref = await recommended(world, "Lantern University", place="reserve")
    for attempt in (offer(world, ref), give_notice(world, ref), refuse(world, ref)):
        with pytest.raises(refusals.NoPlace):
            await attempt
    helen = await world.actor("helen")
    await decisions.defer(decisions.Defer(ref=ref), helen, hours(4))
    assert await state(ref) == "deferred"
    letter = await sql.fetchrow("SELECT kind FROM outbox_message WHERE kind = 'deferred'")
    assert letter


async def test_it_is_taken_up_again_only_when_a_place_is_free(world: World) -> None:
    ref = await sql.fetchval("SELECT ref FROM casefile WHERE state = 'deferred'")
    colin = await world.actor("colin")
    assert "resume" not in await _open_steps(colin, ref)
    with pytest.raises(refusals.NoPlace):
        await decisions.resume(decisions.Resume(ref=ref), colin, hours(5))
    offered = await sql.fetchval("SELECT ref FROM casefile WHERE state = 'offered' LIMIT 1")
    await _decline(world, offered)
    assert await _held() == 2
    assert "resume" in await _open_steps(colin, ref)
    await decisions.resume(decisions.Resume(ref=ref), colin, hours(7))
    assert await state(ref) == "with-decision-maker"
    assert await _held() == 3


async def _open_steps(actor: Actor, ref: str) -> set[str]:
    return {step.name for step in casework.steps_for(await reads.load_case(actor, ref), actor)}


async def _decline(world: World, ref: str) -> None:
    person = await sql.fetchval(
        """SELECT h.person_id FROM role_holding h JOIN casefile c ON c.organisation_id = h.organisation_id
           WHERE c.ref = $1 AND h.role = 'signatory'""",
        ref,
    )
    slug = next(slug for slug, found in world.people.items() if found == person)
    await arrangements.decline_offer(arrangements.DeclineOffer(ref=ref), await world.actor(slug), hours(6))


async def test_with_a_place_it_cannot_be_deferred(world: World) -> None:
    ref = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN application a ON a.case_id = c.id
           WHERE c.state = 'with-decision-maker' AND a.place = 'held'"""
    )
    with pytest.raises(refusals.PlaceHeld):
        await decisions.defer(decisions.Defer(ref=ref), await world.actor("helen"), hours(8))
