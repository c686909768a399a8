"""A QR code as one vector path, with a fixed mask so that the same link is the same picture."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import segno
from reportlab.pdfgen.canvas import Canvas

_MASK: Final = 2


def draw(canvas: Canvas, link: str, x: float, y: float, side: float) -> None:
    """Draw the code with its lower left corner at x, y; the quiet zone is the caller's."""
    matrix = segno.make(link, micro=False, error="m", boost_error=False, mask=_MASK).matrix
    cell = side / len(matrix)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(cell, cell)
    canvas.setFillColorRGB(0, 0, 0)
    dark = canvas.beginPath()
    for row, cells in enumerate(matrix):
        for start, length in _runs(bytes(cells)):
            dark.rect(start, len(matrix) - 1 - row, length, 1)
    canvas.drawPath(dark, stroke=0, fill=1)
    canvas.restoreState()


def _runs(cells: bytes) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    at = 0
    for is_dark, group in groupby(cells):
        length = len(list(group))
        if is_dark:
            runs.append((at, length))
        at += length
    return runs
