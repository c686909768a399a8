"""One page for every step of every case: its form, sent to its command.

A step whose page needs more than a form (the grid, the task list) has a page of
its own under the same address; everything else is drawn here from the command.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import registry
from csas.commands.registry import COLLECTIONS, Entry
from csas.domain import casework, intake, refusals, workflow
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.domain.slots import Slot, slots_of
from csas.domain.workflow import Step
from csas.store import reads
from csas.web import forms, once
from csas.web.fields import Choice
from csas.web.parts import Row
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then

Choices = Callable[[Actor, Case], Awaitable[tuple[Choice, ...]]]

# Where the choices of a field come from, by the `choices` name in the command's Meta.
CHOICES: dict[str, Choices] = {}
# First values of a step's form, by the command's key `noun:verb`.
FIRST: dict[str, Callable[[Actor, Case], Awaitable[dict[str, object]]]] = {}
# More about the case, shown above a step's form, by the command's key: a template and its values.
ABOUT: dict[str, Callable[[Actor, Case], Awaitable[dict[str, object]]]] = {}


def choices_from(name: str) -> Callable[[Choices], Choices]:
    """Enter a source of choices."""

    def enter(function: Choices) -> Choices:
        CHOICES[name] = function
        return function

    return enter


def now() -> datetime:
    return datetime.now(UTC)


def key_of(entry: Entry) -> str:
    return f"{entry.action.partition(':')[0]}:{entry.name}"


async def choices_for(slots: Iterable[Slot], actor: Actor, case: Case) -> dict[str, tuple[Choice, ...]]:
    return {slot.name: await CHOICES[slot.source](actor, case) for slot in slots if slot.source in CHOICES}


def step_of(entry: Entry, case: Case, actor: Actor) -> Step:
    """The step this command takes, or the refusal that says why it is not open."""
    name = None if entry.name == entry.action.partition(":")[2] else entry.name
    return casework.require(case, actor, entry.action, name)


class Sheet(msgspec.Struct, frozen=True):
    """The page of a step, the first time or again: what was typed, and what is wrong with it."""

    entry: Entry
    case: Case
    step: Step
    form: Any = None
    faults: tuple[refusals.Fault, ...] = ()


Load = Callable[[Actor, str], Awaitable[Case]]
Given = Callable[[Case, Any], Awaitable[Mapping[str, object]]]
Draw = Callable[[Asked, Sheet], Awaitable[Response[str]]]


def sheet_of(
    request: Asked, entry: Entry, case: Case, form: Any = None, faults: tuple[refusals.Fault, ...] = ()
) -> Sheet:
    """The page of a step for whoever may take it now; for others the refusal that says why not."""
    return Sheet(entry, case, step_of(entry, case, actor_of(request)), form, faults)


def show_sheet(request: Asked, template: str, sheet: Sheet, **values: object) -> Response[str]:
    """Answer with the page of a step; its faults may be given as the page names them."""
    values.setdefault("faults", forms.view_faults(sheet.faults))
    href = f"/{sheet.entry.noun}/{sheet.case.ref}"
    return show(request, template, None, case=sheet.case, entry=sheet.entry, step=sheet.step, href=href, **values)


async def show_step(request: Asked, sheet: Sheet) -> Response[str]:
    """The page of a step whose form is its command's."""
    actor, case, key = actor_of(request), sheet.case, key_of(sheet.entry)
    slots = slots_of(sheet.entry.struct)
    first = await FIRST[key](actor, case) if key in FIRST else {}
    fields = forms.fields(slots, sheet.form, await choices_for(slots, actor, case), sheet.faults, first)
    about = await ABOUT[key](actor, case) if key in ABOUT else {}
    return show_sheet(request, "steps/step.html", sheet, fields=fields, about=about)


async def run_step(
    request: Asked, entry: Entry, case: Case, given: Mapping[str, object], form: Any, again: Draw = show_step
) -> Response[str] | Redirect:
    """Send a step's form to its command; on faults show it again with everything typed kept."""
    casework.require_role(case, actor_of(request), entry.action)
    try:
        wanted = intake.read(entry.struct, {**given, "ref": case.ref, "seen": str(form.get("seen", ""))})
        done = entry.run(wanted, actor_of(request), now())
        event = await once.act_once(request, form, done, unlike=_stays(case, entry))
    except refusals.Faults as refusal:
        return await again(request, sheet_of(request, entry, case, form, refusal.faults))
    except (refusals.Stale, refusals.SentAlready) as refusal:
        return await _stale(request, entry, case, form, refusal)
    noun = COLLECTIONS.get(event.tag.partition(":")[0], entry.noun) if event.ref != case.ref else entry.noun
    return then(f"/{noun}/{event.ref or case.ref}?done={event.tag}")


async def _stale(request: Asked, entry: Entry, case: Case, form: Any, refusal: refusals.Refusal) -> Response[str]:
    """What has changed since the form was opened, beside what was typed into it."""
    slots = slots_of(entry.struct)
    fields = forms.fields(slots, form, await choices_for(slots, actor_of(request), case))
    return show(
        request,
        "errors/stale.html",
        409,
        message=refusal.message,
        href=f"/{entry.noun}/{case.ref}",
        typed=tuple(Row(label, words) for label, words in forms.said(fields)),
    )


def _stays(case: Case, entry: Entry) -> bool:
    """Whether the same may be done here time and again, as a note may."""
    ways = workflow.find_steps(case.definition, case.state, entry.action)
    return bool(ways) and all(step.to is None and not step.conditions for step in ways)


def pages(
    key: str, draw: Draw = show_step, given: Given | None = None, load: Load = reads.load_case
) -> list[HTTPRouteHandler]:
    """The two routes of a step's page; `given` reads its form where the command's own reading is not enough."""
    entry = registry.REGISTRY[key]
    path = f"/{entry.noun}/{{ref:str}}/{entry.name}"

    @page(path, entry.action)
    async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
        return await draw(request, sheet_of(request, entry, await load(actor_of(request), ref)))

    @change(path, entry.action)
    async def act(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
        case = await load(actor_of(request), ref)
        form = await request.form()
        said = await given(case, form) if given else forms.typed(form, slots_of(entry.struct))
        return await run_step(request, entry, case, said, form, draw)

    return [look, act]


def all_handlers(taken: set[tuple[str, str]]) -> list[HTTPRouteHandler]:
    """The pages of all steps that a person may take and that have no page of their own.

    `taken` are (path, method) pairs.
    """
    found: list[HTTPRouteHandler] = []
    for key, entry in registry.REGISTRY.items():
        if not entry.needs_ref or not entry.is_open:
            continue
        for handler in pages(key):
            wanted = {(path, str(method)) for path in handler.paths for method in handler.http_methods}
            if not wanted & taken:
                found.append(handler)
    return found
