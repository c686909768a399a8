"""An arrangement ended by an act: the same act tells each of its people, with the employer’s copy, and nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from csas.commands import arrangements, lapses, provider_suspensions
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.domain.standing import accreditation_standing
from csas.store import individual_appeals, sql, standing, statutory
from csas.store.transaction import act
from tests import carded, crowds
from tests import individuals as people
from tests import people as employers
from tests.decided import CAMDEN, WESTMINSTER, case_of, countersign, hours, in_force, offer, recommended, sign, state
from tests.world import NOW, World

PEOPLE = 12
MINUTE = timedelta(minutes=1)


async def end(world: World, ref: str, at: datetime) -> None:
    await arrangements.end(arrangements.End(ref=ref, reason="Trust is gone."), await world.actor("helen"), at)


async def told(ids: list[int]) -> list[int]:
    """Who of these has a notice of an ending with both its copies."""
    rows = await sql.fetch(
        """SELECT n.accreditation_id AS id FROM statutory_notice n JOIN notice_copy k ON k.notice_id = n.id
           WHERE n.kind = 'ending' AND n.accreditation_id = ANY ($1::bigint[]) GROUP BY n.id, 1 HAVING count(*) = 2
           ORDER BY 1""",
        ids,
    )
    return [row["id"] for row in rows]


async def letters(kind: str, name: str = "Mo Farrow") -> int:
    found: int = await sql.fetchval("SELECT count(*) FROM outbox_message WHERE kind = $1 AND to_name = $2", kind, name)
    return found


async def test_everybody_is_told_in_the_act_and_the_clock_adds_nothing(world: World) -> None:
    northbank = await people.northbank(world)
    lantern = await employers.provider(world, "Lantern University", areas=("Camden",))
    mo, case = await people.accredited(world, northbank)
    elsewhere = await employers.accredited(world, lantern, person=mo.person)
    ids = [await people.accreditation(case), *await crowds.crowd(world, northbank, PEOPLE)]
    await people.suspend(world, case)
    ref = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN application a ON a.case_id = c.id JOIN arrangement r
               ON r.application_id = a.id WHERE r.ref = $1""",
        northbank.arrangement,
    )
    events, written = await sql.fetchval("SELECT count(*) FROM event"), await letters("statutory-notice")
    with pytest.raises(refusals.NotAllowed):
        await arrangements.end(arrangements.End(ref=ref, reason="."), await world.actor("priya"), NOW + MINUTE)
    await end(world, ref, NOW + MINUTE)
    assert await sql.fetchval("SELECT count(*) FROM event") == events + 1
    assert await told([*ids, elsewhere.accreditation]) == sorted(ids), "the other employer’s is not touched"
    assert await letters("statutory-notice") == written + 1
    (copies,) = await sql.fetch(
        "SELECT facts FROM outbox_message WHERE kind = 'notice-copies' AND to_name = 'Sam Okafor'"
    )
    assert (copies["facts"]["what"], len(copies["facts"]["people"])) == ("ending", PEOPLE + 1)
    assert copies["facts"]["explanation"] == "It ended at 10:01 on 2 November 2026."
    answer = accreditation_standing(await standing.load(ids[1]), NOW + 2 * MINUTE)
    assert (answer.cause, answer.kind, answer.lawful) == ("arrangement-ended", "law", False)
    assert not await sql.fetchval("SELECT count(*) FROM restriction WHERE accreditation_id = $1", ids[1])
    for minutes in (2, 3):
        await lapses.look_round(NOW + minutes * MINUTE)
    assert await letters("lapsed") == 0, "nobody is written to twice"
    assert (await letters("lapsed", "Sam Okafor"), await letters("lapsed", "Colin Mbeki")) == (1, 1)
    history = "SELECT count(*) FROM event_subject s JOIN event e ON e.id = s.event_id WHERE e.tag = 'application:ended'"
    assert await sql.fetchval(f"{history} AND s.kind = 'case'") == PEOPLE + 1
    (given, *_) = await statutory.list_given(ids[0])
    assert (given.kind, given.reasons) == ("ending", ("arrangement-ended",))
    assert await unserved(northbank.scheme) == [], "it was sent, and nothing runs from its being given"
    against = await individual_appeals.find_against(await case_of(case))
    assert against, "the suspension may be appealed against, and the ending not"
    assert against.appealable.decided_at == NOW


async def unserved(scheme: int) -> list[str]:
    return [each.copy_for for each in await statutory.list_unserved([scheme]) if each.kind == "ending"]


async def test_a_suspended_provider_ends_and_a_person_without_an_address_is_for_the_post(world: World) -> None:
    alder = await employers.provider(world, "St Alder NHS Trust", areas=("Southwark",))
    whose = await employers.accredited(world, alder, "Ned Ashe")
    ref = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN application a ON a.case_id = c.id JOIN arrangement r
               ON r.application_id = a.id WHERE r.ref = $1""",
        alder.arrangement,
    )
    async with act(PUBLIC, NOW) as this:
        await sql.execute("UPDATE staff_member SET email = NULL WHERE person_id = $1", whose.person)
        await sql.execute("UPDATE person SET email = NULL WHERE id = $1", whose.person)
        await this.record("role:given")
    wanted = provider_suspensions.Suspend(ref=ref, explanation="Complaints were not answered.")
    await provider_suspensions.suspend(wanted, await world.actor("colin"), NOW)
    await end(world, ref, NOW + MINUTE)
    assert await told([whose.accreditation]) == [whose.accreditation]
    assert await unserved(alder.scheme) == ["person"]
    answer = accreditation_standing(await standing.load(whose.accreditation), NOW + 2 * MINUTE)
    assert (answer.in_force, answer.lawful) == (False, False), "what the notice still left in law, the ending took"


async def test_nobody_is_told_when_a_variation_goes_on(world: World) -> None:
    first = await in_force(world)
    employer, since = await carded.employer_of(world, "Westminster City Council")
    whose = await employers.accredited(world, employer, since=since, powers=())
    ref = await recommended(world, areas=("Westminster", "Camden"), place="not-needed", varies=first)
    await offer(world, ref, areas=(WESTMINSTER, CAMDEN), at=16)
    await sign(world, ref, at=17)
    await countersign(world, ref, at=18)
    assert await state(first) == "replaced"
    await lapses.look_round(hours(19))
    with pytest.raises(refusals.NotNow):
        await end(world, first, hours(19))
    assert await told([whose.accreditation]) == []
    assert accreditation_standing(await standing.load(whose.accreditation), hours(19)).in_force
    await end(world, ref, hours(20))
    await lapses.look_round(hours(21))
    assert await told([whose.accreditation]) == [whose.accreditation]
