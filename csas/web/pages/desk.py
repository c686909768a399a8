"""Everyone's own desk."""

from __future__ import annotations

from litestar import Response
from litestar.response import Redirect

from csas.domain.permissions import APPLICANT
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import (
    desk,
    desk_concerns,
    desk_endorsers,
    desk_fitness,
    desk_office,
    desk_others,
    desk_people,
    desk_proposals,
    desk_scheme,
    desk_settings,
    desk_uses,
)

SECTIONS_FROM = (
    desk_office,
    desk_others,
    desk_endorsers,
    desk_fitness,
    desk_people,
    desk_uses,
    desk_concerns,
    desk_proposals,
    desk_scheme,
    desk_settings,
)


@page("/desk", "worklist:read")
async def show_desk(request: Asked) -> Response[str] | Redirect:
    """What waits for me, until when, and who has the rest; somebody with powers and nothing else goes to them."""
    actor = actor_of(request)
    moment = now()
    sections = await desk.sections_of(actor, moment)
    vetting, following = await desk_fitness.next_vetting(actor)
    following = following if vetting else await desk.next_of(actor, moment)
    if actor.accredited and not actor.holdings and following is None and len(sections) == 1:
        return then("/me")
    return show(
        request,
        "desk/desk.html",
        sections=sections,
        next=following,
        idle=following is None and not vetting and (actor.holds(*APPLICANT, "endorser", "appeal-decider")),
        new=not actor.holdings and not actor.accredited,
    )


ROUTES = [show_desk]
