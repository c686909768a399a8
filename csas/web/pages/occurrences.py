"""Notifiable events: the office's list of them, one by itself, and recording the outcome."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import occurrences as commands
from csas.commands.occurrences import Settle
from csas.domain import intake, permissions, refusals
from csas.domain.calendar import london_day
from csas.domain.occurrences import KINDS, OUTCOMES
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import occurrences, staff
from csas.store.occurrences import Occurrence
from csas.web import forms
from csas.web.fields import Choice
from csas.web.once import act_once
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now

OUTCOME_CHOICES = tuple(Choice(value, words) for value, words in OUTCOMES.items())


@page("/occurrences", "occurrence:list")
async def list_open(request: Asked) -> Response[str]:
    """Those told to the office: open, or dealt with."""
    settled = request.query_params.get("show", "") == "settled"
    found = await occurrences.list_for(actor_of(request), settled=settled)
    return show(request, "occurrences/list.html", found=found, settled=settled, kinds=KINDS, outcomes=OUTCOMES)


@page("/occurrences/{ref:str}", "occurrence:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    actor = actor_of(request)
    found = await occurrences.load(actor, ref)
    return show(
        request,
        "occurrences/show.html",
        found=found,
        record=await _record(actor, found),
        schemes=actor.schemes(),
        kind=KINDS[found.kind],
        late=london_day(found.told_at) > found.due_on,
        outcome=OUTCOMES.get(found.outcome, ""),
        may_settle=not found.outcome and permissions.allows(actor, "occurrence:settle", found.subject),
    )


async def _record(actor: Actor, found: Occurrence) -> str:
    """The address of the person's record, for those who may see it; an office without a case may not."""
    try:
        return f"/staff/{(await staff.load(actor, found.staff_ref)).ref}"
    except refusals.NotFound:
        return ""


async def _open(request: Asked, ref: str) -> Occurrence:
    found = await occurrences.load(actor_of(request), ref)
    if not permissions.allows(actor_of(request), "occurrence:settle", found.subject):
        raise refusals.NotAllowed
    return found


@page("/occurrences/{ref:str}/settle", "occurrence:settle")
async def show_settle(request: Asked, ref: FromPath[str]) -> Response[str]:
    found = await _open(request, ref)
    if found.outcome:
        raise refusals.AlreadyDone
    return _form(request, found)


def _form(request: Asked, found: Occurrence, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    return show(
        request,
        "occurrences/settle.html",
        found=found,
        kind=KINDS[found.kind],
        fields=forms.fields(slots_of(Settle), form, {"outcome": OUTCOME_CHOICES}, faults),
        faults=forms.view_faults(faults),
    )


@change("/occurrences/{ref:str}/settle", "occurrence:settle")
async def settle(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    found = await _open(request, ref)
    form = await request.form()
    try:
        wanted = intake.read(Settle, {**forms.typed(form, slots_of(Settle)), "ref": ref})
        event = await act_once(request, form, commands.settle(wanted, actor_of(request), now()), unlike=False)
    except refusals.Faults as refused:
        return _form(request, found, form, refused.faults)
    return then(f"/occurrences/{ref}?done={event.tag}")


ROUTES = [list_open, look, show_settle, settle]
