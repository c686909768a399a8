"""Everyone's own desk: what waits for this person, until when, and who has the rest.

A slice adds its section by `@section` to a function of actor and moment that
returns a DeskSection, several, or None where it has nothing for this person.
What stands first: the most urgent thing, then the sections by their `order`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextvars import ContextVar
from datetime import date, datetime

import msgspec

from csas.commands import registry
from csas.domain import casework
from csas.domain.calendar import london_day
from csas.domain.permissions import APPLICANT, Actor
from csas.store import desks, reads
from csas.store.reads import CaseLine
from csas.web import templating
from csas.web.parts import Link
from csas.web.views import cases as views
from csas.web.views.waiting import partnerships_have


class Tag(msgspec.Struct, frozen=True):
    """A status in a cell."""

    text: str
    colour: str = ""


Cell = str | Link | Tag


class DeskSection(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a desk: a table, a few sentences, or the words that there is nothing."""

    title: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    empty: str = ""
    text: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    order: int = 50


class DoNext(msgspec.Struct, frozen=True):
    """The one thing to do first."""

    title: str
    by: str
    href: str
    link: str
    body: str = ""


Found = DeskSection | Sequence[DeskSection] | None
Section = Callable[[Actor, datetime], Awaitable[Found]]

Narrowing = Callable[[Actor, str, tuple[views.StepLink, ...]], Awaitable[tuple[views.StepLink, ...]]]

DESK: list[Section] = []
NARROWED: dict[str, Narrowing] = {}  # by noun: which of the open steps its own page would offer this reader
CASE_HEAD = ("Case", "Now", "With", "Due")
FEW = 4

_lines: ContextVar[list[CaseLine] | None] = ContextVar("lines_of_a_desk", default=None)


def section(function: Section) -> Section:
    """Enter a function that makes a section of a desk."""
    DESK.append(function)
    return function


async def lines_of(actor: Actor) -> list[CaseLine]:
    """The cases this actor may see, read once for all sections of one desk."""
    found = _lines.get()
    if found is None:
        found = await reads.list_cases(actor)
        _lines.set(found)
    return found


async def sections_of(actor: Actor, now: datetime) -> tuple[DeskSection, ...]:
    """All sections of somebody's desk, in their order."""
    _lines.set(None)
    found: list[DeskSection] = []
    for function in DESK:
        made = await function(actor, now)
        if made is not None:
            found += [made] if isinstance(made, DeskSection) else made
    return tuple(sorted(found, key=lambda each: each.order))


async def next_of(actor: Actor, now: datetime) -> DoNext | None:
    """The most urgent case that waits for this very person: its one step, or the case where there are several."""
    today = london_day(now)
    questions = {asked.ref: asked.due_on for asked in reversed(await desks.list_questions(actor))}
    waiting = [line for line in await lines_of(actor) if not line.closed and _waits_for(actor, line)]
    for line in sorted(waiting, key=lambda each: (questions.get(each.ref) or each.due_on or date.max, each.since)):
        case = await reads.load_case(actor, line.ref)
        steps = tuple(step for step in casework.steps_for(case, actor) if not step.optional)
        if views.is_turn_of(actor, case) and any(step.to for step in steps):
            found = views.step_links(case, steps)
            links = await NARROWED[line.noun](actor, line.ref, found) if line.noun in NARROWED else found
            return _first_of(line, links, by_words(questions.get(line.ref) or line.due_on, today))
    return None


def _first_of(line: CaseLine, links: tuple[views.StepLink, ...], by: str) -> DoNext:
    """The one step by its name, or the case with what can be done there."""
    now_words = f"It stands at “{line.state}”."
    if len(links) == 1:
        return DoNext(links[0].words, by, links[0].href, links[0].words, f"{title_of(line)}. {now_words}")
    words = ", ".join(f"{each.words[:1].lower()}{each.words[1:]}" for each in links[:FEW])
    choice = f" You can: {words}." if words else ""
    return DoNext(title_of(line), by, href_of(line), "Open the case", f"{now_words}{choice}")


def by_words(due_on: date | None, today: date) -> str:
    """Until when, at the head of a desk."""
    if due_on is None:
        return "No deadline"
    if due_on == today:
        return "By the end of today"
    words = templating.short_day(due_on)
    return f"By {words}" if due_on > today else f"Overdue: was due on {words}"


