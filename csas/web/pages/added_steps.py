"""The page of a step that a process adds beyond those of the service, found by its name."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import casefiles
from csas.commands.registry import Entry, entry
from csas.domain import casework, refusals
from csas.domain.casework import Case
from csas.domain.slots import slots_of
from csas.store import reads
from csas.web import forms
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import run_step
from csas.web.views import office

ACTION = "application:proceed"
CHOICES_FROM = office


@page("/applications/{ref:str}/steps/{name:str}", ACTION)
async def show_added_step(request: Asked, ref: FromPath[str], name: FromPath[str]) -> Response[str]:
    """What the step is, and a reason where the process wants one."""
    return _page(request, await reads.load_case(actor_of(request), ref), name)


@change("/applications/{ref:str}/steps/{name:str}", ACTION)
async def take_added_step(request: Asked, ref: FromPath[str], name: FromPath[str]) -> Response[Any] | Redirect:
    """Take it."""
    form = await request.form()

    async def again(
        asked: Asked, _: Entry, case: Case, typed: Any, faults: tuple[refusals.Fault, ...], status: int
    ) -> Response[str]:
        return _page(asked, case, name, typed, faults, status)

    found = entry("applications", "proceed")
    if found is None:
        raise refusals.NotFound
    given: dict[str, object] = {"step": name, "reason": str(form.get("reason", ""))}
    return await run_step(request, found, ref, given, form, again)


def _page(
    request: Asked,
    case: Case,
    name: str,
    form: Any = None,
    faults: tuple[refusals.Fault, ...] = (),
    status: int = 200,
) -> Response[str]:
    step = casework.require(case, actor_of(request), ACTION, name)
    slots = [slot for slot in slots_of(casefiles.Proceed) if slot.name == "reason" and step.reason != "none"]
    return show(
        request,
        "applications/added_step.html",
        status,
        case=case,
        step=step,
        fields=forms.fields(slots, form, faults=faults),
        faults=forms.view_faults(faults),
        href=f"/applications/{case.ref}",
    )


ROUTES = [show_added_step, take_added_step]
