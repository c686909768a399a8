"""Importing people from a spreadsheet: the template, the upload, what the columns mean, the preview, the progress."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import staff_importing as commands
from csas.domain import refusals, staff_sheet
from csas.domain.refusals import Fault
from csas.domain.spreadsheets import MOST_ROWS, Sheet
from csas.domain.staff_cells import COLUMNS
from csas.store import inspection, organisations, staff_imports
from csas.store.organisations import Organisation
from csas.store.staff_imports import Waiting
from csas.web import forms, sheets
from csas.web.fields import Choice, Field
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now

ACTION = "staff:import"
LARGEST_FORM = 12 * 1024 * 1024
SHOWN = 10
AGAIN_SECONDS = "3"


@page("/organisations/{ref:str}/staff/import", ACTION)
async def show_import(request: Asked, ref: FromPath[str]) -> Response[str]:
    return _form(request, await organisations.require(actor_of(request), ref, ACTION))


def _form(request: Asked, organisation: Organisation, faults: tuple[Fault, ...] = ()) -> Response[str]:
    return show(
        request,
        "staff/import.html",
        organisation=organisation,
        columns=COLUMNS,
        most=MOST_ROWS,
        faults=forms.view_faults(faults),
    )


@page("/organisations/{ref:str}/staff/template.csv", ACTION)
async def template(request: Asked, ref: FromPath[str]) -> Response[str]:
    """An empty spreadsheet with the heads, and one row as an example."""
    await organisations.require(actor_of(request), ref, ACTION)
    return sheets.download("staff", [column.title for column in COLUMNS], [[column.example for column in COLUMNS]])


@change("/organisations/{ref:str}/staff/import", ACTION, request_max_body_size=LARGEST_FORM)
async def upload(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    """Read the file; what it holds is shown before anything is added."""
    organisation = await organisations.require(actor_of(request), ref, ACTION)
    form = await request.form()
    sent: Any = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        return _form(request, organisation, (Fault(field="file", message="Select a spreadsheet"),))
    content = await sent.read(inspection.LARGEST + 1)
    try:
        waiting = await commands.read_file(ref, sent.filename, content, actor_of(request), now())
    except refusals.FileRefused as refused:
        return _form(request, organisation, (Fault(field="file", message=refused.message),))
    return then(f"/staff-imports/{waiting}")


@page("/staff-imports/{ref:str}", ACTION)
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """How a spreadsheet stands: what its columns mean, its faults, its first rows, or its progress."""
    waiting = await staff_imports.load(actor_of(request), ref)
    organisation = await organisations.load_id(waiting.organisation)
    if waiting.state in {"read", "checked"}:
        return await _looked_over(request, waiting, organisation)
    so_far = await staff_imports.progress(waiting.id)
    response = show(request, "staff/imported.html", waiting=waiting, organisation=organisation, so_far=so_far)
    if waiting.state == "waiting":
        response.headers["Refresh"] = AGAIN_SECONDS
    return response


async def _looked_over(request: Asked, waiting: Waiting, organisation: Organisation) -> Response[str]:
    sheet = await staff_imports.content(waiting.id)
    filled = _filled(sheet)
    mapping = waiting.mapping if waiting.state == "checked" else staff_sheet.guess(sheet.head)
    return show(
        request,
        "staff/import_check.html",
        waiting=waiting,
        organisation=organisation,
        fields=_columns(sheet.head, mapping),
        unread=[head for head in sheet.head if head and head not in mapping.values()],
        faults_found=waiting.faults,
        preview=_preview(sheet, mapping, filled),
        titles=[column.title for column in COLUMNS if mapping.get(column.name) in filled],
        shown=SHOWN,
    )


def _columns(heads: tuple[str, ...], mapping: dict[str, str]) -> tuple[Field, ...]:
    """A choice of the file's columns for each of ours."""
    offered = (Choice("", "Not in this file"), *(Choice(head, head) for head in dict.fromkeys(heads) if head))
    return tuple(
        Field(
            name=column.name,
            label=column.title if column.needed else f"{column.title} (optional)",
            kind="select",
            value=mapping.get(column.name, ""),
            choices=offered,
        )
        for column in COLUMNS
    )


def _filled(sheet: Sheet) -> set[str]:
    """The columns in which the first rows hold anything."""
    return {
        head
        for place, head in enumerate(sheet.head)
        if any(place < len(texts) and texts[place] for _, texts in sheet.rows[:SHOWN])
    }


def _preview(sheet: Sheet, mapping: dict[str, str], filled: set[str]) -> list[tuple[str, ...]]:
    """The first rows under our heads, as they were read."""
    places = [sheet.head.index(mapping[column.name]) for column in COLUMNS if mapping.get(column.name) in filled]
    return [
        (str(number), *(texts[place] if place < len(texts) else "" for place in places))
        for number, texts in sheet.rows[:SHOWN]
    ]


@change("/staff-imports/{ref:str}/check", ACTION)
async def check(request: Asked, ref: FromPath[str]) -> Redirect:
    """Take the columns for what the person says, and check every row."""
    await staff_imports.load(actor_of(request), ref)
    form = await request.form()
    mapping = {column.name: str(form.get(column.name, "")) for column in COLUMNS if form.get(column.name)}
    await commands.check(ref, mapping, actor_of(request), now())
    return then(f"/staff-imports/{ref}")


@change("/staff-imports/{ref:str}/confirm", ACTION)
async def confirm(request: Asked, ref: FromPath[str]) -> Redirect:
    """Import what was looked over; a long one goes on while its page shows how far it is."""
    event = await commands.confirm(ref, actor_of(request), now())
    return then(f"/staff-imports/{ref}?done={event.tag}" if event else f"/staff-imports/{ref}")


ROUTES = [show_import, template, upload, look, check, confirm]
