"""A provider is suspended: whoever checks its certificate is told not to rely on it, until that is lifted."""

from datetime import timedelta

import pytest

from csas.commands import provider_suspensions
from csas.commands.individual_life import Propose
from csas.domain import casework, refusals
from csas.domain.permissions import Actor
from csas.store import certificates, idle, reads, sql
from csas.store import provider_suspensions as store
from tests import individuals as people
from tests import people as employers
from tests.world import NOW, World


async def test_its_certificate_says_so_from_the_act_on(world: World) -> None:
    northbank = await employers.provider(world)
    row = await sql.fetchrow(
        """SELECT c.ref, d.number FROM arrangement r JOIN application a ON a.id = r.application_id
               JOIN casefile c ON c.id = a.case_id JOIN document d ON d.arrangement_ref = r.ref
           WHERE r.ref = $1""",
        northbank.arrangement,
    )
    assert row
    before = await certificates.find_by_number(row["number"], NOW)
    assert before
    assert before.standing.in_force
    colin = await world.actor("colin")
    assert await _offered(colin, row["ref"]) == ["application:suspend"]
    wanted = provider_suspensions.Suspend(ref=row["ref"], explanation="Complaints were not answered.")
    await provider_suspensions.suspend(wanted, colin, NOW)
    after = await certificates.find_by_number(row["number"], NOW + timedelta(minutes=1))
    assert after
    assert (after.standing.in_force, after.standing.cause) == (False, "suspended")
    assert await _offered(colin, row["ref"]) == ["application:propose-lifting"]


async def _offered(actor: Actor, ref: str) -> list[str]:
    """Of the steps that concern a suspension, those that this person is offered."""
    case = await reads.load_case(actor, ref)
    return [step.action for step in casework.steps_for(case, actor) if step.action in idle.PROVIDER]


async def test_a_lifting_that_waited_does_not_lift_a_later_suspension(world: World) -> None:
    northbank = await people.northbank(world)
    ref: str = await sql.fetchval(
        """SELECT c.ref FROM arrangement r JOIN application a ON a.id = r.application_id
               JOIN casefile c ON c.id = a.case_id WHERE r.ref = $1""",
        northbank.arrangement,
    )
    colin, helen = await world.actor("colin"), await world.actor("helen")
    minutes = [NOW + timedelta(minutes=number) for number in range(10, 16)]
    if not await store.find(northbank.scheme, northbank.organisation, minutes[0]):
        await provider_suspensions.suspend(provider_suspensions.Suspend(ref=ref, explanation="One."), colin, minutes[0])
    await provider_suspensions.propose_lifting(Propose(ref=ref, why="All is well."), colin, minutes[1])
    assert await _offered(helen, ref) == ["application:lift-suspension"]
    lift = provider_suspensions.Lift(ref=ref, confirm=True)
    await provider_suspensions.lift(lift, helen, minutes[3])
    await provider_suspensions.suspend(provider_suspensions.Suspend(ref=ref, explanation="Two."), colin, minutes[4])
    with pytest.raises(refusals.NotSuspended):
        await provider_suspensions.lift(lift, helen, minutes[2])
    assert await store.find(northbank.scheme, northbank.organisation, minutes[5])
