"""The pages on which somebody answers the vetting questions, by a link and without an account.

The link opens by a button, once; then this browser's own cookie is the way in. Nothing here is
kept by a browser, and what was sent is never shown again.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Response
from litestar.params import FromPath

from csas.commands import vetting_answers as commands
from csas.domain.accounts import LinkSpent
from csas.domain.refusals import AlreadyDone, Fault, Faults, NotComplete, TooMany
from csas.domain.vetting_form import SECTIONS, Section, faults_of, slots
from csas.store import limits, vetting_links
from csas.store.vetting_links import Way
from csas.web import forms
from csas.web.fields import Field
from csas.web.pages.reception import again, now
from csas.web.parts import Task
from csas.web.routing import change, page
from csas.web.show import Asked, show, then, visitor_of

ANSWER: Final = "vetting:answer"
COOKIE: Final = "-vetting"
HOME: Final = "/your-vetting"
SPENT: Final = "vetting/spent.html"


def secret_of(request: Asked) -> str:
    return request.cookies.get(visitor_of(request).names.name(COOKIE), "")


@page("/your-vetting/start/{token:str}", ANSWER, form=True)
async def show_start(request: Asked, token: FromPath[str]) -> Response[str]:
    """What will be asked, who reads it, and the button that opens the link."""
    try:
        await limits.require("link-address", visitor_of(request).address)
        way = await commands.find(token)
    except (LinkSpent, TooMany) as refusal:
        return again(request, SPENT, refusal, token="")
    if way.opened:
        return show(request, SPENT, 410, token=token)
    return show(request, "vetting/start.html", way=way, token=token, sections=SECTIONS)


@change("/your-vetting/start/{token:str}", ANSWER)
async def start(request: Asked, token: FromPath[str]) -> Response[Any]:
    """Open the link, and let this browser go on."""
    try:
        await limits.require("link-address", visitor_of(request).address)
        secret = await commands.begin(token)
        way = await commands.way_of(secret)
    except (LinkSpent, TooMany) as refusal:
        return again(request, SPENT, refusal, token="")
    seconds = max(1, int((way.open_until - now()).total_seconds()))
    visitor = visitor_of(request)
    visitor.cookies.append(visitor.names.set(COOKIE, secret, seconds))
    return then(HOME)


@change("/your-vetting/start/{token:str}/again", ANSWER)
async def send_another(request: Asked, token: FromPath[str]) -> Response[Any]:
    """Send a fresh link to the address the first one went to."""
    try:
        await limits.require("link-address", visitor_of(request).address)
        way = await commands.find(token)
        await limits.require("vetting-link", way.ref)
        await commands.send_another(token, now())
    except (LinkSpent, AlreadyDone, TooMany) as refusal:
        return again(request, SPENT, refusal, token="")
    return show(request, "vetting/sent_again.html")


@page(HOME, ANSWER, form=True)
async def show_tasks(request: Asked) -> Response[str]:
    """The sections, which are done, and the button that sends them."""
    try:
        way = await commands.way_of(secret_of(request))
    except LinkSpent as refusal:
        return again(request, SPENT, refusal, token="")
    return await _tasks(request, way)


async def _tasks(request: Asked, way: Way, faults: tuple[Fault, ...] = ()) -> Response[str]:
    if way.answered:
        return show(request, "vetting/sent.html", way=way)
    answers = await vetting_links.load_answers(way, secret_of(request))
    tasks = tuple(_task(section, answers.get(section.slug)) for section in SECTIONS)
    shown = forms.view_faults(faults)
    return show(request, "vetting/tasks.html", 409 if faults else 200, way=way, tasks=tasks, faults=shown)


def _task(section: Section, given: dict[str, str] | None) -> Task:
    if given is None:
        words, colour = "Not started", "blue"
    elif faults_of(section, given):
        words, colour = "Not complete", "yellow"
    else:
        words, colour = "Done", ""
    return Task(section.title, f"{HOME}/{section.slug}", words, colour)


@page("/your-vetting/{section:str}", ANSWER, form=True)
async def show_section(request: Asked, section: FromPath[str]) -> Response[str]:
    """One section with what was written so far."""
    secret = secret_of(request)
    try:
        way = await commands.way_of(secret)
    except LinkSpent as refusal:
        return again(request, SPENT, refusal, token="")
    if way.answered:
        return show(request, "vetting/sent.html", way=way)
    answers = await vetting_links.load_answers(way, secret)
    return _section(request, way, commands.section_of(section), answers.get(section))


def _section(
    request: Asked, way: Way, section: Section, given: Any, faults: tuple[Fault, ...] = (), seen: str = ""
) -> Response[str]:
    return show(
        request,
        "vetting/section.html",
        400 if faults else 200,
        way=way,
        section=section,
        seen=seen or way.version,
        fields=tuple(_plain(field) for field in forms.fields(slots(section), given, None, faults)),
        faults=forms.view_faults(faults),
    )


def _plain(field: Field) -> Field:
    """Without “optional”: whether it is needed follows from the answer before it."""
    return msgspec.structs.replace(field, label=field.label.removesuffix(" (optional)"))


@change("/your-vetting/{section:str}", ANSWER)
async def save_section(request: Asked, section: FromPath[str]) -> Response[Any]:
    """Keep a section: complete, or as it is to be finished later."""
    secret, form = secret_of(request), await request.form()
    seen = str(form.get("seen", ""))
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < len("1000000") else 0
    try:
        way = await commands.way_of(secret)
        chosen = commands.section_of(section)
        given = {slot.name: str(form.get(slot.name, "")) for slot in slots(chosen)}
        await commands.save(secret, section, given, version, later=form.get("later") == "yes")
    except LinkSpent as refusal:
        return again(request, SPENT, refusal, token="")
    except Faults as refusal:
        return _section(request, way, chosen, given, refusal.faults, seen)
    return then(HOME)


@change("/your-vetting/send", ANSWER)
async def send(request: Asked) -> Response[Any]:
    """Send the answers to the vetting officer."""
    try:
        way = await commands.send(secret_of(request), now())
    except LinkSpent as refusal:
        return again(request, SPENT, refusal, token="")
    except NotComplete as refusal:
        way = await commands.way_of(secret_of(request))
        return await _tasks(request, way, (Fault(field="", message=refusal.message),))
    return show(request, "vetting/sent.html", way=way)


ROUTES = [show_start, start, send_another, show_tasks, show_section, save_section, send]
