"""Powers cards: the list, each card with its trail, and the steps that write down where it is."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import cards as commands
from csas.commands import registry
from csas.commands.registry import Entry
from csas.domain import intake, permissions, refusals
from csas.domain.certificates import grouped, normalise
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import cards, certificates, custody
from csas.store.cards import Card, Filter
from csas.web import forms, once
from csas.web.fields import Choice
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import cards as views

READ = "card:read"
PAGE = 50
CHOICES = {
    "what": (Choice("lost", "It was lost"), Choice("stolen", "It was stolen")),
}


@page("/cards", READ)
async def list_cards(request: Asked) -> Response[str]:
    """The cards one may see: one's own, one's employees', or those of the scheme."""
    given = request.query_params
    typed = str(given.get("q", "")).replace("\x00", "").strip()[:120]
    where = str(given.get("where", ""))
    number = _number(str(given.get("page", "")))
    wanted = Filter(
        words=normalise(typed) or typed,
        where=where if where in views.WHERE else "",
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    actor = actor_of(request)
    found, total = await cards.list_cards(actor, wanted)
    return show(
        request,
        "cards/list.html",
        rows=tuple(views.row(card) for card in found),
        total=total,
        typed=typed,
        where=wanted.where,
        places=tuple(Choice(value, words) for value, words in views.WHERE.items()),
        unmade=await cards.list_unmade(actor),
        before=_href(typed, wanted.where, number - 1) if number > 1 else "",
        after=_href(typed, wanted.where, number + 1) if number * PAGE < total else "",
        may_print=permissions.allows(actor, "print-run:read"),
        own=not actor.holdings,
    )


def _href(typed: str, where: str, number: int) -> str:
    return views.address("/cards", {"q": typed, "where": where, "page": str(number) if number > 1 else ""})


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < len("100000") else 1


@page("/cards/{ref:str}", READ)
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One card: whether it is good, where it is, and what may be written down next."""
    card = await cards.load(actor_of(request), ref)
    found = await certificates.find_any(card.number, now())
    return show(
        request,
        "cards/show.html",
        card=card,
        number=grouped(card.number),
        standing=found.standing if found else None,
        trail=tuple(views.moment_of(each) for each in reversed(await custody.list_trail(card.id))),
        steps=views.steps_for(card, actor_of(request)),
        state=views.tag_of(card),
    )


@page("/cards/make", "card:make")
async def show_make(request: Asked) -> Response[str]:
    return await _make(request, str(request.query_params.get("accreditation", "")))


async def _make(request: Asked, accreditation: str, fault: str = "") -> Response[str]:
    """Ask before a card is made for somebody who has none."""
    waiting = [each for each in await cards.list_unmade(actor_of(request)) if each.accreditation == accreditation]
    faults = forms.view_faults((Fault(field="accreditation", message=fault),)) if fault else ()
    name = waiting[0].person if waiting else ""
    return show(request, "cards/make.html", accreditation=accreditation, name=name, faults=faults)


@change("/cards/make", "card:make")
async def make(request: Asked) -> Response[str] | Redirect:
    form = await request.form()
    given = str(form.get("accreditation", ""))
    try:
        wanted = intake.read(commands.Make, {"accreditation": given})
        event = await once.act_once(request, form, commands.make(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return await _make(request, given, refused.faults[0].message)
    return then(f"/cards/{event.ref}?done={event.tag}")


def _steps(entry: Entry) -> list[HTTPRouteHandler]:
    """The two routes of a step that a card may take."""
    path = f"/cards/{{ref:str}}/{entry.name}"

    @page(path, entry.action)
    async def ask(request: Asked, ref: FromPath[str]) -> Response[str]:
        return await _step(request, entry, await _own(request, entry, ref))

    @change(path, entry.action)
    async def act(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
        card = await _own(request, entry, ref)
        form = await request.form()
        try:
            wanted = intake.read(entry.struct, {**forms.typed(form, slots_of(entry.struct)), "ref": ref})
            event = await once.act_once(request, form, entry.run(wanted, actor_of(request), now()))
        except refusals.Faults as refused:
            return await _step(request, entry, card, form, refused.faults)
        return then(f"/cards/{event.ref}?done={event.tag}")

    return [ask, act]


async def _own(request: Asked, entry: Entry, ref: str) -> Card:
    card = await cards.load(actor_of(request), ref)
    if not permissions.allows(actor_of(request), entry.action, card.subject):
        raise refusals.NotAllowed
    return card


async def _step(
    request: Asked, entry: Entry, card: Card, form: Any = None, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    fields = forms.fields(slots_of(entry.struct), form, CHOICES, faults)
    return show(
        request,
        "cards/step.html",
        card=card,
        entry=entry,
        number=grouped(card.number),
        fields=fields,
        hint=views.HINTS[entry.name],
        faults=forms.view_faults(faults),
    )


ROUTES = [
    list_cards,
    show_make,
    make,
    look,
    *(
        handler
        for entry in registry.REGISTRY.values()
        if entry.noun == "cards" and entry.needs_ref
        for handler in _steps(entry)
    ),
]
