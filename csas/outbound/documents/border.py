"""The engraved frame of a certificate: a braid between rules, the same in all four quarters."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from reportlab.lib.pagesizes import A4

from csas.outbound.documents.guilloche import (
    BRONZE,
    INK,
    TEAL,
    TURN,
    Art,
    Curve,
    Point,
    path,
    stroke,
)

MARGIN: Final = 40.0
_CORNER: Final = 22.0
_BAND: Final = 11.0
_HALF_WIDTH: Final = A4[0] / 2 - MARGIN
_HALF_HEIGHT: Final = A4[1] / 2 - MARGIN
_BULGES: Final = 15
_ROUND: Final = 0.5523
_MIRRORS: Final = ((1, 1), (-1, 1), (-1, -1), (1, -1))


def _walk(distance: float) -> tuple[Point, Point]:
    """Go from the middle of the top edge round a corner to the middle of the right edge."""
    along = _HALF_WIDTH - _CORNER
    bend = _CORNER * math.pi / 2
    if distance <= along:
        return (distance, _HALF_HEIGHT), (0, 1)
    if distance >= along + bend:
        return (_HALF_WIDTH, _HALF_HEIGHT - _CORNER - (distance - along - bend)), (1, 0)
    turned = (distance - along) / _CORNER
    out = math.sin(turned), math.cos(turned)
    hub = along, _HALF_HEIGHT - _CORNER
    return (hub[0] + _CORNER * out[0], hub[1] + _CORNER * out[1]), out


_QUARTER: Final = _HALF_WIDTH + _HALF_HEIGHT - 2 * _CORNER + _CORNER * math.pi / 2


def _strand(swing: float, waves: float, phase: float, depth: float) -> Curve:
    """Swing about the walk; the swing itself swells and shrinks in bulges."""

    def at(t: float) -> Point:
        (x, y), (u, v) = _walk(t * _QUARTER)
        swell = 1 - depth + depth * math.cos(TURN * _BULGES * t)
        aside = swing * swell * math.sin(TURN * waves * t + phase)
        return x + u * aside, y + v * aside

    return at


def _braid(swing: float, waves: float, strands: int, depth: float, steps: int) -> list[str]:
    phases = (TURN * strand / strands for strand in range(strands))
    return [path(_strand(swing, waves, phase, depth), steps) for phase in phases]


def _outline(offset: float) -> str:
    """Draw the frame moved outwards (or, below nought, inwards) by an offset."""
    right, top, radius = _HALF_WIDTH + offset, _HALF_HEIGHT + offset, _CORNER + offset
    pull = radius * _ROUND
    bend = (right - radius, top), (right, top - radius)
    return (
        f"0 {top:.2f} m {bend[0][0]:.2f} {top:.2f} l "
        f"{bend[0][0] + pull:.2f} {top:.2f} {right:.2f} {bend[1][1] + pull:.2f} "
        f"{right:.2f} {bend[1][1]:.2f} c {right:.2f} 0 l"
    )


def _quarter() -> str:
    return "\n".join(
        (
            stroke(TEAL, 0.32, _braid(_BAND * 0.92, 15, 8, 0.30, 105)),
            stroke(BRONZE, 0.30, _braid(_BAND * 0.62, 22.5, 6, 0.42, 150)),
            stroke(INK, 1.3, [_outline(_BAND + 2.5)]),
            stroke(INK, 0.4, [_outline(_BAND)]),
            stroke(INK, 0.4, [_outline(-_BAND)]),
            stroke(BRONZE, 0.8, [_outline(-_BAND - 3.5)]),
        )
    )


@cache
def art() -> Art:
    """Give the whole frame, drawn about the middle of the page."""
    quarter = _quarter()
    parts = [f"q {x} 0 0 {y} 0 0 cm\n{quarter}\nQ" for x, y in _MIRRORS]
    box = (-A4[0] / 2, -A4[1] / 2, A4[0] / 2, A4[1] / 2)
    return Art("csas-border", "\n".join(parts), box)
