"""The caseload page, and the same as a file."""

from __future__ import annotations

from litestar import Response

from csas.domain.permissions import CENTRAL, Actor
from csas.store import cases, office, reads
from csas.store.office import Officer
from csas.web import sheets
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views import caseload, desk

# Requests for one person have a list of their own, under People.
OF_PROVIDERS = sorted(process for process in cases.NOUNS if process != "individual")


@page("/cases", "caseload:read")
async def show_caseload(request: Asked) -> Response[str]:
    """Every case of the scheme, by the filters in the address."""
    actor, wanted = actor_of(request), caseload.wanted_of(request.query_params)
    lines, officers = await reads.list_cases(actor, *OF_PROVIDERS), await _officers(actor)
    board = await desk.board_of(actor, now(), lines)
    found = caseload.found(lines, wanted, officers, board)
    first = (wanted.page - 1) * caseload.PAGE
    return show(
        request,
        "caseload/cases.html",
        fields=caseload.fields(wanted, lines, officers, actor),
        head=desk.CASE_HEAD,
        rows=desk.case_rows(found[first : first + caseload.PAGE], board),
        count=len(found),
        pages=caseload.pages(wanted, len(found)),
        sheet=caseload.address(wanted, "/cases.csv"),
    )


@page("/cases.csv", "caseload:read")
async def download_caseload(request: Asked) -> Response[str]:
    """The same cases as a spreadsheet would take them."""
    actor, wanted = actor_of(request), caseload.wanted_of(request.query_params)
    lines = await reads.list_cases(actor, *OF_PROVIDERS)
    board = await desk.board_of(actor, now(), lines)
    found = caseload.found(lines, wanted, await _officers(actor), board)
    return sheets.download("cases", caseload.HEAD, [caseload.sheet_row(line, board) for line in found])


async def _officers(actor: Actor) -> list[Officer]:
    found = [await office.list_officers(scheme, *CENTRAL) for scheme in sorted(actor.schemes())]
    return [officer for officers in found for officer in officers]


ROUTES = [show_caseload, download_caseload]
