"""Sets of moments: what periods have in common, together, and without one another.

A set of moments is kept as pieces in order that neither touch nor overlap, so that two
equal sets are written alike, as in PostgreSQL's multiranges. Nothing here knows a noun.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from csas.domain.values import Period, Struct

EVER = datetime(1, 1, 1, tzinfo=UTC)  # before everything: a piece that starts here has no start
NEVER = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)  # after everything: no end


class Spans(Struct):
    """Pieces of time, each with its start and without its end."""

    pieces: tuple[tuple[datetime, datetime], ...] = ()

    def __and__(self, other: Spans) -> Spans:
        met = ((max(a, c), min(b, d)) for a, b in self.pieces for c, d in other.pieces)
        return _joined(met)

    def __or__(self, other: Spans) -> Spans:
        return _joined((*self.pieces, *other.pieces))

    def __sub__(self, other: Spans) -> Spans:
        return self & _complement(other)

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.at(moment) is not None

    def at(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """The piece that holds the moment."""
        return next(((start, end) for start, end in self.pieces if start <= moment < end), None)

    def gap_at(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """The stretch without any piece that holds the moment."""
        return _complement(self).at(moment)


ALWAYS = Spans(pieces=((EVER, NEVER),))
NO_TIME = Spans()


def spans_of(periods: Iterable[Period]) -> Spans:
    """All the time in any of the periods."""
    return _joined((period.start, period.end or NEVER) for period in periods)


def all_of(sets: Iterable[Spans]) -> Spans:
    """The time in every one of the sets; in none of them, always."""
    met = ALWAYS
    for each in sets:
        met = met & each
    return met


def _joined(pieces: Iterable[tuple[datetime, datetime]]) -> Spans:
    """Pieces in order, those that touch or overlap made one."""
    joined: list[tuple[datetime, datetime]] = []
    for start, end in sorted(piece for piece in pieces if piece[0] < piece[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return Spans(pieces=tuple(joined))


def _complement(spans: Spans) -> Spans:
    edges = [EVER, *(edge for piece in spans.pieces for edge in piece), NEVER]
    return _joined(zip(edges[::2], edges[1::2], strict=True))
