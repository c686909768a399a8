"""Role profiles: the list of an employer's roles, one by itself, adding and changing one."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import role_profiles as commands
from csas.commands.role_profiles import AddProfile, EditProfile
from csas.domain import intake, permissions, refusals
from csas.domain.permissions import Subject
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import organisations, role_profiles
from csas.store.organisations import Organisation
from csas.store.role_profiles import Offered, Profile
from csas.web import forms
from csas.web.fields import Choice, Field, with_faults
from csas.web.once import act_once
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import offences

OURS = {"organisation", "offences"}


@page("/organisations/{ref:str}/profiles", "profile:read")
async def list_profiles(request: Asked, ref: FromPath[str]) -> Response[str]:
    organisation = await organisations.load(actor_of(request), ref)
    subject = Subject(organisation=organisation.id)
    return show(
        request,
        "profiles/list.html",
        organisation=organisation,
        profiles=await role_profiles.list_profiles(organisation.id),
        may_add=permissions.allows(actor_of(request), "profile:add", subject),
    )


@page("/profiles/{ref:str}", "profile:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    profile = await role_profiles.load(actor_of(request), ref)
    may_edit = permissions.allows(actor_of(request), "profile:edit", profile.subject)
    return show(request, "profiles/show.html", profile=profile, may_edit=may_edit)


async def _fields(
    organisation: int, form: Any, faults: tuple[Fault, ...], profile: Profile | None
) -> tuple[Field, ...]:
    """The form of a role, with a box for the offences of each power that names them."""
    offered = await role_profiles.list_offered_powers(organisation)
    slots = tuple(slot for slot in slots_of(AddProfile) if slot.name not in OURS and (offered or slot.name != "powers"))
    choices = {"powers": tuple(Choice(each.code, each.title, _where(each)) for each in offered)}
    laid = forms.fields(slots, form, choices, faults, _first(profile))
    held = {each.code: each.offences for each in profile.powers} if profile else {}
    boxes = tuple(
        field
        for each in offered
        if each.names_offences
        for field in offences.fields_of(each.code, f"“{each.title}”", form, held.get(each.code, ()), each.offences)
    )
    return (*laid, *with_faults(boxes, forms.view_faults(faults)))


def _where(power: Offered) -> str:
    return f"Paragraph {power.paragraph}" if power.paragraph else ""


def _first(profile: Profile | None) -> dict[str, object]:
    if profile is None:
        return {}
    return {
        "title": profile.title,
        "duties": profile.duties,
        "justification": profile.justification,
        "powers": tuple(power.code for power in profile.powers),
    }


def _given(form: Any, slots: type[AddProfile | EditProfile]) -> dict[str, object]:
    typed = forms.typed(form, tuple(slot for slot in slots_of(slots) if slot.name not in OURS))
    return {**typed, "offences": offences.given_for_all(form)}


@page("/organisations/{ref:str}/profiles/add", "profile:add")
async def show_add(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _form(request, await organisations.require(actor_of(request), ref, "profile:add"))


@page("/profiles/{ref:str}/edit", "profile:edit")
async def show_edit(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _form(request, await role_profiles.require(actor_of(request), ref, "profile:edit"))


async def _form(
    request: Asked, of: Organisation | Profile, form: Any = None, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    """The form of a new role of an employer, or of a role to be changed."""
    if isinstance(of, Profile):
        heading, caption, back = "Change the role profile", of.title, f"/profiles/{of.ref}"
        fields = await _fields(of.organisation, form, faults, of)
    else:
        heading, caption, back = "Add a role profile", of.name, f"/organisations/{of.ref}/profiles"
        fields = await _fields(of.id, form, faults, None)
    return show(
        request,
        "profiles/form.html",
        heading=heading,
        caption=caption,
        back=back,
        action=request.url.path,
        version=str(of.version) if isinstance(of, Profile) else "",
        fields=fields,
        faults=forms.view_faults(faults),
    )


@change("/organisations/{ref:str}/profiles/add", "profile:add")
async def add(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    organisation = await organisations.require(actor_of(request), ref, "profile:add")
    form = await request.form()
    try:
        wanted = intake.read(AddProfile, {**_given(form, AddProfile), "organisation": ref})
        event = await act_once(request, form, commands.add_profile(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return await _form(request, organisation, form, refused.faults)
    return then(f"/profiles/{event.ref}?done={event.tag}")


@change("/profiles/{ref:str}/edit", "profile:edit")
async def edit(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    profile = await role_profiles.require(actor_of(request), ref, "profile:edit")
    form = await request.form()
    try:
        given = {**_given(form, EditProfile), "ref": ref, "seen": str(form.get("seen", ""))}
        wanted = intake.read(EditProfile, given)
        event = await act_once(request, form, commands.edit_profile(wanted, actor_of(request), now()), unlike=False)
    except refusals.Faults as refused:
        return await _form(request, profile, form, refused.faults)
    return then(f"/profiles/{ref}?done={event.tag}")


ROUTES = [list_profiles, look, show_add, add, show_edit, edit]
