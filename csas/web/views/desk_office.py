"""The desks of the office: case officers, assessors, the scheme manager."""

from __future__ import annotations

from datetime import datetime

from csas.domain.calendar import london_day
from csas.domain.permissions import Actor
from csas.store import places
from csas.store.places import Places
from csas.store.reads import CaseLine
from csas.web.parts import Link
from csas.web.views.desk import (
    CASE_HEAD,
    Board,
    Cell,
    DeskSection,
    Tag,
    board_of,
    by_due,
    case_rows,
    lines_of,
    section,
)

OFFICERS = ("case-officer", "scheme-manager")
OTHERS = frozenset({"applicant", "partnership", "decider"})


@section
async def officers(actor: Actor, now: datetime) -> tuple[DeskSection, ...] | None:
    """What is late, mine, nobody's, and with others."""
    if not actor.schemes(*OFFICERS):
        return None
    today = london_day(now)
    lines = await lines_of(actor)
    board = await board_of(actor, now, lines)
    open_lines = [line for line in lines if _is_at_work(line)]
    ours = by_due((line for line in open_lines if line.turn == "office"), board)
    urgent = [line for line in ours if not line.paused and line.due_on is not None and line.due_on <= today]
    mine = by_due((line for line in open_lines if line.assigned is not None and line.assigned == actor.person), board)
    nobodys = [line for line in ours if line.assigned is None]
    away = by_due((line for line in open_lines if line.turn in OTHERS and line.noun == "application"), board)
    return (
        _cases("Overdue and due today", urgent, board, "Nothing is overdue or due today.", 10),
        _cases("Mine", mine, board, "No case is assigned to you.", 20),
        _cases("Unassigned", nobodys, board, "Every case with the office is assigned.", 30),
        _cases("Waiting on others", away, board, "Nothing waits on anybody else.", 40),
    )


def _is_at_work(line: CaseLine) -> bool:
    return not line.closed and not line.draft and line.noun in {"application", "review", "appeal"}


def _cases(title: str, lines: list[CaseLine], board: Board, empty: str, order: int) -> DeskSection:
    rows = case_rows(lines, board)
    return DeskSection(title=title, head=CASE_HEAD, rows=rows, empty=empty, order=order)


@section
async def held_places(actor: Actor, now: datetime) -> tuple[DeskSection, ...] | None:
    """Who holds the places of the phase, and who waits for one."""
    schemes = sorted(actor.schemes(*OFFICERS))
    return tuple([place_section(await places.load(scheme, now)) for scheme in schemes]) or None


def place_section(found: Places) -> DeskSection:
    rows: list[tuple[Cell, ...]] = [
        (Link(line.title, f"/applications/{line.ref}"), Tag("Place held", "green"), line.state) for line in found.held
    ]
    rows += [
        (Link(line.title, f"/applications/{line.ref}"), Tag("Reserve list", "yellow"), line.state)
        for line in found.reserve
    ]
    return DeskSection(
        title="Places",
        head=("Organisation", "Place", "Now"),
        rows=tuple(rows),
        empty="Nobody holds a place.",
        text=(place_words(found),),
        links=(Link("Demand log", "/demand"),),
        order=60,
    )


def place_words(found: Places) -> str:
    if found.cap is None:
        return "No phase limits the number of providers now."
    held = len(found.held)
    over = f" {held - found.cap} more than the cap." if held > found.cap else ""
    return f"{found.phase}: {held} of {found.cap} places held, offered or in force.{over}"


@section
async def assessors(actor: Actor, now: datetime) -> tuple[DeskSection, ...] | None:
    """What is to be assessed and recommended, and reviews to be graded."""
    if not actor.schemes("assessor"):
        return None
    found = await lines_of(actor)
    board = await board_of(actor, now, found)
    lines = [line for line in found if not line.closed]
    ready = by_due((line for line in lines if line.code == "awaiting-recommendation"), board)
    early = by_due((line for line in lines if line.code == "awaiting-endorsement"), board)
    reviews = by_due((line for line in lines if line.noun == "review" and line.turn == "office"), board)
    return (
        _cases("To recommend", ready, board, "No application waits for a recommendation.", 10),
        _cases(
            "Can be assessed while partnerships answer", early, board, "No application waits for its partnerships.", 20
        ),
        _cases("Reviews to grade and follow up", reviews, board, "No review waits for you.", 30),
    )


@section
async def standards(actor: Actor, now: datetime) -> DeskSection | None:
    """Editions of the standards under way."""
    if not actor.schemes("scheme-manager"):
        return None
    found = await lines_of(actor)
    board = await board_of(actor, now, found)
    open_lines = (line for line in found if line.noun == "standards" and not line.closed and line.turn != "nobody")
    rows = case_rows(by_due(open_lines, board), board)
    return DeskSection(
        title="Standards under way",
        head=CASE_HEAD,
        rows=rows,
        empty="No edition is being drafted.",
        links=(Link("All editions", "/standards"),),
        order=70,
    )
