"""Zones: places within boroughs that an employer's people police by name."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import role_profiles as commands
from csas.commands.role_profiles import AddZone, EditZone
from csas.commands.staff import own
from csas.domain import intake, permissions, refusals
from csas.domain.permissions import Subject
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import organisations, role_profiles
from csas.store.organisations import Organisation
from csas.store.role_profiles import Zone
from csas.web import forms
from csas.web.fields import Choice, Field
from csas.web.once import act_once
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now


@page("/organisations/{ref:str}/zones", "zone:read")
async def list_zones(request: Asked, ref: FromPath[str]) -> Response[str]:
    actor = actor_of(request)
    organisation = await organisations.load(actor, ref)
    subject = Subject(organisation=organisation.id)
    return show(
        request,
        "profiles/zones.html",
        organisation=organisation,
        zones=await role_profiles.list_zones(organisation.id),
        may_add=permissions.allows(actor, "zone:add", subject)
        and bool(await role_profiles.list_offered_areas(organisation.id)),
        may_edit=permissions.allows(actor, "zone:edit", subject),
    )


async def _fields(
    organisation: int, form: Any, faults: tuple[Fault, ...], first: dict[str, object]
) -> tuple[Field, ...]:
    offered = await role_profiles.list_offered_areas(organisation)
    slots = tuple(slot for slot in slots_of(AddZone) if slot.name != "organisation")
    choices = {"areas": tuple(Choice(each.code, each.title) for each in offered)}
    return forms.fields(slots, form, choices, faults, first)


@page("/organisations/{ref:str}/zones/add", "zone:add")
async def show_add(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _add(request, await own(ref, actor_of(request), "zone:add"))


async def _add(
    request: Asked, organisation: Organisation, form: Any = None, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    return show(
        request,
        "profiles/form.html",
        heading="Add a zone",
        caption=organisation.name,
        back=f"/organisations/{organisation.ref}/zones",
        action=f"/organisations/{organisation.ref}/zones/add",
        version="",
        fields=await _fields(organisation.id, form, faults, {}),
        faults=forms.view_faults(faults),
    )


@change("/organisations/{ref:str}/zones/add", "zone:add")
async def add(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    organisation = await own(ref, actor_of(request), "zone:add")
    form = await request.form()
    try:
        wanted = intake.read(AddZone, {**forms.typed(form, slots_of(AddZone)), "organisation": ref})
        event = await act_once(request, form, commands.add_zone(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return await _add(request, organisation, form, refused.faults)
    return then(f"/organisations/{ref}/zones?done={event.tag}")


@page("/zones/{ref:str}/edit", "zone:edit")
async def show_edit(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _edit(request, await role_profiles.require_zone(actor_of(request), ref, "zone:edit"))


async def _edit(request: Asked, zone: Zone, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    first: dict[str, object] = {"name": zone.name, "areas": zone.areas, "description": zone.description}
    return show(
        request,
        "profiles/form.html",
        heading="Change the zone",
        caption=zone.name,
        back=f"/organisations/{zone.organisation_ref}/zones",
        action=f"/zones/{zone.ref}/edit",
        version="",
        fields=await _fields(zone.organisation, form, faults, first),
        faults=forms.view_faults(faults),
    )


@change("/zones/{ref:str}/edit", "zone:edit")
async def edit(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    zone = await role_profiles.require_zone(actor_of(request), ref, "zone:edit")
    form = await request.form()
    try:
        wanted = intake.read(EditZone, {**forms.typed(form, slots_of(EditZone)), "ref": ref})
        event = await act_once(request, form, commands.edit_zone(wanted, actor_of(request), now()), unlike=False)
    except refusals.Faults as refused:
        return await _edit(request, zone, form, refused.faults)
    return then(f"/organisations/{zone.organisation_ref}/zones?done={event.tag}")


ROUTES = [list_zones, show_add, add, show_edit, edit]
