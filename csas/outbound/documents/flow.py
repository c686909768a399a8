"""Flowing text over as many sheets as it needs: the styles and the sheets of letters and briefs.

Each sheet tells its number and the number of sheets, and carries the office's own head and foot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from csas.domain.values import Struct
from csas.outbound.documents import fonts, page, seal
from csas.outbound.documents.guilloche import BRONZE, INK, Colour

LEFT: Final = 70.0
RIGHT: Final = page.WIDTH - 70.0
MEASURE: Final = RIGHT - LEFT
BOTTOM: Final = 78.0
GREY: Final[Colour] = (0.32, 0.38, 0.41)
WARNING: Final[Colour] = (0.62, 0.17, 0.12)
RULE: Final[Colour] = (0.78, 0.72, 0.60)


class Furniture(Struct):
    """What stands on every sheet, and how far down the first one it reaches."""

    title: str
    author: str
    subject: str
    foot: str
    first_top: float
    later_top: float
    first: Callable[[Canvas], None]
    later: Callable[[Canvas], None]


def style(
    name: str,
    *,
    font: str = fonts.REGULAR,
    size: float = 10.8,
    leading: float = 15.2,
    before: float = 0,
    after: float = 8,
    colour: Colour = INK,
    indent: float = 0,
) -> ParagraphStyle:
    """Make a style of our own; none falls back on a face that is not embedded."""
    return ParagraphStyle(
        name,
        fontName=font,
        bulletFontName=font,
        fontSize=size,
        leading=leading,
        spaceBefore=before,
        spaceAfter=after,
        textColor=Color(*colour),
        leftIndent=indent,
        allowWidows=0,
        allowOrphans=0,
    )


BODY: Final = style("body")
LEAD: Final = style("lead", size=12.5, leading=17.5, after=10, colour=GREY)
TITLE: Final = style("title", font=fonts.BOLD, size=22, leading=26, after=8)
SUBJECT: Final = style("subject", font=fonts.BOLD, size=13.5, leading=17.5, after=9)
HEADING: Final = style("heading", font=fonts.BOLD, size=13.5, leading=17, before=14, after=6)
CAPTION: Final = style("caption", font=fonts.SEMIBOLD, size=10, leading=13, after=4)
CELL: Final = style("cell", size=9.4, leading=12.4, after=0)
CELL_HEAD: Final = style("cell-head", font=fonts.SEMIBOLD, size=9.2, leading=12, after=0)


class _Counted(Canvas):  # type: ignore[misc]
    """A canvas that holds its sheets back until it knows how many there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for at, held in enumerate(self._held, 1):
            self.__dict__.update(held)
            words = f"Page {at} of {len(self._held)}"
            x = RIGHT - fonts.width(words, fonts.REGULAR, 8.2)
            page.write(self, words, x, 46, fonts.REGULAR, 8.2, GREY)
            super().showPage()
        super().save()


def build(story: Sequence[Flowable], furniture: Furniture) -> bytes:
    """Set the story on sheets and give the finished file."""
    fonts.ready()
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=(page.WIDTH, page.HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        lang=page.LANGUAGE,
        title=furniture.title,
        author=furniture.author,
        subject=furniture.subject,
        creator=page.MAKER,
        producer=page.MAKER,
        displayDocTitle=True,
    )
    document.addPageTemplates(
        [
            _sheet("first", furniture.first_top, furniture.first, furniture.foot, "later"),
            _sheet("later", furniture.later_top, furniture.later, furniture.foot, "later"),
        ]
    )
    document.build(list(story), canvasmaker=_Counted)
    return buffer.getvalue()


def _sheet(name: str, top: float, drawn: Callable[[Canvas], None], foot: str, following: str) -> PageTemplate:
    frame = Frame(
        LEFT,
        BOTTOM,
        MEASURE,
        page.HEIGHT - top - BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def on_page(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.saveState()
        drawn(canvas)
        _foot(canvas, foot)
        canvas.restoreState()

    return PageTemplate(name, [frame], onPage=on_page, autoNextPageTemplate=following)


def _foot(canvas: Canvas, words: str) -> None:
    canvas.setStrokeColorRGB(*RULE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, 60, RIGHT, 60)
    page.write(canvas, words, LEFT, 46, fonts.REGULAR, 8.2, GREY)


def head(canvas: Canvas, office: str, force: str, *, demonstration: bool) -> None:
    """Draw the office's letterhead: its mark, its name and a hairline."""
    seal.mark().place(canvas, LEFT + 15, page.HEIGHT - 56)
    page.write(canvas, office, LEFT + 40, page.HEIGHT - 52, fonts.SEMIBOLD, 13, INK)
    page.write(canvas, force, LEFT + 40, page.HEIGHT - 67, fonts.REGULAR, 9.5, GREY)
    canvas.setStrokeColorRGB(*BRONZE)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, page.HEIGHT - 82, RIGHT, page.HEIGHT - 82)
    if demonstration:
        flag(canvas, "Demonstration", page.HEIGHT - 60)


def small_head(canvas: Canvas, words: str, *, demonstration: bool) -> None:
    """Draw the plainer head of the sheets that follow."""
    page.write(canvas, words, LEFT, page.HEIGHT - 46, fonts.REGULAR, 8.8, GREY)
    canvas.setStrokeColorRGB(*RULE)
    canvas.setLineWidth(0.5)
    canvas.line(LEFT, page.HEIGHT - 54, RIGHT, page.HEIGHT - 54)
    if demonstration:
        flag(canvas, "Demonstration", page.HEIGHT - 47)


def flag(canvas: Canvas, words: str, y: float) -> None:
    """Draw a small outlined flag at the right."""
    wide = fonts.width(words, fonts.SEMIBOLD, 8.6) + 14
    canvas.setStrokeColorRGB(*WARNING)
    canvas.setLineWidth(0.8)
    canvas.roundRect(RIGHT - wide, y - 5, wide, 16, 2.5, stroke=1, fill=0)
    page.write(canvas, words, RIGHT - wide + 7, y, fonts.SEMIBOLD, 8.6, WARNING)
