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

from csas.domain import casework
from csas.domain.calendar import london_day
from csas.domain.permissions import APPLICANT, Actor
from csas.store import reads
from csas.store.reads import CaseLine
from csas.web.parts import Link
from csas.web.views import cases as views


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

DESK: list[Section] = []
CASE_HEAD = ("Case", "Now", "With", "Due")

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
    """The most urgent case that waits for this very person, with the step to take."""
    today = london_day(now)
    waiting = [line for line in await lines_of(actor) if not line.closed and _waits_for(actor, line)]
    for line in sorted(waiting, key=lambda each: (each.due_on or date.max, each.since)):
        case = await reads.load_case(actor, line.ref)
        if not views.is_turn_of(actor, case):
            continue
        steps = [step for step in casework.steps_for(case, actor) if not step.optional]
        links = views.step_links(case, tuple(steps))
        if links:
            return DoNext(
                f"{links[0].words}: {line.title}", _by(line, today), links[0].href, links[0].words, line.state
            )
    return None


def _by(line: CaseLine, today: date) -> str:
    if line.due_on is None:
        return "No deadline"
    words = views.due_words(line.due_on, today)
    return f"By {words}" if line.due_on > today else words if line.due_on < today else "By the end of today"


def _waits_for(actor: Actor, line: CaseLine) -> bool:
    """The office's cases wait for whoever they are assigned to."""
    return line.assigned in {None, actor.person} or line.turn != "office"


def case_row(line: CaseLine, today: date) -> tuple[Cell, ...]:
    """A case as a row under CASE_HEAD."""
    return (
        Link(line.title, f"/{_collection(line)}/{line.ref}", hidden=line.ref),
        Tag(line.state, line.colour),
        with_words(line),
        due_cell(line, today),
    )


def case_rows(lines: Iterable[CaseLine], today: date) -> tuple[tuple[Cell, ...], ...]:
    return tuple(case_row(line, today) for line in lines)


def due_cell(line: CaseLine, today: date) -> Cell:
    if line.closed:
        return ""
    words = views.due_words(line.due_on, today, paused=line.paused)
    return Tag(words, "red") if line.overdue(today) and not line.paused else words


def with_words(line: CaseLine) -> str:
    """Who has it, in a word or two."""
    if line.turn == "nobody":
        return "Nobody"
    if line.turn == "office":
        return line.assigned_name or "Office, not assigned"
    if line.turn == "applicant":
        return line.organisation
    if line.turn == "partnership" and line.partnership:
        return line.partnership
    return {"partnership": "Local partnerships", "decider": "Decision maker", "reviewer": "Decider of appeals"}[
        line.turn
    ]


def by_due(lines: Iterable[CaseLine]) -> list[CaseLine]:
    """The most urgent first; what has no date comes last, longest waiting first."""
    return sorted(lines, key=lambda line: (line.due_on or date.max, line.since))


def _collection(line: CaseLine) -> str:
    return line.noun if line.noun == "standards" else f"{line.noun}s"


def is_applicant(actor: Actor) -> bool:
    return bool(actor.organisations(*APPLICANT))
