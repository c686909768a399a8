"""Uses of powers: the list with counts and charts, one use, and what is said of it afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import use_flags
from csas.commands import uses as commands
from csas.domain import intake, permissions, refusals
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.permissions import CENTRAL, Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.domain.use_forms import INQUIRIES, WHY_VOID
from csas.store import organisations, settings_of_scheme, use_counts, use_records, uses
from csas.store.uses import Use
from csas.web import forms, once, sheets
from csas.web.fields import Choice
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import uses as views
from csas.web.views.checks import BOROUGHS

LIST, READ = "use:list", "use:read"
VOIDS = {"why": tuple(Choice(code, words) for code, words in WHY_VOID.items())}
OUTCOMES = {"outcome": tuple(Choice(code, words) for code, words in INQUIRIES.items())}


@page("/uses", LIST)
async def list_uses(request: Asked) -> Response[str]:
    """The uses this visitor may see, counted and drawn."""
    return await _list(request, views.wanted_of(request.query_params), "/uses", "Uses of powers")


@page("/organisations/{ref:str}/uses", LIST)
async def of_organisation(request: Asked, ref: FromPath[str]) -> Response[str]:
    """The same for one organisation, with its months without any use."""
    found = await organisations.load(actor_of(request), ref)
    require_list(actor_of(request), found)
    wanted = msgspec.structs.replace(views.wanted_of(request.query_params), organisation=found.ref)
    return await _list(request, wanted, f"/organisations/{found.ref}/uses", f"Uses of powers at {found.name}")


def require_list(actor: Actor, found: organisations.Organisation) -> None:
    """Whoever manages the organisation, and the office of a scheme."""
    managed = permissions.allows(actor, LIST, Subject(organisation=found.id))
    if not managed and not actor.schemes(*CENTRAL):
        raise refusals.NotAllowed


async def _list(request: Asked, wanted: views.Wanted, path: str, title: str) -> Response[str]:
    actor, at = actor_of(request), now()
    narrowed = wanted.narrowed(at)
    first, after = wanted.months(london_day(at))
    found, total = await uses.list_uses(actor, narrowed, wanted.page)
    counts = {by: await use_counts.count(actor, narrowed, by) for by in use_counts.BY}
    totals = await use_counts.totals(actor, narrowed)
    powers = tuple(Choice(p.code, p.title) for p in (await use_records.load_powers()).values() if p.statutory)
    providers = tuple(Choice(each.code, each.name) for each in await use_counts.providers(actor))
    fixed = path != "/uses"
    return show(
        request,
        "uses/list.html",
        title=title,
        path=path,
        fields=views.fields(wanted, at, powers, BOROUGHS, () if fixed else providers),
        head=views.HEAD,
        rows=[views.row(use) for use in found],
        total=total,
        totals=totals,
        pages=views.pages(wanted, path, total),
        months=views.month_bars(counts["month"], first, after),
        powers=views.bars(counts["power"]),
        boroughs=views.bars(counts["borough"]),
        causes=views.cause_bars(counts["cause"]),
        providers=() if fixed else views.bars(counts["provider"]),
        saved=await _saved(actor, totals, len(views.months_between(first, after))),
        nil=await _nil(actor, wanted),
        sheet=wanted.address("/uses.csv"),
        counted={by: _with(wanted.address("/uses/counts.csv"), by) for by in use_counts.BY},
        links=_links(actor),
    )


async def _nil(actor: Actor, wanted: views.Wanted) -> list[str]:
    """The months returned as nil, in words."""
    found = await uses.list_nil(actor, wanted.organisation or None)
    return [f"{views.month_words(each.month)}: {each.organisation}" for each in found]


def _with(address: str, by: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}by={by}"


def _links(actor: Actor) -> dict[str, str]:
    found = {
        "use:record": ("/uses/record", "Record a use"),
        "use:import": ("/uses/import", "Record uses from a spreadsheet"),
        "use:return-nil": ("/uses/return-nil", "Return a month without any use"),
        "use:look-into": ("/uses/flagged", "Uses without authority to look into"),
    }
    managing = bool(actor.organisations(*permissions.MANAGING))
    return {
        href: words
        for action, (href, words) in found.items()
        if permissions.allows(actor, action) and (managing or action == "use:look-into")
    }


async def _saved(actor: Actor, totals: use_counts.Totals, months: int) -> tuple[str, ...]:
    schemes = sorted(actor.schemes(*CENTRAL))
    scheme = schemes[0] if schemes else await use_records.scheme_of(min(actor.organisations(), default=0))
    setting = await settings_of_scheme.on(scheme, "post-hours", london_day(now()))
    return views.saved_words(totals, int(setting.value), months, provisional=setting.standing == "provisional")


@page("/uses.csv", LIST)
async def download(request: Asked) -> Response[str]:
    """All of them as a file, without names, reasons and marks of vehicles."""
    wanted = views.wanted_of(request.query_params)
    found = await uses.list_all(actor_of(request), wanted.narrowed(now()))
    return sheets.download("uses-of-powers", views.SHEET_HEAD, [views.sheet_row(use) for use in found])


@page("/uses/counts.csv", LIST)
async def download_counts(request: Asked) -> Response[str]:
    """The counts behind the charts as a file."""
    wanted, asked = views.wanted_of(request.query_params), request.query_params.get("by", "")
    by: use_counts.By = next((each for each in use_counts.BY if each == asked), "power")
    found = await use_counts.count(actor_of(request), wanted.narrowed(now()), by)
    rows = [(each.code, each.name, each.number, each.flagged, each.saved) for each in found]
    return sheets.download(f"uses-by-{by}", views.COUNT_HEAD, rows)


@page("/uses/flagged", "use:look-into")
async def flagged(request: Asked) -> Response[str]:
    """Uses without authority that nobody has looked into yet, for the office."""
    found = await uses.list_open_flags(actor_of(request))
    rows = [(*views.row(use)[:4], use.organisation_name, views.cause_words(use)[0]) for use in found]
    return show(request, "uses/flagged.html", rows=rows, head=(*views.HEAD[:4], "Employer", "Cause"))


@page("/uses/{ref:str}", READ)
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One use."""
    actor = actor_of(request)
    use = await uses.load(actor, ref)
    private = await uses.private_of(use)
    open_flag = bool(use.cause) and not use.inquiry
    return show(
        request,
        "uses/show.html",
        use=use,
        tag=views.tag_of(use),
        rows=views.summary_rows(use, private),
        causes=views.cause_words(use),
        voided=views.void_words(use, private),
        inquiry=views.inquiry_words(use, private),
        may_void=commands.may_void(actor, use),
        may_inquire=open_flag and permissions.allows(actor, "use:look-into", Subject(scheme=use.scheme)),
        back="/uses" if permissions.allows(actor, LIST) else "/me/uses",
    )


