"""A person's link goes only to an address that the office made sure is theirs, whatever the employer's record says."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from csas.commands import individual_endings, own, own_addresses
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.store import own_addresses as store
from csas.store import sql
from csas.store.transaction import act
from tests import individuals as people
from tests.fitness.employers import ref_of
from tests.individuals import Member
from tests.world import NOW, Browser, World


async def links_to(who: Member) -> list[str]:
    rows = await sql.fetch(
        "SELECT to_address FROM outbox_message WHERE kind = 'person-invited' AND to_person = $1 ORDER BY id", who.person
    )
    return [row["to_address"] for row in rows]


def confirmed(ref: str, address: str) -> own_addresses.Confirm:
    return own_addresses.Confirm(ref=ref, address=address, how="telephone", own=True)


async def test_a_false_address_of_the_employers_gets_no_link(world: World, browser: Browser) -> None:
    who, ref = await people.accredited(world, await people.northbank(world), "Nat Orme")
    assert await links_to(who) == [], "the grant sends nothing to an address that the employer named"
    wanted = own.InvitePerson(ref=await ref_of(who.employer), staff=who.ref)
    sam, colin = await world.actor("sam"), await world.actor("colin")
    with pytest.raises(refusals.Faults, match="faults"):
        await own.invite_person(wanted, sam, NOW)
    assert ref in {each.case_ref for each in await store.list_unconfirmed([who.employer.scheme], NOW, 50)}
    with pytest.raises(refusals.NotAllowed):
        await own_addresses.confirm(confirmed(ref, "nat@home.example"), sam, NOW)
    await own_addresses.confirm(confirmed(ref, "Nat@Home.example"), colin, NOW)
    assert await links_to(who) == ["nat@home.example"]
    assert ref not in {each.case_ref for each in await store.list_unconfirmed([who.employer.scheme], NOW, 50)}
    await browser.sign_in("sam")
    for path in (f"/individuals/{ref}", f"/staff/{who.ref}", f"/api/v1/individuals/{ref}"):
        assert "nat@home.example" not in (await browser.get(path)).text
    await browser.sign_in("colin")
    assert "Confirmed on" in (await browser.get(f"/individuals/{ref}")).text


async def test_addresses_of_the_employer_and_of_others_are_refused(world: World) -> None:
    employer = await people.northbank(world)
    _, ref = await people.accredited(world, employer, "Oz Pike")
    _, other = await people.accredited(world, employer, "Pam Rudd")
    colin = await world.actor("colin")
    await own_addresses.confirm(confirmed(other, "pam@home.example"), colin, NOW)
    for address in ("sam.okafor@people.example", "pam@home.example", "no address"):
        with pytest.raises(refusals.Faults):
            await own_addresses.confirm(confirmed(ref, address), colin, NOW)


async def test_a_link_to_an_address_that_was_wrong_opens_nothing(world: World) -> None:
    who, ref = await people.accredited(world, await people.northbank(world), "Uli Vance")
    colin = await world.actor("colin")
    for address in ("ulli@home.example", "uli@home.example"):
        await own_addresses.confirm(confirmed(ref, address), colin, NOW)
    assert await links_to(who) == ["ulli@home.example", "uli@home.example"]
    rows = await sql.fetch("SELECT email FROM invitation WHERE person_id = $1 AND used_at IS NULL", who.person)
    assert [row["email"] for row in rows] == ["uli@home.example"]


async def test_an_address_of_any_employer_of_the_person_is_refused(world: World) -> None:
    who, ref = await people.accredited(world, await people.northbank(world), "Una Wick")
    westminster = await world.organisation("Westminster City Council")
    await people.also_works_for(who, msgspec.structs.replace(who.employer, organisation=westminster))
    async with act(PUBLIC, NOW) as this:
        await sql.execute("UPDATE organisation SET website = 'https://www.council.example' WHERE id = $1", westminster)
        await this.record("organisation:registered")
    with pytest.raises(refusals.Faults):
        await own_addresses.confirm(confirmed(ref, "una@mail.council.example"), await world.actor("colin"), NOW)


async def test_only_a_confirmed_address_counts_as_notice_given(world: World) -> None:
    employer, later = await people.northbank(world), NOW + timedelta(minutes=9)
    given = []
    for name, own_one in (("Quin Soar", False), ("Ros Tait", True)):
        _, ref = await people.accredited(world, employer, name)
        if own_one:
            address = f"{name.split()[0].lower()}@home.example"
            await own_addresses.confirm(confirmed(ref, address), await world.actor("colin"), NOW)
        await people.suspend(world, ref, at=NOW + timedelta(minutes=1))
        await sql.execute(
            "UPDATE outbox_message SET state = 'sent', sent_at = $1 WHERE state = 'waiting' AND notice_copy = 'person'",
            NOW + timedelta(minutes=4),
        )
        given.append(await individual_endings.serve_all(later))
    assert given == [0, 1]
