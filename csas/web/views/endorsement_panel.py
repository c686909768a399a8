"""The panel of local endorsement on the page of an application: the map, the table, the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from csas.domain import endorsement_cells as summary
from csas.domain import endorsements as rules
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.endorsement_cells import Cell, Outcome
from csas.domain.endorsements import Request
from csas.domain.permissions import Actor
from csas.store import catalogue, endorsement_packs, endorsements
from csas.web import templating
from csas.web.pictures import MapTile, london_map
from csas.web.steps import now
from csas.web.views import cases as case_views
from csas.web.views import endorsements as views
from csas.web.views.waiting import partnerships_have

MAP_WORDS = {"no-view": ("N", "No view"), "declined": ("D", "Interest declared: passed on or nobody left")}


class Line(msgspec.Struct, frozen=True):
    """One area or partnership in the panel of an application."""

    area: str
    body: str
    words: str
    colour: str
    when: str
    why: str
    ref: str


async def panel(actor: Actor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """Areas and answers, for the page of an application."""
    application = await endorsement_packs.application_of(case)
    requests = await endorsements.list_of_application(application) if application else []
    if not requests:
        return None
    names = {area.code: area.name for area in await catalogue.list_areas()}
    titles = {power.code: power.title for power in await catalogue.list_powers()}
    found = summary.cells(requests)
    open_days = [request.due_on for request in requests if request.due_on and not request.closed]
    return "applications/_endorsements.html", {
        "tiles": tiles(requests, found),
        "lines": tuple(line for request in requests for line in _lines(request, found, names)),
        "grid": tuple(_grid_row(cell, names, titles) for cell in found),
        "said": _said(found, names, titles),
        "settled": rules.endorsements_settled(requests),
        "waiting": sum(not request.closed for request in requests),
        "total": len(requests),
        "last": max(open_days, default=None),
        "until": partnerships_have(open_days, london_day(now())) if case.turn == "partnership" else "",
        "silence": views.SILENCE,
        "office": case.scheme in actor.schemes(),
    }


def tiles(requests: Sequence[Request], found: Sequence[Cell]) -> tuple[MapTile, ...]:
    """The boroughs coloured by what came of the requests."""
    states: dict[str, str] = {}
    for request in requests:
        for area in request.areas:
            outcome = summary.outcome_of_area(found, area)
            if outcome:
                states[area] = views.outcome_words(outcome, passed_on=request.passed_on)[2]
    return london_map(states, MAP_WORDS)


def _lines(request: Request, found: Sequence[Cell], names: Mapping[str, str]) -> list[Line]:
    mine = [cell for cell in found if cell.ref == request.ref]
    lines = []
    for area in request.areas:
        outcome = summary.outcome_of_area(mine, area) or "waiting"
        words, colour, _ = views.outcome_words(outcome, passed_on=request.passed_on)
        when = views.when_words(request)
        why = request.why_not_asked or views.declared(request)
        lines.append(Line(names.get(area, area), request.body, words, colour, when, why, request.ref))
    return lines


def _grid_row(cell: Cell, names: Mapping[str, str], titles: Mapping[str, str]) -> views.Answered:
    words, colour, _ = views.OUTCOMES[cell.outcome]
    return views.Answered(
        titles.get(cell.power, cell.power), names.get(cell.area, cell.area), words, colour, cell.condition
    )


class Said(msgspec.Struct, frozen=True):
    """One condition or objection of one body, with the powers and areas it is about."""

    body: str
    verb: str
    about: str
    words: str


VERBS: dict[Outcome, str] = {"condition": "puts a condition on", "object": "objects to"}


def _said(found: Sequence[Cell], names: Mapping[str, str], titles: Mapping[str, str]) -> tuple[Said, ...]:
    """Conditions and objections in words, the same words of one body said once."""
    said: dict[tuple[str, str, Outcome, str], list[str]] = {}
    for cell in found:
        if cell.condition:
            key = (cell.body, cell.area, cell.outcome, cell.condition)
            said.setdefault(key, []).append(titles.get(cell.power, cell.power))
    return tuple(
        Said(body, VERBS[outcome], _about(powers, area, found, names), words)
        for (body, area, outcome, words), powers in said.items()
    )


def _about(powers: list[str], area: str, found: Sequence[Cell], names: Mapping[str, str]) -> str:
    all_there = len(powers) == sum(cell.area == area for cell in found)
    what = "every power" if all_there and len(powers) > 1 else templating.series(tuple(f"“{each}”" for each in powers))
    return f"{what} in {names.get(area, area)}"


case_views.PANELS.append(panel)
