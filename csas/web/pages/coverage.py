"""People with powers in an area: how many of each provider, for those who answer for it. No names."""

from __future__ import annotations

from litestar import Response

from csas.domain.calendar import london_day
from csas.domain.refusals import NotFound
from csas.store import coverage
from csas.store.coverage import Area, Covered
from csas.web import sheets
from csas.web.fields import Choice
from csas.web.pages.reception import now
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.views.coverage import HEAD, PAGE, grouped, last_page, pages, rows_for_download

LONGEST_PAGE = 6
READ = "coverage:read"


@page("/coverage", READ)
async def look(request: Asked) -> Response[str]:
    """The providers at work in an area, and with which powers."""
    areas, chosen = await asked_about(request)
    at, offered = now(), tuple(Choice(area.code, area.name) for area in areas)
    providers = await coverage.count_providers(chosen.code, at) if chosen else 0
    here = min(_page_of(request), last_page(providers))
    found = await coverage.count_powers(chosen.code, at, limit=PAGE, offset=(here - 1) * PAGE) if chosen else []
    return show(
        request,
        "coverage/coverage.html",
        areas=offered,
        chosen=chosen,
        providers=grouped(found),
        at=at,
        pages=pages(chosen.code if chosen else "", providers, here),
    )


def _page_of(request: Asked) -> int:
    text = request.query_params.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_PAGE else 1


@page("/coverage.csv", READ)
async def download(request: Asked) -> Response[str]:
    """The same as a file."""
    _, chosen = await asked_about(request)
    at, found = now(), list[Covered]()
    for part in range(0, await coverage.count_providers(chosen.code, at) if chosen else 0, PAGE):
        found += await coverage.count_powers(chosen.code if chosen else "", at, limit=PAGE, offset=part)
    day = london_day(at).isoformat()
    return sheets.download(f"powers-{day}", HEAD, rows_for_download(found, chosen.name if chosen else "", day))


async def asked_about(request: Asked) -> tuple[list[Area], Area | None]:
    """The reader's areas, and the one asked about: the first if none is, none if they answer for none."""
    areas = await coverage.list_areas(actor_of(request))
    wanted = request.query_params.get("area", "")
    chosen = next((area for area in areas if area.code == wanted or not wanted), None)
    if chosen is None and wanted:
        raise NotFound
    return areas, chosen


ROUTES = [look, download]
