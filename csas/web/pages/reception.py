"""What the pages of signing in share: what they are given, how they draw and redraw.

The application hands them a `Reception`; they know neither settings nor the
personas' stories by themselves.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import msgspec
from litestar import Response
from litestar.connection import Request
from litestar.enums import MediaType
from litestar.response import Redirect

from csas.commands.enrolling import Post
from csas.commands.signin import Visit
from csas.domain.refusals import Faults, Refusal, TooMany
from csas.web.fields import Fault, Field
from csas.web.visitors import Visitor, browser_of

Asked = Request[Any, Any, Any]

SEE_OTHER = 303
NOT_TAKEN = 422
TOO_MANY = 429
LONGEST_TYPED = 2000


class Persona(msgspec.Struct, frozen=True):
    """Somebody of the demonstration whom anyone may play."""

    slug: str
    name: str
    who: str
    person: int


class Draw(Protocol):
    """Draws a template for a visitor, within whatever surrounds every page."""

    def __call__(self, template: str, visitor: Visitor, /, **values: object) -> str:
        """The finished page."""
        ...


@dataclass(frozen=True)
class Reception:
    """What these pages need of the application. Without `personas` there are none to play."""

    key: bytes
    draw: Draw
    post: Post
    clock: Callable[[], datetime]
    personas: Callable[[], Awaitable[Sequence[Persona]]] | None = None
    home: str = "/worklist"

    def page(
        self, template: str, visitor: Visitor, /, *, status: int = 200, **values: object
    ) -> Response[str]:
        """One page; `faults` are always there, so that the title can say so."""
        drawn = self.draw(template, visitor, **{"faults": (), **values})
        return Response(drawn, status_code=status, media_type=MediaType.HTML)

    def again(
        self, template: str, visitor: Visitor, refusal: Refusal, /, **values: object
    ) -> Response[str]:
        """The same page with what was wrong; nothing typed is lost but the secrets."""
        status = TOO_MANY if isinstance(refusal, TooMany) else NOT_TAKEN
        response = self.page(template, visitor, status=status, **values, faults=faults_of(refusal))
        if isinstance(refusal, TooMany):
            response.headers["Retry-After"] = refusal.facts["retry_after"]
        return response


def faults_of(refusal: Refusal) -> tuple[Fault, ...]:
    """A refusal as the lines of an error summary."""
    if isinstance(refusal, Faults):
        return tuple(Fault(fault.field, fault.message) for fault in refusal.faults)
    return (Fault("", refusal.message),)


def laid(fields: Sequence[Field], faults: Sequence[Fault]) -> tuple[Field, ...]:
    """The fields with each fault beside the one it belongs to."""
    said = {fault.field: fault.message for fault in faults}
    return tuple(
        msgspec.structs.replace(field, error=said.get(field.name, "")) for field in fields
    )


async def typed(request: Asked, *names: str) -> dict[str, str]:
    """What was typed into the named fields; anything that is no text counts as empty."""
    form = await request.form()
    values = {name: form.get(name, "") for name in names}
    return {
        name: value if isinstance(value, str) and len(value) <= LONGEST_TYPED else ""
        for name, value in values.items()
    }


def visit_of(request: Asked, visitor: Visitor) -> Visit:
    """From where somebody signs in."""
    return Visit(address=visitor.address, browser=browser_of(request.headers))


def onward(wanted: str | None, otherwise: str) -> str:
    """A page of ours to go on to; anything that could lead elsewhere is dropped."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return otherwise
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted
    return wanted if plain and " " not in wanted else otherwise


def go(path: str) -> Redirect:
    """On to another page after something was done."""
    return Redirect(path, status_code=SEE_OTHER)
