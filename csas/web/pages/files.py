"""Adding a file to an application, and handing files out: always to be saved, never shown in place."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import files as commands
from csas.domain import casework, refusals
from csas.domain.refusals import Fault
from csas.store import applications, inspection, uploads
from csas.web import forms, once
from csas.web.pages.applications import load
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now

ATTACH = "application:attach"
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
LARGEST_FORM = 25 * 1024 * 1024


@page("/applications/{ref:str}/attach", ATTACH)
async def show_attach(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _attach(request, ref)


async def _attach(request: Asked, ref: str, faults: tuple[Fault, ...] = ()) -> Response[str]:
    case = await load(actor_of(request), ref)
    casework.require(case, actor_of(request), ATTACH)
    application = await applications.load(case)
    return show(
        request,
        "applications/attach.html",
        case=case,
        files=await uploads.list_kept(application.id),
        rejected=await uploads.list_rejected(application.id),
        faults=forms.view_faults(faults),
    )


@change("/applications/{ref:str}/attach", ATTACH, request_max_body_size=LARGEST_FORM)
async def attach(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    """Take a file in; a refusal says why and is kept in the list."""
    form = await request.form()
    sent: Any = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return await _attach(request, ref, (Fault(field="file", message="Select a file"),))
    content = await sent.read(inspection.LARGEST + 1)
    try:
        done = commands.attach_bytes(ref, commands.EVIDENCE, sent.filename, content, actor_of(request), now())
        await once.act_once(request, form, done)
    except refusals.FileRefused as refused:
        return await _attach(request, ref, (Fault(field="file", message=refused.message),))
    return then(f"/applications/{ref}/attach?done=application:file-attached")


@page("/files/{ref:str}", "document:read")
async def hand_out(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """One file, as an attachment that can run nothing."""
    found, content = await uploads.load(actor_of(request), ref)
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in found.name)
    return Response(
        content,
        media_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(found.name, safe='')}",
            "Content-Security-Policy": SANDBOX,
            "Cache-Control": "no-store",
        },
    )


ROUTES = [show_attach, attach, hand_out]
