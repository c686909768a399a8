"""A brief: a title, a summary and headed sections with paragraphs, points and tables.

The endorsement pack, the decision maker's one page and the review report are all drawn by it.
"""

from __future__ import annotations

from typing import Final

from reportlab.lib.colors import Color
from reportlab.platypus import CondPageBreak, Flowable, Spacer
from reportlab.platypus import Table as Grid

from csas.domain.certificates import Brief, Row, Section, Table
from csas.outbound.documents import flow, fonts, letterhead, page, text
from csas.outbound.documents.guilloche import BRONZE
from csas.outbound.documents.letter import points

_FIRST_TOP: Final = 112.0
_TOGETHER: Final = 90.0
_KIND: Final = flow.style("kind", font=fonts.SEMIBOLD, size=9.5, after=2, colour=BRONZE)
_HAIR: Final = Color(*flow.RULE)
_TINT: Final = Color(0.945, 0.955, 0.955)
_PADDED: Final = (
    ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 6),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, _HAIR),
)


def draw(brief: Brief) -> bytes:
    """Draw the brief."""
    fonts.ready()
    return flow.build(_story(brief), _furniture(brief))


def _furniture(brief: Brief) -> flow.Furniture:
    title = text.tidy(brief.title, "title", text.LINE_CAP)
    kind = text.tidy(brief.kind, "kind", text.LINE_CAP)
    return letterhead.furniture(brief, title, kind, first_top=_FIRST_TOP)


def _story(brief: Brief) -> list[Flowable]:
    story: list[Flowable] = [
        text.paragraph(brief.kind, _KIND, "kind"),
        text.paragraph(brief.title, flow.TITLE, "title"),
    ]
    if brief.lead:
        story.append(text.paragraph(brief.lead, flow.LEAD, "first sentence"))
    if brief.summary:
        story += [Spacer(0, 2), _summary(brief.summary), Spacer(0, 6)]
    for section in brief.sections:
        story += _section(section)
    return story


def _summary(rows: tuple[Row, ...]) -> Flowable:
    cells = [[text.paragraph(row.label, flow.CELL_HEAD), text.paragraph(row.value, flow.CELL)] for row in rows]
    lined = ("LINEABOVE", (0, 0), (-1, 0), 0.5, _HAIR)
    wide = [flow.MEASURE * 0.32, flow.MEASURE * 0.68]
    return Grid(cells, colWidths=wide, style=[*_PADDED, lined, ("LEFTPADDING", (0, 0), (0, -1), 0)])


def _section(section: Section) -> list[Flowable]:
    heading = text.paragraph(section.heading, flow.HEADING, "heading")
    parts: list[Flowable] = [CondPageBreak(_height(heading) + _TOGETHER), heading]
    parts += [text.paragraph(each, flow.BODY) for each in section.paragraphs]
    alone = len(section.points) == 1
    parts += [text.paragraph(each, flow.BODY) for each in section.points] if alone else points(section.points)
    for table in section.tables:
        parts += _table(table)
    return parts


def _height(heading: Flowable) -> float:
    """What a heading takes with the space about it: whatever follows must find its own room below."""
    _, height = heading.wrap(flow.MEASURE, page.HEIGHT)
    return float(height + heading.getSpaceBefore() + heading.getSpaceAfter())


def _table(table: Table) -> list[Flowable]:
    head = [text.paragraph(each, flow.CELL_HEAD, "heading") for each in table.headings]
    rows = [[text.paragraph(cell, flow.CELL, "cell") for cell in row] for row in table.rows]
    grid = Grid(
        [head, *rows],
        colWidths=_widths(table),
        repeatRows=1,
        splitInRow=1,
        style=[*_PADDED, ("BACKGROUND", (0, 0), (-1, 0), _TINT)],
    )
    caption = [text.paragraph(table.caption, flow.CAPTION, "caption")] if table.caption else []
    return [CondPageBreak(_TOGETHER), *caption, grid, Spacer(0, 10)]


def _widths(table: Table) -> list[float]:
    """Share the measure by how much each column has to say, no word of it broken if it may be."""
    columns = list(zip(table.headings, *table.rows, strict=True))
    least = [min(flow.MEASURE / len(columns), _longest_word(column)) for column in columns]
    wants = [min(46, max(len(cell) for cell in column)) for column in columns]
    spare = flow.MEASURE - sum(least)
    return [low + spare * want / sum(wants) for low, want in zip(least, wants, strict=True)]


def _longest_word(column: tuple[str, ...]) -> float:
    words = (word for cell in column for word in cell.split())
    return 14 + max((fonts.width(word, fonts.SEMIBOLD, 9.4) for word in words), default=0)
