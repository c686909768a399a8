"""The page of a command about something that is no case: its form, sent to its command.

A page says what the form is about and where it leads; the command says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands.registry import REGISTRY, Entry
from csas.domain import intake
from csas.domain.refusals import Fault, Faults
from csas.domain.slots import Slot, slots_of
from csas.web import forms, once
from csas.web.fields import Choice, Field, with_faults
from csas.web.parts import Row
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """What a form's page shows besides its fields, and where it leads when it is done.

    `find` is what was typed to find people by name, where there are too many to show at once. `drawn` are inputs
    of its own for a field, by the field's name, and `given` is then what was put into them. Where the act cannot be
    done any more, `over` says what happened, and no form is shown.
    """

    caption: str
    back: str
    then: str
    title: str = ""
    text: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    warning: str = ""
    choices: dict[str, tuple[Choice, ...]] = {}
    first: dict[str, object] = {}
    find: str | None = None
    button: str = ""
    over: str = ""
    drawn: dict[str, tuple[Field, ...]] = {}
    given: dict[str, object] = {}


Lay = Callable[[Asked, str], Awaitable[Laid]]


def pages(key: str, lay: Lay, *, repeats: bool = False, within: str = "") -> list[HTTPRouteHandler]:
    """The two routes of a command's page. `repeats` asks before the same answers count again.

    What is added to an organisation has its page `within` it, at this address.
    """
    entry = REGISTRY[key]
    path = within or entry.path.replace("{ref}", "{ref:str}")
    if "{ref:str}" not in path:
        return _without_ref(entry, path, lay, repeats=repeats)

    @page(path, entry.action)
    async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
        return await _show(request, entry, ref, lay)

    @change(path, entry.action)
    async def act(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
        return await _run(request, entry, ref, lay, repeats=repeats)

    return [look, act]


def _without_ref(entry: Entry, path: str, lay: Lay, *, repeats: bool) -> list[HTTPRouteHandler]:
    @page(path, entry.action)
    async def look(request: Asked) -> Response[str]:
        return await _show(request, entry, "", lay)

    @change(path, entry.action)
    async def act(request: Asked) -> Response[str] | Redirect:
        return await _run(request, entry, "", lay, repeats=repeats)

    return [look, act]


async def _show(
    request: Asked, entry: Entry, ref: str, lay: Lay, form: Any = None, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    laid = await lay(request, ref)
    return show(
        request,
        "acts/act.html",
        laid=laid,
        words=laid.title or entry.words,
        button=laid.button or entry.words,
        here=request.url.path,
        asked=[pair for pair in request.query_params.items() if pair[0] != "called"],
        action=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        fields=_fields(_slots(entry, ref), laid, form, faults),
        faults=forms.view_faults(faults),
    )


def _fields(slots: list[Slot], laid: Laid, form: Any, faults: tuple[Fault, ...]) -> tuple[Field, ...]:
    """The fields of the command, in order, with the page's own inputs in the place of those it draws itself."""
    found = forms.fields(slots, form, laid.choices, faults, laid.first)
    own = {name: with_faults(drawn, forms.view_faults(faults)) for name, drawn in laid.drawn.items()}
    return tuple(each for field in found for each in own.get(field.name, (field,)))


def _bound(entry: Entry) -> str:
    """What the address says, so that the form need not: the thing itself, or the organisation it is added to."""
    return "ref" if entry.needs_ref else "organisation"


def _slots(entry: Entry, ref: str) -> list[Slot]:
    return [slot for slot in slots_of(entry.struct) if not ref or slot.name != _bound(entry)]


async def _run(request: Asked, entry: Entry, ref: str, lay: Lay, *, repeats: bool) -> Response[str] | Redirect:
    laid = await lay(request, ref)
    form = await request.form()
    given = forms.typed(form, _slots(entry, ref)) | laid.given | ({_bound(entry): ref} if ref else {})
    try:
        wanted = intake.read(entry.struct, given)
        event = await once.act_once(request, form, entry.run(wanted, actor_of(request), now()), unlike=repeats)
    except Faults as refusal:
        return await _show(request, entry, ref, lay, form, refusal.faults)
    return then(f"{laid.then}{'&' if '?' in laid.then else '?'}done={event.tag}")
