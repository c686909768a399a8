"""A person appeals by themselves: the employer neither lodges nor sees it, and Owen decides."""

from __future__ import annotations

import pytest

from csas.commands import appeals, individual_appeals, individual_decisions
from csas.domain import refusals
from csas.store import reads, sql
from tests import individuals as people
from tests.decided import hours, state
from tests.world import Browser, World

WANTED = {"grounds": ("fact",), "statement": "The references were mixed up."}


async def test_a_refusal_is_appealed_and_decided_again(world: World) -> None:
    employer = await people.northbank(world)
    who = await people.fit(world, employer, "Alma Reyes")
    ref = await people.ready(world, who)
    refuse = individual_decisions.Refuse(ref=ref, reasons=("not-suitable",), explanation="References did not agree.")
    await individual_decisions.refuse(refuse, await world.actor("helen"), hours(1))
    appeal = individual_appeals.Appeal(ref=ref, **WANTED)  # type: ignore[arg-type]
    with pytest.raises(refusals.NotAllowed):
        await individual_appeals.appeal(appeal, await world.actor("sam"), hours(2))
    lodged = await individual_appeals.appeal(appeal, await people.oneself(who), hours(2))
    with pytest.raises(refusals.NotFound):
        await reads.load_case(await world.actor("sam"), lodged.ref)
    owen = await world.actor("owen")
    with pytest.raises(refusals.NotAllowed):
        await appeals.admit(appeals.Admit(ref=lodged.ref), await world.actor("helen"), hours(3))
    await appeals.admit(appeals.Admit(ref=lodged.ref), owen, hours(3))
    await appeals.uphold(appeals.Decide(ref=lodged.ref, reasons="They were mixed up."), owen, hours(4))
    assert await state(ref) == "assessment"
    told = await sql.fetch("SELECT to_name FROM outbox_message WHERE kind = 'appeal-decided'")
    assert [row["to_name"] for row in told] == ["Alma Reyes"]
    await people.find(world, ref, at=hours(5))
    await people.recommend(world, ref, hours(5))
    await people.grant(world, ref, at=hours(6))
    assert await state(ref) == "accredited"


async def test_a_notice_is_appealed_once(world: World) -> None:
    employer = await people.northbank(world)
    who, ref = await people.accredited(world, employer, "Bo Singh")
    appeal = individual_appeals.Appeal(ref=ref, **WANTED)  # type: ignore[arg-type]
    me = await people.oneself(who)
    with pytest.raises(refusals.NotNow):
        await individual_appeals.appeal(appeal, me, hours(1))
    await people.suspend(world, ref, at=hours(2))
    await individual_appeals.appeal(appeal, me, hours(3))
    with pytest.raises(refusals.AlreadyAppealed):
        await individual_appeals.appeal(appeal, me, hours(4))


async def test_whoever_appeals_is_led_to_their_appeal(world: World, browser: Browser) -> None:
    employer = await people.northbank(world)
    victor = people.Member(person=world.people["victor"], staff=0, ref="", name="Victor", employer=employer)
    who = await people.also_works_for(victor, employer)
    await people.vetted(world, who)
    await people.trained(who)
    ref = await people.ready(world, who)
    await people.grant(world, ref)
    await people.suspend(world, ref)
    await browser.sign_in("victor")
    sent = await browser.post(f"/individuals/{ref}/appeal", {"grounds": "fact", "statement": "It was another."})
    assert sent.status_code == 303, sent.text
    assert sent.headers["location"].startswith("/appeals/")
    assert "another" in (await browser.get(sent.headers["location"])).text
