"""The letters about what ends soon and what has ended: to the person, to supervisors, to the office.

The person hears of their own; supervisors and the office of all of one employer's people together.
Called inside an act; nothing here ends anything or remembers who was told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from csas.domain.calendar import in_words
from csas.domain.fitness import last_day
from csas.domain.lapses import Loss
from csas.domain.letters_fitness import EndingSoon, Lapsed, NoticeDue
from csas.store import lapses, outbox
from csas.store.lapses import Ending, Whose
from csas.store.outbox import Recipient

MOST_LINES = 100
THINGS = {"vetting": "Vetting", "term": "Accreditation", "arrangement": "The arrangement with the employer"}


def thing(kind: str, course: str) -> str:
    """What it is that ends, in words."""
    return course or THINGS[kind]


async def send_soon(endings: Sequence[Ending], now: datetime) -> None:
    """Say what ends soon for people of one employer."""
    for _, own in groupby(sorted(endings, key=lambda each: each.person), key=lambda each: each.person):
        await _send_own_soon(list(own), now)
    first = endings[0]
    letter = EndingSoon(
        organisation=first.employer,
        path=f"/organisations/{first.employer_ref}/lapsing",
        lines=_lines(f"{each.name}: {_ends(each)}" for each in endings),
        own=False,
    )
    key = f"ending-of:{first.accreditation}:{first.fact}:{now.isoformat()}"
    await _to_all(key, first, letter, now)


async def _send_own_soon(own: Sequence[Ending], now: datetime) -> None:
    first = own[0]
    letter = EndingSoon(organisation=first.employer, path="/desk", lines=_lines(map(_ends, own)), own=True)
    key = f"ending:{first.accreditation}:{first.fact}:{now.isoformat()}"
    await outbox.tell(key, await _to_person(first), letter, now, scheme=first.scheme)


def _ends(each: Ending) -> str:
    return f"{thing(each.kind, each.course)}, {in_words(last_day(each.ends))}"


async def send_lost(found: Sequence[tuple[Whose, tuple[Loss, ...]]], now: datetime) -> None:
    """Say which powers people of one employer lost, and why."""
    said: list[str] = []
    for whose, lost in found:
        letter = Lapsed(organisation=whose.employer, path="/desk", lines=tuple(loss.words for loss in lost), own=True)
        key = f"lapsed:{whose.accreditation}:{now.isoformat()}"
        await outbox.tell(key, await _to_person(whose), letter, now, scheme=whose.scheme)
        said += [f"{whose.name}: {loss.words}" for loss in lost]
    await send_lost_of(found[0][0], said, now)


async def send_lost_of(first: Whose, said: Iterable[str], now: datetime) -> None:
    """Say what people of one employer lost, each in words, to whoever supervises them and to the office."""
    path = f"/organisations/{first.employer_ref}/training"
    whole = Lapsed(organisation=first.employer, path=path, lines=_lines(said), own=False)
    await _to_all(f"lapsed-of:{first.accreditation}:{now.isoformat()}", first, whole, now)


async def send_due(scheme: int, accreditations: Sequence[int], now: datetime) -> None:
    """Tell the office of powers that go on although what they were granted on is out of date."""
    due = await lapses.list_due(now, [scheme], accreditations)
    for employer, group in groupby(due, key=lambda each: each.employer):
        some = list(group)
        lines = _lines(f"{each.name}: {', '.join(each.things)} out of date" for each in some)
        letter = NoticeDue(organisation=employer, path="/desk", lines=lines)
        key = f"notice-due:{some[0].ref}:{now.isoformat()}"
        await outbox.tell(key, await outbox.of_office(scheme), letter, now, scheme=scheme)


async def _to_person(whose: Whose) -> list[Recipient]:
    found = await lapses.address_of(whose.person, whose.organisation)
    return [found] if found else []


async def _to_all(key: str, whose: Whose, letter: EndingSoon | Lapsed, now: datetime) -> None:
    """To those who supervise, or answer for the employer where nobody was named, and to the office."""
    supervisors = await outbox.of_organisation(whose.organisation, "supervisor")
    team = supervisors or await outbox.of_organisation(whose.organisation)
    await outbox.tell(key, team, letter, now, scheme=whose.scheme, organisation=whose.organisation)
    await outbox.tell(f"{key}:office", await outbox.of_office(whose.scheme), letter, now, scheme=whose.scheme)


def _lines(words: Iterable[str]) -> tuple[str, ...]:
    """Not more than a letter bears."""
    said = tuple(words)
    more = len(said) - MOST_LINES
    return said if more <= 0 else (*said[:MOST_LINES], f"And {more:,} more: the page shows them all")
