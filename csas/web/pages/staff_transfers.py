"""Several people move to another employer at once: who, what that ends, and the act."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import staff_transfers as commands
from csas.commands.staff_transfers import ACTION, Moving, TransferStaff
from csas.domain import intake, refusals
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import trainings
from csas.store.organisations import Organisation
from csas.web import forms, once
from csas.web.parts import Row
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views.vetting import people_choices

MOST_SHOWN = 200
SLOTS = tuple(slot for slot in slots_of(TransferStaff) if slot.name != "ref")


@page("/organisations/{ref:str}/transfer-staff", ACTION)
async def ask(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _ask(request, await commands.of(actor_of(request), ref))


async def _ask(
    request: Asked, organisation: Organisation, form: Any = None, faults: tuple[Fault, ...] = (), status: int = 200
) -> Response[str]:
    """Who moves: ticked, or named by staff number where the list is long."""
    people = await trainings.list_staff(organisation.id, now(), most=MOST_SHOWN + 1)
    choices = {"people": people_choices(people[:MOST_SHOWN])}
    return show(
        request,
        "staff/transfer.html",
        status,
        organisation=organisation,
        fields=forms.fields(SLOTS, form, choices, faults),
        faults=forms.view_faults(faults),
        more=len(people) > MOST_SHOWN,
    )


@change("/organisations/{ref:str}/transfer-staff", ACTION)
async def transfer(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    actor = actor_of(request)
    organisation = await commands.of(actor, ref)
    form = await request.form()
    try:
        wanted = intake.read(TransferStaff, {**forms.typed(form, SLOTS), "ref": ref})
        if form.get("confirmed") != "yes":
            return _check(request, organisation, wanted, await commands.preview(actor, wanted, now()))
        event = await once.act_once(request, form, commands.transfer(wanted, actor, now()), unlike=False)
    except refusals.Faults as refused:
        return await _ask(request, organisation, form, refused.faults, 400)
    return then(f"/organisations/{event.ref}/staff?done={event.tag}")


def _check(request: Asked, organisation: Organisation, wanted: TransferStaff, moving: list[Moving]) -> Response[str]:
    """Everybody who moves and what that ends, with the form in hidden fields to be sent once more."""
    day = wanted.last_day
    rows = (
        Row("New employer", wanted.to),
        Row("Last day of employment", f"{day.day} {day:%B %Y}"),
        Row("People", f"{len(moving):,}"),
        Row("Accreditations that end", f"{sum(len(each.effect.accreditations) for each in moving):,}"),
        Row("Cards and instruments to be handed back", f"{sum(len(each.effect.papers) for each in moving):,}"),
    )
    people = tuple((each.member.name, each.member.number, f"{len(each.effect.accreditations)}") for each in moving)
    return show(
        request,
        "staff/transferring.html",
        organisation=organisation,
        rows=rows,
        people=people,
        late=any(each.effect.late and each.effect.accreditations for each in moving),
        moving=[each.member.ref for each in moving],
        said={
            "to": wanted.to,
            "last_day-day": str(day.day),
            "last_day-month": str(day.month),
            "last_day-year": str(day.year),
            "confirmed": "yes",
        },
    )


ROUTES = [ask, transfer]
