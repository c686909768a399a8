"""Answers and outcomes are seen by a vetting officer for ten minutes after saying why, and by nobody else (INV-37)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from csas.commands import vetting
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.store import fitness, sealing, sql, vetting_links, vettings
from csas.store.transaction import act
from tests.fitness import vetted
from tests.fitness.employers import ref_of
from tests.people import Provider
from tests.world import NOW, Browser, World

SECRETS = ("NPPV 2 full", "VU/4471", "Not near cash", "broken window", "Farrow-Lyle", "To decide.")


async def recorded(world: World, ref: str) -> None:
    wanted = vetting.RecordOutcome(
        ref=ref, outcome="clear", level="NPPV 2 full", reference="VU/4471", conditions="Not near cash"
    )
    await vetting.record(wanted, await world.actor("fiona"), NOW)


async def test_without_an_open_sight_even_the_officer_sees_nothing(
    world: World, employer: Provider, tmp_path: Path
) -> None:
    ref, _ = await vetted.answered(world, employer, "Ann Lisle", tmp_path)
    fiona = await world.actor("fiona")
    found = await vettings.load(fiona, ref)
    assert await vettings.see_answers(found, fiona.person) is None
    with pytest.raises(refusals.SightNeeded):
        await recorded(world, ref)
    await vetted.look(world, ref)
    sealed = await vettings.see_answers(found, fiona.person)
    assert vetting_links.read(sealed, ref) == vetted.ANSWERS


async def test_sight_lasts_at_most_ten_minutes_and_says_why(world: World, employer: Provider, tmp_path: Path) -> None:
    ref, person = await vetted.opened(world, employer, "Bo Tarrant", tmp_path)
    lasts = await sql.fetchval("SELECT upper(during) - lower(during) FROM vetting_sight WHERE person_id = $1", person)
    assert timedelta(minutes=9) < lasts <= timedelta(minutes=10)
    row = await sql.fetchrow(
        """SELECT e.tag, e.actor_id, v.body FROM event e JOIN event_private v ON v.event_id = e.id
           JOIN event_subject s ON s.event_id = e.id AND s.kind = 'vetting'
           JOIN vetting_request r ON r.id = s.subject_id WHERE r.ref = $1 AND e.tag = 'vetting:opened'""",
        ref,
    )
    assert row
    assert (row["actor_id"], b"To decide." in row["body"]) == (world.people["fiona"], True)


async def test_another_officers_sight_is_their_own(world: World, employer: Provider, tmp_path: Path) -> None:
    ref, _ = await vetted.opened(world, employer, "Cy Morrow", tmp_path)
    found = await vettings.load(await world.actor("fiona"), ref)
    for slug in ("sam", "priya", "helen", "amina"):
        assert await vettings.see_answers(found, world.people[slug]) is None
        assert await vettings.see(found, world.people[slug]) == []


async def test_the_database_gives_sight_to_vetting_officers_only(
    world: World, employer: Provider, tmp_path: Path
) -> None:
    ref, _ = await vetted.answered(world, employer, "Di Ashby", tmp_path)
    found = await vettings.load(await world.actor("fiona"), ref)
    with pytest.raises(asyncpg.CheckViolationError):
        await vettings.open_sight(found, world.people["priya"])


@pytest.mark.parametrize("field", ["level", "reference", "conditions", "decided_by", "*"])
async def test_the_application_may_not_read_the_field(world: World, field: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await sql.fetch(f"SELECT {field} FROM vetting")


async def test_everybody_else_is_told_clear_not_clear_or_expired(
    world: World, employer: Provider, tmp_path: Path
) -> None:
    ref, person = await vetted.opened(world, employer, "Ed Quill", tmp_path)
    scheme = employer.scheme
    assert await vettings.state_of(scheme, person, NOW) == ("not-clear", None)
    await recorded(world, ref)
    state, until = await vettings.state_of(scheme, person, NOW)
    assert state == "clear"
    assert until
    assert (await vettings.state_of(scheme, person, until))[0] == "expired"
    page = await fitness.matrix(employer.organisation, scheme, NOW)
    line = next(each for each in page.people if each.person == person)
    assert (line.vetted, line.vetted_until) == ("clear", until)


async def test_no_page_of_anybody_elses_shows_more(
    browser: Browser, world: World, employer: Provider, tmp_path: Path
) -> None:
    ref, person = await vetted.opened(world, employer, "Flo Deane", tmp_path)
    await recorded(world, ref)
    staff = await sql.fetchval("SELECT ref FROM staff_member WHERE person_id = $1", person)
    organisation = await ref_of(employer)
    for slug in ("sam", "colin", "priya", "helen", "amina", "dana"):
        await browser.sign_in(slug)
        for path in pages(organisation, staff, ref):
            answer = await browser.get(path)
            assert not [secret for secret in SECRETS if secret in answer.text], (slug, path)
            assert answer.status_code == 403 or not path.startswith("/vetting"), (slug, path)


def pages(organisation: str, staff: str, ref: str) -> list[str]:
    return [
        f"/organisations/{organisation}/training",
        f"/organisations/{organisation}/training.csv",
        f"/organisations/{organisation}/training/person?person={staff}",
        f"/organisations/{organisation}/lapsing",
        f"/organisations/{organisation}/staff",
        "/desk",
        "/training",
        "/vetting",
        f"/vetting/{ref}",
        f"/vetting/{ref}/open",
        f"/vetting/{ref}/record",
        "/outbox",
    ]


async def test_an_officer_is_never_shown_their_own(world: World, employer: Provider) -> None:
    fiona = world.people["fiona"]
    async with act(PUBLIC, NOW) as this:
        asked = await vettings.ask(employer.force, employer.scheme, fiona, employer.organisation, None, NOW)
        await this.record("vetting:asked")
    assert asked
    with pytest.raises(refusals.NotFound):
        await vettings.load(await world.actor("fiona"), asked[1])


async def test_the_officers_page_shows_it_only_after_the_form(
    browser: Browser, world: World, employer: Provider, tmp_path: Path
) -> None:
    ref, _ = await vetted.answered(world, employer, "Gus Renn", tmp_path)
    sealing.use(tmp_path)
    await browser.sign_in("fiona")
    assert "broken window" not in (await browser.get(f"/vetting/{ref}")).text
    refused = await browser.post(f"/vetting/{ref}/open", {"reason": ""})
    assert "Enter why you need to see it" in refused.text
    assert (await browser.post(f"/vetting/{ref}/open", {"reason": "To decide."})).status_code == 303
    assert "broken window" in (await browser.get(f"/vetting/{ref}")).text
