"""Of settings on the desk: changes that wait for a decision maker, who did not propose them."""

from __future__ import annotations

from datetime import datetime

from csas.domain.permissions import Actor
from csas.domain.scheme_settings import ABOUT, said
from csas.store import settings_of_scheme
from csas.web import templating
from csas.web.parts import Link
from csas.web.views.desk import DeskSection, section

HEAD = ("Setting", "Proposed", "By", "From")


@section
async def to_confirm(actor: Actor, now: datetime) -> DeskSection | None:  # noqa: ARG001 - every section is asked alike
    """Changes of settings to confirm or decline; nothing where there are none."""
    schemes = actor.schemes("decision-maker")
    found = await settings_of_scheme.list_proposed(schemes) if schemes else []
    waiting = [each for each in found if each.by != actor.person]
    if not waiting:
        return None
    return DeskSection(
        title="Settings to confirm",
        head=HEAD,
        rows=tuple(
            (
                Link(ABOUT[each.name].title, f"/settings/{each.ref}/confirm"),
                said(each.name, each.value),
                each.by_name,
                templating.short_day(each.from_on),
            )
            for each in waiting
        ),
        links=(Link("All settings", "/settings"),),
        order=55,
    )
