"""Notifiable events: told within the days the scheme sets, read by few, settled by the office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import occurrences as commands
from csas.commands.occurrences import Report, Settle
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.store import occurrences, sql
from tests import people
from tests.people import Accredited
from tests.staff.telling import added
from tests.world import NOW, Browser, World

TODAY = london_day(NOW)
WORDS = "Charged with theft from a shop."


async def warden(world: World, name: str) -> Accredited:
    return await people.accredited(world, await people.provider(world, "Kingsmarch Centre", areas=("Camden",)), name)


async def told(world: World, ref: str, who: str = "beatrix", on: date = TODAY) -> str:
    await commands.report(Report(ref=ref, kind="arrest", happened_on=on, what=WORDS), await world.actor(who), NOW)
    found: str = await sql.fetchval("SELECT ref FROM occurrence ORDER BY id DESC LIMIT 1")
    return found


async def test_it_is_told_settled_and_answered(world: World) -> None:
    ref = await told(world, (await warden(world, "Abe Snow")).staff_ref)
    colin = await world.actor("colin")
    assert ref in {each.ref for each in await occurrences.list_for(colin)}
    found = await occurrences.load(colin, ref)
    assert (found.what, found.outcome) == (WORDS, "")
    await commands.settle(Settle(ref=ref, outcome="review", reasons="See the case."), colin, NOW)
    assert ref not in {each.ref for each in await occurrences.list_for(colin)}
    mine = await occurrences.load(await world.actor("beatrix"), ref)
    assert (mine.outcome, mine.reasons) == ("review", ""), "the outcome is told, the office’s reasons are its own"
    kinds = await sql.fetch("SELECT kind FROM outbox_message WHERE facts ->> 'reference' = $1 ORDER BY id", ref)
    assert {row["kind"] for row in kinds} == {"occurrence-reported", "occurrence-settled"}
    with pytest.raises(refusals.AlreadyDone):
        await commands.settle(Settle(ref=ref, outcome="advice", reasons="Again."), colin, NOW)


async def test_the_day_to_tell_counts_working_days_and_the_letter_says_nothing_of_it(world: World) -> None:
    scheme = await world.scheme()
    assert await commands.due(scheme, date(2026, 10, 30)) == date(2026, 11, 3), "a weekend lies between"
    row = await sql.fetchrow("SELECT facts FROM outbox_message WHERE kind = 'occurrence-reported' LIMIT 1")
    assert row
    assert WORDS not in str(row["facts"])
    open_part = await sql.fetch("SELECT facts FROM event WHERE tag = 'occurrence:reported'")
    assert WORDS not in str([each["facts"] for each in open_part])


async def test_what_has_not_happened_cannot_be_told(world: World) -> None:
    found = await sql.fetchval("SELECT ref FROM staff_member ORDER BY id LIMIT 1")
    with pytest.raises(refusals.Faults):
        await told(world, found, on=TODAY + timedelta(days=1))


async def test_an_employer_known_to_no_office_has_nobody_to_tell(world: World) -> None:
    member = await added(world, "N-1", "Bo Lane", "dana")
    with pytest.raises(refusals.NobodyToTell):
        await told(world, member.ref, "dana")


@pytest.mark.parametrize(("who", "refusal"), [("dana", refusals.NotFound), ("beatrix", refusals.NotAllowed)])
async def test_others_neither_read_nor_settle(world: World, who: str, refusal: type[refusals.Refusal]) -> None:
    ref = await sql.fetchval("SELECT ref FROM occurrence ORDER BY id LIMIT 1")
    with pytest.raises(refusal):
        await commands.settle(Settle(ref=ref, outcome="advice", reasons="No."), await world.actor(who), NOW)


async def test_its_pages(world: World, browser: Browser) -> None:
    staff = await sql.fetchval("SELECT ref FROM staff_member WHERE name = 'Abe Snow'")
    await browser.sign_in("beatrix")
    bad = await browser.post(f"/staff/{staff}/report", {"kind": "arrest", "what": "<i>Typed</i>"})
    assert bad.status_code == 400
    assert "&lt;i&gt;Typed&lt;/i&gt;" in bad.text
    today = {"happened_on-day": "2", "happened_on-month": "11", "happened_on-year": "2026"}
    good = await browser.post(f"/staff/{staff}/report", {"kind": "loss", "what": "A card was lost.", **today})
    assert good.status_code == 303, good.text
    assert (await browser.get("/occurrences")).status_code == 403
    await browser.sign_in("colin")
    listed = await browser.get("/occurrences")
    assert "Loss of a card, badge or other equipment" in listed.text
    ref = await sql.fetchval("SELECT ref FROM occurrence ORDER BY id DESC LIMIT 1")
    assert "A card was lost." in (await browser.get(f"/occurrences/{ref}")).text
    done = await browser.post(f"/occurrences/{ref}/settle", {"outcome": "no-action", "reasons": "Found again."})
    assert done.status_code == 303, done.text
    assert "Dealt with" in (await browser.get(f"/staff/{staff}")).text
