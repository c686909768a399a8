"""An upheld appeal of a person leads to an act: another person lifts or gives back, or a new request is decided."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from csas.commands import appeals, individual_appeals, individual_decisions, individual_life, remitting, scheme_settings
from csas.commands.individual_decisions import PowerVerdict
from csas.commands.remitting import Restore
from csas.commands.scheme_settings import ChangeSetting
from csas.domain import refusals
from csas.domain.standing import accreditation_standing, power_standing
from csas.store import events, reads, remissions, sql, standing
from csas.store.transaction import act
from tests import individuals as people
from tests.decided import case_of, hours, state
from tests.individuals import Member
from tests.world import NOW, Browser, World

MINUTE = timedelta(minutes=1)


async def upheld(world: World, who: Member, ref: str, at: int) -> str:
    """The person appeals, and Owen upholds it; what follows."""
    wanted = individual_appeals.Appeal(ref=ref, grounds=("fact",), statement="It was somebody else.")
    lodged = await individual_appeals.appeal(wanted, await people.oneself(who), hours(at))
    owen = await world.actor("owen")
    await appeals.admit(appeals.Admit(ref=lodged.ref), owen, hours(at))
    event = await appeals.uphold(appeals.Decide(ref=lodged.ref, reasons="It was."), owen, hours(at))
    return str(event.facts["follows"])


async def made_decider(world: World, who: str) -> None:
    async with act(await world.actor("colin"), NOW) as this:
        await sql.execute(
            """INSERT INTO role_holding (person_id, role, scheme_id, valid)
               SELECT $1, 'decision-maker', id, tstzrange($2, NULL) FROM scheme ORDER BY id LIMIT 1""",
            world.people[who],
            NOW - timedelta(days=1),
        )
        await this.record("role:given", scheme=1)


async def test_a_suspension_is_lifted_by_another_person(world: World) -> None:
    who, ref = await people.accredited(world, await people.northbank(world), "Ann Frost")
    await people.suspend(world, ref, at=hours(1))
    assert await upheld(world, who, ref, 2) == "lift"
    (due,) = await remissions.list_due([who.employer.scheme], hours(3))
    assert (due.case_ref, due.what) == (ref, "lift")
    assert (await remissions.list_own(await people.oneself(who)))[0].what == "lift"
    helen = await world.actor("helen")
    await individual_life.lift(individual_life.Lift(ref=ref, confirm=True), helen, hours(3))
    facts = await standing.load(await people.accreditation(ref))
    assert accreditation_standing(facts, hours(4)).in_force
    assert not await remissions.list_due([who.employer.scheme], hours(4))
    assert not await remissions.list_own(await people.oneself(who))


async def test_what_a_notice_narrowed_or_took_is_given_back(world: World) -> None:
    employer = await people.northbank(world)
    who, ref = await people.accredited(world, employer, "Bea North")
    for power, areas in (("3", employer.areas[:1]), ("1a", ())):
        narrow = individual_life.Modify(ref=ref, power=power, areas=areas, reasons=("role",), explanation="Other work.")
        await individual_life.modify(narrow, await world.actor("colin"), hours(1))
        assert await upheld(world, who, ref, 2) == "restore"
    helen = await world.actor("helen")
    with pytest.raises(refusals.NotAllowed):
        await remitting.restore(Restore(ref=ref, confirm=True), await world.actor("sam"), hours(3))
    await remitting.restore(Restore(ref=ref, confirm=True), helen, hours(3))
    await remitting.restore(Restore(ref=ref, confirm=True), helen, hours(4))
    with pytest.raises(refusals.NothingToGiveBack):
        await remitting.restore(Restore(ref=ref, confirm=True), helen, hours(5))
    facts = await standing.load(await people.accreditation(ref))
    answer = power_standing(facts, "3", hours(5))
    assert answer.granted is not None
    assert set(answer.granted.areas) == set(employer.areas)
    assert power_standing(facts, "1a", hours(5)).in_force
    assert not power_standing(facts, "1a", hours(2)).in_force
    kinds = await sql.fetch("SELECT kind FROM statutory_notice ORDER BY id DESC LIMIT 2")
    assert [row["kind"] for row in kinds] == ["restoration", "restoration"]


async def test_the_employer_learns_nothing_of_the_appeal(world: World, browser: Browser) -> None:
    who, ref = await people.accredited(world, await people.northbank(world), "Abe Frost")
    await people.suspend(world, ref, at=hours(1))
    await upheld(world, who, ref, 2)
    case = await case_of(ref)
    for actor, knows in ((await world.actor("sam"), False), (await people.oneself(who), True)):
        told = await reads.list_history(actor, case)
        assert ("appeal:upheld" in {line.tag for line in told}) == knows
        assert not any(line.private.get("reasons") for line in told), "nor what the office said to itself"
    assert "appeal" not in await events.last_words(case.id)
    await browser.sign_in("sam")
    for path in (f"/individuals/{ref}", f"/api/v1/individuals/{ref}/history"):
        found = await browser.get(path)
        assert found.status_code == 200
        assert "appeal was upheld" not in found.text
        assert "upheld the appeal" not in found.text
    await browser.sign_in("colin")
    assert "appeal was upheld" in (await browser.get(f"/individuals/{ref}")).text


async def test_two_narrowings_of_one_power_are_both_given_back(world: World) -> None:
    employer = await people.northbank(world)
    who, ref = await people.accredited(world, employer, "Bo Tarn")
    helen, colin = await world.actor("helen"), await world.actor("colin")
    for at, areas, conditions in ((1, employer.areas[:1], ()), (3, employer.areas[:1], ("By day only",))):
        narrow = individual_life.Modify(
            ref=ref, power="3", areas=areas, conditions=conditions, reasons=("role",), explanation="Other work."
        )
        await individual_life.modify(narrow, colin, hours(at))
        assert await upheld(world, who, ref, at + 1) == "restore"
    await remitting.restore(Restore(ref=ref, confirm=True), helen, hours(5))
    found = power_standing(await standing.load(await people.accreditation(ref)), "3", hours(5.5))
    assert found.granted is not None
    assert (set(found.granted.areas), found.granted.conditions) == (set(employer.areas), ("By day only",))
    assert found.in_law is not None
    assert found.in_law.conditions == ()
    await remitting.restore(Restore(ref=ref, confirm=True), helen, hours(6))
    found = power_standing(await standing.load(await people.accreditation(ref)), "3", hours(7))
    assert found.granted is not None
    assert (set(found.granted.areas), found.granted.conditions) == (set(employer.areas), ())


async def test_whoever_decided_the_appeal_gives_nothing_back(world: World) -> None:
    who, ref = await people.accredited(world, await people.northbank(world), "Cal Dunn")
    narrow = individual_life.Modify(ref=ref, power="3", reasons=("role",), explanation="Other work.")
    await individual_life.modify(narrow, await world.actor("colin"), hours(1))
    await upheld(world, who, ref, 2)
    await made_decider(world, "owen")
    with pytest.raises(refusals.OtherHands):
        await remitting.restore(Restore(ref=ref, confirm=True), await world.actor("owen"), hours(3))
    with pytest.raises(asyncpg.CheckViolationError):
        async with act(await world.actor("owen"), hours(3)):
            await remissions.settle(
                await sql.fetchval("SELECT notice_ref FROM remission ORDER BY id DESC LIMIT 1"),
                world.people["owen"],
                hours(3),
            )


async def test_after_a_withdrawal_a_new_request_goes_on_from_assessment(world: World) -> None:
    who, ref = await people.accredited(world, await people.northbank(world), "Dot Shaw")
    await people.withdraw(world, ref, at=hours(1))
    assert await upheld(world, who, ref, 2) == "decide"
    assert await state(ref) == "withdrawn"
    again = (await remissions.list_own(await people.oneself(who)))[0].request
    assert again is not None
    assert await state(again) == "assessment"
    assert await sql.fetchval(
        "SELECT count(*) FROM outbox_message WHERE kind = 'appeal-remitted' AND to_person = $1", world.people["priya"]
    )
    await people.find(world, again, at=hours(3))
    await people.recommend(world, again, hours(3))
    await people.grant(world, again, at=hours(4))
    old, new = await people.accreditation(ref), await people.accreditation(again)
    assert old != new
    assert not accreditation_standing(await standing.load(old), hours(5)).in_force
    facts = await standing.load(new)
    assert power_standing(facts, "1a", hours(5)).in_force
    assert not power_standing(facts, "1a", hours(3)).in_force


async def test_what_a_part_grant_refused_is_decided_again(world: World) -> None:
    employer = await people.northbank(world)
    who = await people.fit(world, employer, "Eli Grant")
    ref = await people.ready(world, who)
    verdicts = (
        PowerVerdict(power="1a", granted=False, reasons=("not-needed",)),
        PowerVerdict(power="3", granted=True, areas=employer.areas),
    )
    wanted = individual_decisions.Grant(ref=ref, powers=verdicts)
    await individual_decisions.grant(wanted, await world.actor("helen"), hours(1))
    assert await upheld(world, who, ref, 2) == "decide"
    again = (await remissions.list_own(await people.oneself(who)))[0].request
    assert again is not None
    await people.find(world, again, at=hours(3))
    await people.recommend(world, again, hours(3))
    await people.grant(world, again, at=hours(4))
    assert await people.accreditation(ref) == await people.accreditation(again)
    facts = await standing.load(await people.accreditation(ref))
    assert power_standing(facts, "1a", hours(5)).in_force
    assert power_standing(facts, "3", hours(5)).in_force


async def test_where_nothing_can_be_opened_it_says_so(world: World) -> None:
    who, ref = await people.accredited(world, await people.northbank(world), "Fay Wood")
    await people.withdraw(world, ref, at=hours(1))
    await people.leave(who, hours(2))
    assert await upheld(world, who, ref, 3) == "ask"
    gus, other = await people.accredited(world, await people.northbank(world), "Gus Lane")
    await people.suspend(world, other, at=hours(1))
    await people.leave(gus, hours(2))
    assert await upheld(world, gus, other, 3) == "over"


async def test_identity_checked_too_long_ago_is_checked_again(world: World) -> None:
    shorter = ChangeSetting(name="identity-months", value="0", why="Always look again.")
    await scheme_settings.change(shorter, await world.actor("amina"), hours(0))
    who, ref = await people.accredited(world, await people.northbank(world), "Hal Wray")
    await people.withdraw(world, ref, at=hours(1))
    assert await upheld(world, who, ref, 2) == "decide"
    again = (await remissions.list_own(await people.oneself(who)))[0].request
    assert again is not None
    assert await state(again) == "identity"
    with pytest.raises(refusals.Refusal):
        await people.find(world, again, at=hours(3))
