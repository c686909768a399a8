"""The outcome is kept and the form is not; withdrawn clearance ends what rests on it, and asks for notice otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from csas.commands import vetting
from csas.domain import refusals
from csas.domain.standing import power_standing
from csas.store import lapses, sealing, sql, standing, vettings
from tests import people
from tests.fitness import vetted
from tests.people import Accredited, Provider
from tests.world import NOW, Browser, World


async def record(
    world: World, ref: str, outcome: str = "clear", since: date | None = None, slug: str = "fiona"
) -> None:
    wanted = vetting.RecordOutcome(ref=ref, outcome=outcome, level="NPPV 3", reference="VU/1", since=since)  # type: ignore[arg-type]
    await vetting.record(wanted, await world.actor(slug), NOW)


async def test_recording_erases_the_answers_in_the_same_act(world: World, employer: Provider, tmp_path: Path) -> None:
    ref, person = await vetted.opened(world, employer, "Abe Nunn", tmp_path)
    await record(world, ref)
    left = "SELECT count(version) FROM vetting_answer a JOIN vetting_request r ON r.id = a.request_id WHERE r.ref = $1"
    assert await sql.fetchval(left, ref) == 0
    until = (await vettings.state_of(employer.scheme, person, NOW))[1]
    assert until
    assert until.isoformat() == "2031-11-03T00:00:00+00:00", "five years for this level, by the scheme's setting"
    with pytest.raises(refusals.AlreadyDone):
        await record(world, ref)


async def test_nobody_else_records(world: World, employer: Provider, tmp_path: Path) -> None:
    ref, _ = await vetted.opened(world, employer, "Bud Eames", tmp_path)
    for slug in ("sam", "colin", "priya", "helen"):
        with pytest.raises(refusals.NotFound):
            await record(world, ref, slug=slug)


async def test_cleared_again_before_the_end_leaves_no_gap(world: World, employer: Provider, tmp_path: Path) -> None:
    ref, person = await vetted.opened(world, employer, "Cal Dray", tmp_path)
    await record(world, ref, since=date(2026, 10, 1))
    found = await vettings.load(await world.actor("fiona"), ref)
    await _ask_again(world, employer, person)
    again = await sql.fetchval("SELECT ref FROM vetting_request WHERE person_id = $1 AND settled_at IS NULL", person)
    await record(world, again, since=date(2026, 10, 20))
    rows = await sql.fetch(
        "SELECT valid FROM vetting WHERE person_id = $1 AND upper_inf(known) ORDER BY lower(valid)", person
    )
    assert rows[0]["valid"].upper == rows[1]["valid"].lower
    seen = await vettings.see(found, world.people["fiona"])
    assert {each.level for each in seen} == {"NPPV 3"}, "what the database copied is whole"


async def _ask_again(world: World, employer: Provider, person: int) -> None:
    from tests.fitness.employers import ref_of

    staff = await sql.fetchval("SELECT ref FROM staff_member WHERE person_id = $1", person)
    wanted = vetting.AskVetting(organisation=await ref_of(employer), people=(staff,))
    await vetting.ask(wanted, await world.actor("fiona"), NOW)


async def withdrawn(world: World, employer: Provider, name: str, rests_on: tuple[str, ...], folder: Path) -> Accredited:
    """Somebody accredited and clear, whose clearance is withdrawn for a reason that nobody may be told."""
    sealing.use(folder)
    found = await people.accredited(world, employer, name, rests_on=rests_on)
    await _ask_again(world, employer, found.person)
    ref = await sql.fetchval("SELECT ref FROM vetting_request WHERE person_id = $1", found.person)
    fiona = await world.actor("fiona")
    with pytest.raises(refusals.SightNeeded):
        await vetting.withdraw(vetting.WithdrawClearance(ref=ref, reason="A source."), fiona, NOW)
    await vetted.look(world, ref)
    await vetting.withdraw(vetting.WithdrawClearance(ref=ref, reason="A source said so."), fiona, NOW)
    return found


async def test_powers_that_rest_on_vetting_end_at_once_by_condition(
    world: World, employer: Provider, tmp_path: Path
) -> None:
    one = await withdrawn(world, employer, "Dan Pell", ("vetting",), tmp_path)
    found = power_standing(await standing.load(one.accreditation), "1a", NOW)
    assert (found.in_force, found.cause, found.kind) == (False, "vetting-not-in-date", "condition")
    assert power_standing(await standing.load(one.accreditation), "1a", NOW - timedelta(days=1)).in_force
    told = await sql.fetch(
        "SELECT to_name FROM outbox_message WHERE kind = 'lapsed'"
        " AND (facts::text LIKE '%Dan Pell%' OR to_name = 'Dan Pell')"
    )
    assert {row["to_name"] for row in told} == {"Dan Pell", "Sam Okafor", "Colin Mbeki"}
    assert not await lapses.list_due(NOW, [employer.scheme], [one.accreditation])


async def test_other_powers_go_on_until_notice_which_is_urgent(
    world: World, employer: Provider, tmp_path: Path
) -> None:
    one = await withdrawn(world, employer, "Eve Rudd", (), tmp_path)
    assert power_standing(await standing.load(one.accreditation), "1a", NOW).in_force
    (due,) = await lapses.list_due(NOW, [employer.scheme], [one.accreditation])
    assert (due.name, due.things, set(due.powers)) == ("Eve Rudd", ("Vetting",), {"1a", "3"})
    told = await sql.fetchval(
        "SELECT to_name FROM outbox_message WHERE kind = 'notice-due' AND facts ->> 'lines' LIKE '%Eve Rudd%'"
    )
    assert told == "Colin Mbeki"


async def test_the_reason_is_kept_where_only_the_officer_reads(
    world: World, employer: Provider, tmp_path: Path
) -> None:
    one = await withdrawn(world, employer, "Fin Gale", ("vetting",), tmp_path)
    everywhere = """SELECT count(*) FROM event_private WHERE body LIKE '%source said%'::bytea
        UNION ALL SELECT count(*) FROM event WHERE facts::text LIKE '%source said%'
        UNION ALL SELECT count(*) FROM outbox_message WHERE facts::text LIKE '%source said%'"""
    assert {row["count"] for row in await sql.fetch(everywhere)} == {0}
    ref = await sql.fetchval("SELECT ref FROM vetting_request WHERE person_id = $1", one.person)
    fiona = await world.actor("fiona")
    seen = await vettings.see(await vettings.load(fiona, ref), fiona.person)
    assert any(each.conditions == "A source said so." for each in seen)
    assert (await vettings.state_of(employer.scheme, one.person, NOW)) == ("not-clear", None)
    again = vetting.WithdrawClearance(ref=ref, reason="Again.")
    with pytest.raises(refusals.NothingToWithdraw):
        await vetting.withdraw(again, fiona, NOW)


async def test_closed_without_an_outcome_nothing_is_kept(world: World, employer: Provider, tmp_path: Path) -> None:
    ref, person = await vetted.answered(world, employer, "Gay Ross", tmp_path)
    await vetting.cancel(vetting.CancelVetting(ref=ref, reason="She left."), await world.actor("fiona"), NOW)
    assert await vettings.state_of(employer.scheme, person, NOW) == ("not-clear", None)
    assert not await sql.fetchval("SELECT count(*) FROM vetting WHERE person_id = $1", person)


async def test_after_it_is_settled_the_pages_say_how_in_place_of_a_form(
    world: World, browser: Browser, employer: Provider, tmp_path: Path
) -> None:
    ref, _ = await vetted.opened(world, employer, "Hal Voss", tmp_path)
    await browser.sign_in("fiona")
    assert 'method="post" novalidate' in (await browser.get(f"/vetting/{ref}/cancel")).text
    await record(world, ref, "not-clear")
    for verb in ("record", "cancel", "send"):
        page = (await browser.get(f"/vetting/{ref}/{verb}")).text
        assert "The outcome of this request was recorded on" in page
        assert 'method="post" novalidate' not in page
        assert "not clear" not in page.lower()
    await browser.sign_in("sam")
    assert (await browser.get(f"/vetting/{ref}/record")).status_code in {403, 404}
