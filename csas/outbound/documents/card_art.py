"""The ground of a powers card: a band for the names, a pale braid that copiers lose, no crest.

Both sides are worked out once for the life of the process and placed by reference. They know no words.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from reportlab.lib.units import mm

from csas.outbound.documents.guilloche import (
    BRONZE,
    INK,
    TURN,
    Art,
    Colour,
    Curve,
    Point,
    circle,
    closed,
    fill,
    path,
    ring,
    stroke,
)

WIDTH: Final = 85.6 * mm
HEIGHT: Final = 54.0 * mm
BAND: Final = 23.0
_PALE: Final[Colour] = (0.86, 0.91, 0.915)
_WARM: Final[Colour] = (0.935, 0.905, 0.85)
_WHITE: Final[Colour] = (1, 1, 1)
_GILT: Final[Colour] = (0.80, 0.66, 0.37)


@cache
def front() -> Art:
    """The front: band, mark, braid, the frame of the photograph and the quiet ground of the code."""
    top = HEIGHT - BAND
    parts = [
        *_ground(WIDTH * 0.62, HEIGHT * 0.36),
        fill(INK, [_box(0, top, WIDTH, BAND)]),
        fill(BRONZE, [_box(0, top - 1.3, WIDTH, 1.3)]),
        *_mark(18.5, top + BAND / 2 + 0.2),
        fill(_WHITE, [_box(WIDTH - 9 - 47 - 1 - 5, 15.4, 57, 52)]),
        fill(_WHITE, [_box(8.2, top - 7.8 - 77, 61.6, 78.6)]),
        stroke(INK, 0.5, [_box(8.6, top - 7.4 - 77, 60.8, 77.8)]),
    ]
    return Art("csas-card-front", "\n".join(parts), (0, 0, WIDTH, HEIGHT))


@cache
def back() -> Art:
    """The back: a narrower band and the same braid."""
    parts = [
        *_ground(WIDTH * 0.5, HEIGHT * 0.45),
        fill(INK, [_box(0, HEIGHT - 19.5, WIDTH, 19.5)]),
        fill(BRONZE, [_box(0, HEIGHT - 20.6, WIDTH, 1.1)]),
    ]
    return Art("csas-card-back", "\n".join(parts), (0, 0, WIDTH, HEIGHT))


def _ground(x: float, y: float) -> list[str]:
    """White, with a rosette whose threads run off the edges."""
    shifted = [f"q 1 0 0 1 {x:.2f} {y:.2f} cm {stroke(colour, 0.22, threads)} Q" for colour, threads in _rosettes()]
    return [fill(_WHITE, [_box(0, 0, WIDTH, HEIGHT)]), *shifted, *_waves()]


def _rosettes() -> tuple[tuple[Colour, list[str]], ...]:
    return (_PALE, ring(46, 15, 15, 9)), (_WARM, ring(23, 9, 9, 7))


def _waves() -> list[str]:
    """Fine lines across the foot."""
    return [stroke(_PALE, 0.22, [path(_wave(phase), 24) for phase in range(9)])]


def _wave(phase: int) -> Curve:
    def at(t: float) -> Point:
        return t * WIDTH, 7 + phase * 0.8 + 4.2 * math.sin(TURN * (t * 3 + phase / 9))

    return at


def _mark(x: float, y: float) -> list[str]:
    """The knot of the five stages, alone, on the band."""
    parts = [stroke(_GILT, 0.9, [closed(_knot, 80)]), fill(_GILT, [circle(0.9)])]
    return [f"q 0.82 0 0 0.82 {x:.2f} {y:.2f} cm", *parts, "Q"]


def _knot(t: float) -> Point:
    angle = 2 * TURN * t
    radius = 7.4 * (1 + 0.52 * math.cos(angle * 5 / 2))
    return radius * math.sin(angle), radius * math.cos(angle)


def _box(x: float, y: float, wide: float, high: float) -> str:
    return f"{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re"
