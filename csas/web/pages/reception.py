"""What the pages of signing in share: how they read, draw and redraw, and who may be played.

Whether there are people to play is the door's word; these pages know no settings.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
from litestar import Response

from csas.commands.signin import Visit
from csas.domain.refusals import Faults, Refusal, TooMany
from csas.store import personas
from csas.store.personas import Persona
from csas.web.access import Access
from csas.web.errors import status_of
from csas.web.fields import Fault, Field, with_faults
from csas.web.show import Asked, show
from csas.web.visitors import browser_of, require_visitor

SERVICE = "csas"
HOME = "/desk"
LONGEST_TYPED = 2000


async def list_personas(request: Asked) -> list[Persona]:
    """The people of the demonstration; elsewhere there are none."""
    return await personas.list_all() if access_of(request).personas else []


def access_of(request: Asked) -> Access:
    """What the door knows of this installation."""
    found: Access = request.app.state["access"]
    return found


def key_of(request: Asked) -> bytes:
    """The key that seals authenticators' secrets."""
    return access_of(request).key


def now() -> datetime:
    """The moment of a request, read once by its handler."""
    return datetime.now(UTC)


def again(request: Asked, template: str, refusal: Refusal, /, **values: object) -> Response[str]:
    """The same page with what was wrong; nothing typed is lost but the secrets."""
    response = show(request, template, status_of(refusal), **values, faults=faults_of(refusal))
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = refusal.facts["retry_after"]
    return response


def faults_of(refusal: Refusal) -> tuple[Fault, ...]:
    """A refusal as the lines of an error summary."""
    if isinstance(refusal, Faults):
        return tuple(Fault(fault.field, fault.message) for fault in refusal.faults)
    return (Fault("", refusal.message),)


def refilled(fields: Sequence[Field], refusal: Refusal, given: dict[str, str]) -> tuple[Field, ...]:
    """The fields with what was typed, passwords and codes left out, and each one's fault."""
    kept = (
        field
        if field.kind == "password" or field.autocomplete == "one-time-code"
        else msgspec.structs.replace(field, value=given.get(field.name, ""))
        for field in fields
    )
    return with_faults(tuple(kept), faults_of(refusal))


async def typed(request: Asked, *names: str) -> dict[str, str]:
    """What was typed into the named fields; anything that is no text counts as empty."""
    form = await request.form()
    values = {name: form.get(name, "") for name in names}
    return {
        name: value if isinstance(value, str) and len(value) <= LONGEST_TYPED else "" for name, value in values.items()
    }


def visit_of(request: Asked) -> Visit:
    """From where somebody signs in."""
    address = require_visitor(request).address
    return Visit(address=address, browser=browser_of(request.headers))


def next_of(request: Asked, otherwise: str = "") -> str:
    """Where the address says that somebody wants to go on to."""
    return onward(request.query_params.get("next"), otherwise)


def onward(wanted: str | None, otherwise: str = "") -> str:
    """A page of ours to go on to; anything that could lead elsewhere is dropped."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return otherwise
    plain = wanted.isascii() and wanted.isprintable()
    return otherwise if not plain or "\\" in wanted or " " in wanted else wanted
