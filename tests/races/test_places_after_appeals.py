"""Reopened by an appeal, a case takes a place again if one is free; however many come at once, the cap holds."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

from csas.commands import appeals, applications, decisions, notices, office
from csas.domain.permissions import Actor
from csas.domain.refusals import Refusal
from csas.store import places, reads, sql
from tests import build, decided
from tests.world import NOW, World

LATER = NOW + timedelta(days=3)
AGAIN = "It is decided again."


async def admitted(world: World, organisation: str) -> tuple[str, str]:
    """A refused application and its admitted appeal."""
    ref = await decided.recommended(world, organisation)
    applicant = await applicant_of(ref)
    await decided.give_notice(world, ref)
    await notices.represent(notices.Represent(ref=ref, answer="Not so."), applicant, decided.hours(4))
    await decided.refuse(world, ref)
    wanted = appeals.Lodge(application=ref, grounds=("fact",), statement="It was overlooked.")
    appeal = (await appeals.lodge(wanted, applicant, LATER)).ref
    await appeals.admit(appeals.Admit(ref=appeal), await world.actor("owen"), LATER)
    return ref, appeal


async def applicant_of(ref: str) -> Actor:
    person = await sql.fetchval(
        """SELECT h.person_id FROM role_holding h JOIN casefile c ON c.organisation_id = h.organisation_id
           WHERE c.ref = $1 AND h.role = 'responsible-officer'""",
        ref,
    )
    found = await reads.load_actor(person)
    assert found
    return found


async def place_of(ref: str) -> str:
    found: str = await sql.fetchval(
        "SELECT a.place FROM application a JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1", ref
    )
    return found


async def held(world: World) -> int:
    return await places.count_held(await world.scheme(), LATER)


async def uphold(world: World, appeal: str) -> None:
    await appeals.uphold(appeals.Decide(ref=appeal, reasons=AGAIN), await world.actor("owen"), LATER)


async def test_a_free_place_is_taken_again_and_the_letter_says_so(world: World) -> None:
    ref, appeal = await admitted(world, "Orchard Patrols")
    assert (await place_of(ref), await held(world)) == ("none", 0)
    await uphold(world, appeal)
    assert (await place_of(ref), await held(world)) == ("held", 1)
    facts = await sql.fetchval("SELECT facts FROM event WHERE tag = 'appeal:upheld'")
    assert facts["place"] == "held"
    told = await sql.fetchval("SELECT facts FROM outbox_message WHERE kind = 'appeal-decided'")
    assert told["place"] == "held"


async def test_whoever_comes_and_however_many_at_once_the_cap_holds(world: World) -> None:
    """Two places are free; three appeals are upheld and three applications accepted in the same moment."""
    upheld = [await admitted(world, name) for name in ("Copperfield Security", "Tideway Events", "Hobb Market")]
    new = [await build.submitted(world, name) for name in ("Ferryman CIC", "Marrow BID", "Kingsmarch Centre")]
    colin = await world.actor("colin")
    accepting = (office.accept(office.Accept(ref=ref, complete=True), colin, LATER) for ref in new)
    await asyncio.gather(*(uphold(world, appeal) for _, appeal in upheld), *accepting)
    assert await held(world) == 3
    found = Counter([await place_of(ref) for ref in (*(ref for ref, _ in upheld), *new)])
    assert found == {"held": 2, "reserve": 4}


async def test_a_place_given_up_goes_to_one_of_many(world: World) -> None:
    """One leaves, and all who wait are offered an arrangement or taken up again at once."""
    waiting = [await decided.recommended(world, "Northbank Homes", place="reserve") for _ in range(3)]
    helen, colin = await world.actor("helen"), await world.actor("colin")
    deferred = await decided.recommended(world, "Lantern University", place="reserve")
    await decisions.defer(decisions.Defer(ref=deferred), helen, LATER)
    leaving = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN application a ON a.case_id = c.id
           WHERE a.place = 'held' AND c.state = 'awaiting-recommendation' LIMIT 1"""
    )
    leave = applications.Withdraw(ref=leaving, reason="No longer.")
    await applications.withdraw(leave, await applicant_of(leaving), LATER)
    assert await held(world) == 2
    acts = [decided.offer(world, ref) for ref in waiting]
    acts.append(decisions.resume(decisions.Resume(ref=deferred), colin, LATER))
    ended = await asyncio.gather(*acts, return_exceptions=True)
    assert sorted(each.code for each in ended if isinstance(each, Refusal)) == ["no-place"] * 3, ended
    assert await held(world) == 3
