"""Phases of the scheme: what each allows, what changed and why; opening, extending and closing one."""

from __future__ import annotations

from datetime import datetime

from litestar import Response

from csas.commands import phases as commands
from csas.domain import permissions
from csas.domain.calendar import london_day
from csas.domain.permissions import Subject
from csas.domain.phases import INSTANT, Phase
from csas.store import phases, places
from csas.store.phases import Changed
from csas.store.schemes import require
from csas.web import acts, templating
from csas.web.acts import Laid
from csas.web.parts import Row
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now

READ = "phase:read"
CLOSING = (
    "Closing it ends no arrangement: each keeps the end it has. Until another phase is opened, nothing limits the "
    "number of providers, and whoever is on the reserve list can be taken up."
)


@page("/phases", READ)
async def list_phases(request: Asked) -> Response[str]:
    """Every phase, the newest first, with its changes."""
    scheme = await require(actor_of(request), READ)
    changes = await phases.list_changes({scheme.id})
    found = await phases.list_all({scheme.id})
    return show(
        request,
        "scheme/phases.html",
        scheme=scheme.name,
        phases=[(each, rows(each, changes), *state(each, now())) for each in found],
        may_change=permissions.allows(actor_of(request), "phase:open", Subject(scheme=scheme.id)),
    )


def state(phase: Phase, at: datetime) -> tuple[str, str, bool]:
    """How it stands in words, with a colour, and whether its end may still move."""
    if phase.taken_back:
        return "Taken back", "grey", False
    if phase.until <= at:
        return "Ended", "grey", False
    return ("Now", "green", True) if phase.since <= at else ("To come", "blue", True)


def rows(phase: Phase, changes: list[Changed]) -> tuple[Row, ...]:
    return (
        Row("Days", f"{templating.short_day(phase.since)} to {templating.short_day(phase.last_day)}"),
        Row("Places", f"At most {phase.most}; at least {phase.least} wanted"),
        Row("Fees", "Waived" if phase.fees_waived else "Charged where a fee is set"),
        Row("Why", phase.why),
        *(_changed(each) for each in changes if each.phase == phase.ref),
    )


def _changed(each: Changed) -> Row:
    return Row(
        "Extended" if each.until > each.was_until else "Closed",
        f"{templating.moment(each.at)}, by {each.by}: {each.why}",
    )


async def _lay_open(request: Asked, _ref: str) -> Laid:
    scheme = await require(actor_of(request), "phase:open")
    return Laid(caption=scheme.name, back="/phases", then="/phases")


async def _lay_extend(request: Asked, ref: str) -> Laid:
    phase = await commands.load(actor_of(request), ref)
    text = ("Arrangements already made keep the end they have. New ones may run to the new last day.",)
    return Laid(caption=phase.name, back="/phases", then="/phases", text=text, rows=rows(phase, []))


async def _lay_close(request: Asked, ref: str) -> Laid:
    """Whom it reaches: the providers in force with their ends, and who holds or awaits a place."""
    phase = await commands.load(actor_of(request), ref)
    found = await places.load(phase.scheme, now())
    reached = await phases.list_reached(phase.scheme, now())
    held = [line.title for line in found.held]
    return Laid(
        caption=phase.name,
        back="/phases",
        then="/phases",
        text=(CLOSING,),
        rows=(
            *(Row(each.organisation, f"In force{_to(each.until)}") for each in reached),
            Row("Places held now", ", ".join(held) or "None"),
            Row("On the reserve list", ", ".join(line.title for line in found.reserve) or "Nobody"),
        ),
        warning="A phase that is closed cannot be opened again." if phase.since <= now() else "",
    )


def _to(until: datetime | None) -> str:
    return f" to {templating.short_day(london_day(until - INSTANT))}" if until else ""


ROUTES = [
    list_phases,
    *acts.pages("phase:open", _lay_open),
    *acts.pages("phase:extend", _lay_extend),
    *acts.pages("phase:close", _lay_close),
]
