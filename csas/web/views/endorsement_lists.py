"""Requests in lists: those that wait, those that were answered, and who works in somebody’s areas."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from csas.domain import endorsement_cells as summary
from csas.domain.calendar import london_day
from csas.domain.endorsements import Request
from csas.domain.permissions import Actor
from csas.store import catalogue, endorsements, reads
from csas.web import templating
from csas.web.views import endorsements as views


class Listed(msgspec.Struct, frozen=True):
    """One request in a list."""

    ref: str
    applicant: str
    body: str
    areas: str
    words: str
    colour: str
    when: str
    note: str


Table = tuple[str, tuple[Listed, ...], str]


async def load_all(actor: Actor) -> list[Request]:
    """Every request this actor may see."""
    lines = await reads.list_cases(actor, "endorsement")
    return await endorsements.list_of_refs([line.ref for line in lines])


async def tables_of(actor: Actor, at: datetime) -> tuple[Table, ...]:
    """Requests that wait, the most urgent first, and those that do not, the newest first."""
    requests = await load_all(actor)
    names = {area.code: area.name for area in await catalogue.list_areas()}
    today = london_day(at)
    waiting = sorted((each for each in requests if not each.closed), key=views.due_order)
    done = [each for each in reversed(requests) if each.closed]
    return (
        (
            "Waiting for an answer",
            tuple(listed(each, names, today) for each in waiting),
            "No request waits for an answer.",
        ),
        ("Answered or ended", tuple(listed(each, names, today) for each in done), "No request has been answered yet."),
    )


def listed(request: Request, names: dict[str, str], today: date) -> Listed:
    """A request as a line."""
    outcome = summary.worst(summary.cells([request])) or "waiting"
    words, colour, _ = views.outcome_words(outcome, passed_on=request.passed_on)
    if not request.closed and request.due_on and request.due_on < today:
        words, colour = "Overdue", "red"
    areas = templating.series(tuple(names.get(code, code) for code in request.areas))
    return Listed(
        request.ref,
        request.applicant_name,
        request.body,
        areas,
        words,
        colour,
        views.when_words(request),
        _note(request),
    )


def _note(request: Request) -> str:
    """What is unusual about a request, in a few words."""
    if request.council_applies and not request.closed and not request.passed_on:
        return "Its council leads the partnership: an interest must be declared"
    if request.interests:
        return views.declared(request)
    return request.why_not_asked or ""
