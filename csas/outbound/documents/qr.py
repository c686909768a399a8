"""A QR code as one vector path, with a fixed mask so that the same link is the same picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import segno
from reportlab.pdfgen.canvas import Canvas

_MASK: Final = 2


def draw(canvas: Canvas, link: str, x: float, y: float, side: float) -> None:
    """Draw the code with its lower left corner at x, y; the quiet zone is the caller's."""
    matrix = segno.make(link, micro=False, error="m", boost_error=False, mask=_MASK).matrix
    cell = side / len(matrix)
    dark = "\n".join(_rectangles(matrix))
    # The path is written whole: reportlab's own would format each of its corners by itself.
    canvas._code.append(f"q {cell:.5f} 0 0 {cell:.5f} {x:.3f} {y:.3f} cm 0 0 0 rg\n{dark}\nf Q")  # noqa: SLF001


def _rectangles(matrix: tuple[bytearray, ...]) -> Iterator[str]:
    """The dark cells, row by row, each run of them one rectangle."""
    for up, cells in enumerate(reversed(matrix)):
        start = bytes(cells).find(1)
        while start >= 0:
            end = bytes(cells).find(0, start)
            end = len(cells) if end < 0 else end
            yield f"{start} {up} {end - start} 1 re"
            start = bytes(cells).find(1, end)
