"""Plain pages that say how the service treats people, and two answers for machines."""

from __future__ import annotations

from litestar import Response, get

from csas.domain.refusals import Unavailable
from csas.store import contacts, reach, sql
from csas.web.routing import page
from csas.web.show import Asked, show

OK, AWAY = 200, 503
HEALTH = {"action": "health:read"}


@page("/accessibility", "front:read")
async def show_accessibility(request: Asked) -> Response[str]:
    """How accessible the service is, and whom to tell when it is not."""
    return show(request, "about/accessibility.html", office=await contacts.told())


@page("/privacy", "front:read")
async def show_privacy(request: Asked) -> Response[str]:
    """What is kept of visitors, and for how long."""
    return show(request, "about/privacy.html", office=await contacts.told())


@get("/health/live", opt=HEALTH, include_in_schema=False)
async def live() -> Response[dict[str, str]]:
    """Whether this process answers at all."""
    return _health("live", OK)


@get("/health/ready", opt=HEALTH, include_in_schema=False)
async def ready() -> Response[dict[str, str]]:
    """Whether it can do its work: the database answers."""
    try:
        with reach.reaching():
            await sql.fetchval("SELECT 1")
    except Unavailable:
        return _health("waiting for the database", AWAY)
    return _health("ready", OK)


def _health(status: str, code: int) -> Response[dict[str, str]]:
    return Response({"status": status}, status_code=code, headers={"Cache-Control": "no-store"})


ROUTES = [show_accessibility, show_privacy, live, ready]
