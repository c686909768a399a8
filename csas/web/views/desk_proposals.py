"""On the desk of whoever may confirm it: what gives power and waits for a second person."""

from __future__ import annotations

from datetime import datetime

from csas.domain.permissions import CENTRAL, Actor
from csas.store import proposals
from csas.web import templating
from csas.web.parts import Link
from csas.web.views import proposals as views
from csas.web.views.desk import DeskSection, section


@section
async def to_confirm(actor: Actor, now: datetime) -> DeskSection | None:  # noqa: ARG001 - every section is asked alike
    """Delegations, powers and colleagues that somebody else proposed; nothing where there are none."""
    schemes = actor.schemes(*CENTRAL)
    found = await proposals.list_waiting(schemes) if schemes else []
    mine = [each for each in found if views.may_confirm(actor, each)]
    if not mine:
        return None
    return DeskSection(
        title="To confirm as the second person",
        head=("What", "Proposed by", "When"),
        rows=tuple(
            (
                Link(views.title_of(each), f"{views.WHERE[each.kind]}/{each.ref}/confirm"),
                each.by_name,
                templating.moment(each.at),
            )
            for each in mine
        ),
        order=54,
    )
