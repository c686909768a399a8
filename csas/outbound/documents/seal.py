"""The seal of a scheme, drawn in vectors: a rosette of five and no crest, crown or star.

Five interlaced loops stand for the five stages. The wording round it is the scheme's own.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from csas.outbound.documents import fonts
from csas.outbound.documents.guilloche import (
    BRONZE,
    INK,
    TEAL,
    TURN,
    Art,
    Colour,
    Curve,
    Point,
    circle,
    closed,
    fill,
    ring,
    stroke,
    wave,
)

RADIUS: Final = 54.0
_WORDS_RADIUS: Final = 38.6
_WHITE: Final[Colour] = (1, 1, 1)
_FOIL: Final[Colour] = (0.62, 0.45, 0.17)
_GILT: Final[Colour] = (0.80, 0.66, 0.37)


def _loops(size: float, hold: float) -> Curve:
    """Draw one thread that goes round five loops and comes back to its start."""

    def at(t: float) -> Point:
        angle = 2 * TURN * t
        radius = size * (1 + hold * math.cos(angle * 5 / 2))
        return radius * math.sin(angle), radius * math.cos(angle)

    return at


@cache
def art() -> Art:
    """Give the seal without its words, about its middle."""
    edge = closed(wave(RADIUS - 1.6, 1.6, 48, 0), 48 * 6)
    parts = [
        fill(_FOIL, [edge]),
        stroke(_GILT, 0.35, ring(RADIUS - 5.6, 2.6, 48, 4)),
        fill(INK, [circle(46)]),
        stroke(_GILT, 0.7, [circle(46), circle(44.4)]),
        fill(_WHITE, [circle(34.4)]),
        stroke(_GILT, 0.7, [circle(34.4)]),
        stroke(TEAL, 0.28, ring(28.6, 4.6, 30, 6)),
        stroke(BRONZE, 0.28, ring(21, 7.4, 15, 8)),
        fill(_WHITE, [circle(17.6)]),
        stroke(INK, 0.5, [circle(17.6)]),
        *_knot(),
    ]
    reach = RADIUS + 2
    return Art("csas-seal", "\n".join(parts), (-reach, -reach, reach, reach))


def _knot() -> list[str]:
    thread = closed(_loops(9.6, 0.52), 80)
    return [stroke(INK, 3.0, [thread]), stroke(_GILT, 1.5, [thread]), fill(BRONZE, [circle(1.6)])]


@cache
def mark() -> Art:
    """Give the small mark of the letterhead: the knot alone in a ring."""
    parts = [stroke(BRONZE, 0.25, ring(13.6, 1.3, 24, 3)), *_knot()]
    return Art("csas-mark", "\n".join(parts), (-17, -17, 17, 17))


def draw(canvas: Canvas, scheme: str, x: float, y: float) -> None:
    """Place the seal with the scheme's name round it."""
    art().place(canvas, x, y)
    words = f"{scheme.upper()} \u2022 "
    size = _size_for(words)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setFillColorRGB(*_WHITE)
    _round(canvas, words, size)
    canvas.restoreState()


def _size_for(words: str) -> float:
    """Choose the size at which the words go once round; long names are set smaller."""
    around = TURN * _WORDS_RADIUS
    return min(7.2, 0.94 * around / fonts.width(words, fonts.SEMIBOLD, 1))


def _round(canvas: Canvas, words: str, size: float) -> None:
    natural = fonts.width(words, fonts.SEMIBOLD, size)
    spare = (TURN * _WORDS_RADIUS - natural) / len(words)
    angle = math.pi
    line = canvas.beginText()
    line.setFont(fonts.SEMIBOLD, size)
    radius = _WORDS_RADIUS - size * 0.33
    for character in words:
        wide = fonts.width(character, fonts.SEMIBOLD, size)
        half = (wide + spare) / 2 / _WORDS_RADIUS
        angle -= half
        lean = angle - math.pi / 2
        cosine, sine = math.cos(lean), math.sin(lean)
        back = wide / 2
        line.setTextTransform(
            cosine,
            sine,
            -sine,
            cosine,
            radius * math.cos(angle) - back * cosine,
            radius * math.sin(angle) - back * sine,
        )
        line.textOut(character)
        angle -= half
    canvas.drawText(line)
