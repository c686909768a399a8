"""How often powers were used, for everybody: by power, borough and month, in numbers that tell of nobody."""

from __future__ import annotations

from litestar import Response

from csas.domain import disclosure
from csas.web import sheets
from csas.web.pages.reception import now
from csas.web.routing import page
from csas.web.show import Asked, show
from csas.web.views import public_uses as views

READ = "register:read"


@page("/register/uses", READ)
async def look(request: Asked) -> Response[str]:
    """The twelve months before this one, as charts and tables."""
    found = await views.published(now())
    return show(
        request,
        "register/uses.html",
        found=found,
        total=disclosure.words(found.total),
        months=views.bars(found.month),
        powers=views.bars(found.power),
        boroughs=views.bars(found.borough),
        tiles=views.tiles(found.borough),
    )


@page("/register/uses.csv", READ)
async def download() -> Response[str]:
    """The same as a file."""
    found = await views.published(now())
    return sheets.download(f"uses-of-powers-to-{found.until.isoformat()}", views.HEAD, views.rows(found))


ROUTES = [look, download]
