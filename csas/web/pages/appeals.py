"""Appeals: lodging one against a decision, and the page of one."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import appeals as commands
from csas.domain import appeals as rules
from csas.domain import intake, permissions, refusals
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.remitting import TO_OFFICE
from csas.store import appeals, cases, reads, remissions, settings_of_scheme
from csas.web import forms, once
from csas.web.fields import Choice, Field, with_faults
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import cases as case_views

GROUNDS = tuple(Choice(value, words) for value, words in rules.GROUNDS.items())
OTHER = tuple(
    Choice(value, words, "Not a ground of appeal in this scheme") for value, words in rules.NOT_ADMITTED.items()
)


@page("/appeals/{ref:str}", "appeal:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """An appeal, chained to the decision it is against."""
    actor = actor_of(request)
    case = await reads.load_case(actor, ref)
    if case.process != "appeal":
        raise refusals.NotFound
    parent = await cases.find_id(case.parent) if case.parent else None
    return show(
        request,
        "appeals/show.html",
        page=await case_views.page_of(actor, case, now()),
        appeal=await appeals.load(case),
        parent=parent,
        follows=TO_OFFICE.get(await remissions.find_of(case), ""),
        grounds={**rules.GROUNDS, **rules.NOT_ADMITTED},
    )


@page("/applications/{ref:str}/appeal", "appeal:lodge")
async def lodge_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _lodge(request, await _own(request, ref))


async def _own(request: Asked, ref: str) -> Case:
    """The application appealed about; only its own people may appeal."""
    case = await reads.load_case(actor_of(request), ref)
    if not permissions.allows(actor_of(request), "appeal:lodge", case.subject):
        raise refusals.NotAllowed
    return case


async def _lodge(
    request: Asked,
    case: Case,
    form: Any = None,
    faults: tuple[refusals.Fault, ...] = (),
) -> Response[str]:
    found = await appeals.find_decision(case)
    if found is None or not found[1].is_adverse:
        raise refusals.NotNow(state=case.standing.words)
    if found[1].appealed:
        raise refusals.AlreadyAppealed
    days = await settings_of_scheme.on(case.scheme, "appeal-days", london_day(now()))
    began = found[1].ended_at or found[1].decided_at
    return show(
        request,
        "appeals/lodge.html",
        case=case,
        last_day=rules.window_ends(began, int(days.value)),
        standing=days.standing,
        over=london_day(now()) > rules.window_ends(began, int(days.value)),
        fields=with_faults(_fields(form), forms.view_faults(faults)),
        faults=forms.view_faults(faults),
        href=f"/applications/{case.ref}",
    )


def _fields(form: Any) -> tuple[Field, ...]:
    chosen = tuple(str(each) for each in form.getall("grounds", [])) if form is not None else ()
    return (
        Field(
            "grounds",
            "Grounds of appeal",
            "checkboxes",
            hint="Choose all that apply.",
            choices=(*GROUNDS, *OTHER),
            value=chosen,
        ),
        Field(
            "statement",
            "Your reasons",
            "textarea",
            hint="Say what was wrong, and what should have been decided.",
            value="" if form is None else str(form.get("statement", "")),
            max_length=4000,
            rows=10,
        ),
    )


@change("/applications/{ref:str}/appeal", "appeal:lodge")
async def lodge(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    case = await _own(request, ref)
    form = await request.form()
    given: dict[str, object] = {
        "application": ref,
        "grounds": [str(each) for each in form.getall("grounds", [])],
        "statement": str(form.get("statement", "")),
    }
    try:
        done = commands.lodge(intake.read(commands.Lodge, given), actor_of(request), now())
        event = await once.act_once(request, form, done, unlike=False)
    except refusals.Faults as refusal:
        return await _lodge(request, case, form, refusal.faults)
    except refusals.NotAdmissible as refusal:
        fault = refusals.Fault(field="grounds", message=refusal.message)
        return await _lodge(request, case, form, (fault,))
    return then(f"/appeals/{event.ref}?done={event.tag}")


ROUTES = [look, lodge_page, lodge]
