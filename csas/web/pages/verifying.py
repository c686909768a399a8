"""Checking a PDF by sending it in: for anybody, without an account. The file is judged and let go of.

It is compared with what was issued and never opened unless it is ours byte for byte, so that no
file can do harm here; whatever goes wrong, the answer is that we cannot confirm it.
"""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.datastructures import UploadFile

from csas.domain.certificates import grouped
from csas.domain.refusals import TooMany
from csas.domain.verifying import KINDS
from csas.store import limits
from csas.web.fields import Fault
from csas.web.pages.check import unconfirmed, unindexed
from csas.web.routing import change, page
from csas.web.show import Asked, show, visitor_of
from csas.web.steps import now

VERIFY = "document:verify"
LARGEST = 2_000_000
LARGEST_FORM = LARGEST + 20_000


@page("/check/document", VERIFY, form=True)
async def ask(request: Asked) -> Response[str]:
    return _ask(request)


def _ask(request: Asked, fault: str = "") -> Response[str]:
    faults = (Fault("file", fault),) if fault else ()
    return unindexed(request, show(request, "check/document.html", verified=None, faults=faults), form=True)


@change("/check/document", VERIFY, request_max_body_size=LARGEST_FORM)
async def judge(request: Asked) -> Response[str]:
    """One of three answers about the file."""
    await limits.require("verify-address", visitor_of(request).address)
    form = await request.form()
    sent: Any = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _ask(request, "Select the PDF you were given")
    content = await sent.read(LARGEST + 1)
    if len(content) > LARGEST:
        return _ask(request, "The file must be 2 MB or smaller")
    try:
        verified = await request.app.state["verify"](content, now())
    except TooMany:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that we cannot confirm
        return unconfirmed(request, error)
    shown = show(
        request,
        "check/document.html",
        verified=verified,
        kind=KINDS.get(verified.kind, ""),
        number=grouped(verified.number) if verified.number else "",
        at=now(),
    )
    return unindexed(request, shown, form=True)


ROUTES = [ask, judge]
