"""The public register of accredited providers: now, or as it stood on any past day.

It lists organisations only. Nobody can look a person up here, by name or otherwise.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from functools import partial

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from csas.domain.calendar import london_day
from csas.domain.certificates import grouped
from csas.domain.refusals import NotFound
from csas.store import register
from csas.web.fields import Choice, Fault
from csas.web.kept import show_alike
from csas.web.pages.reception import now
from csas.web.parts import Link
from csas.web.pictures import london_map
from csas.web.routing import page
from csas.web.show import Asked, show
from csas.web.views import register as views
from csas.web.views.checks import BOROUGHS
from csas.web.views.register import Wanted

READ = "register:read"
PAGE_SIZE = 20
MOST_PAGES = 10_000
MOST_ROWS = 100_000
LONGEST_NAME = 120


@page("/register", READ)
async def list_register(request: Asked) -> Response[str]:
    """The register, searched and filtered, and the map of how many providers each borough has."""
    at = now()
    wanted, faults = wanted_of(request, at)
    found = await find(wanted, at, PAGE_SIZE)
    if faults:
        return _draw(request, wanted, found, at, faults)
    same = (
        "register",
        wanted,
        london_day(at),
        found.total,
        found.providers,
        found.powers,
        tuple(found.by_area.items()),
    )
    return show_alike(request, same, partial(_draw, request, wanted, found, at))


async def find(wanted: Wanted, at: datetime, size: int) -> register.Register:
    """The page of the register that was asked for."""
    return await register.list_providers(
        wanted.at(at),
        name=wanted.name,
        area=wanted.area,
        power=wanted.power,
        sector=wanted.sector,
        known=wanted.known(at),
        limit=size,
        offset=(wanted.page - 1) * size,
    )


def _draw(
    request: Asked, wanted: Wanted, found: register.Register, at: datetime, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    return show(
        request,
        "register/list.html",
        wanted=wanted,
        found=found,
        faults=faults,
        today=london_day(at),
        sectors=views.SECTORS,
        kinds=views.KINDS,
        tiles=views.map_of(found.by_area),
        boroughs=BOROUGHS,
        powers=tuple(Choice(power.code, power.title) for power in found.powers),
        pages=pages_of(wanted, found.total),
        on=on_of(request),
        grouped=grouped,
        last_day=views.last_day,
    )


@get("/register.csv", opt={"action": READ}, include_in_schema=False)
async def download(request: Asked) -> Response[str]:
    """The same list as a file, all of it."""
    at = now()
    wanted, faults = wanted_of(request, at)
    if faults:
        return Response(faults[0].message, status_code=400, media_type="text/plain")
    found = await find(msgspec.structs.replace(wanted, page=1), at, MOST_ROWS)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(views.HEAD)
    writer.writerows(views.rows_for_download(found.providers, wanted.at(at), wanted.known(at)))
    name = f"register-{(wanted.day or london_day(at)).isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(f"\ufeff{written.getvalue()}", media_type="text/csv; charset=utf-8", headers=headers)


@page("/register/{ref:str}", READ)
async def show_provider(request: Asked, ref: FromPath[str]) -> Response[str]:
    """A provider's own page; of an organisation that never had an arrangement there is none."""
    at = now()
    wanted, faults = wanted_of(request, at)
    moment = wanted.at(at)
    entry = None if faults else await register.find_entry(ref, moment, wanted.known(at))
    if entry is None:
        raise NotFound
    return show(
        request,
        "register/provider.html",
        200,
        entry=entry,
        wanted=wanted,
        moment=moment,
        in_force=entry.in_force(moment),
        last_day=views.last_day(entry.until) if entry.until else None,
        sectors=views.SECTORS,
        tiles=london_map(dict.fromkeys(entry.area_codes, "some"), {"none": ("", "No")}),
        grouped=grouped,
        last_days={term.ref: views.last_day(term.until) if term.until else None for term in entry.terms},
    )


def wanted_of(request: Asked, at: datetime) -> tuple[Wanted, tuple[Fault, ...]]:
    """What the address asks for; a day that is none, or lies ahead, is a fault and today is shown."""
    given = request.query_params
    day, fault = day_of(on_of(request), at)
    wanted = Wanted(
        name=plain(given.get("q", ""))[:LONGEST_NAME],
        area=plain(given.get("area", "")),
        power=plain(given.get("power", "")),
        sector=plain(given.get("sector", "")),
        day=day,
        known_then=given.get("known") == "then",
        page=page_of(given.get("page", "1")),
    )
    return wanted, (Fault("on", fault),) if fault else ()


def on_of(request: Asked) -> str:
    """The day asked about, as typed."""
    return str(request.query_params.get("on", "")).strip()


def plain(text: str) -> str:
    """Text that the database can take."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode().strip()


def day_of(text: str, at: datetime) -> tuple[date | None, str]:
    """The day in the address, or why it is none."""
    if not text:
        return None, ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, "Enter a day as year-month-day, such as 2026-10-01"
    if day > london_day(at):
        return None, "The day must be today or in the past"
    if day.year < 1900:  # noqa: PLR2004 - the service's own horizon
        return None, "Enter a day from 1900 on"
    return day, ""


def page_of(text: str) -> int:
    """The number of the page wanted, the first if it is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGES)) else 1
    return min(max(number, 1), MOST_PAGES)


def pages_of(wanted: Wanted, total: int) -> tuple[str, str, tuple[Link, ...]]:
    """Where the pages before and after are, and those numbered between."""
    last = max(1, -(-total // PAGE_SIZE))
    here = min(wanted.page, last)

    def href(number: int) -> str:
        return f"/register{wanted.query(page=str(number))}"

    near = [number for number in range(1, last + 1) if number in {1, last} or abs(number - here) <= 1]
    links = []
    for at, number in enumerate(near):
        if at and number - near[at - 1] > 1:
            links.append(Link("…", ""))
        links.append(Link(str(number), href(number), current=number == here))
    before = href(here - 1) if here > 1 else ""
    after = href(here + 1) if here < last else ""
    return before, after, tuple(links) if last > 1 else ()


ROUTES = [list_register, download, show_provider]
