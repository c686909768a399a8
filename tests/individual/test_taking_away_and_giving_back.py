"""One person takes powers away, at once and whatever is open; giving them back needs two; a withdrawal is for good."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from csas.commands import individual_endings, individual_life, own_addresses
from csas.domain import refusals
from csas.domain.events import Event
from csas.domain.permissions import CLOCK, Actor
from csas.domain.standing import Authority, accreditation_standing, power_standing
from csas.store import sql, standing, statutory
from csas.store.transaction import act
from tests import individuals as people
from tests.decided import case_of, state
from tests.world import NOW, World

MINUTE = timedelta(minutes=1)


async def asked(ref: str, minutes: float, code: str = "3") -> Authority:
    facts = await standing.load(await people.accreditation(ref))
    return power_standing(facts, code, NOW + minutes * MINUTE)


@pytest.fixture
async def mo(world: World) -> str:
    """A warden of Northbank, accredited at NOW."""
    employer = await people.northbank(world)
    count = await sql.fetchval("SELECT count(*) FROM person")
    _, ref = await people.accredited(world, employer, f"Mo Farrow {count}")
    return ref


async def propose(world: World, ref: str, by: str = "colin", minutes: float = 2) -> Event:
    wanted = individual_life.Propose(ref=ref, why="The complaint came to nothing.")
    return await individual_life.propose_lifting(wanted, await world.actor(by), NOW + minutes * MINUTE)


async def lift(world: World, ref: str, by: str = "helen", minutes: float = 3) -> Event:
    wanted = individual_life.Lift(ref=ref, confirm=True)
    return await individual_life.lift(wanted, await world.actor(by), NOW + minutes * MINUTE)


async def test_a_suspension_is_at_once_and_in_law_when_the_notice_is_given(world: World, mo: str) -> None:
    with pytest.raises(refusals.NotAllowed):
        await people.suspend(world, mo, by="sam")
    await people.suspend(world, mo, at=NOW + MINUTE)
    during = await asked(mo, 2)
    assert not during.in_force
    assert during.lawful
    assert during.cause == "suspended"
    notice = (await statutory.list_given(await people.accreditation(mo)))[0]
    assert [each.copy_for for each in notice.copies] == ["person", "employer"]
    serve = individual_endings.Serve(ref=mo, notice=f"{notice.ref}/person", how="by-hand", on=NOW.date())
    await individual_endings.serve(serve, await world.actor("colin"), NOW + 5 * MINUTE)
    assert (await asked(mo, 2)).lawful
    assert not (await asked(mo, 6)).lawful


async def test_lifting_needs_two_people(world: World, mo: str) -> None:
    await people.suspend(world, mo, by="helen", at=NOW + MINUTE)
    with pytest.raises(refusals.NotProposed):
        await lift(world, mo)
    await propose(world, mo, "priya")
    await lift(world, mo)
    assert (await asked(mo, 4)).in_force
    assert not (await asked(mo, 2)).in_force
    with pytest.raises(refusals.NotSuspended):
        await lift(world, mo, minutes=5)


async def test_a_suspension_is_never_blocked(world: World, mo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """INV-30: no mail, no disk and no key are asked for; a page read long ago is good enough."""
    from csas.outbound import issuing, mail, sending

    def away(*_: object, **__: object) -> None:
        raise OSError

    for module, name in ((sending, "send"), (mail, "carrier"), (issuing, "keep"), (issuing, "sign")):
        monkeypatch.setattr(module, name, away)
    wanted = individual_life.Suspend(ref=mo, seen=1, reasons=("conduct",), explanation="At once.")
    await individual_life.suspend(wanted, await world.actor("colin"), NOW + MINUTE)
    assert not (await asked(mo, 2)).in_force


async def test_a_mail_that_was_accepted_gives_the_notice(world: World, mo: str) -> None:
    own = own_addresses.Confirm(ref=mo, address=f"{mo}@home.example", how="in-person", own=True)
    await own_addresses.confirm(own, await world.actor("colin"), NOW)
    await people.suspend(world, mo, at=NOW + MINUTE)
    assert (await asked(mo, 10)).lawful
    await sql.execute(
        "UPDATE outbox_message SET state = 'sent', sent_at = $1 WHERE state = 'waiting' AND notice_copy = 'person'",
        NOW + 4 * MINUTE,
    )
    assert await individual_endings.serve_all(NOW + 9 * MINUTE) == 1
    assert (await asked(mo, 3)).lawful
    assert not (await asked(mo, 10)).lawful
    copies = (await statutory.list_given(await people.accreditation(mo)))[0].copies
    assert [(each.copy_for, each.how) for each in copies] == [("person", "email"), ("employer", "")]


async def test_the_employers_copy_cannot_be_forgotten(world: World, mo: str) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await _forget(mo)


async def _forget(ref: str) -> None:
    async with act(CLOCK, NOW) as this:
        await sql.execute(
            """WITH n AS (INSERT INTO statutory_notice (ref, accreditation_id, kind, reasons, acted_at)
               VALUES ('forgotten', $1, 'withdrawal', '{conduct}', $2) RETURNING id)
               INSERT INTO notice_copy (notice_id, copy_for) SELECT id, 'person' FROM n""",
            await people.accreditation(ref),
            NOW,
        )
        await this.record("individual:withdrawn", case=await case_of(ref))


async def test_what_concerns_vetting_stays_with_the_person(world: World, mo: str) -> None:
    await people.suspend(world, mo, reason="vetting", at=NOW + MINUTE)
    rows = await sql.fetch(
        "SELECT facts FROM outbox_message m JOIN statutory_notice n ON n.id = m.notice_id WHERE n.accreditation_id = $1",
        await people.accreditation(mo),
    )
    said = {row["facts"]["copy"]: row["facts"] for row in rows}
    assert said["person"]["explanation"]
    assert not said["employer"]["explanation"]
    assert "may not disclose" in said["employer"]["reasons"][0]


async def test_a_withdrawal_is_for_good_and_a_new_grant_may_follow(world: World, mo: str) -> None:
    await people.withdraw(world, mo, at=NOW + MINUTE)
    assert await state(mo) == "withdrawn"
    assert (await asked(mo, 2)).cause == "withdrawn"
    with pytest.raises(refusals.NotNow):
        await people.suspend(world, mo, at=NOW + 2 * MINUTE)
    member = await member_of(mo)
    again_ref = await people.ready(world, member, at=NOW + 5 * MINUTE)
    await people.grant(world, again_ref, at=NOW + 6 * MINUTE)
    assert (await asked(again_ref, 7)).in_force
    assert not (await asked(mo, 7)).in_force
    assert (await asked(mo, 2)).lawful, "the record of the old one still says what was so before the notice was given"


async def member_of(ref: str) -> people.Member:
    row = await sql.fetchrow(
        """SELECT s.person_id AS person, s.id AS staff, s.ref, c.title AS name, c.organisation_id AS organisation
           FROM casefile c JOIN individual_request r ON r.case_id = c.id
               JOIN staff_member s ON s.id = r.staff_member_id WHERE c.ref = $1""",
        ref,
    )
    assert row
    found = dict(row)
    employer = await people.employer_of(found.pop("organisation"))
    return people.Member(**found, employer=employer)


async def test_a_mistake_is_undone_by_somebody_else_and_only_before_it_is_given(world: World, mo: str) -> None:
    await people.withdraw(world, mo, at=NOW + MINUTE)
    wrong = individual_endings.Reverse(ref=mo, reason="It was meant for another person.")
    with pytest.raises(refusals.OtherHands):
        await individual_endings.reverse(wrong, await world.actor("helen"), NOW + 2 * MINUTE)
    second = await another_decider(world)
    await individual_endings.reverse(wrong, second, NOW + 3 * MINUTE)
    assert await state(mo) == "accredited"
    assert (await asked(mo, 4)).in_force
    facts = await standing.load(await people.accreditation(mo))
    before = await sql.fetchval("SELECT max(upper(known)) - interval '1 millisecond' FROM restriction")
    assert not accreditation_standing(facts, NOW + 2 * MINUTE, before).in_force, (
        "what was known then stays in the record"
    )
    kept = await sql.fetchval(
        """SELECT count(*) FROM outbox_message m JOIN statutory_notice n ON n.id = m.notice_id
           WHERE n.accreditation_id = $1 AND m.state = 'waiting'""",
        await people.accreditation(mo),
    )
    assert kept == 0
    await people.withdraw(world, mo, at=NOW + 5 * MINUTE)
    notice = (await statutory.list_given(await people.accreditation(mo)))[0]
    serve = individual_endings.Serve(ref=mo, notice=notice.ref, how="by-hand", on=NOW.date())
    await individual_endings.serve(serve, await world.actor("colin"), NOW + 6 * MINUTE)
    with pytest.raises(refusals.NoticeServed):
        await individual_endings.reverse(wrong, second, NOW + 7 * MINUTE)


async def another_decider(world: World) -> Actor:
    """Helen's deputy."""
    async with act(CLOCK, NOW) as this:
        scheme = await world.scheme()
        person = world.people["tom"]
        await sql.execute(
            """INSERT INTO role_holding (person_id, role, post, scheme_id, valid)
               VALUES ($1, 'decision-maker', 'Deputy', $2, tstzrange($3, NULL)) ON CONFLICT DO NOTHING""",
            person,
            scheme,
            NOW - timedelta(days=300),
        )
        await this.record("role:given", scheme=scheme)
    return await world.actor("tom")


