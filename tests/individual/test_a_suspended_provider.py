"""A provider is suspended: whoever checks its certificate is told not to rely on it, until that is lifted."""

from datetime import timedelta

from csas.commands import provider_suspensions
from csas.store import certificates, sql
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
    wanted = provider_suspensions.Suspend(ref=row["ref"], explanation="Complaints were not answered.")
    await provider_suspensions.suspend(wanted, await world.actor("colin"), NOW)
    after = await certificates.find_by_number(row["number"], NOW + timedelta(minutes=1))
    assert after
    assert (after.standing.in_force, after.standing.cause) == (False, "suspended")