def _waits_for(actor: Actor, line: CaseLine) -> bool:
    """The office's cases wait for whoever they are assigned to."""
    return line.assigned in {None, actor.person} or line.turn != "office"


class Board(msgspec.Struct, frozen=True):
    """What the rows of somebody's lists depend on besides the case itself."""

    actor: Actor
    today: date
    requests: dict[int, list[CaseLine]] = {}


async def board_of(actor: Actor, now: datetime, lines: Iterable[CaseLine]) -> Board:
    """The reader, the day, and the requests for endorsement under each application."""
    requests: dict[int, list[CaseLine]] = {}
    own = await reads.list_requests(actor) if is_applicant(actor) else []
    for line in [*lines, *own]:
        if line.parent is not None and line.noun == "endorsement":
            requests.setdefault(line.parent, []).append(line)
    return Board(actor=actor, today=london_day(now), requests=requests)


def case_row(line: CaseLine, board: Board) -> tuple[Cell, ...]:
    """A case as a row under CASE_HEAD."""
    return (
        Link(title_of(line), href_of(line), hidden=line.ref),
        Tag(line.state, line.colour),
        with_words(line, board),
        due_cell(line, board),
    )


def case_rows(lines: Iterable[CaseLine], board: Board) -> tuple[tuple[Cell, ...], ...]:
    return tuple(case_row(line, board) for line in lines)


def due_cell(line: CaseLine, board: Board) -> Cell:
    """When the turn ends; while partnerships answer, the last day that one of them has."""
    if line.closed or line.turn == "nobody":
        return ""
    due_on = due_on_of(line, board)
    words = views.due_words(due_on, board.today, paused=line.paused)
    if line.turn == "partnership" and line.due_on is None and not line.paused and not board.actor.schemes():
        words = partnerships_have(_open_days(line, board), board.today) or words
    late = due_on is not None and due_on < board.today and not line.paused
    return Tag(words, "red") if late else words


def due_on_of(line: CaseLine, board: Board) -> date | None:
    if line.turn != "partnership" or line.due_on is not None:
        return line.due_on
    return max(_open_days(line, board), default=None)


def _open_days(line: CaseLine, board: Board) -> list[date]:
    """The last days of the requests still open under an application."""
    requests = board.requests.get(line.id, ())
    return [each.due_on for each in requests if not each.closed and each.due_on is not None]


def with_words(line: CaseLine, board: Board) -> str:
    """Who has it, in a word or two."""
    if line.turn == "nobody":
        return "Nobody"
    if line.turn == "office" and line.assigned is not None and line.assigned == board.actor.person:
        return "You"
    if line.turn == "office":
        return line.assigned_name or "Office, not assigned" if board.actor.schemes() else "The office"
    if line.turn == "applicant":
        return line.organisation if board.actor.schemes() else "You"
    if line.turn == "partnership":
        return line.partnership or _answered(board.requests.get(line.id, []))
    return {"decider": "Decision maker", "reviewer": "Decider of appeals", "vetting": "Vetting officer"}[line.turn]


def _answered(requests: list[CaseLine]) -> str:
    waiting = sum(each.turn == "partnership" for each in requests)
    if not requests:
        return "Local partnerships"
    if not waiting:
        return "Decision maker"
    return f"{templating.plural(len(requests), 'partnership')}: {waiting} still to answer"


def by_due(lines: Iterable[CaseLine], board: Board) -> list[CaseLine]:
    """The most urgent first; what is paused or has no date comes last, longest waiting first."""
    return sorted(lines, key=lambda line: (line.paused, due_on_of(line, board) or date.max, line.since))


def title_of(line: CaseLine) -> str:
    """The case by name; what changes or renews an arrangement says so."""
    return f"{line.title}: {line.sort}" if line.sort in {"variation", "renewal"} else line.title


def href_of(line: CaseLine) -> str:
    """Where the case is looked at."""
    return f"/{registry.COLLECTIONS[line.noun]}/{line.ref}"


def is_applicant(actor: Actor) -> bool:
    return bool(actor.organisations(*APPLICANT))
