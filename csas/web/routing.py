"""Routes that name their action; one without an action is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import get, post
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler

Handler = Callable[..., Any]


def page(
    path: str | list[str], action: str, *, form: bool = False, **more: Any
) -> Callable[[Handler], HTTPRouteHandler]:
    """A page to look at. `form` says that strangers find a form on it."""
    return get(path, opt={"action": action, "form": form}, media_type=MediaType.HTML, include_in_schema=False, **more)


def change(path: str, action: str, **more: Any) -> Callable[[Handler], HTTPRouteHandler]:
    """A form sent in: it changes something through a command, then leads on."""
    return post(
        path,
        opt={"action": action, "form": True},
        media_type=MediaType.HTML,
        status_code=200,
        include_in_schema=False,
        **more,
    )
