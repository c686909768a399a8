"""Zones: places within boroughs that an employer's people police by name."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from csas.domain import permissions
from csas.domain.permissions import Subject
from csas.store import organisations, role_profiles
from csas.web import acts
from csas.web.acts import Laid
from csas.web.fields import Choice
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show


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


async def _lay_add(request: Asked, ref: str) -> Laid:
    organisation = await organisations.require(actor_of(request), ref, "zone:add")
    href = f"/organisations/{ref}/zones"
    return Laid(caption=organisation.name, back=href, then=href, choices=await _choices(organisation.id))


async def _lay_edit(request: Asked, ref: str) -> Laid:
    zone = await role_profiles.require_zone(actor_of(request), ref, "zone:edit")
    href = f"/organisations/{zone.organisation_ref}/zones"
    return Laid(
        caption=zone.name,
        back=href,
        then=href,
        choices=await _choices(zone.organisation),
        first={"name": zone.name, "areas": zone.areas, "description": zone.description},
    )


async def _choices(organisation: int) -> dict[str, tuple[Choice, ...]]:
    offered = await role_profiles.list_offered_areas(organisation)
    return {"areas": tuple(Choice(each.code, each.title) for each in offered)}


ROUTES = [
    list_zones,
    *acts.pages("zone:add", _lay_add, repeats=True, within="/organisations/{ref:str}/zones/add"),
    *acts.pages("zone:edit", _lay_edit),
]
