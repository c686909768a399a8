"""A person's photograph: taking one in, confirming that it is like the person, and showing it to those who may see it."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import photographs as commands
from csas.commands.photographs import ConfirmLikeness
from csas.domain import intake, refusals
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import inspection, photographs
from csas.store.staff import Member
from csas.web import forms
from csas.web.files import SANDBOX
from csas.web.once import act_once
from csas.web.pages.staff import load_for
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now

LARGEST_FORM = 12 * 1024 * 1024


@page("/staff/{ref:str}/photograph", "staff:photograph")
async def show_photograph(request: Asked, ref: FromPath[str]) -> Response[str]:
    return _form(request, await load_for(request, ref, "photograph"))


def _form(request: Asked, member: Member, faults: tuple[Fault, ...] = ()) -> Response[str]:
    return show(request, "staff/photograph.html", member=member, faults=forms.view_faults(faults))


@change("/staff/{ref:str}/photograph", "staff:photograph", request_max_body_size=LARGEST_FORM)
async def photograph(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    """Take a photograph in; a refusal says why."""
    member = await load_for(request, ref, "photograph")
    form = await request.form()
    sent: Any = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _form(request, member, (Fault(field="file", message="Select a photograph"),))
    content = await sent.read(inspection.LARGEST + 1)
    try:
        act = commands.photograph_bytes(ref, sent.filename, content, actor_of(request), now())
        event = await act_once(request, form, act, unlike=False)
    except refusals.FileRefused as refused:
        return _form(request, member, (Fault(field="file", message=refused.message),))
    return then(f"/staff/{ref}?done={event.tag}")


@page("/staff/{ref:str}/confirm-likeness", "staff:confirm-likeness")
async def show_confirm(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _confirm(request, await load_for(request, ref, "confirm-likeness"))


async def _confirm(request: Asked, member: Member, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    current = await photographs.current(member.id)
    if current is None:
        raise refusals.NothingToConfirm
    slots = tuple(slot for slot in slots_of(ConfirmLikeness) if slot.name != "photograph")
    return show(
        request,
        "staff/likeness.html",
        member=member,
        photograph=current,
        fields=forms.fields(slots, form, {}, faults),
        faults=forms.view_faults(faults),
    )


@change("/staff/{ref:str}/confirm-likeness", "staff:confirm-likeness")
async def confirm(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    member = await load_for(request, ref, "confirm-likeness")
    form = await request.form()
    given = {**forms.typed(form, slots_of(ConfirmLikeness)), "ref": ref}
    try:
        wanted = intake.read(ConfirmLikeness, given)
        event = await act_once(request, form, commands.confirm_likeness(wanted, actor_of(request), now()), unlike=False)
    except refusals.Faults as refused:
        return await _confirm(request, member, form, refused.faults)
    return then(f"/staff/{ref}?done={event.tag}")


@page("/photographs/{ref:str}", "photograph:read")
async def picture(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The picture itself, for those who may see the record; it can run nothing and is kept by no browser."""
    return Response(
        await photographs.load(actor_of(request), ref),
        media_type="image/jpeg",
        headers={"Content-Security-Policy": SANDBOX, "Cache-Control": "no-store"},
    )


ROUTES = [show_photograph, photograph, show_confirm, confirm, picture]
