"""By program: whether a PDF was issued by this service and holds. The file is judged and let go of."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from typing import Annotated, Any

from litestar import Response, post
from msgspec import Meta

from csas.domain import intake
from csas.domain.refusals import CannotConfirm, Fault, Faults, TooMany
from csas.domain.values import Struct
from csas.store import limits
from csas.web.api import body
from csas.web.api.public import NEVER_KEPT, unconfirmed
from csas.web.pages.verifying import LARGEST, VERIFY
from csas.web.show import Asked, visitor_of
from csas.web.steps import now

LARGEST_BODY = LARGEST * 4 // 3 + 20_000


class Document(Struct):
    """A file to judge."""

    pdf: Annotated[str, Meta(description="The file in base64, 2 MB or smaller", min_length=1)]


@post("/api/v1/checks/document", opt={"action": VERIFY}, status_code=200, include_in_schema=False)
async def judge(request: Asked) -> Response[Any]:
    """One of three answers about the file; whatever goes wrong is that we cannot confirm it."""
    await limits.require("verify-address", visitor_of(request).address)
    content = _content(intake.read(Document, await body.read(request, LARGEST_BODY)))
    try:
        verified = await request.app.state["verify"](content, now())
    except (TooMany, CannotConfirm):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, we cannot confirm
        raise unconfirmed(error) from None
    return Response({"verdict": verified.verdict, "kind": verified.kind, "number": verified.number}, headers=NEVER_KEPT)


def _content(sent: Document) -> bytes:
    try:
        content = b64decode(sent.pdf, validate=True)
    except (NotBase64, ValueError):
        raise Faults(Fault(field="pdf", message="The file must be in base64")) from None
    if len(content) > LARGEST:
        raise Faults(Fault(field="pdf", message="The file must be 2 MB or smaller"))
    return content


ROUTES = [judge]
