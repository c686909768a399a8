"""Genuine files that hold no longer, and numbers that are none: all of them refused."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from csas.commands import cards as card_commands
from csas.commands import papers
from csas.domain.certificates import ALPHABET, grouped, normalise, number_from
from csas.domain.permissions import PUBLIC
from csas.outbound import issuing, verifying
from csas.settings import Settings
from csas.store import documents
from csas.store.documents import Document
from csas.store.transaction import act
from tests import carded, cards_of, people
from tests.decided import case_of, in_force
from tests.forgeries.test_forged import content
from tests.people import Accredited
from tests.world import NOW, Browser, World


async def made(world: World, settings: Settings, name: str) -> tuple[Accredited, Document, Document]:
    """Somebody with their instrument and their card."""
    whose = await carded.warden(world, settings, name)
    instrument, card = await carded.issued(whose, settings)
    return whose, instrument, card


async def refused(document: Document, settings: Settings, words: str, after: timedelta = timedelta()) -> None:
    """The file is told to be genuine and stale, with the reason for whoever may know it."""
    verified = await verifying.verify(await content(document, settings), settings, NOW + after)
    assert verified.verdict == "not-in-force"
    assert words in verified.findings[0]
    assert not verified.may_be_relied_on


async def test_replaced(world: World, settings: Settings) -> None:
    whose, instrument, card = await made(world, settings, "Replaced Rae")
    await cards_of.restrict(whose, "modification", NOW, power="1a")
    async with act(PUBLIC, NOW) as this:
        await papers.replace_for(this, [whose.accreditation])
        await this.record("individual:decided", case=await case_of(whose.case))
    for each in (instrument, card):
        await refused(each, settings, "A newer card replaced this one")


async def test_expired(world: World, settings: Settings) -> None:
    _, instrument, card = await made(world, settings, "Expired Eve")
    for each in (instrument, card):
        await refused(each, settings, "", timedelta(days=400))


@pytest.mark.parametrize("what", ["lost", "stolen"])
async def test_lost_and_stolen(world: World, settings: Settings, what: str) -> None:
    _, instrument, card = await made(world, settings, f"Lo {what}")
    report = card_commands.ReportLost(ref=card.ref, what=what, note=".")  # type: ignore[arg-type]
    await card_commands.report_lost(report, await world.actor("colin"), NOW)
    await refused(card, settings, f"reported {what}")
    assert (await verifying.verify(await content(instrument, settings), settings, NOW)).may_be_relied_on


@pytest.mark.parametrize(("kind", "words"), [("suspension", "suspended"), ("withdrawal", "withdrawn")])
async def test_suspended_and_withdrawn(world: World, settings: Settings, kind: str, words: str) -> None:
    whose, instrument, card = await made(world, settings, f"Su {kind}")
    await cards_of.restrict(whose, kind, NOW)
    for each in (instrument, card):
        await refused(each, settings, words)


async def test_void_and_never_issued(world: World, settings: Settings) -> None:
    """A file made and signed for a number that was given up before it was issued."""
    whose = await carded.warden(world, settings, "Void Val")
    reserved = await carded.reserved(whose)
    found = [await documents.find(each) for each in reserved]
    async with act(PUBLIC, NOW) as this:
        await papers.replace_for(this, [whose.accreditation])
        await this.record("individual:decided", case=await case_of(whose.case))
    for each in found:
        assert each
        assert each.said
        picture = await issuing.photograph_of(each.said)
        pdf = await asyncio.to_thread(issuing.make, each.said, settings.keys_dir, NOW, picture)
        verified = await verifying.verify(pdf, settings, NOW, with_findings=False)
        assert verified.verdict == "not-ours"


async def test_a_certificate_is_judged_alike(world: World, settings: Settings) -> None:
    case = await case_of(await in_force(world, "Hobb Market", "walter", place="not-needed"))
    (reserved,) = await documents.list_of_case(case.id)
    assert await issuing.issue(reserved.id, settings)
    found = await documents.find(reserved.id)
    assert found
    pdf = await content(found, settings)
    soon = NOW + timedelta(days=30)
    assert (await verifying.verify(pdf, settings, soon)).may_be_relied_on
    assert (await verifying.verify(pdf + b" ", settings, soon)).verdict == "not-ours"
    assert (await verifying.verify(pdf, settings, NOW + timedelta(days=5_000))).verdict == "not-in-force"


async def test_numbers_that_are_none(world: World, settings: Settings, browser: Browser) -> None:
    """Unknown, or right but for its check character: the very same answer."""
    _, _, card = await made(world, settings, "Numbered Ned")
    number = str(card.number)
    assert people.TITLE in str(card.said)
    good = await browser.get(f"/check/{number}")
    assert "In force" in good.text
    for at in range(13):
        for character in ALPHABET[::7]:
            forged = f"{number[:at]}{character}{number[at + 1 :]}"
            assert forged == number or normalise(forged) is None
    wrong = number[:12] + ALPHABET[(ALPHABET.index(number[12]) + 1) % 32]
    told = [(await browser.get(f"/check/{each}")).text for each in (wrong, number_from(5), grouped(wrong))]
    assert all("do not rely" in each.lower() for each in told)
