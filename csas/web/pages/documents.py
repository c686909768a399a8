"""Certificates, instruments and powers cards as pages that anyone can read, and as the very files issued."""

from __future__ import annotations

import asyncio
from pathlib import Path

from litestar import Response
from litestar.params import FromPath

from csas.domain import card_words, instrument_words, permissions, refusals
from csas.domain.cards import Instrument, PowersCard
from csas.domain.casework import Case
from csas.domain.certificate_words import words as say
from csas.domain.certificates import ProviderCertificate, grouped
from csas.domain.permissions import Actor, Subject
from csas.store import cases, certificates, documents, files
from csas.store.certificates import Found
from csas.store.documents import Document, Said
from csas.web.files import SANDBOX, send_pdf
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now

FOLDER = "documents"


@page("/documents/{ref:str}", "document:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """The words of the document, whether it is in force, and its file."""
    document, said, case = await _load(actor_of(request), ref)
    found = await _found(document)
    template, words = _words(said)
    standing = found.standing if found else None
    return show(request, template, said=words, document=document, case=case.ref, standing=standing)


def _words(said: Said) -> tuple[str, object]:
    match said:
        case ProviderCertificate():
            return "documents/certificate.html", say(said)
        case Instrument():
            return "documents/instrument.html", instrument_words.words(said)
        case PowersCard():
            return "documents/card.html", card_words.words(said)


@page("/documents/{ref:str}/certificate.pdf", "document:read")
async def certificate_file(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The signed certificate, as it was issued."""
    return await _file(request, ref, "certificate")


@page("/documents/{ref:str}/signed.pdf", "document:read")
async def signed_file(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The signed file of any document, as it was issued."""
    return await _file(request, ref, None)


async def _file(request: Asked, ref: str, kind: str | None) -> Response[bytes]:
    document, said, _ = await _load(actor_of(request), ref)
    if document.stored_as is None or kind not in {None, document.kind}:
        raise refusals.NotFound
    path: Path = request.app.state["settings"].files_dir / FOLDER / document.stored_as
    return send_pdf(await asyncio.to_thread(path.read_bytes), f"{document.kind}-{grouped(said.number)}.pdf")


@page("/documents/{ref:str}/photograph.jpg", "document:read")
async def photograph(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The photograph on a card, for its page."""
    _, said, _ = await _load(actor_of(request), ref)
    if not isinstance(said, PowersCard):
        raise refusals.NotFound
    content = await files.read(said.photograph.stored_as)
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    headers = {"Content-Security-Policy": SANDBOX, "Cache-Control": "private, no-store"}
    return Response(content, media_type=kind, headers=headers)


async def _load(actor: Actor, ref: str) -> tuple[Document, Said, Case]:
    """A document this reader may see; another's is not found."""
    document = await documents.find_by_ref(ref)
    if document is None or document.said is None:
        raise refusals.NotFound
    case = await cases.find_id(document.case)
    seen = Subject(scheme=case.scheme if case else None, organisation=document.organisation, person=document.person)
    if case is None or not permissions.allows(actor, "document:read", seen):
        raise refusals.NotFound
    return document, document.said, case


async def seen(actor: Actor, ref: str) -> tuple[Document, Found | None, str]:
    """A document, what is told of it now, and the reference of its case."""
    document, _, case = await _load(actor, ref)
    return document, await _found(document), case.ref


async def _found(document: Document) -> Found | None:
    """What is told of it now; None while it is not issued."""
    return await certificates.find_any(document.number or "", now())


ROUTES = [look, certificate_file, signed_file, photograph]
