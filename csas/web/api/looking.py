"""What can be read by program: where, by whom, out of which read, in which shape.

A line of `LOOKS` in a module beside this one is a route, an operation of the description and
nothing else. The read is that of the page at the same address and takes the same actor, so
nobody is told more here than there; the shape keeps ids of ours inside.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar, dataclass_transform

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from csas.domain.permissions import Actor
from csas.web.pages.register import page_of, plain
from csas.web.show import Asked, actor_of
from csas.web.steps import now

LONGEST = 120


class _Told(msgspec.StructMeta):
    """Hands the settings down; a read may hold more than the shape tells."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **settings: Any) -> _Told:
        return super().__new__(cls, name, bases, namespace, **{"frozen": True, "kw_only": True, **settings})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Shape(msgspec.Struct, metaclass=_Told, frozen=True):
    """What is told. Times are ISO 8601 with a zone, days are London's, an end is the first moment after."""


class Asking(msgspec.Struct, frozen=True):
    """Who asks about what, and when."""

    request: Asked
    actor: Actor
    ref: str
    at: datetime

    def said(self, name: str) -> str:
        """What stands after the question mark under this name."""
        return plain(str(self.request.query_params.get(name, "")))[:LONGEST]

    @property
    def page(self) -> int:
        return page_of(self.said("page"))


class Query(msgspec.Struct, frozen=True):
    """Something that may be asked after the question mark; what makes no sense counts as not asked."""

    name: str
    words: str
    values: tuple[str, ...] = ()


PAGE = Query("page", "Which page, from 1")
Read = Callable[[Asking], Awaitable[object]]
S = TypeVar("S", bound=Shape)


class Look(msgspec.Struct, frozen=True):
    """One thing to read."""

    path: str
    action: str
    words: str
    shape: type[Shape]
    read: Read
    asked: tuple[Query, ...] = ()
    section: str = ""

    @property
    def name(self) -> str:
        """Its name in the description."""
        return "read" + self.path.replace("{ref}", "one").replace("/", "_").replace("-", "_")

    @property
    def tag(self) -> str:
        return self.section or self.path.split("/")[1]


def shaped(found: object, shape: type[S]) -> S:
    """What a read found, without what the shape does not name."""
    return msgspec.convert(found, shape, from_attributes=True)


def route(look: Look) -> HTTPRouteHandler:
    """The route of one line."""
    path = f"/api/v1{look.path.replace('{ref}', '{ref:str}')}"

    if "{ref}" in look.path:

        @get(path, opt={"action": look.action}, include_in_schema=False)
        async def read_one(request: Asked, ref: FromPath[str]) -> Response[Any]:
            return await _answer(request, look, ref)

        return read_one

    @get(path, opt={"action": look.action}, include_in_schema=False)
    async def read(request: Asked) -> Response[Any]:
        return await _answer(request, look, "")

    return read


async def _answer(request: Asked, look: Look, ref: str) -> Response[Any]:
    found = await look.read(Asking(request, actor_of(request), ref, now()))
    return Response(shaped(found, look.shape))
