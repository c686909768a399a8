"""Recording uses of powers: one by one on a phone, as a spreadsheet, or a month without any."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response
from litestar.datastructures import UploadFile
from litestar.response import Redirect

from csas.commands import use_returns, uses
from csas.commands.use_returns import Looked
from csas.commands.uses import RecordUse, ReturnNil
from csas.domain import intake, refusals
from csas.domain.calendar import add_months, london_day
from csas.domain.permissions import MANAGING, Actor
from csas.domain.refusals import Fault
from csas.domain.slots import Slot, slots_of
from csas.domain.spreadsheets import MOST_ROWS
from csas.domain.use_forms import DIRECTIONS, ITEMS, SPECIAL, VEHICLES, kind_of
from csas.domain.use_sheets import COLUMNS
from csas.domain.uses import PowerSaid
from csas.store import kept_sheets, organisations, spreadsheets, use_records
from csas.store.organisations import Organisation
from csas.store.use_records import Member
from csas.web import forms, once, sheets
from csas.web.fields import Choice, Field, with_faults
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import use_returns as views
from csas.web.views.checks import BOROUGHS
from csas.web.views.uses import YEAR, month_words

RECORD, IMPORT, NIL = "use:record", "use:import", "use:return-nil"
LARGEST_FORM = 12 * 1024 * 1024
SHOWN = 50
BLANK = Choice("", "Choose one")


@page("/uses/record", RECORD)
async def ask(request: Asked) -> Response[str]:
    """First whose use of which power, then the form that belongs to it."""
    query = request.query_params
    return await _record(request, query.get("staff", ""), query.get("power", ""))


@change("/uses/record", RECORD)
async def record(request: Asked) -> Response[str] | Redirect:
    form = await request.form()
    staff, power = str(form.get("staff", "")), str(form.get("power", ""))
    slots = _slots(power)
    try:
        given = {**forms.typed(form, slots), "staff": staff, "power": power, **_offence(form)}
        wanted = intake.read(RecordUse, given)
        event = await once.act_once(request, form, uses.record(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return await _record(request, staff, power, form, refused.faults)
    return then(f"/uses/{event.ref}?done={event.tag}")


def _offence(form: Any) -> dict[str, str]:
    """The offence chosen, or the other one that was named."""
    other = str(form.get("offence-other", "")).strip()
    return {"offence": other} if other else {}


def _slots(power: str) -> tuple[Slot, ...]:
    """What is asked of a use of this power."""
    left_out = {"staff", "power", *SPECIAL} - set(kind_of(power).asks)
    return tuple(slot for slot in slots_of(RecordUse) if slot.name not in left_out)


async def _record(
    request: Asked, staff: str, power: str, form: Any = None, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    actor = actor_of(request)
    members = await use_records.list_members(actor)
    member = next((each for each in members if each.ref == staff), members[0] if len(members) == 1 else None)
    powers = {code: each for code, each in (await use_records.load_powers()).items() if each.statutory}
    if member is None or power not in powers:
        return await _choose(request, actor, members, member, list(powers.values()), faults)
    zones = tuple(Choice(zone.ref, zone.name) for zone in await use_records.list_zones(member.organisation))
    kind = kind_of(power)
    return show(
        request,
        "uses/record.html",
        member=member,
        own=member.person == actor.person,
        power=powers[power],
        kind=kind,
        fields=_fields(powers[power], zones, await views.offences_of(member, power), form, faults),
        faults=forms.view_faults(faults),
        back="/me" if member.person == actor.person else "/uses",
    )


def _fields(
    power: PowerSaid, zones: tuple[Choice, ...], offences: tuple[str, ...], form: Any, faults: tuple[Fault, ...]
) -> tuple[Field, ...]:
    """The form of this kind of use: what it needs is not called optional, and the offences of the instrument are named."""
    choices = {
        "area": (BLANK, *BOROUGHS),
        "zone": (Choice("", "None, or not known"), *zones),
        "direction": (BLANK, *_choices(DIRECTIONS)),
        "vehicle": (BLANK, *_choices(VEHICLES)),
        "item": _choices(ITEMS),
        "outcome": _choices(kind_of(power.code).outcomes),
    }
    first = {"on": london_day(now()), "saved": 0}
    slots = [slot for slot in _slots(power.code) if slot.name != "zone" or zones]
    needed = {*kind_of(power.code).needs, "saved", *(() if power.territory == "any" else ("area",))}
    laid = forms.fields(slots, form, choices, faults, first)
    said = tuple(
        msgspec.structs.replace(
            field, label=field.label.removesuffix(" (optional)") if field.name in needed else field.label
        )
        for field in laid
    )
    return tuple(
        each
        for field in said
        for each in (views.offence_fields(field, offences, form) if field.name == "offence" else (field,))
    )


def _choices(words: dict[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, said) for code, said in words.items())


async def _choose(
    request: Asked,
    actor: Actor,
    members: list[Member],
    member: Member | None,
    powers: list[Any],
    faults: tuple[Fault, ...],
) -> Response[str]:
    """Whose use, and of which power: the powers they hold first."""
    people = tuple(Choice(each.ref, f"{each.name}, {each.number} ({each.organisation_name})") for each in members)
    held = await views.held_first(member, powers, now()) if member else tuple((p.code, p.title) for p in powers)
    fields = (
        *(
            (Field("staff", "Who used it", "select", value=member.ref if member else "", choices=(BLANK, *people)),)
            if len(people) > 1
            else ()
        ),
        Field("power", "Which power", "select", choices=(BLANK, *(Choice(code, words) for code, words in held))),
    )
    return show(
        request,
        "uses/choose.html",
        fields=with_faults(fields, forms.view_faults(faults)),
        faults=forms.view_faults(faults),
        nobody=not members,
        staff=member.ref if member and len(people) == 1 else "",
        back="/uses" if actor.organisations(*MANAGING) else "/me",
    )


async def _own(request: Asked) -> list[Organisation]:
    """The organisations for which this visitor makes returns."""
    actor = actor_of(request)
    managed = actor.organisations(*MANAGING)
    return [each for each in await organisations.list_own(actor) if each.id in managed]


@page("/uses/import", IMPORT)
async def ask_import(request: Asked) -> Response[str]:
    return await _import(request)


async def _import(request: Asked, faults: tuple[Fault, ...] = ()) -> Response[str]:
    chosen = tuple(Choice(each.ref, each.name) for each in await _own(request))
    return show(
        request,
        "uses/import.html",
        organisations=chosen,
        columns=COLUMNS,
        most=MOST_ROWS,
        faults=forms.view_faults(faults),
    )


@page("/uses/import/heads.csv", IMPORT)
async def heads() -> Response[str]:
    """An empty sheet with the heads we know."""
    return sheets.download("uses-to-fill-in", [column.title for column in COLUMNS], [])


@change("/uses/import", IMPORT, request_max_body_size=LARGEST_FORM)
async def look_through(request: Asked) -> Response[str]:
    """Read the file and show what it would record, or every fault in it; nothing is recorded yet."""
    form = await request.form()
    sent: Any = form.get("file")
    ref = str(form.get("organisation", ""))
    if not isinstance(sent, UploadFile) or not sent.filename:
        return await _import(request, (Fault(field="file", message="Select a file"),))
    content = await sent.read(spreadsheets.LARGEST + 1)
    actor = actor_of(request)
    try:
        looked = await use_returns.look_through(ref, sent.filename, content, actor, now())
    except refusals.FileRefused as refused:
        return await _import(request, (Fault(field="file", message=refused.message),))
    if looked.faults:
        return _with_faults(request, looked)
    kept = await kept_sheets.keep(looked.organisation.id, actor, sent.filename[:300], content)
    found = await use_returns.preview(looked)
    return show(
        request,
        "uses/preview.html",
        organisation=looked.organisation,
        kept=kept,
        head=views.PREVIEW_HEAD,
        rows=[views.preview_row(each) for each in found[:SHOWN]],
        total=len(found),
        without=sum(not each.authorised for each in found),
        shown=SHOWN,
    )


def _with_faults(request: Asked, looked: Looked) -> Response[str]:
    rows = [(str(fault.row) if fault.row else "All", fault.column, fault.message) for fault in looked.faults]
    return show(request, "uses/sheet_faults.html", 400, rows=rows, organisation=looked.organisation)


@change("/uses/import/confirm", IMPORT)
async def confirm(request: Asked) -> Redirect:
    """Record everything in the file that was looked through."""
    form = await request.form()
    done = use_returns.import_kept(str(form.get("kept", "")), actor_of(request), now())
    event = await once.act_once(request, form, done, unlike=False)
    return then(f"/organisations/{event.ref}/uses?done={event.tag}")


@page("/uses/return-nil", NIL)
async def ask_nil(request: Asked) -> Response[str]:
    return await _nil(request)


@change("/uses/return-nil", NIL)
async def return_nil(request: Asked) -> Response[str] | Redirect:
    form = await request.form()
    try:
        wanted = intake.read(ReturnNil, forms.typed(form, slots_of(ReturnNil)))
        event = await once.act_once(request, form, uses.return_nil(wanted, actor_of(request), now()), unlike=False)
    except refusals.Faults as refused:
        return await _nil(request, form, refused.faults)
    return then(f"/organisations/{event.ref}/uses?done={event.tag}")


async def _nil(request: Asked, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    today = london_day(now()).replace(day=1)
    months = [add_months(today, -back) for back in range(1, YEAR + 1)]
    choices = {
        "organisation": tuple(Choice(each.ref, each.name) for each in await _own(request)),
        "month": tuple(Choice(f"{month:%Y-%m}", month_words(month)) for month in months),
    }
    fields = forms.fields(slots_of(ReturnNil), form, choices, faults)
    return show(request, "uses/nil.html", fields=fields, faults=forms.view_faults(faults))


ROUTES = [ask, record, ask_import, heads, look_through, confirm, ask_nil, return_nil]
