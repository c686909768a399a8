"""By program: powers cards with their trails, and the runs that print them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta
from msgspec.structs import asdict

from csas.domain.certificates import normalise
from csas.store import cards, certificates, custody, print_runs
from csas.store.cards import Filter
from csas.web.api.looking import PAGE, Asking, Look, Query, Shape
from csas.web.views import cards as card_views

PAGE_SIZE = 50
Custody = Annotated[str, Meta(description="issued, posted, received, lost, stolen, returned or destroyed")]


class CardLine(Shape):
    """A powers card; `trail` says where it was, the last last."""

    ref: str
    number: str
    state: str
    name: str
    employer: str
    employer_ref: str
    case_ref: str
    issued_at: datetime | None
    replaced_at: datetime | None
    trail: tuple[Custody, ...]


class CardWanting(Shape):
    """Somebody whose card waits for a photograph."""

    accreditation: str
    person: str
    employer: str
    since: datetime


class CardList(Shape):
    """A page of cards, the newest first."""

    total: int
    cards: tuple[CardLine, ...]
    unmade: tuple[CardWanting, ...]


class CustodyEntry(Shape):
    what: str
    at: datetime
    by: str
    note: str


class CardRead(CardLine):
    """One card: whether it is good, with its trail."""

    in_force: bool
    cause: str
    custody: tuple[CustodyEntry, ...]


class RunLine(Shape):
    """A print run; `made` of its `files` are ready, `unposted` of its cards are still to be posted."""

    ref: str
    organisation: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    cards: int
    files: int
    made: int
    printed: int
    left_out: int
    unposted: int


class CardsWaiting(Shape):
    organisation: str
    name: str
    cards: int


class RunList(Shape):
    """Cards that wait to be printed, provider by provider, and the newest runs."""

    waiting: tuple[CardsWaiting, ...]
    runs: tuple[RunLine, ...]


class RunFile(Shape):
    """One file of signed sheets, at /print-runs/{ref}/{number}/sheets.pdf once it is made."""

    number: int
    sheets: int | None
    cards: int
    made_at: datetime | None


class RunRead(RunLine):
    """One run with its files."""

    parts: tuple[RunFile, ...]


async def list_cards(asking: Asking) -> object:
    typed, where = asking.said("q"), asking.said("where")
    wanted = Filter(
        words=normalise(typed) or typed,
        where=where if where in card_views.WHERE else "",
        limit=PAGE_SIZE,
        offset=(asking.page - 1) * PAGE_SIZE,
    )
    found, total = await cards.list_cards(asking.actor, wanted)
    return {"total": total, "cards": found, "unmade": await cards.list_unmade(asking.actor)}


async def card(asking: Asking) -> object:
    found = await cards.load(asking.actor, asking.ref)
    known = await certificates.find_any(found.number, asking.at)
    return {
        **asdict(found),
        "in_force": known is not None and known.standing.in_force,
        "cause": known.standing.cause if known else "",
        "custody": await custody.list_trail(found.id),
    }


async def list_runs(asking: Asking) -> object:
    return {
        "waiting": await print_runs.list_waiting(asking.actor, asking.at),
        "runs": await print_runs.list_runs(asking.actor),
    }


async def run(asking: Asking) -> object:
    found = await print_runs.load(asking.actor, asking.ref)
    return {**asdict(found), "parts": await print_runs.list_files(found.id)}


CARDS = (
    Query("q", "A number, or part of a name"),
    Query("where", "The last entry of the trail", tuple(each for each in card_views.WHERE if each)),
    PAGE,
)
LOOKS = (
    Look("/cards", "card:read", "The powers cards one may see", CardList, list_cards, CARDS),
    Look("/cards/{ref}", "card:read", "One powers card with its trail", CardRead, card),
    Look("/print-runs", "print-run:read", "Cards to print, and the runs", RunList, list_runs),
    Look("/print-runs/{ref}", "print-run:read", "One print run with its progress", RunRead, run),
)
