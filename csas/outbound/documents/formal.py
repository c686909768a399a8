"""What the certificate of a provider and the instrument of a person share: their margins, ground and ornament.

Each finds room for its own words by itself; nothing here knows what a document says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reportlab.pdfgen.canvas import Canvas

from csas.outbound.documents import border, fonts, page, text
from csas.outbound.documents.flow import GREY, WARNING
from csas.outbound.documents.guilloche import BRONZE, INK, Colour

LEFT: Final = 82.0
RIGHT: Final = page.WIDTH - LEFT
MIDDLE: Final = page.WIDTH / 2
MEASURE: Final = RIGHT - LEFT
_FAINT: Final[Colour] = (0.962, 0.935, 0.925)


def tidied(value: Any, what: str, most: int = text.PARAGRAPH_CAP) -> Any:
    """Make every text printable, however deep it lies, or refuse one that is longer than most."""
    if isinstance(value, str):
        return text.tidy(value, what, most)
    if isinstance(value, dict):
        return {name: tidied(each, name.replace("_", " "), most) for name, each in value.items()}
    return [tidied(each, what, most) for each in value]


def ground(canvas: Canvas, demonstration: str, warning: str) -> None:
    """Lay the border, and across it the word that says it is not real, where it is not."""
    border.art().place(canvas, page.WIDTH / 2, page.HEIGHT / 2)
    if not demonstration:
        return
    canvas.saveState()
    canvas.translate(MIDDLE, 430)
    canvas.rotate(50)
    page.centre(canvas, demonstration, 0, -30, fonts.BOLD, 90, _FAINT)
    canvas.restoreState()
    page.centre(canvas, warning, MIDDLE, 770, fonts.SEMIBOLD, 8.6, WARNING)


def issuer(canvas: Canvas, force: str, scheme: str) -> None:
    """Name the force and its scheme at the head."""
    page.spaced(canvas, force.upper(), MIDDLE, 751, fonts.SEMIBOLD, 11, INK, 1.9)
    page.centre(canvas, scheme, MIDDLE, 735.5, fonts.REGULAR, 10.5, GREY)


def flourish(canvas: Canvas, y: float) -> None:
    canvas.setStrokeColorRGB(*BRONZE)
    canvas.setFillColorRGB(*BRONZE)
    canvas.setLineWidth(0.6)
    canvas.line(MIDDLE - 90, y, MIDDLE - 8, y)
    canvas.line(MIDDLE + 8, y, MIDDLE + 90, y)
    diamond = canvas.beginPath()
    diamond.moveTo(MIDDLE - 3.2, y)
    for x, rise in ((0, 3.2), (3.2, 0), (0, -3.2)):
        diamond.lineTo(MIDDLE + x, y + rise)
    canvas.drawPath(diamond, stroke=0, fill=1)


def issued(canvas: Canvas, rows: Sequence[str], y: float, size: float, leading: float, width: float) -> None:
    """Write beside the seal in whose name it is issued, the first row the heaviest."""
    for at, row in enumerate(rows):
        font = fonts.SEMIBOLD if at == 0 else fonts.REGULAR
        for part in text.balanced(row, font, size, width):
            page.write(canvas, part, LEFT + 122, y, font, size, INK)
            y -= leading


def checking_place(check_url: str) -> str:
    """The address at which a number is checked, as somebody types it."""
    return check_url.rsplit("://", maxsplit=1)[-1].rsplit("/", 1)[0]
