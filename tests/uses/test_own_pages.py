"""The accredited person's own pages: their powers, notices and data, and nobody else's."""

from __future__ import annotations

from datetime import datetime

import pytest

from csas.commands import enrolling, own, own_addresses
from csas.domain import refusals
from csas.store import own_data, reads, sql, statutory, uses
from csas.store.statutory import Notice
from csas.store.transaction import act
from tests import people
from tests.people import Accredited
from tests.uses import returns
from tests.world import NOW, Browser, World


@pytest.fixture
async def mo(world: World) -> Accredited:
    found = await returns.warden(world, await returns.northbank(world))
    world.people["mo"] = found.person
    return found


async def suspend(world: World, mo: Accredited, at: datetime = NOW) -> str:
    """A notice of suspension with its copies, as the individual's case gives it."""
    async with act(await world.actor("helen"), at) as this:
        concerned = await statutory.list_concerned([mo.accreditation])
        refs = await statutory.give(
            concerned, Notice(kind="suspension", reasons=("conduct",), explanation="A report."), at
        )
        ref = refs[mo.accreditation]
        await sql.execute(
            """INSERT INTO restriction (ref, accreditation_id, kind, notice_ref, valid)
               VALUES ($1, $2, 'suspension', $3, tstzrange($4, NULL))""",
            f"r{ref[1:]}",
            mo.accreditation,
            ref,
            at,
        )
        await this.record("individual:suspended", subjects={"accreditation": [mo.accreditation]})
    return ref


async def test_powers_are_told_in_plain_words_with_what_ends_first(browser: Browser, mo: Accredited) -> None:
    await browser.sign_in("mo")
    shown = (await browser.get("/me")).text
    assert "You are accredited" in shown
    assert "when the term of your accreditation ends" in shown
    assert "Require the name and address of a person believed to have acted in an anti-social way." in shown
    assert "Lambeth and Southwark" in shown
    assert returns.DISORDER in shown
    assert ">Clear<" in shown


async def test_somebody_not_accredited_is_told_so(browser: Browser) -> None:
    await browser.sign_in("ruth")
    assert "You are not accredited" in (await browser.get("/me")).text


async def test_somebody_with_two_employers_sees_both(browser: Browser, world: World, mo: Accredited) -> None:
    """Each accreditation stands by itself: what ends with one employer goes on with the other."""
    hobb = await people.provider(world, "Hobb Market", areas=("Camden",))
    other = await people.accredited(world, hobb, powers=("3",), person=mo.person)
    await browser.sign_in("mo")
    shown = (await browser.get("/me")).text
    assert "Northbank Homes" in shown
    assert "Hobb Market" in shown
    async with act(await world.actor("sam"), NOW) as this:
        await returns.leave(mo, NOW, NOW)
        await this.record("staff:left", subjects={"person": [mo.person]})
    shown = (await browser.get("/me")).text
    assert "Your accreditation with Northbank Homes is not in force. The person no longer works" in shown
    assert "You are accredited" in shown
    event = await returns.record(await returns.themselves(mo), other, {**returns.NAME, "area": "E09000007"})
    assert (await uses.load(await returns.themselves(mo), event.ref)).organisation_name == "Hobb Market"


async def test_a_notice_is_read_and_acknowledged_once(browser: Browser, world: World, mo: Accredited) -> None:
    ref = await suspend(world, mo)
    await browser.sign_in("mo")
    shown = (await browser.get("/me")).text
    assert "Do not use any power" in shown
    assert "In law it still stands until the notice reaches you" in shown
    assert "Read the notices" in shown
    page = await browser.get(f"/me/notices/{ref}")
    assert "A report." in page.text
    answer = await browser.post(f"/notices/{ref}/acknowledge", page=f"/me/notices/{ref}")
    assert answer.status_code == 303
    served = await sql.fetchrow(
        """SELECT k.how, k.recorded_by FROM notice_copy k JOIN statutory_notice n ON n.id = k.notice_id
           WHERE n.ref = $1 AND k.copy_for = 'person'""",
        ref,
    )
    assert served
    assert (served["how"], served["recorded_by"]) == ("email", mo.person)
    assert "In law it still stands" not in (await browser.get("/me")).text
    with pytest.raises(refusals.AlreadyDone):
        await own.acknowledge(own.Acknowledge(ref=ref), await returns.themselves(mo), NOW)


