"""The demand log: who asked, who was turned away, who waits for a place."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.response import Redirect

from csas.commands import demand as commands
from csas.domain import intake, permissions, refusals
from csas.domain.application_questions import SECTORS as APPLICANTS
from csas.domain.permissions import allows
from csas.domain.slots import slots_of
from csas.store import demand, places
from csas.web import forms, once
from csas.web.fields import Choice
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import desk_office

OUTCOMES = {
    "interest": ("Interest registered", "blue"),
    "turned-away": ("Turned away", "red"),
    "reserve": ("Reserve list", "yellow"),
}
SECTORS = {
    **{code: words for code, words in APPLICANTS.items() if code != "responsible-authority"},
    "voluntary": "Volunteers or a community group",
    "other": "Other",
}
CHOICES = {
    "sector": (Choice("", "Choose a sector"), *(Choice(code, words) for code, words in SECTORS.items())),
    "outcome": tuple(Choice(code, words) for code, (words, _) in OUTCOMES.items()),
}
SLOTS = slots_of(commands.RecordDemand)


@page("/demand", "demand:read")
async def show_demand(request: Asked) -> Response[str]:
    """The log, and the form to add to it."""
    return await _page(request)


@change("/demand/record", "demand:record")
async def record_demand(request: Asked) -> Response[Any] | Redirect:
    """Add an entry."""
    form = await request.form()
    try:
        wanted = intake.read(commands.RecordDemand, forms.typed(form, SLOTS))
        event = await once.act_once(request, form, commands.record(wanted, actor_of(request), now()))
    except refusals.Faults as refusal:
        return await _page(request, form, refusal.faults)
    return then(f"/demand?done={event.tag}")


async def _page(request: Asked, form: Any = None, faults: tuple[refusals.Fault, ...] = ()) -> Response[str]:
    actor = actor_of(request)
    held = [await places.load(scheme, now()) for scheme in permissions.schemes_for(actor, "demand:read")]
    return show(
        request,
        "demand/demand.html",
        lines=await demand.list_all(actor),
        places=[(desk_office.place_words(found), desk_office.place_section(found)) for found in held],
        outcomes=OUTCOMES,
        sectors=SECTORS,
        fields=forms.fields(SLOTS, form, CHOICES, faults) if allows(actor, "demand:record") else (),
        faults=forms.view_faults(faults),
    )


ROUTES = [show_demand, record_demand]
