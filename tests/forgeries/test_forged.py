"""Fifteen ways to forge an instrument or a card: none of them passes, neither here nor on the page."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from csas.domain.cards import Instrument, PowersCard
from csas.outbound import issuing, verifying
from csas.outbound.documents import signing
from csas.settings import Settings
from csas.store.documents import Document
from tests import carded
from tests.forgeries import forging
from tests.forgeries.forging import WAYS, Genuine
from tests.world import BASE, NOW, Browser, World, hidden_fields


async def genuine(world: World, settings: Settings, kind: str, folder: Path) -> Genuine:
    """A genuine file of this kind."""
    whose = await carded.warden(world, settings, f"Mo {kind}")
    made = {each.kind: each for each in await carded.issued(whose, settings)}[kind]
    assert isinstance(made.said, Instrument | PowersCard)
    picture = await issuing.photograph_of(made.said)
    return Genuine(await content(made, settings), made.said, picture, _key(settings), folder)


async def content(document: Document, settings: Settings) -> bytes:
    return await asyncio.to_thread((settings.files_dir / issuing.FOLDER / str(document.stored_as)).read_bytes)


def _key(settings: Settings) -> signing.SigningKey:
    return signing.load_or_make(settings.keys_dir, NOW)


@pytest.mark.parametrize("kind", ["instrument", "card"])
async def test_no_forgery_passes(world: World, settings: Settings, tmp_path: Path, kind: str) -> None:
    of = await genuine(world, settings, kind, tmp_path)
    assert (await verifying.verify(of.pdf, settings, NOW)).may_be_relied_on
    taken = []
    for name, way in WAYS.items():
        forged = await asyncio.to_thread(way, of)
        assert forged != of.pdf, name
        for findings in (True, False):
            verified = await verifying.verify(forged, settings, NOW, with_findings=findings)
            taken += [name] if verified.verdict != "not-ours" or not verified.findings else []
    assert not taken


async def test_the_page_says_so_too(world: World, settings: Settings, tmp_path: Path, browser: Browser) -> None:
    of = await genuine(world, settings, "card", tmp_path)
    assert "Genuine and in force" in await sent(browser, of.pdf)
    assert "Not genuine" in await sent(browser, forging.overlaid(of))
    assert "Not genuine" in await sent(browser, b"<html>no file at all")
    assert "Select the PDF" in await sent(browser, b"", name="")


async def sent(browser: Browser, pdf: bytes, name: str = "card.pdf") -> str:
    """What somebody without an account is told of a file."""
    shown = await browser.get("/check/document")
    answer = await browser.client.post(
        "/check/document",
        data=hidden_fields(shown.text),
        files={"file": (name, pdf, "application/pdf")} if name else {"other": ("", b"")},
        headers={"origin": BASE, "sec-fetch-site": "same-origin"},
    )
    return answer.text


async def test_its_number_of_files_is_limited(world: World, settings: Settings, browser: Browser) -> None:
    for _ in range(11):
        last = await sent(browser, b"%PDF")
    assert "Too many" in last or "too many" in last