async def test_nobody_reads_or_acknowledges_another_s_notice(browser: Browser, world: World, mo: Accredited) -> None:
    ref = await suspend(world, mo)
    other = await returns.warden(world, mo.provider, "Ola Brandt")
    world.people["ola"] = other.person
    for who in ("ola", "sam", "colin", "helen"):
        await browser.sign_in(who)
        assert (await browser.get(f"/me/notices/{ref}")).status_code == 404
    with pytest.raises(refusals.NotFound):
        await own.acknowledge(own.Acknowledge(ref=ref), await returns.themselves(other), NOW)


async def test_all_that_is_held_is_mine_and_names_nobody_else(browser: Browser, world: World, mo: Accredited) -> None:
    await suspend(world, mo)
    await returns.record(await world.actor("sam"), mo, returns.NAME)
    other = await returns.warden(world, mo.provider, "Ola Brandt")
    held = await own_data.everything(await returns.themselves(mo))
    assert held["you"][0]["name"] == "Mo Farrow"
    assert [each["power"] for each in held["uses"]] == ["3"]
    assert held["vetting"][0]["outcome"] == "clear"
    assert "reference" not in held["vetting"][0]
    assert held["notices"][0]["explanation"] == "A report."
    text = str(held)
    for name in ("Ola Brandt", "Sam Okafor", "Helen", other.staff_ref, other.ref):
        assert name not in text
    await browser.sign_in("mo")
    file = await browser.get("/me/data.json")
    assert file.json()["you"][0]["name"] == "Mo Farrow"
    assert "attachment" in file.headers["content-disposition"]
    assert "What is not shown here" in (await browser.get("/me/data")).text


async def test_every_page_of_ones_own_is_shown(browser: Browser, world: World, mo: Accredited) -> None:
    await suspend(world, mo)
    await returns.record(await world.actor("sam"), mo, returns.NAME)
    await browser.sign_in("mo")
    for path in ("/me", "/me/card", "/me/uses", "/me/notices", "/me/data", "/uses/record"):
        assert (await browser.get(path)).status_code == 200
    assert (await browser.get("/desk")).headers["location"] == "/me"


async def test_the_employer_invites_a_person_to_their_own_pages(world: World, mo: Accredited) -> None:
    sam, ref = (
        await world.actor("sam"),
        await sql.fetchval("SELECT ref FROM organisation WHERE name = 'Northbank Homes'"),
    )
    wanted = own.InvitePerson(ref=ref, staff=mo.staff_ref)
    with pytest.raises(refusals.NotFound):
        await own.invite_person(wanted, await world.actor("ruth"), NOW)
    with pytest.raises(refusals.NotAllowed):
        await own.invite_person(wanted, await world.actor("colin"), NOW)
    with pytest.raises(refusals.Faults):
        await own.invite_person(wanted, sam, NOW)  # nobody has made sure of an address yet
    case = await sql.fetchval("SELECT ref FROM casefile WHERE person_id = $1", mo.person)
    home = own_addresses.Confirm(ref=case, address="mo@home.example", how="in-person", own=True)
    await own_addresses.confirm(home, await world.actor("colin"), NOW)
    await own.invite_person(wanted, sam, NOW)
    path = await sql.fetchval(
        "SELECT facts->>'path' FROM outbox_message WHERE kind = 'person-invited' AND to_person = $1", mo.person
    )
    await enrolling.accept(path.rpartition("/")[2], "four small grey kettles", "four small grey kettles", NOW)
    account = await sql.fetchrow("SELECT email FROM account WHERE person_id = $1", mo.person)
    assert account
    assert account["email"] == "mo@home.example"
    found = await reads.load_actor(mo.person)
    assert found
    assert found.accredited
    assert not found.holdings
    with pytest.raises(refusals.AlreadyDone):
        await own.invite_person(wanted, sam, NOW)
