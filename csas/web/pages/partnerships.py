"""Partnerships: all of them and the areas without one; one with its authorities and people; changing them."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath
from msgspec.structs import replace

from csas.commands import partnerships as commands
from csas.domain import permissions
from csas.domain.partnerships import KINDS, Partnership
from csas.domain.permissions import Subject
from csas.store import partnerships
from csas.store.schemes import require
from csas.web import acts, templating
from csas.web.acts import Laid
from csas.web.fields import Choice
from csas.web.parts import Row
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now

READ = "partnership:read"


@page("/partnerships", READ)
async def list_partnerships(request: Asked) -> Response[str]:
    """Every partnership, and the areas that none covers."""
    actor = actor_of(request)
    scheme = await require(actor, READ)
    return show(
        request,
        "scheme/partnerships.html",
        scheme=scheme.name,
        partnerships=await partnerships.list_all({scheme.id}),
        uncovered=await partnerships.list_uncovered(scheme.id),
        may_change=permissions.allows(actor, "partnership:add", Subject(scheme=scheme.id)),
    )


@page("/partnerships/{ref:str}", READ)
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One partnership: its areas, who stands in for it, and who may answer."""
    actor = actor_of(request)
    found = await commands.load(actor, ref)
    return show(
        request,
        "scheme/partnership.html",
        partnership=found,
        rows=rows(found),
        kinds=KINDS,
        contacts=await partnerships.list_contacts(found.id, now()),
        may_change=permissions.allows(actor, "partnership:edit", Subject(scheme=found.scheme)),
        may_invite=permissions.allows(actor, "partnership:invite", Subject(scheme=found.scheme)),
    )


def rows(found: Partnership) -> tuple[Row, ...]:
    ended = (Row("Ended", f"{templating.moment(found.ended_at)}: {found.ended_why}"),) if found.ended_at else ()
    return (
        Row("Areas", ", ".join(area.name for area in found.areas)),
        Row("Lead council", found.lead or "None"),
        Row("Shared address", found.email),
        *ended,
    )


async def _lay_add(request: Asked, _ref: str) -> Laid:
    scheme = await require(actor_of(request), "partnership:add")
    free = {area.code for area in await partnerships.list_uncovered(scheme.id)}
    areas = await partnerships.list_areas(scheme.id)
    choices = {
        "areas": tuple(Choice(area.code, area.name, "" if area.code in free else "Covered already") for area in areas)
    }
    return Laid(caption=scheme.name, back="/partnerships", then="/partnerships", choices=choices)


async def _lay(request: Asked, ref: str) -> Laid:
    found = await commands.load(actor_of(request), ref)
    here = f"/partnerships/{ref}"
    return Laid(caption=found.name, back=here, then=here)


async def _lay_edit(request: Asked, ref: str) -> Laid:
    found = await commands.load(actor_of(request), ref)
    first = {"name": found.name, "email": found.email, "lead": found.lead}
    return replace(await _lay(request, ref), first=first)


async def _lay_add_authority(request: Asked, ref: str) -> Laid:
    text = ("It stands in after those already there. Afterwards, invite somebody to answer for it.",)
    choices = {"kind": tuple(Choice(kind, words) for kind, words in KINDS.items())}
    return replace(await _lay(request, ref), text=text, choices=choices)


async def _authorities(request: Asked, ref: str) -> tuple[Choice, ...]:
    found = await commands.load(actor_of(request), ref)
    return tuple(Choice(each.ref, each.name) for each in found.authorities)


async def _lay_end_authority(request: Asked, ref: str) -> Laid:
    text = ("It stands in for this partnership no more. People who answer for it keep their role elsewhere.",)
    return replace(await _lay(request, ref), text=text, choices={"authority": await _authorities(request, ref)})


async def _lay_invite(request: Asked, ref: str) -> Laid:
    bodies = (Choice("partnership", "The partnership itself"), *await _authorities(request, ref))
    return replace(await _lay(request, ref), choices={"body": bodies}, first={"body": "partnership"})


async def _lay_end_role(request: Asked, ref: str) -> Laid:
    found = await commands.load(actor_of(request), ref)
    people = await partnerships.list_contacts(found.id, now())
    choices = tuple(Choice(each.ref, f"{each.name}, for {each.body or 'the partnership'}") for each in people)
    return replace(await _lay(request, ref), choices={"person": choices})


async def _lay_end(request: Asked, ref: str) -> Laid:
    found = await commands.load(actor_of(request), ref)
    areas = ", ".join(area.name for area in found.areas)
    return replace(
        await _lay(request, ref),
        text=(f"Nobody will then be asked about: {areas}. What the partnership answered stands.",),
        warning="The roles held in the partnership end with it. It cannot be brought back; add another one instead.",
    )


ROUTES = [
    list_partnerships,
    look,
    *acts.pages("partnership:add", _lay_add),
    *acts.pages("partnership:edit", _lay_edit),
    *acts.pages("partnership:add-authority", _lay_add_authority),
    *acts.pages("partnership:end-authority", _lay_end_authority),
    *acts.pages("partnership:invite", _lay_invite),
    *acts.pages("partnership:end-role", _lay_end_role),
    *acts.pages("partnership:end", _lay_end),
]