Run = Callable[[Any, Actor, Any], Awaitable[Event]]


class Afterwards(msgspec.Struct, frozen=True):
    """A form about a use already recorded."""

    verb: str
    title: str
    text: str
    struct: type[msgspec.Struct]
    run: Run
    choices: dict[str, tuple[Choice, ...]]


VOID = Afterwards(
    "void",
    "Void this record",
    "The record stays to be seen and no longer counts. If it had no authority, it stays flagged.",
    commands.Void,
    commands.void,
    VOIDS,
)
LOOK_INTO = Afterwards(
    "look-into",
    "Say what came of it",
    "The use stays flagged. It leaves the list of those to look into.",
    use_flags.LookInto,
    use_flags.look_into,
    OUTCOMES,
)


def _handlers(what: Afterwards, action: str) -> tuple[Any, Any]:
    @page(f"/uses/{{ref:str}}/{what.verb}", action)
    async def ask(request: Asked, ref: FromPath[str]) -> Response[str]:
        return await _afterwards(request, what, await _fitting(request, ref, action))

    @change(f"/uses/{{ref:str}}/{what.verb}", action)
    async def act(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
        use = await _fitting(request, ref, action)
        form = await request.form()
        try:
            wanted = intake.read(what.struct, {**forms.typed(form, slots_of(what.struct)), "ref": ref})
            done = what.run(wanted, actor_of(request), now())
            event = await once.act_once(request, form, done, unlike=False)
        except refusals.Faults as refused:
            return await _afterwards(request, what, use, form, refused.faults)
        return then(f"/uses/{ref}?done={event.tag}")

    return ask, act


async def _fitting(request: Asked, ref: str, action: str) -> Use:
    """A use this visitor may see and do this to."""
    actor = actor_of(request)
    use = await uses.load(actor, ref)
    subject = Subject(scheme=use.scheme, organisation=use.organisation, person=use.person)
    if not permissions.allows(actor, action, subject):
        raise refusals.NotAllowed
    return use


async def _afterwards(
    request: Asked, what: Afterwards, use: Use, form: Any = None, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    return show(
        request,
        "uses/afterwards.html",
        use=use,
        what=what,
        fields=forms.fields(slots_of(what.struct), form, what.choices, faults),
        faults=forms.view_faults(faults),
    )


ROUTES = [
    list_uses,
    of_organisation,
    download,
    download_counts,
    flagged,
    look,
    *_handlers(VOID, "use:void"),
    *_handlers(LOOK_INTO, "use:look-into"),
]
