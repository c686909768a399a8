"""The person answers by a link of their own, opened once, which neither employer nor office can read."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest

from csas.commands import vetting, vetting_answers
from csas.domain import refusals
from csas.domain.accounts import LinkSpent
from csas.store import installation, mailbox, sealing, sql
from tests.database import Addresses
from tests.fitness import vetted
from tests.people import Provider
from tests.world import BASE, NOW, Browser, World


async def test_the_whole_way_on_the_pages(browser: Browser, world: World, employer: Provider) -> None:
    ref, _, token = await vetted.sent(world, employer, "Ada Frome")
    start = f"/your-vetting/start/{token}"
    assert "Northbank Homes" in (await browser.get(start)).text
    assert (await browser.post(start)).headers["location"] == "/your-vetting"
    assert "Not started" in (await browser.get("/your-vetting")).text
    for slug, given in vetted.ANSWERS.items():
        answer = await browser.post(f"/your-vetting/{slug}", given)
        assert answer.status_code == 303, answer.text
    done = await browser.post("/your-vetting/send", page="/your-vetting")
    assert "Your answers have been sent" in done.text
    assert "Farrow-Lyle" not in (await browser.get("/your-vetting/names")).text
    assert await sql.fetchval("SELECT answered_at IS NOT NULL FROM vetting_request WHERE ref = $1", ref)


async def test_a_draft_is_kept_and_sending_names_what_is_missing(
    browser: Browser, world: World, employer: Provider
) -> None:
    _, _, token = await vetted.sent(world, employer, "Bea Croft")
    await browser.post(f"/your-vetting/start/{token}")
    wrong = await browser.post("/your-vetting/names", {"other": "yes", "which": ""})
    assert wrong.status_code == 400
    assert "Enter which names" in wrong.text
    later = await browser.post("/your-vetting/names", {"other": "yes", "which": "", "later": "yes"})
    assert later.status_code == 303
    assert "Not complete" in (await browser.get("/your-vetting")).text
    refused = await browser.post("/your-vetting/send", page="/your-vetting")
    assert "Former and other names, Addresses in the last five years" in refused.text


async def test_a_link_opens_once_and_another_browser_gets_a_fresh_one_by_mail(
    browser: Browser, world: World, employer: Provider
) -> None:
    _, _, token = await vetted.sent(world, employer, "Cleo Marsh")
    await vetting_answers.begin(token)
    spent = await browser.get(f"/your-vetting/start/{token}")
    assert spent.status_code == 410
    answer = await browser.post(f"/your-vetting/start/{token}/again", page=f"/your-vetting/start/{token}")
    assert "A new link is on its way" in answer.text
    fresh = await vetted.token_to("cleo.marsh@home.example")
    assert fresh != token
    with pytest.raises(LinkSpent):
        await vetting_answers.begin(token)
    assert (await browser.post(f"/your-vetting/start/{fresh}")).status_code == 303


async def test_a_link_ends(world: World, employer: Provider) -> None:
    ref, _, token = await vetted.sent(world, employer, "Dot Ingram")
    secret = await vetting_answers.begin(token)
    await sql.execute(
        "UPDATE vetting_link SET expires_at = now() WHERE request_id = (SELECT id FROM vetting_request WHERE ref = $1)",
        ref,
    )
    with pytest.raises(LinkSpent):
        await vetting_answers.way_of(secret)


async def test_only_digests_and_sealed_answers_are_stored(
    world: World, employer: Provider, database: Addresses, tmp_path: Path
) -> None:
    ref, _ = await vetted.answered(world, employer, "Eva Stroud", tmp_path)
    owner = await asyncpg.connect(database.owner_url)
    try:
        body = await owner.fetchval(
            "SELECT body FROM vetting_answer a JOIN vetting_request r ON r.id = a.request_id WHERE r.ref = $1", ref
        )
    finally:
        await owner.close()
    assert b"broken window" not in bytes(body)
    assert b"broken window" in sealing.unseal(bytes(body), ref)
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(bytes(body), "another")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await sql.fetchval("SELECT body FROM vetting_answer LIMIT 1")


async def test_two_windows_do_not_write_over_each_other(world: World, employer: Provider, tmp_path: Path) -> None:
    sealing.use(tmp_path)
    _, _, token = await vetted.sent(world, employer, "Fay Lund")
    secret = await vetting_answers.begin(token)
    await vetting_answers.save(secret, "names", vetted.ANSWERS["names"], 0, later=False)
    with pytest.raises(refusals.DraftChanged):
        await vetting_answers.save(secret, "names", {"other": "no", "which": ""}, 0, later=False)


async def test_the_link_stands_in_nobodys_outbox_and_on_no_case(world: World, employer: Provider) -> None:
    _, _, token = await vetted.sent(world, employer, "Gil Orme")
    row = await sql.fetchrow(
        "SELECT ref, organisation_id, case_id, to_person FROM outbox_message WHERE facts ->> 'path' LIKE '%' || $1",
        token,
    )
    assert row
    assert (row["organisation_id"], row["case_id"], row["to_person"]) == (None, None, None)
    await sql.execute(
        "UPDATE outbox_message SET subject = 's', body = 'secret ' || $2 WHERE ref = $1", row["ref"], token
    )
    installation.use(BASE, demonstration=False)
    amina = await world.actor("amina")
    shown = await mailbox.load_message(amina, ("scheme-manager",), row["ref"])
    assert (shown.body, shown.sealed) == ("", True)
    listed = await mailbox.list_messages(amina, ("scheme-manager",), 0, 1000)
    assert token not in str(listed)
    installation.use(BASE, demonstration=True)
    assert token in (await mailbox.load_message(amina, ("scheme-manager",), row["ref"])).body


async def test_an_address_of_the_employers_is_refused(world: World, employer: Provider) -> None:
    ref, _ = await vetted.asked(world, employer, "Hal Nye")
    fiona = await world.actor("fiona")
    for address in ("sam.okafor@people.example", "no address"):
        with pytest.raises(refusals.Faults):
            await vetting.send(vetting.SendLink(ref=ref, address=address, own=True), fiona, NOW)


@pytest.mark.parametrize("slug", ["sam", "colin", "priya", "helen", "amina", "dana"])
async def test_nobody_but_the_vetting_officer_sends_it(world: World, employer: Provider, slug: str) -> None:
    ref, _ = await vetted.asked(world, employer, f"Ivo {slug}")
    wanted = vetting.SendLink(ref=ref, address="ivo@home.example", own=True)
    with pytest.raises(refusals.NotFound):
        await vetting.send(wanted, await world.actor(slug), NOW)


async def test_strangers_and_other_employers_ask_for_nobody(world: World, employer: Provider) -> None:
    from tests.fitness.employers import newcomer, ref_of

    _, staff = await newcomer(employer, "Jem Tull")
    wanted = vetting.AskVetting(organisation=await ref_of(employer), people=(staff,))
    for slug in ("dana", "priya", "helen", "grace"):
        with pytest.raises(refusals.NotFound):
            await vetting.ask(wanted, await world.actor(slug), NOW)
    await vetting.ask(wanted, await world.actor("colin"), NOW)
    with pytest.raises(refusals.AlreadyDone):
        await vetting.ask(wanted, await world.actor("sam"), NOW)
