"""The office's whole caseload: searched, filtered, paged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import msgspec

from csas.domain.permissions import Actor
from csas.store.office import Officer
from csas.store.reads import CaseLine
from csas.web.fields import Choice, Field
from csas.web.parts import Link
from csas.web.pictures import STAGES
from csas.web.views.cases import ORDER
from csas.web.views.desk import Board, by_due, due_on_of, title_of, with_words

PAGE = 25
LONGEST_SEARCH = 80
ANY = Choice("", "Any")
HEAD = ("Reference", "Case", "Organisation", "Process", "Stage", "State", "With", "Due", "Overdue", "Since")
TURNS = (
    Choice("applicant", "Applicant"),
    Choice("partnership", "Local partnership"),
    Choice("office", "Office"),
    Choice("decider", "Decision maker"),
    Choice("reviewer", "Decider of appeals"),
    Choice("vetting", "Vetting officer"),
    Choice("nobody", "Nobody"),
)
KINDS = (
    Choice("application", "Applications"),
    Choice("endorsement", "Requests for endorsement"),
    Choice("review", "Reviews"),
    Choice("appeal", "Appeals"),
    Choice("standards", "Editions of the standards"),
)
SHOWN = (
    Choice("", "Open"),
    Choice("overdue", "Overdue"),
    Choice("paused", "On hold or with a question open"),
    Choice("closed", "Closed"),
    Choice("all", "Open and closed"),
)


class Wanted(msgspec.Struct, frozen=True):
    """What somebody looks for; empty means anything."""

    q: str = ""
    stage: str = ""
    turn: str = ""
    kind: str = ""
    state: str = ""
    assigned: str = ""
    show: str = ""
    page: int = 1


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """The filters in an address; what nobody could have chosen is left out."""
    number = query.get("page", "")
    return Wanted(
        q=query.get("q", "").strip()[:LONGEST_SEARCH],
        stage=_one_of(query.get("stage", ""), ORDER),
        turn=_one_of(query.get("turn", ""), [choice.value for choice in TURNS]),
        kind=_one_of(query.get("kind", ""), [choice.value for choice in KINDS]),
        state=query.get("state", "")[:LONGEST_SEARCH],
        assigned=query.get("assigned", "")[:12],
        show=_one_of(query.get("show", ""), [choice.value for choice in SHOWN]),
        page=max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < len("10000") else 1,
    )


def _one_of(given: str, allowed: object) -> str:
    return given if given in allowed else ""  # type: ignore[operator]


def found(lines: list[CaseLine], wanted: Wanted, officers: list[Officer], board: Board) -> list[CaseLine]:
    """The cases wanted, most urgent first."""
    people = {officer.ref: officer.id for officer in officers}
    fitting = [line for line in lines if _fits(line, wanted, people, board.today)]
    return by_due(fitting, board)


def _fits(line: CaseLine, wanted: Wanted, people: Mapping[str, int], today: date) -> bool:
    text = f"{line.title} {line.organisation} {line.partnership} {line.ref}".casefold()
    return (
        all(word in text for word in wanted.q.casefold().split())
        and wanted.stage in {"", line.stage}
        and wanted.turn in {"", line.turn}
        and wanted.kind in {"", line.noun}
        and wanted.state in {"", line.state}
        and _fits_assigned(line, wanted.assigned, people)
        and _fits_shown(line, wanted.show, today)
    )


def _fits_assigned(line: CaseLine, assigned: str, people: Mapping[str, int]) -> bool:
    if not assigned:
        return True
    if assigned == "nobody":
        return line.assigned is None
    return line.assigned is not None and line.assigned == people.get(assigned)


def _fits_shown(line: CaseLine, show: str, today: date) -> bool:
    if show == "all":
        return True
    if show == "closed":
        return line.closed
    if show == "overdue":
        return not line.closed and not line.paused and line.overdue(today)
    if show == "paused":
        return not line.closed and line.paused
    return not line.closed


def fields(wanted: Wanted, lines: list[CaseLine], officers: list[Officer], actor: Actor) -> tuple[Field, ...]:
    """The form of filters, with what was chosen."""
    states = tuple(Choice(words, words) for words in sorted({line.state for line in lines}))
    stages = tuple(Choice(code, name) for code, name in zip(ORDER, STAGES, strict=True))
    people = tuple(
        Choice(o.ref, f"{o.name} (me)" if o.id == actor.person else o.name)
        for o in sorted(officers, key=lambda o: o.id != actor.person)
    )
    assigned = (Choice("", "Anybody"), Choice("nobody", "Nobody"), *people)
    return (
        Field("q", "Name or reference", value=wanted.q),
        Field("kind", "Kind of case", "select", value=wanted.kind, choices=(ANY, *KINDS)),
        Field("show", "Show", "select", value=wanted.show, choices=SHOWN),
        Field("assigned", "Assigned to", "select", value=wanted.assigned, choices=assigned),
        Field("stage", "Stage", "select", value=wanted.stage, choices=(ANY, *stages)),
        Field("state", "State", "select", value=wanted.state, choices=(ANY, *states)),
        Field("turn", "Whose turn", "select", value=wanted.turn, choices=(ANY, *TURNS)),
    )


def address(wanted: Wanted, path: str = "/cases", page: int | None = None) -> str:
    """The address that shows the same again, or another page of it."""
    asked = {name: value for name, value in msgspec.structs.asdict(wanted).items() if value and name != "page"}
    if page is not None and page > 1:
        asked["page"] = page
    return f"{path}?{urlencode(asked)}" if asked else path


def pages(wanted: Wanted, count: int) -> tuple[Link, ...]:
    """A link to each page, where there is more than one."""
    last = -(-count // PAGE)
    if last <= 1:
        return ()
    return tuple(
        Link(str(number), address(wanted, page=number), current=number == wanted.page) for number in range(1, last + 1)
    )


def sheet_row(line: CaseLine, board: Board) -> tuple[object, ...]:
    """A case as a row under HEAD."""
    due_on = due_on_of(line, board)
    late = due_on is not None and due_on < board.today and not line.paused and not line.closed
    return (
        line.ref,
        title_of(line),
        line.organisation,
        line.process,
        line.stage,
        line.state,
        with_words(line, board),
        due_on or "",
        "yes" if late else "no",
        line.since.date(),
    )
