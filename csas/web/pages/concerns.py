"""Reporting a concern without an account, and the office's list of what was reported."""

from __future__ import annotations

from typing import Any

from litestar import Response

from csas.commands import concerns as commands
from csas.commands.concerns import ReportConcern
from csas.domain import intake
from csas.domain.certificates import grouped
from csas.domain.concerns import ABOUT
from csas.domain.refusals import Fault, Faults
from csas.domain.slots import slots_of
from csas.store import concerns, contacts, limits
from csas.web import forms
from csas.web.fields import Choice
from csas.web.pages.reception import now
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, visitor_of
from csas.web.views.checks import BOROUGHS

REPORT = "concern:report"
LIMIT = "concern-address"
SLOTS = slots_of(ReportConcern)
CHOICES = {
    "about": tuple(Choice(value, words) for value, words in ABOUT.items()),
    "borough": (Choice("", "I do not know"), *BOROUGHS),
}


@page("/concerns/new", REPORT, form=True)
async def ask(request: Asked) -> Response[str]:
    """The form; a number may come with the address."""
    first = {"number": request.query_params.get("number", "")[:64]}
    return show(request, "concerns/new.html", fields=forms.fields(SLOTS, None, CHOICES, (), first))


@change("/concerns/new", REPORT)
async def report(request: Asked) -> Response[str]:
    """Keep it and say so at once; what was typed wrongly comes back with everything else kept."""
    form = await request.form()
    try:
        wanted = intake.read(ReportConcern, forms.typed(form, SLOTS))
        await limits.require(LIMIT, visitor_of(request).address)
        event = await commands.report(wanted, actor_of(request), now())
    except Faults as refusal:
        return _again(request, form, refusal.faults)
    office = await contacts.office()
    return show(request, "concerns/thanks.html", ref=event.ref, written=bool(wanted.email), office=office)


def _again(request: Asked, form: Any, faults: tuple[Fault, ...]) -> Response[str]:
    fields = forms.fields(SLOTS, form, CHOICES, faults)
    return show(request, "concerns/new.html", 400, fields=fields, faults=forms.view_faults(faults))


@page("/concerns", "concern:read")
async def list_concerns(request: Asked) -> Response[str]:
    """What was reported, newest first, for the office."""
    found = await concerns.list_for(actor_of(request))
    return show(request, "concerns/list.html", concerns=found, about=ABOUT, grouped=grouped)


ROUTES = [ask, report, list_concerns]
