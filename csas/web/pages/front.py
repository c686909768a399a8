"""The front page: what this is for, check a number, the five stages in numbers, who signs in."""

from __future__ import annotations

from litestar import Response

from csas.domain.certificates import grouped
from csas.store import front
from csas.web.pages.reception import list_personas, now
from csas.web.routing import page
from csas.web.show import Asked, show
from csas.web.views.register import last_day

STAGES = (
    ("standards", "Standards", "The force says what it expects, after consulting."),
    ("application", "Application", "An employer applies, power by power."),
    ("endorsement", "Local endorsement", "Each borough’s partnership gives its view."),
    ("decision", "Central decision", "The Commissioner’s office assesses and decides."),
    ("review", "Review and appeals", "Providers are reviewed; decisions can be appealed."),
)


@page("/", "front:read")
async def show_front(request: Asked) -> Response[str]:
    """One page that anybody understands in a minute."""
    at = now()
    return show(
        request,
        "front/front.html",
        200,
        front=await front.find(at),
        stages=STAGES,
        people=await list_personas(request),
        grouped=grouped,
        last_day=last_day,
    )


ROUTES = [show_front]
