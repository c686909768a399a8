"""Findings and decisions on people, power by power; and one decision for several ready cases at once."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import individual_decisions as commands
from csas.commands import registry
from csas.domain import intake, refusals
from csas.domain.casework import Case
from csas.domain.slots import slots_of
from csas.store import individual_decisions, individual_lists, individuals, numbers, reads
from csas.web import forms, steps
from csas.web.fields import Field, with_faults
from csas.web.pages.individuals import load
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views import individual_forms as laid_out
from csas.web.views import individuals as views

FIND = "individual:find"
DECIDE = "individual:decide"
MOST = 100


def _entry(verb: str) -> registry.Entry:
    found = registry.entry("individuals", verb)
    if found is None:
        raise refusals.NotFound
    return found


@page("/individuals/{ref:str}/find", FIND)
async def find_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _find(request, _entry("find"), await load(actor_of(request), ref))


async def _find(
    request: Asked,
    entry: registry.Entry,
    case: Case,
    form: Any = None,
    faults: tuple[refusals.Fault, ...] = (),
    status: int = 200,
) -> Response[str]:
    step = steps.step_of(entry, case, actor_of(request))
    asked = await individuals.load(case)
    newest = {
        (each.finding.subject, each.finding.power): each.finding
        for each in await individual_decisions.list_found(asked)
    }
    named = laid_out.find_faults(asked, faults)
    return show(
        request,
        "individuals/form.html",
        status,
        case=case,
        step=step,
        entry=entry,
        parts=laid_out.laid(laid_out.find_parts(asked, newest, form), named),
        faults=forms.view_faults(named),
        button="",
    )


@change("/individuals/{ref:str}/find", FIND)
async def send_find(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    asked = await individuals.load(await load(actor_of(request), ref))
    return await steps.run_step(request, _entry("find"), ref, laid_out.find_given(asked, form), form, _find)


@page("/individuals/{ref:str}/grant", DECIDE)
async def grant_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _grant(request, _entry("grant"), await load(actor_of(request), ref))


async def _grant(
    request: Asked,
    entry: registry.Entry,
    case: Case,
    form: Any = None,
    faults: tuple[refusals.Fault, ...] = (),
    status: int = 200,
) -> Response[str]:
    step = steps.step_of(entry, case, actor_of(request))
    asked = await individuals.load(case)
    advice = await individual_decisions.find_recommendation(asked)
    parts = laid_out.grant_parts(asked, advice, await views.names_of(asked.organisation), form)
    named = laid_out.grant_faults(asked, faults)
    whole = laid_out.Part("The whole", _whole(form))
    return show(
        request,
        "individuals/form.html",
        status,
        case=case,
        step=step,
        entry=entry,
        parts=laid_out.laid((*parts, whole), named),
        faults=forms.view_faults(named),
        button="Accredit the person",
    )


def _whole(form: Any) -> tuple[Field, ...]:
    day = {part: laid_out.typed(form, f"last_day-{part}") for part in ("day", "month", "year")}
    return (
        Field(
            "last_day",
            "Last day (optional)",
            "date",
            hint="Leave empty for as long as the arrangement lasts. It can never run longer.",
            value=day,
        ),
        Field(
            "explanation",
            "Explanation (optional)",
            "textarea",
            hint="The person and the employer read this as you write it.",
            value=laid_out.typed(form, "explanation"),
            max_length=4000,
        ),
    )


@change("/individuals/{ref:str}/grant", DECIDE)
async def send_grant(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    entry = _entry("grant")
    asked = await individuals.load(await load(actor_of(request), ref))
    wanted = [slot for slot in slots_of(entry.struct) if slot.name in {"last_day", "explanation"}]
    given = {**forms.typed(form, wanted), "powers": laid_out.grant_given(asked, form)}
    return await steps.run_step(request, entry, ref, given, form, _grant)


@page("/individuals/decide", DECIDE)
async def decide_page(request: Asked) -> Response[str]:
    """Everybody who waits for a decision, to be ticked: each is decided as recommended, in an act of their own."""
    return await _decide(request)


async def _decide(
    request: Asked, form: Any = None, faults: tuple[refusals.Fault, ...] = (), status: int = 200
) -> Response[str]:
    lines = await individual_lists.list_ready(actor_of(request), MOST)
    return show(
        request,
        "individuals/decide.html",
        status,
        lines=lines,
        chosen=set(laid_out.ticked(form, "case")),
        whole=with_faults(_whole(form), forms.view_faults(faults)),
        faults=forms.view_faults(faults),
    )


@change("/individuals/decide", DECIDE)
async def send_decide(request: Asked) -> Response[str]:
    form = await request.form()
    actor = actor_of(request)
    refs = laid_out.ticked(form, "case")[:MOST]
    if not refs:
        return await _decide(request, form, (refusals.Fault(field="case", message="Select at least one person"),), 400)
    slots = [slot for slot in slots_of(commands.Grant) if slot.name in {"last_day", "explanation"}]
    given, batch = forms.typed(form, slots), numbers.new_ref()
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    for ref in refs:
        case = await reads.load_case(actor, ref)
        try:
            wanted = intake.read(commands.Grant, {**given, "ref": ref, "batch": batch})
            await commands.grant(wanted, actor, now())
        except refusals.Faults as refusal:
            refused.append((case.title, " ".join(fault.message for fault in refusal.faults)))
        except refusals.Refusal as refusal:
            refused.append((case.title, refusal.message))
        else:
            done.append(case.title)
    return show(request, "individuals/granted.html", done=done, refused=refused)


ROUTES = [find_page, send_find, grant_page, send_grant, decide_page, send_decide]
