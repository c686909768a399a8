"""Sheets of ten powers cards on A4: fronts, then their backs mirrored for printing on both sides.

Turned along the long edge, each back lies behind its own front. Marks in the margins show where
to cut. A sheet that is not full keeps the places of its cards.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from csas.domain.cards import PowersCard
from csas.outbound.documents import card, fonts, page
from csas.outbound.documents.alone import alone
from csas.outbound.documents.card import HEIGHT, WIDTH, Side
from csas.outbound.documents.flow import GREY

A_SHEET: Final = 10
COLUMNS: Final = 2
ROWS: Final = 5
GAP: Final = 2.0 * mm
LEFT: Final = (page.WIDTH - COLUMNS * WIDTH - GAP) / 2
LOW: Final = (page.HEIGHT - ROWS * HEIGHT - (ROWS - 1) * GAP) / 2
_MARK: Final = 4.0 * mm
_CLEAR: Final = 1.2 * mm


@alone
def draw(cards: Sequence[tuple[PowersCard, bytes]], title: str, author: str) -> bytes:
    """Draw the cards on as many sheets as they need, two pages to a sheet."""
    buffer = BytesIO()
    canvas = page.sheet(buffer, title, author, f"{len(cards)} powers cards")
    many = -(-len(cards) // A_SHEET)
    for at in range(many):
        these = [card.ready(*each) for each in cards[at * A_SHEET : (at + 1) * A_SHEET]]
        _side(canvas, these, f"{title}. Sheet {at + 1} of {many}, fronts", mirrored=False)
        _side(canvas, these, f"{title}. Sheet {at + 1} of {many}, backs", mirrored=True)
    canvas.save()
    return buffer.getvalue()


def _side(canvas: Canvas, cards: Sequence[Side], words: str, *, mirrored: bool) -> None:
    side = card.back if mirrored else card.front
    for place, each in enumerate(cards):
        side(canvas, each, *corner(place, mirrored=mirrored))
    _cut_marks(canvas)
    page.centre(canvas, words, LEFT + WIDTH / 2, LOW - 11, fonts.REGULAR, 6.4, GREY)
    canvas.showPage()


def corner(place: int, *, mirrored: bool) -> tuple[float, float]:
    """The lower left corner of a place: along the rows from the top, or from the right on the backs."""
    row, column = divmod(place, COLUMNS)
    if mirrored:
        column = COLUMNS - 1 - column
    return LEFT + column * (WIDTH + GAP), LOW + (ROWS - 1 - row) * (HEIGHT + GAP)


def _cut_marks(canvas: Canvas) -> None:
    """Draw a mark in the margins at each edge of the cards."""
    across = [LEFT + column * (WIDTH + GAP) + side for column in range(COLUMNS) for side in (0, WIDTH)]
    upward = [LOW + row * (HEIGHT + GAP) + side for row in range(ROWS) for side in (0, HEIGHT)]
    low, high = LOW - _CLEAR, page.HEIGHT - LOW + _CLEAR
    left, right = LEFT - _CLEAR, page.WIDTH - LEFT + _CLEAR
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.setLineWidth(0.35)
    ends = [(x, low, x, low - _MARK) for x in across] + [(x, high, x, high + _MARK) for x in across]
    ends += [(left, y, left - _MARK, y) for y in upward] + [(right, y, right + _MARK, y) for y in upward]
    canvas.lines(ends)
