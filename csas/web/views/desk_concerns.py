"""Of concerns on the desk: those of the public that the office has not closed yet."""

from __future__ import annotations

from datetime import datetime

from csas.domain.certificates import grouped
from csas.domain.concerns import ABOUT, Concern
from csas.domain.permissions import OFFICE, Actor
from csas.store import concerns
from csas.web import templating
from csas.web.parts import Link
from csas.web.views.desk import Cell, DeskSection, section

SHOWN = 10
HEAD = ("About", "Number", "Reported", "What to do")


@section
async def open_concerns(actor: Actor, now: datetime) -> DeskSection | None:  # noqa: ARG001 - every section is asked alike
    """Open concerns, the longest waiting first; nothing where there are none."""
    if not actor.schemes(*OFFICE):
        return None
    waiting = sorted((each for each in await concerns.list_for(actor) if not each.outcome), key=lambda c: c.reported_at)
    if not waiting:
        return None
    return DeskSection(
        title="Open concerns",
        head=HEAD,
        rows=tuple(_row(each) for each in waiting[:SHOWN]),
        text=(f"{len(waiting)} in all.",) if len(waiting) > SHOWN else (),
        links=(Link("All concerns", "/concerns"),),
        order=16,
    )


def _row(concern: Concern) -> tuple[Cell, ...]:
    where = f" in {concern.area}" if concern.area else ""
    return (
        Link(f"{ABOUT[concern.about]}{where}", f"/concerns#{concern.ref}"),
        grouped(concern.number) if concern.number else concern.typed or "None given",
        templating.moment(concern.reported_at),
        Link("Close", f"/concerns/{concern.ref}/close", hidden=f"the concern {concern.ref}"),
    )
