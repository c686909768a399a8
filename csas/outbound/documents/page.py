"""The sheet every document is drawn on: repeatable, described, with no face but our own."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from csas.outbound.documents import fonts
from csas.outbound.documents.guilloche import Colour

WIDTH: Final[float] = A4[0]
HEIGHT: Final[float] = A4[1]
LANGUAGE: Final = "en-GB"
MAKER: Final = "csas"


def sheet(buffer: BytesIO, title: str, author: str, subject: str) -> Canvas:
    """Start a canvas whose bytes depend on nothing but what is drawn."""
    fonts.ready()
    canvas = Canvas(
        buffer,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        lang=LANGUAGE,
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(subject)
    canvas.setCreator(MAKER)
    canvas.setProducer(MAKER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def write(canvas: Canvas, words: str, x: float, y: float, font: str, size: float, colour: Colour) -> None:
    """Write one line from the left."""
    canvas.setFillColorRGB(*colour)
    canvas.setFont(font, size)
    canvas.drawString(x, y, words)


def centre(canvas: Canvas, words: str, x: float, y: float, font: str, size: float, colour: Colour) -> None:
    """Write one line about a middle."""
    write(canvas, words, x - fonts.width(words, font, size) / 2, y, font, size, colour)


def spaced(
    canvas: Canvas,
    words: str,
    x: float,
    y: float,
    font: str,
    size: float,
    colour: Colour,
    space: float,
) -> None:
    """Write one line of capitals about a middle with air between the letters."""
    wide = fonts.width(words, font, size) + space * (len(words) - 1)
    canvas.setFillColorRGB(*colour)
    canvas.setFont(font, size)
    canvas.drawString(x - wide / 2, y, words, charSpace=space)
