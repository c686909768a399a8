"""Uniforms of providers and powers of the force: what is approved and used, changed behind a page that shows the effect."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import uniforms as commands
from csas.domain import intake, permissions, refusals
from csas.domain.permissions import Subject
from csas.domain.slots import slots_of
from csas.store import reached, schemes, uniforms
from csas.web import forms, once
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import effects

APPROVE = "uniform:approve"
REDESCRIBE = "uniform:redescribe"
END = "adoption:end"


@page("/uniforms", "individual:note")
async def list_uniforms(request: Asked) -> Response[str]:
    """Each provider with its approved uniform, and how many instruments describe another."""
    actor = actor_of(request)
    scheme = await schemes.require(actor, "individual:note")
    otherwise = await reached.count_described_otherwise(scheme.id, now())
    rows = [(each, otherwise.get(each.organisation, 0)) for each in await uniforms.list_providers(scheme.id, now())]
    subject = Subject(scheme=scheme.id)
    return show(
        request,
        "uniforms/list.html",
        rows=rows,
        may_approve=permissions.allows(actor, APPROVE, subject),
        may_redescribe=permissions.allows(actor, REDESCRIBE, subject),
    )


@page("/uniforms/{ref:str}/approve", APPROVE)
async def approve_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _approve(request, ref)


async def _approve(
    request: Asked, ref: str, form: Any = None, faults: tuple[refusals.Fault, ...] = ()
) -> Response[str]:
    provider, scheme = await _provider(request, ref, APPROVE)
    ids = await reached.of_provider(scheme, provider.organisation, now())
    first = {"description": provider.description, "badge": provider.badge, "organisation": ref}
    return show(
        request,
        "uniforms/act.html",
        title="Approve a new uniform" if provider.ref else "Approve the uniform",
        caption=provider.name,
        about=await effects.about(ids, now()) if provider.ref else {},
        note="Until the instruments describe the new uniform, none of these people may use a power."
        if provider.ref and ids
        else "",
        fields=forms.fields(slots_of(commands.Approve), form, {}, faults, first),
        faults=forms.view_faults(faults),
        action=f"/uniforms/{ref}/approve",
        back="/uniforms",
    )


async def _provider(request: Asked, ref: str, action: str) -> tuple[uniforms.Approved, int]:
    scheme = await schemes.require(actor_of(request), action)
    found = await uniforms.find(scheme.id, ref, now())
    if found is None:
        raise refusals.NotFound
    return found, scheme.id


@change("/uniforms/{ref:str}/approve", APPROVE)
async def send_approve(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    given = {**forms.typed(form, slots_of(commands.Approve)), "organisation": ref}
    try:
        done = commands.approve(intake.read(commands.Approve, given), actor_of(request), now())
        await once.act_once(request, form, done, unlike=False)
    except refusals.Faults as refusal:
        return await _approve(request, ref, form, refusal.faults)
    return then("/uniforms?done=uniform:approved")


@page("/uniforms/{ref:str}/redescribe", REDESCRIBE)
async def redescribe_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _redescribe(request, ref)


async def _redescribe(
    request: Asked, ref: str, form: Any = None, faults: tuple[refusals.Fault, ...] = ()
) -> Response[str]:
    provider, scheme = await _provider(request, ref, REDESCRIBE)
    ids = await reached.described_otherwise(scheme, provider.organisation, now())
    first = {"explanation": "The uniform has changed.", "organisation": ref}
    return show(
        request,
        "uniforms/act.html",
        title="Describe the new uniform in every accreditation",
        caption=provider.name,
        about=await effects.about(ids, now()),
        note=f"The uniform: {provider.description}. The badge: {provider.badge}." if provider.ref else "",
        fields=forms.fields(slots_of(commands.Redescribe), form, {}, faults, first),
        faults=forms.view_faults(faults),
        action=f"/uniforms/{ref}/redescribe",
        back="/uniforms",
    )


@change("/uniforms/{ref:str}/redescribe", REDESCRIBE)
async def send_redescribe(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    given = {**forms.typed(form, slots_of(commands.Redescribe)), "organisation": ref}
    try:
        done = commands.redescribe(intake.read(commands.Redescribe, given), actor_of(request), now())
        await once.act_once(request, form, done, unlike=False)
    except refusals.Faults as refusal:
        return await _redescribe(request, ref, form, refusal.faults)
    return then("/uniforms?done=uniform:redescribed")


@page("/adoptions/{code:str}/end", END)
async def end_page(request: Asked, code: FromPath[str]) -> Response[str] | Redirect:
    return await _end(request, code)


async def _end(
    request: Asked, code: str, form: Any = None, faults: tuple[refusals.Fault, ...] = ()
) -> Response[str] | Redirect:
    scheme = await schemes.require(actor_of(request), END)
    power = next((each for each in await uniforms.list_adopted(scheme.id, now()) if each.code == code), None)
    if power is None:
        return then("/adoptions")
    ids = await reached.of_power(scheme.id, code, now())
    return show(
        request,
        "uniforms/act.html",
        title="End the use of this power",
        caption=f"{power.code}: {power.title}",
        about=await effects.about(ids, now(), power=code),
        note="Should the force use the power again later, it has to be granted anew to everybody.",
        fields=forms.fields(slots_of(commands.EndAdoption), form, {}, faults, {"power": code}),
        faults=forms.view_faults(faults),
        action=f"/adoptions/{code}/end",
        back="/adoptions",
    )


@change("/adoptions/{code:str}/end", END)
async def send_end(request: Asked, code: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    given = {**forms.typed(form, slots_of(commands.EndAdoption)), "power": code}
    try:
        done = commands.end_adoption(intake.read(commands.EndAdoption, given), actor_of(request), now())
        await once.act_once(request, form, done, unlike=False)
    except refusals.Faults as refusal:
        return await _end(request, code, form, refusal.faults)
    return then("/adoptions?done=adoption:ended")


ROUTES = [
    list_uniforms,
    approve_page,
    send_approve,
    redescribe_page,
    send_redescribe,
    end_page,
    send_end,
]
