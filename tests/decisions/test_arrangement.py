"""The arrangement starts with the second signature, is replaced by a variation, and ends by either side."""

from datetime import timedelta

import pytest

from csas.commands import arrangements, clockwork, expiring
from csas.domain import refusals
from csas.domain.calendar import day_bounds
from csas.domain.permissions import CLOCK
from csas.outbound import issuing
from csas.settings import Settings
from csas.store import applications, certificates, documents, sql
from csas.store import arrangements as arrangements_store
from tests import cards_of, people
from tests.decided import CAMDEN, WESTMINSTER, case_of, countersign, hours, in_force, offer, recommended, sign, state
from tests.world import World


async def test_the_wording_both_sides_signed_is_kept_and_the_same(world: World) -> None:
    ref = await in_force(world)
    rows = await sql.fetch(
        """SELECT s.side, s.wording, s.protocols FROM signature s JOIN decision d ON d.id = s.decision_id
           JOIN application a ON a.id = d.application_id JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1""",
        ref,
    )
    assert {row["side"] for row in rows} == {"organisation", "force"}
    assert len({row["wording"] for row in rows}) == 1
    assert "Joint operating protocol" in rows[0]["wording"]
    assert "2 July 2027" in rows[0]["wording"]


async def test_the_force_does_not_sign_first_and_nobody_signs_for_another(world: World) -> None:
    ref = await recommended(world, "Northbank Homes", place="not-needed")
    await offer(world, ref)
    with pytest.raises(refusals.NotNow):
        await countersign(world, ref)
    with pytest.raises(refusals.NotFound):
        await sign(world, ref, "ruth")
    await sign(world, ref, "sam")
    with pytest.raises(refusals.NotAllowed):
        await countersign(world, ref, "priya")
    with pytest.raises(refusals.NotAllowed):
        await countersign(world, ref, "sam")
    assert not await arrangements_of("Northbank Homes")


async def arrangements_of(name: str) -> int:
    found: int = await sql.fetchval(
        "SELECT count(*) FROM arrangement a JOIN organisation o ON o.id = a.organisation_id WHERE o.name = $1", name
    )
    return found


async def test_a_variation_takes_the_place_of_the_arrangement_and_its_certificate(
    world: World, settings: Settings
) -> None:
    first = await sql.fetchval("SELECT ref FROM casefile WHERE state = 'in-force'")
    (old,) = await documents.list_of_case((await case_of(first)).id)
    await issuing.issue(old.id, settings)
    ref = await recommended(world, areas=("Westminster", "Camden"), place="not-needed", varies=first)
    await offer(world, ref, areas=(WESTMINSTER, CAMDEN), at=6)
    await sign(world, ref, at=7)
    await countersign(world, ref, at=8)
    assert await state(first) == "replaced"
    assert await state(ref) == "in-force"
    was = await certificates.find_by_number(old.number or "", hours(9))
    assert was
    assert (was.standing.in_force, was.standing.cause) == (False, "varied")
    (new,) = await documents.list_of_case((await case_of(ref)).id)
    await issuing.issue(new.id, settings)
    replaced = await certificates.find_by_number(old.number or "", hours(9))
    assert replaced
    assert replaced.state == "replaced"
    now = await certificates.find_by_number(new.number or "", hours(9))
    assert now
    assert now.standing.in_force
    assert await sql.fetchval("SELECT count(*) FROM application WHERE place = 'held'") == 1


async def test_a_variation_leaves_out_nothing_that_its_people_hold(world: World) -> None:
    employer = await people.provider(world, "Kingsmarch Centre", areas=("Westminster", "Camden"), since=hours(-900))
    mo = await people.accredited(world, employer, powers=("3",), since=hours(-800))
    first = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN application p ON p.case_id = c.id JOIN arrangement a ON a.application_id = p.id
           WHERE a.ref = $1""",
        employer.arrangement,
    )
    ref = await recommended(world, "Kingsmarch Centre", areas=("Westminster",), place="not-needed", varies=first)
    await offer(world, ref, areas=(WESTMINSTER,), at=6)
    await sign(world, ref, "beatrix", at=7)
    with pytest.raises(refusals.PeopleOutside):
        await countersign(world, ref, at=8)
    await cards_of.restrict(mo, "withdrawal", hours(8))
    await countersign(world, ref, at=9)
    assert await state(ref) == "in-force"


async def test_a_surrender_ends_it_at_once(world: World) -> None:
    ref = await sql.fetchval("SELECT ref FROM casefile WHERE state = 'in-force'")
    await arrangements.surrender(
        arrangements.Surrender(ref=ref, reason="We stop."), await world.actor("ruth"), hours(20)
    )
    assert await state(ref) == "surrendered"
    (document, *_) = await documents.list_of_case((await case_of(ref)).id)
    found = await certificates.find_by_number(document.number or "", hours(20))
    assert found
    assert found.standing.cause == "surrendered"
    earlier = await certificates.find_by_number(document.number or "", hours(19))
    assert earlier
    assert earlier.standing.in_force


async def test_ending_by_notice_needs_one_person_and_is_never_blocked(world: World) -> None:
    ref = await in_force(world, "Halcyon Guarding", "dana", place="held")
    with pytest.raises(refusals.NotAllowed):
        await arrangements.end(arrangements.End(ref=ref, reason="Why"), await world.actor("priya"), hours(30))
    await arrangements.end(arrangements.End(ref=ref, reason="Trust is gone."), await world.actor("helen"), hours(30))
    assert await state(ref) == "ended"
    (document,) = await documents.list_of_case((await case_of(ref)).id)
    assert document.state == "void", "it was never issued"


async def test_the_term_ends_by_law_and_the_clock_only_notes_it(world: World) -> None:
    ref = await in_force(world, "Lantern University", "imogen", place="held")
    (document,) = await documents.list_of_case((await case_of(ref)).id)
    assert document.certificate
    over = day_bounds(document.certificate.last_day)[1]
    with pytest.raises(refusals.StillInForce):
        await expiring.expire(expiring.Expire(ref=ref), CLOCK, over - timedelta(microseconds=1))
    with pytest.raises(refusals.NotAllowed):
        await expiring.expire(expiring.Expire(ref=ref), await world.actor("helen"), over)
    found = await arrangements_store.find_of_application((await applications.load(await case_of(ref))).id)
    assert found
    assert not found.valid.contains(over), "ended before anybody noted it"
    await clockwork.tick(over)
    assert await state(ref) == "expired"
