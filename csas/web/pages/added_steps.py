"""The page of a step that a process adds beyond those of the service, found by its name."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import casefiles
from csas.commands.registry import REGISTRY
from csas.domain import casework
from csas.domain.slots import slots_of
from csas.store import reads
from csas.web import forms
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of
from csas.web.steps import Sheet, run_step, show_sheet
from csas.web.views import office

ACTION = "application:proceed"
CHOICES_FROM = office


@page("/applications/{ref:str}/steps/{name:str}", ACTION)
async def show_added_step(request: Asked, ref: FromPath[str], name: FromPath[str]) -> Response[str]:
    """What the step is, and a reason where the process wants one."""
    case = await reads.load_case(actor_of(request), ref)
    step = casework.require(case, actor_of(request), ACTION, name)
    return _show(request, Sheet(REGISTRY[ACTION], case, step))


@change("/applications/{ref:str}/steps/{name:str}", ACTION)
async def take_added_step(request: Asked, ref: FromPath[str], name: FromPath[str]) -> Response[Any] | Redirect:
    """Take it."""
    case = await reads.load_case(actor_of(request), ref)

    async def again(asked: Asked, sheet: Sheet) -> Response[str]:
        named = casework.require(case, actor_of(asked), ACTION, name)
        return _show(asked, msgspec.structs.replace(sheet, step=named))

    form = await request.form()
    given: dict[str, object] = {"step": name, "reason": str(form.get("reason", ""))}
    return await run_step(request, REGISTRY[ACTION], case, given, form, again)


def _show(request: Asked, sheet: Sheet) -> Response[str]:
    slots = [slot for slot in slots_of(casefiles.Proceed) if slot.name == "reason" and sheet.step.reason != "none"]
    fields = forms.fields(slots, sheet.form, faults=sheet.faults)
    return show_sheet(request, "applications/added_step.html", sheet, fields=fields)


ROUTES = [show_added_step, take_added_step]
