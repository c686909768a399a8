"""People with powers in an area: how many of each provider, for those who answer for it. No names."""

from __future__ import annotations

from litestar import Response

from csas.domain.calendar import london_day
from csas.domain.refusals import NotFound
from csas.store import coverage
from csas.store.coverage import Area
from csas.web import sheets
from csas.web.fields import Choice
from csas.web.pages.reception import now
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.views.coverage import HEAD, grouped, rows_for_download

READ = "coverage:read"


@page("/coverage", READ)
async def look(request: Asked) -> Response[str]:
    """The providers at work in an area, and with which powers."""
    areas, chosen = await asked_about(request)
    found = await coverage.count_powers(chosen.code, now()) if chosen else []
    offered = tuple(Choice(area.code, area.name) for area in areas)
    return show(request, "coverage/coverage.html", areas=offered, chosen=chosen, providers=grouped(found), at=now())


@page("/coverage.csv", READ)
async def download(request: Asked) -> Response[str]:
    """The same as a file."""
    _, chosen = await asked_about(request)
    found = await coverage.count_powers(chosen.code, now()) if chosen else []
    day = london_day(now()).isoformat()
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
