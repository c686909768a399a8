"""Reporting a concern without an account, and the office's list of what was reported and what became of it."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import concerns as commands
from csas.commands.concerns import CloseConcern, ReportConcern
from csas.domain import intake, permissions, refusals
from csas.domain.certificates import grouped
from csas.domain.concerns import ABOUT, OUTCOMES, Concern
from csas.domain.permissions import Subject
from csas.domain.refusals import Fault, Faults
from csas.domain.slots import slots_of
from csas.store import concerns, contacts, limits
from csas.web import forms, once
from csas.web.fields import Choice
from csas.web.pages.reception import now
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then, visitor_of
from csas.web.views.checks import BOROUGHS

REPORT = "concern:report"
CLOSE = "concern:close"
LIMIT = "concern-address"
SLOTS = slots_of(ReportConcern)
CLOSING = slots_of(CloseConcern)
RESULTS = tuple(Choice(value, words) for value, words in OUTCOMES.items())
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
    return show(request, "concerns/new.html", fields=fields, faults=forms.view_faults(faults))


@page("/concerns", "concern:read")
async def list_concerns(request: Asked) -> Response[str]:
    """What was reported, newest first, for the office."""
    actor = actor_of(request)
    found = await concerns.list_for(actor)
    return show(
        request,
        "concerns/list.html",
        open=[each for each in found if each.outcome is None],
        closed=[each for each in found if each.outcome is not None],
        about=ABOUT,
        outcomes=OUTCOMES,
        grouped=grouped,
        may_close=permissions.allows(actor, CLOSE),
    )


@page("/concerns/{ref:str}/close", CLOSE)
async def close_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    return _closing(request, await _open(request, ref))


async def _open(request: Asked, ref: str) -> Concern:
    """A concern that is not closed yet, for somebody who may close it."""
    kept = await concerns.load(actor_of(request), ref)
    if not permissions.allows(actor_of(request), CLOSE, Subject(scheme=kept.scheme)):
        raise refusals.NotAllowed
    if kept.concern.outcome is not None:
        raise refusals.AlreadyDone
    return kept.concern


def _closing(request: Asked, concern: Concern, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    return show(
        request,
        "concerns/close.html",
        concern=concern,
        about=ABOUT,
        grouped=grouped,
        fields=forms.fields(CLOSING, form, {"outcome": RESULTS}, faults),
        faults=forms.view_faults(faults),
    )


@change("/concerns/{ref:str}/close", CLOSE)
async def close(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    """Close it, and go back to the list; on faults the form comes back with what was typed."""
    concern = await _open(request, ref)
    form = await request.form()
    try:
        wanted = intake.read(CloseConcern, {**forms.typed(form, CLOSING), "ref": ref})
    except Faults as refusal:
        return _closing(request, concern, form, refusal.faults)
    event = await once.act_once(request, form, commands.close(wanted, actor_of(request), now()), unlike=False)
    return then(f"/concerns?done={event.tag}")


ROUTES = [ask, report, list_concerns, close_page, close]
