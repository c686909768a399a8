"""A certificate as a page that anyone can read, and as the very file that was issued."""

from __future__ import annotations

import asyncio
from pathlib import Path

from litestar import Response
from litestar.params import FromPath

from csas.domain import permissions, refusals
from csas.domain.certificate_words import words as say
from csas.domain.certificates import ProviderCertificate, grouped
from csas.domain.permissions import Actor, Subject
from csas.domain.provider_standing import Standing
from csas.store import cases, certificates, documents
from csas.store.documents import Document
from csas.web.files import send_pdf
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now

FOLDER = "documents"


@page("/documents/{ref:str}", "document:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    document, certificate, case = await _load(actor_of(request), ref)
    return show(
        request,
        "documents/certificate.html",
        said=say(certificate),
        document=document,
        standing=await _standing(document),
        case=case,
    )


@page("/documents/{ref:str}/certificate.pdf", "document:read")
async def file(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The signed file, as it was issued."""
    document, certificate, _ = await _load(actor_of(request), ref)
    if document.stored_as is None:
        raise refusals.NotFound
    path: Path = request.app.state["settings"].files_dir / FOLDER / document.stored_as
    return send_pdf(await asyncio.to_thread(path.read_bytes), f"certificate-{grouped(certificate.number)}.pdf")


async def _load(actor: Actor, ref: str) -> tuple[Document, ProviderCertificate, str]:
    """A certificate this reader may see; another's is not found."""
    document = await documents.find_by_ref(ref)
    if document is None or document.certificate is None:
        raise refusals.NotFound
    case = await cases.find_id(document.case)
    seen = Subject(scheme=case.scheme if case else None, organisation=document.organisation)
    if case is None or not permissions.allows(actor, "document:read", seen):
        raise refusals.NotFound
    return document, document.certificate, case.ref


async def _standing(document: Document) -> Standing | None:
    """Whether it is in force now; None while it is not issued."""
    found = await certificates.find_by_number(document.number or "", now())
    return found.standing if found else None


ROUTES = [look, file]
