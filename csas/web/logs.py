"""One log line for each request: its route, never its address, and who asked by number.

Of a request only these are noted; its path, query, headers and body hold names,
numbers and secrets, and are not looked at.
"""

from __future__ import annotations

import logging
from time import perf_counter

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from csas.logs import REQUESTS, note_request
from csas.web import visitors

log = logging.getLogger(REQUESTS)

UNKNOWN = "-"


def noting(app: ASGIApp) -> ASGIApp:
    """The same application, noting each request when it is done."""

    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not log.isEnabledFor(logging.INFO):
            await app(scope, receive, send)
            return
        began = perf_counter()
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await app(scope, receive, watch)
        finally:
            _note(scope, status, perf_counter() - began)

    return noted


def _note(scope: Scope, status: int, seconds: float) -> None:
    visitor = visitors.visitor_of(scope)
    note_request(
        {
            "route": scope.get("path_template") or UNKNOWN,
            "method": scope.get("method"),
            "status": status,
            "ms": round(seconds * 1000, 1),
            "actor": visitor.actor.person if visitor else None,
        }
    )
