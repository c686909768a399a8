"""Findings and decisions on people, power by power; and one decision for several ready cases at once."""

from __future__ import annotations

from typing import Any

from litestar import Response

from csas.commands import individual_decisions as commands
from csas.domain import intake, refusals
from csas.domain.casework import Case
from csas.domain.slots import slots_of
from csas.store import individual_decisions, individual_lists, individuals, numbers, reads
from csas.web import forms, steps
from csas.web.fields import Field, with_faults
from csas.web.pages.individuals import load, show_parts
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import Sheet, now
from csas.web.views import individual_forms as laid_out
from csas.web.views import individuals as views

DECIDE = "individual:decide"
MOST = 100
# What is said once of all the powers decided on.
WHOLE = frozenset({"last_day", "explanation"})


async def _find(request: Asked, sheet: Sheet) -> Response[str]:
    asked = await individuals.load(sheet.case)
    newest = {
        (each.finding.subject, each.finding.power): each.finding
        for each in await individual_decisions.list_found(asked)
    }
    faults = laid_out.find_faults(asked, sheet.faults)
    parts = laid_out.laid(laid_out.find_parts(asked, newest, sheet.form), faults)
    return show_parts(request, sheet, parts, faults)


async def _find_given(case: Case, form: Any) -> dict[str, object]:
    return laid_out.find_given(await individuals.load(case), form)


async def _grant(request: Asked, sheet: Sheet) -> Response[str]:
    asked = await individuals.load(sheet.case)
    advice = await individual_decisions.find_recommendation(asked)
    parts = laid_out.grant_parts(asked, advice, await views.names_of(asked.organisation), sheet.form)
    faults = laid_out.grant_faults(asked, sheet.faults)
    whole = laid_out.Part("The whole", _whole(sheet.form))
    return show_parts(request, sheet, laid_out.laid((*parts, whole), faults), faults, "Accredit the person")


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


async def _grant_given(case: Case, form: Any) -> dict[str, object]:
    whole = [slot for slot in slots_of(commands.Grant) if slot.name in WHOLE]
    return {**forms.typed(form, whole), "powers": laid_out.grant_given(await individuals.load(case), form)}


@page("/individuals/decide", DECIDE)
async def decide_page(request: Asked) -> Response[str]:
    """Everybody who waits for a decision, to be ticked: each is decided as recommended, in an act of their own."""
    return await _decide(request)


async def _decide(request: Asked, form: Any = None, faults: tuple[refusals.Fault, ...] = ()) -> Response[str]:
    lines = await individual_lists.list_ready(actor_of(request), MOST)
    return show(
        request,
        "individuals/decide.html",
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
        return await _decide(request, form, (refusals.Fault(field="case", message="Select at least one person"),))
    slots = [slot for slot in slots_of(commands.Grant) if slot.name in WHOLE]
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


ROUTES = [
    *steps.pages("individual:find", _find, _find_given, load),
    *steps.pages("individual:grant", _grant, _grant_given, load),
    decide_page,
    send_decide,
]