async def modify(world: World, ref: str, code: str, areas: tuple[str, ...], minutes: float) -> Event:
    wanted = individual_life.Modify(ref=ref, power=code, areas=areas, reasons=("role",), explanation="Other work now.")
    return await individual_life.modify(wanted, await world.actor("colin"), NOW + minutes * MINUTE)


async def test_one_power_is_narrowed_then_taken_away(world: World, mo: str) -> None:
    employer = (await member_of(mo)).employer
    with pytest.raises(refusals.NothingNarrower):
        await modify(world, mo, "3", employer.areas, 1)
    await modify(world, mo, "3", employer.areas[:1], 1)
    answer = await asked(mo, 2)
    assert answer.granted is not None
    assert answer.granted.areas == employer.areas[:1]
    await modify(world, mo, "3", (), 3)
    assert (await asked(mo, 4)).cause == "modified"
    assert (await asked(mo, 4, "1a")).in_force
    with pytest.raises(refusals.NotHeld):
        await modify(world, mo, "3", (), 5)


async def test_the_person_gives_it_up_and_nobody_else_does(world: World, mo: str) -> None:
    wanted = individual_endings.Surrender(ref=mo, confirm=True)
    with pytest.raises(refusals.NotAllowed):
        await individual_endings.surrender(wanted, await world.actor("helen"), NOW + MINUTE)
    who = await people.oneself(await member_of(mo))
    await individual_endings.surrender(wanted, who, NOW + MINUTE)
    answer = await asked(mo, 2)
    assert not answer.in_force
    assert not answer.lawful
