"""The employer sends accredited people the link to their own pages."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import own as commands
from csas.commands.own import InvitePerson
from csas.domain import intake, refusals
from csas.domain.refusals import Fault
from csas.store import organisations, own
from csas.store.organisations import Organisation
from csas.web import forms, once
from csas.web.fields import Choice, Field, with_faults
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now

INVITE = "organisation:invite-person"


@page("/organisations/{ref:str}/invite-person", INVITE)
async def ask(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _ask(request, await organisations.require(actor_of(request), ref, INVITE))


@change("/organisations/{ref:str}/invite-person", INVITE)
async def invite(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    found = await organisations.require(actor_of(request), ref, INVITE)
    form = await request.form()
    try:
        wanted = intake.read(InvitePerson, {"ref": ref, "staff": str(form.get("staff", ""))})
        event = await once.act_once(request, form, commands.invite_person(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return await _ask(request, found, form, refused.faults)
    return then(f"/organisations/{event.ref}?done={event.tag}")


async def _ask(request: Asked, found: Organisation, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    """Whom to invite: accredited people without an account."""
    waiting = [Choice(each.staff, f"{each.name}, {each.number}") for each in await own.list_without_account(found.id)]
    field = Field("staff", "Who", "select", value=str(form.get("staff", "")) if form else "", choices=tuple(waiting))
    fields = with_faults((field,), forms.view_faults(faults))
    return show(
        request,
        "organisations/invite_person.html",
        organisation=found,
        fields=fields,
        nobody=not waiting,
        faults=forms.view_faults(faults),
    )


ROUTES = [ask, invite]
