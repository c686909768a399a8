"""A power narrowed by notice: what was left from the act on, and what the law still gave until the notice was given.

Each narrower row of a grant begins where the wider one before it ends, and names its notice. What nobody
may rely on any more from the act on, a person still has in law until that notice reaches them (s.42(3)).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from msgspec import structs

from csas.domain.standing_facts import Granted
from csas.domain.values import Struct


class Taken(Struct):
    """What one narrowing took away, and the conditions that it added."""

    areas: frozenset[str]
    zones: frozenset[str]
    offences: frozenset[str]
    conditions: frozenset[str]


def chain(grants: Iterable[Granted], granted: Granted) -> tuple[Granted, ...]:
    """The rows that narrowed one another into this one, the widest first and this one last."""
    found = [granted]
    earlier = list(grants)
    while found[0].notice:
        before = next((each for each in earlier if _precedes(each, found[0])), None)
        if before is None:
            break
        found.insert(0, before)
    return tuple(found)


def _precedes(each: Granted, narrowed: Granted) -> bool:
    return (each.ref, each.power, each.valid.end) == (narrowed.ref, narrowed.power, narrowed.valid.start)


def taken(before: Granted, after: Granted) -> Taken:
    return Taken(
        areas=frozenset(before.areas) - frozenset(after.areas),
        zones=frozenset(before.zones) - frozenset(after.zones),
        offences=frozenset(before.offences) - frozenset(after.offences),
        conditions=frozenset(after.conditions) - frozenset(before.conditions),
    )


def widened(scope: Granted, loss: Taken) -> Granted:
    """The same with what a narrowing took given back, and its conditions gone."""
    return structs.replace(
        scope,
        areas=(*scope.areas, *sorted(loss.areas - set(scope.areas))),
        zones=(*scope.zones, *sorted(loss.zones - set(scope.zones))),
        offences=(*scope.offences, *sorted(loss.offences - set(scope.offences))),
        conditions=tuple(each for each in scope.conditions if each not in loss.conditions),
    )


def in_law(grants: Iterable[Granted], granted: Granted, at: datetime) -> Granted | None:
    """The grant as the law still had it at the moment, if a notice of narrowing had not been given; else None."""
    waiting = [
        taken(before, after)
        for before, after in pairwise(chain(grants, granted))
        if after.given_at is None or after.given_at > at
    ]
    wider = granted
    for loss in waiting:
        wider = widened(wider, loss)
    return wider if waiting else None


def narrowed_since(grants: Iterable[Granted], granted: Granted) -> tuple[Granted, ...]:
    """The rows by whose notices this one is still narrower than it was: each begins with its act."""
    return tuple(after for before, after in pairwise(chain(grants, granted)) if _narrows(taken(before, after), granted))


def given_back(grants: Iterable[Granted], notice: str, at: datetime) -> tuple[Granted, ...]:
    """Every row that still runs and that this notice made narrower, as wide as it would be without the notice.

    Each names the last other notice that still narrows it, so that that one can be given back as well.
    `grants` are all rows, known still or not: what was yet to come was narrowed before it began.
    """
    rows = tuple(grants)
    known = [each for each in rows if each.known.end is None]
    found = []
    for row in known:
        if row.valid.end is not None and row.valid.end <= at:
            continue
        steps = chain(known, row)
        steps = (*_former(rows, steps[0]), *steps) if steps[0].notice else steps
        losses = [(after.notice, taken(before, after)) for before, after in pairwise(steps)]
        mine = [loss for name, loss in losses if name == notice]
        if mine:
            wider = widened(row, mine[0])
            others = [name for name, loss in losses if name != notice and _narrows(loss, wider)]
            found.append(structs.replace(wider, notice=others[-1] if others else ""))
    return tuple(found)


def _narrows(loss: Taken, row: Granted) -> bool:
    """Whether the row still lacks what was taken, or bears what was added."""
    lacks = (loss.areas - set(row.areas)) | (loss.zones - set(row.zones)) | (loss.offences - set(row.offences))
    return bool(lacks or loss.conditions & set(row.conditions))


def _former(rows: Iterable[Granted], row: Granted) -> tuple[Granted, ...]:
    """A row as it was known before notices narrowed it from its very beginning, the first first."""
    start = row.valid.start
    before = [each for each in rows if each.known.end is not None and (each.ref, each.valid.start) == (row.ref, start)]
    return tuple(sorted(before, key=lambda each: each.known.start))
