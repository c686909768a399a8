"""The trail of a card: who may write what, in which order, and that a lost card dies alone."""

from __future__ import annotations

import pytest

from csas.commands import cards as commands
from csas.domain import refusals
from csas.domain.permissions import Actor
from csas.domain.standing import accreditation_standing
from csas.settings import Settings
from csas.store import certificates, custody, documents, reads, standing
from csas.store.documents import Document
from tests import carded
from tests.people import Accredited
from tests.world import NOW, Browser, World


async def card_of(world: World, settings: Settings, name: str) -> tuple[Accredited, Document, Actor]:
    """Somebody, their card, and they themselves."""
    whose = await carded.warden(world, settings, name)
    card = (await carded.issued(whose, settings))[1]
    themselves = await reads.load_actor(whose.person)
    assert themselves
    return whose, card, themselves


def note(card: Document, text: str = "By hand.") -> commands.Recorded:
    return commands.Recorded(ref=card.ref, note=text)


def lost(card: Document, what: str = "lost") -> commands.ReportLost:
    return commands.ReportLost(ref=card.ref, what=what, note="On the 38 bus.")  # type: ignore[arg-type]


async def in_force(card: Document) -> bool:
    found = await certificates.find_any(str(card.number), NOW)
    assert found
    return found.standing.in_force


async def test_from_the_office_to_the_holder_and_lost(world: World, settings: Settings) -> None:
    whose, card, mo = await card_of(world, settings, "Mo Farrow")
    colin, sam = await world.actor("colin"), await world.actor("sam")
    await commands.post(note(card), colin, NOW)
    await commands.receive(note(card), mo, NOW)
    assert await in_force(card)
    await commands.report_lost(lost(card), mo, NOW)
    assert not await in_force(card)
    assert accreditation_standing(await standing.load(whose.accreditation), NOW).in_force
    trail = await custody.list_trail(card.id)
    assert [(each.what, each.by) for each in trail][1:] == [
        ("posted", colin.name),
        ("received", "Mo Farrow"),
        ("lost", "Mo Farrow"),
    ]
    event = await commands.replace(commands.Replace(ref=card.ref, note="It was lost."), sam, NOW)
    (new,) = await carded.finish(await documents.list_reserved(), settings)
    assert event.ref == new.ref
    assert new.number != card.number
    assert await in_force(new)
    assert [state for state, _ in await carded.papers_of(whose, "card")] == ["replaced", "issued"]
    assert [state for state, _ in await carded.papers_of(whose, "instrument")] == ["issued"]


async def test_a_card_that_is_gone_never_comes_back(world: World, settings: Settings) -> None:
    _, card, mo = await card_of(world, settings, "Ada Moss")
    colin = await world.actor("colin")
    await commands.report_lost(lost(card, "stolen"), mo, NOW)
    with pytest.raises(refusals.CardGone):
        await commands.receive(note(card), mo, NOW)
    with pytest.raises(refusals.AlreadyDone):
        await commands.report_lost(lost(card, "stolen"), mo, NOW)
    await commands.hand_back(note(card), colin, NOW)
    assert not await in_force(card)
    await commands.destroy(note(card), colin, NOW)
    with pytest.raises(refusals.CardGone):
        await commands.report_lost(lost(card), mo, NOW)


async def test_who_may_write_what(world: World, settings: Settings) -> None:
    _, card, mo = await card_of(world, settings, "Bea Lund")
    _, _, another = await card_of(world, settings, "Cal Frost")
    for actor in (another, await world.actor("ruth"), await world.actor("dana")):
        with pytest.raises(refusals.NotFound):
            await commands.report_lost(lost(card), actor, NOW)
    for actor in (mo, await world.actor("sam"), await world.actor("helen")):
        with pytest.raises(refusals.NotAllowed):
            await commands.post(note(card), actor, NOW)
    with pytest.raises(refusals.NotAllowed):
        await commands.replace(commands.Replace(ref=card.ref, note="Please."), mo, NOW)
    await commands.receive(note(card), await world.actor("sam"), NOW)


async def test_its_pages(world: World, settings: Settings, browser: Browser) -> None:
    whose, card, _ = await card_of(world, settings, "Dev Anand")
    path = f"/cards/{card.ref}"
    browser.world.people["dev"] = whose.person
    await browser.sign_in("dev")
    assert "Your cards" in (await browser.get("/cards")).text
    page = (await browser.get(path)).text
    assert "Report it lost or stolen" in page
    assert "Record as posted" not in page
    assert "Enter when and where" in (await browser.post(f"{path}/report-lost", {"what": "lost"})).text
    answer = await browser.post(f"{path}/report-lost", {"what": "lost", "note": "On the 38 bus."})
    page = (await browser.get(answer.headers["location"])).text
    assert "Nobody can rely on this card" in page
    assert "On the 38 bus." in page
    for document in ("", "/signed.pdf", "/photograph.jpg"):
        assert (await browser.get(f"/documents/{card.ref}{document}")).status_code == 200
    await browser.sign_in("sam")
    assert "Ask for a new card" in (await browser.get(path)).text
    assert "Dev Anand" in (await browser.get("/cards?q=dev")).text
    assert "No card fits that" in (await browser.get("/cards?q=nobody+by+this+name")).text
    await browser.sign_in("dana")
    for address in (path, f"/documents/{card.ref}", f"/documents/{card.ref}/photograph.jpg", f"{path}/report-lost"):
        assert (await browser.get(address)).status_code == 404
