"""One page for every step of every case: its form, sent to its command.

A step whose page needs more than a form (the grid, the task list) has a page of
its own under the same address; everything else is drawn here from the command.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import registry
from csas.commands.registry import Entry
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


async def show_step(
    request: Asked,
    entry: Entry,
    case: Case,
    form: Any = None,
    faults: tuple[refusals.Fault, ...] = (),
    status: int = 200,
) -> Response[str]:
    """The page of a step, first time or again with its faults."""
    actor = actor_of(request)
    step = step_of(entry, case, actor)
    slots = slots_of(entry.struct)
    first = await FIRST[key_of(entry)](actor, case) if key_of(entry) in FIRST else {}
    laid = forms.fields(slots, form, await choices_for(slots, actor, case), faults, first)
    about = await ABOUT[key_of(entry)](actor, case) if key_of(entry) in ABOUT else {}
    return show(
        request,
        "steps/step.html",
        status,
        case=case,
        entry=entry,
        step=step,
        fields=laid,
        faults=forms.view_faults(faults),
        about=about,
        href=f"/{entry.noun}/{case.ref}",
    )


async def run_step(
    request: Asked,
    entry: Entry,
    ref: str,
    given: Mapping[str, object],
    form: Any,
    again: Callable[..., Awaitable[Response[str]]] = show_step,
) -> Response[str] | Redirect:
    """Send a step's form to its command; on faults show it again with everything typed kept."""
    case = await reads.load_case(actor_of(request), ref)
    casework.require_role(case, actor_of(request), entry.action)
    try:
        wanted = intake.read(entry.struct, {**given, "ref": ref, "seen": str(form.get("seen", ""))})
        done = entry.run(wanted, actor_of(request), now())
        event = await once.act_once(request, form, done, unlike=_stays(case, entry))
    except refusals.Faults as refusal:
        return await again(request, entry, case, form, refusal.faults, 400)
    except (refusals.Stale, refusals.SentAlready) as refusal:
        typed = tuple(
            Row(slot.title, str(form.get(slot.name, ""))) for slot in slots_of(entry.struct) if form.get(slot.name)
        )
        return show(
            request,
            "errors/stale.html",
            409,
            message=refusal.message,
            href=f"/{entry.noun}/{ref}",
            typed=tuple(row for row in typed if row.key not in {"Seen", "Ref"}),
        )
    return then(f"/{entry.noun}/{event.ref or ref}?done={event.tag}")


def _stays(case: Case, entry: Entry) -> bool:
    """Whether the same may be done here time and again, as a note may."""
    ways = workflow.find_steps(case.definition, case.state, entry.action)
    return bool(ways) and all(step.to is None and not step.conditions for step in ways)


def handlers(entry: Entry) -> list[HTTPRouteHandler]:
    """The two routes of a step's page."""
    path = f"/{entry.noun}/{{ref:str}}/{entry.name}"

    @page(path, entry.action)
    async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
        case = await reads.load_case(actor_of(request), ref)
        return await show_step(request, entry, case)

    @change(path, entry.action)
    async def act(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
        form = await request.form()
        given = forms.typed(form, slots_of(entry.struct))
        return await run_step(request, entry, ref, given, form)

    return [look, act]


def all_handlers(taken: set[tuple[str, str]]) -> list[HTTPRouteHandler]:
    """The pages of all steps that a person may take and that have no page of their own.

    `taken` are (path, method) pairs.
    """
    found: list[HTTPRouteHandler] = []
    for entry in registry.REGISTRY.values():
        if not entry.needs_ref or not entry.is_open:
            continue
        for handler in handlers(entry):
            wanted = {(path, str(method)) for path in handler.paths for method in handler.http_methods}
            if not wanted & taken:
                found.append(handler)
    return found
