"""The enquiry: the office and officers ask what somebody was authorised to do at a moment, and why.

Asking is a form sent in with a purpose, and is journalled; reading the answer again is not. The
office may look for a person by name among its own scheme's; officers have the number of a card.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import enquiries as commands
from csas.domain import intake, refusals
from csas.domain.permissions import Actor, allows
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.domain.values import clean, faults_in
from csas.store import catalogue, enquiries
from csas.store.enquiries import Enquiry, Holder
from csas.web import forms, once, templating
from csas.web.fields import Choice, Field
from csas.web.files import send_pdf
from csas.web.pages.reception import now
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.views import enquiries as views
from csas.web.views import statements
from csas.web.views.checks import BOROUGHS

SLOTS = tuple(slot for slot in slots_of(commands.AskEnquiry) if slot.name != "who")
WHO = tuple(slot for slot in slots_of(commands.AskEnquiry) if slot.name == "who")
LONGEST_NAME = 120
WIDTHS = {"number": "20", "time": "10", "known_time": "10"}


@page("/enquiry", "enquiry:ask")
async def form_page(request: Asked) -> Response[str]:
    """The question, with the number of a card if one led here; and what was asked before."""
    typed = {"number": request.query_params.get("number", "")}
    return await _form(request, first=typed)


@change("/enquiry", "enquiry:ask")
async def ask(request: Asked) -> Response[Any] | Redirect:
    """Ask; or, with a name and no number, show who it may be."""
    form = await request.form()
    found, faults = await _people(actor_of(request), form)
    if faults or (found and not form.get("who")):
        return await _form(request, form, found, faults)
    given = {**forms.typed(form, SLOTS), "who": str(form.get("who", ""))}
    try:
        wanted = intake.read(commands.AskEnquiry, given)
        event = await once.act_once(request, form, commands.ask(wanted, actor_of(request), now()), unlike=False)
    except refusals.Faults as refusal:
        return await _form(request, form, found, refusal.faults)
    return then(f"/enquiries/{event.ref}")


async def _people(actor: Actor, form: Any) -> tuple[list[Holder], tuple[Fault, ...]]:
    """Those whose name was typed, for the office; without a number only."""
    name = clean(str(form.get("name", "")))[:LONGEST_NAME]
    if form.get("number") or not name or not allows(actor, "enquiry:find"):
        return [], ()
    found = [] if faults_in(name) else await enquiries.find_by_name(actor, name)
    return found, () if found else (Fault(field="name", message="Nobody of this name was ever accredited"),)


async def _form(
    request: Asked,
    form: Any = None,
    people: list[Holder] | None = None,
    faults: tuple[Fault, ...] = (),
    first: dict[str, object] | None = None,
) -> Response[str]:
    actor = actor_of(request)
    offered = {
        "power": (Choice("", "Every power"), *await _powers()),
        "area": (Choice("", "Not asked about"), *BOROUGHS),
        "who": tuple(Choice(each.ref, each.name, _hint(each)) for each in people or ()),
    }
    fields = forms.fields(SLOTS, form, offered, faults, first)
    chosen = _choice(forms.fields(WHO, form, offered, faults)) if people else ()
    return show(
        request,
        "enquiries/ask.html",
        number=_sized(fields[0]),
        name=_name(form, faults) if allows(actor, "enquiry:find") else None,
        who=chosen,
        fields=tuple(_sized(field) for field in fields[1:]),
        faults=forms.view_faults(faults),
        asked=await enquiries.list_asked(actor),
        exact=views.exact,
    )


def _choice(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Those found by name, asked about in the page’s words."""
    return tuple(msgspec.structs.replace(field, label="Who is it?", hint="") for field in fields)


def _sized(field: Field) -> Field:
    return msgspec.structs.replace(field, width=WIDTHS.get(field.name, ""))


def _name(form: Any, faults: tuple[Fault, ...]) -> Field:
    error = next((fault.message for fault in faults if fault.field == "name"), "")
    hint = "Present or former, within this scheme. We then show who it may be."
    value = str(form.get("name", "")) if form else ""
    return Field("name", "Or a person’s name", hint=hint, value=value, error=error)


def _hint(holder: Holder) -> str:
    since = templating.short_day(holder.granted_at)
    return f"{holder.employer}, staff number {holder.number}, first accredited {since}"


async def _powers() -> tuple[Choice, ...]:
    listed = await catalogue.list_powers()
    return tuple(Choice(each.code, f"{each.title} (paragraph {each.paragraph})") for each in listed if each.statutory)


@page("/enquiries/{ref:str}", "enquiry:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """The answer with its chain of facts."""
    enquiry, clock = await _load(actor_of(request), ref)
    told = views.told(enquiry, clock)
    return show(
        request,
        "enquiries/answer.html",
        enquiry=enquiry,
        told=told,
        settled=clock >= told.settles_at,
        exact=views.exact,
    )


@page("/enquiries/{ref:str}/statement.pdf", "enquiry:read")
async def statement(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The answer as a signed statement; it waits until every act under way has settled."""
    enquiry, clock = await _load(actor_of(request), ref)
    told = views.told(enquiry, clock)
    if clock < told.settles_at:
        await asyncio.sleep((told.settles_at - clock) / timedelta(seconds=1))
        enquiry, clock = await _load(actor_of(request), ref)
        told = views.told(enquiry, clock)
    brief = statements.statement(enquiry, told, clock)
    return send_pdf(await asyncio.to_thread(request.app.state["draw_signed"], brief), f"statement-{enquiry.ref}.pdf")


async def _load(actor: Actor, ref: str) -> tuple[Enquiry, datetime]:
    """An enquiry this reader may see, and the clock by which facts become known."""
    enquiry = await enquiries.load(actor, ref)
    if enquiry is None:
        raise refusals.NotFound
    return enquiry, await enquiries.clock()


ROUTES = [form_page, ask, look, statement]
