"""Organisations: registering one, its page with colleagues and roles, inviting, ending a role."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import organisations as commands
from csas.commands.organisations import EndRole, Invite, Register
from csas.domain import intake, permissions, refusals
from csas.domain.application_questions import SECTORS
from csas.domain.permissions import CENTRAL, ROLES, SIGNING, Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import invitations, organisations, reads
from csas.store.organisations import Organisation
from csas.web import forms, once
from csas.web.fields import Choice
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now

SECTOR_CHOICES = tuple(Choice(value, words) for value, words in SECTORS.items() if value != "responsible-authority")
ROLE_CHOICES = (
    Choice("responsible-officer", "Responsible officer", "Answers for the arrangement; may sign and invite."),
    Choice("signatory", "Signatory", "May submit, sign and invite."),
    Choice("supervisor", "Supervisor", "May fill in applications and answer questions."),
    Choice("member", "Member of the team", "May fill in applications and answer questions."),
)


@page("/organisations/register", "organisation:register")
async def show_register(request: Asked) -> Response[str]:
    return _register(request)


def _register(request: Asked, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    fields = forms.fields(slots_of(Register), form, {"sector": SECTOR_CHOICES}, faults)
    return show(request, "organisations/register.html", fields=fields, faults=forms.view_faults(faults))


@change("/organisations/register", "organisation:register")
async def register(request: Asked) -> Response[str] | Redirect:
    form = await request.form()
    try:
        wanted = intake.read(Register, forms.typed(form, slots_of(Register)))
        event = await once.act_once(request, form, commands.register(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return _register(request, form, refused.faults)
    return then(f"/organisations/{event.ref}?done={event.tag}")


@page("/organisations/{ref:str}", "organisation:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """The organisation, who holds which role in it, and its applications."""
    actor = actor_of(request)
    organisation = await organisations.load(actor, ref)
    lines = await reads.list_cases(actor, "accreditation", "vehicle-stopping")
    return show(
        request,
        "organisations/show.html",
        organisation=organisation,
        sector=SECTORS[organisation.sector],
        colleagues=await organisations.list_colleagues(organisation.id, now()),
        invited=await invitations.list_open(organisation.id) if _may(request, organisation, "invite") else (),
        roles=ROLES,
        applications=[line for line in lines if line.organisation == organisation.name],
        may_invite=_may(request, organisation, "invite"),
        may_end=_may(request, organisation, "end-role"),
        may_see_staff=permissions.allows(actor, "staff:read"),
        may_see_uses=_may_see_uses(actor, organisation),
        may_invite_person=_may(request, organisation, "invite-person"),
        may_start=permissions.allows(actor, "application:start", Subject(organisation=organisation.id)),
    )


def _may_see_uses(actor: Actor, organisation: Organisation) -> bool:
    own = permissions.allows(actor, "use:list", Subject(organisation=organisation.id))
    return own or bool(actor.schemes(*CENTRAL))


def _may(request: Asked, organisation: Organisation, verb: str) -> bool:
    return permissions.allows(actor_of(request), f"organisation:{verb}", Subject(organisation=organisation.id))


@page("/organisations/{ref:str}/invite", "organisation:invite")
async def show_invite(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _invite(request, ref)


async def _invite(request: Asked, ref: str, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    organisation = await organisations.require(actor_of(request), ref, "organisation:invite")
    fields = forms.fields(slots_of(Invite), form, {"role": ROLE_CHOICES}, faults)
    return show(
        request,
        "organisations/invite.html",
        organisation=organisation,
        fields=fields,
        faults=forms.view_faults(faults),
    )


@change("/organisations/{ref:str}/invite", "organisation:invite")
async def invite(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    try:
        wanted = intake.read(Invite, {**forms.typed(form, slots_of(Invite)), "ref": ref})
        event = await once.act_once(request, form, commands.invite(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return await _invite(request, ref, form, refused.faults)
    return then(f"/organisations/{event.ref}?done={event.tag}")


@page("/organisations/{ref:str}/end-role", "organisation:end-role")
async def show_end_role(request: Asked, ref: FromPath[str]) -> Response[str]:
    """Ask before a role ends."""
    organisation = await organisations.require(actor_of(request), ref, "organisation:end-role")
    person, role = (request.query_params.get(name, "") for name in ("person", "role"))
    held = await organisations.list_colleagues(organisation.id, now())
    found = next((each for each in held if (each.ref, each.role) == (person, role)), None)
    if found is None:
        raise refusals.NotFound
    signing = {each.person for each in held if each.role in SIGNING} - {found.person}
    return show(
        request,
        "organisations/end_role.html",
        organisation=organisation,
        colleague=found,
        role=ROLES[found.role],
        others_sign=bool(signing),
        is_self=found.person == actor_of(request).person,
    )


@change("/organisations/{ref:str}/end-role", "organisation:end-role")
async def end_role(request: Asked, ref: FromPath[str]) -> Redirect:
    await organisations.require(actor_of(request), ref, "organisation:end-role")
    form = await request.form()
    given = {"ref": ref, "person": str(form.get("person", "")), "role": str(form.get("role", ""))}
    done = commands.end_role(intake.read(EndRole, given), actor_of(request), now())
    event = await once.act_once(request, form, done, unlike=False)
    return then(f"/organisations/{event.ref}?done={event.tag}")


ROUTES = [show_register, register, look, show_invite, invite, show_end_role, end_role]
