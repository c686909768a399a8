"""Checking a card or certificate by its number: for anybody, on a phone, without an account.

Three answers and no others. Whatever goes wrong here, the answer is “Cannot confirm”.
Malformed and unknown numbers get the very same page.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from csas.domain.calendar import london_day
from csas.domain.certificates import normalise
from csas.domain.refusals import NotFound, Refusal, TooMany
from csas.store import checks, contacts, files
from csas.store.certificates import Found
from csas.store.contacts import Contact
from csas.store.found_cards import FoundCard
from csas.web import sheets
from csas.web.fields import Fault, Field
from csas.web.files import send_image
from csas.web.kept import show_alike
from csas.web.pages.reception import now
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, visitor_of
from csas.web.views import checks as views
from csas.web.views.checks import Answer

READ = "check:read"
MOST_LINES = 500
LONGEST_LINE = 64
LARGEST_LIST = 200_000
log = logging.getLogger("csas.web")

NUMBERS = Field(
    "numbers",
    "Numbers",
    "textarea",
    hint=f"One on each line, up to {MOST_LINES}. In a list with commas the first column counts.",
    rows=10,
)
LIST = Field("list", "Or a CSV file", "file", hint="The first column holds the numbers.", accept=".csv,text/csv,.txt")


@page("/check", READ)
async def ask(request: Asked) -> Response[str]:
    """The form, or the answer to what was typed into it."""
    typed = request.query_params.get("number")
    if typed is None:
        return unindexed(request, show(request, "check/ask.html", typed="", borough="", boroughs=views.BOROUGHS))
    borough = request.query_params.get("borough", "")
    if typed.strip():
        return await answer(request, typed, borough)
    faults = (Fault("number", "Enter the number on the card or certificate"),)
    shown = show(request, "check/ask.html", typed="", borough=borough, boroughs=views.BOROUGHS, faults=faults)
    return unindexed(request, shown)


@page("/check/{number:str}", READ)
async def look(request: Asked, number: FromPath[str]) -> Response[str]:
    """The answer to a number, as a QR code asks for it."""
    return await answer(request, number, request.query_params.get("borough", ""))


@page("/check/{number:str}/photograph", READ)
async def photograph(request: Asked, number: FromPath[str]) -> Response[bytes]:
    """The photograph printed on a card in force, where the scheme shows it; of any other there is none."""
    name = await checks.picture(number, visitor_of(request).address, now())
    if name is None:
        raise NotFound
    return send_image(await files.read(name))


async def answer(request: Asked, typed: str, borough: str) -> Response[str]:
    """One of the three answers; any fault is the third."""
    at = now()
    try:
        found = await checks.look_up(typed, visitor_of(request).address, at)
        asked = (found, at.replace(second=0, microsecond=0), borough, await contacts.office())
        return unindexed(request, _answer(request, *asked))
    except TooMany:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that we cannot confirm
        return unconfirmed(request, error)


def _answer(request: Asked, found: Found | None, at: datetime, borough: str, office: Contact | None) -> Response[str]:
    """A card’s answer is told before it is looked for among those drawn: it never lies there as facts."""
    if isinstance(found, FoundCard):
        told = views.answer(found, at, borough, actor_of(request), office)
        return show_alike(request, ("card", told), partial(_show, request, told))
    return show_alike(
        request, ("check", found, at, borough, office), partial(_draw, request, found, at, borough, office)
    )


def _draw(request: Asked, found: Found | None, at: datetime, borough: str, office: Contact | None) -> Response[str]:
    return _show(request, views.answer(found, at, borough, actor_of(request), office))


def _show(request: Asked, told: Answer) -> Response[str]:
    template = "check/card.html" if told.card else "check/answer.html"
    return show(request, template, answer=told, boroughs=views.BOROUGHS, here=views.NAMES.get(told.borough, ""))


def unconfirmed(request: Asked, error: Exception) -> Response[str]:
    """The third answer, which asks nobody for anything."""
    log.error("cannot confirm", extra={"code": error.code if isinstance(error, Refusal) else type(error).__name__})
    told = views.cannot_confirm(now(), contacts.remembered())
    response = show(request, "check/answer.html", 503, answer=told, boroughs=views.BOROUGHS, here="")
    response.headers["Retry-After"] = "10"
    return unindexed(request, response)


def unindexed(request: Asked, response: Response[str], *, form: bool = False) -> Response[str]:
    """Keep an answer out of caches, search engines and other sites' logs.

    A page with a form to send in, such as that of signing out, must name itself to us.
    """
    named = form or visitor_of(request).session is not None
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin" if named else "no-referrer"
    return response


@page("/check/many", READ, form=True)
async def ask_many(request: Asked) -> Response[str]:
    """The form for many numbers at once."""
    return unindexed(request, show(request, "check/many.html", fields=(NUMBERS, LIST), lines=(), again=""), form=True)


@change("/check/many", READ)
async def look_many(request: Asked) -> Response[str]:
    """Every line answered, in its order."""
    form = await request.form()
    typed, fault = await lines_of(form)
    pasted = str(form.get("numbers", "")) if not isinstance(form.get("numbers"), UploadFile) else ""
    if fault:
        return _many(request, pasted, faults=(fault,))
    try:
        found = await checks.look_up_many(typed, visitor_of(request).address, now())
    except TooMany:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that we cannot confirm
        return unconfirmed(request, error)
    lines = tuple(views.line(at, line, found.get(normalise(line) or "")) for at, line in enumerate(typed, 1))
    return _download(request, lines) if form.get("as") == "csv" else _many(request, pasted, typed=typed, lines=lines)


def _many(
    request: Asked, pasted: str, *, faults: Any = (), lines: Any = (), typed: Sequence[str] = ()
) -> Response[str]:
    fields = (msgspec.structs.replace(NUMBERS, value=pasted, error=faults[0].message if faults else ""), LIST)
    again = "\n".join(typed)
    shown = show(request, "check/many.html", fields=fields, lines=lines, faults=faults, at=now(), again=again)
    return unindexed(request, shown, form=True)


def _download(request: Asked, lines: tuple[views.Line, ...]) -> Response[str]:
    """The answers as a file, every line in its place."""
    at = now()
    sheet = sheets.download(f"checked-{london_day(at).isoformat()}", views.HEAD, views.rows_for_download(lines, at))
    return unindexed(request, sheet, form=True)


async def lines_of(form: Any) -> tuple[list[str], Fault | None]:
    """The numbers pasted and those in the file, or what is wrong with them."""
    sent = form.get("list")
    text = str(form.get("numbers", ""))
    if isinstance(sent, UploadFile) and sent.filename:
        held = await sent.read()
        if len(held) > LARGEST_LIST:
            return [], Fault("list", f"The file must hold {MOST_LINES} lines or fewer")
        text = f"{text}\n{held.decode('utf-8-sig', 'replace')}"
    lines = [first.strip() for first in first_cells(text) if first.strip()]
    if not lines:
        return [], Fault("numbers", "Enter at least one number, or choose a file")
    if len(lines) > MOST_LINES:
        return [], Fault("numbers", f"Enter {MOST_LINES} numbers or fewer: there are {len(lines):,}")
    return lines, None


def first_cells(text: str) -> list[str]:
    """The first cell of every line, cut to what a number could be."""
    rows = csv.reader(io.StringIO(text.replace("\x00", "")))
    try:
        return [row[0][: LONGEST_LINE + 1] for row in rows if row]
    except csv.Error:
        return [line[: LONGEST_LINE + 1] for line in text.splitlines()]


ROUTES = [ask, look, photograph, ask_many, look_many]
