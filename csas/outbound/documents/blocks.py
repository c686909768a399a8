"""Blocks of a certificate: a small label, a hairline and lines of words, measured before drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from reportlab.pdfgen.canvas import Canvas

from csas.outbound.documents import fonts, page, text
from csas.outbound.documents.guilloche import BRONZE, INK, TEAL, Colour

_GAP: Final = 9.0
_LABELLED: Final = 15.0
_RULE: Final[Colour] = (0.78, 0.72, 0.60)


class Mark(msgspec.Struct, frozen=True):
    """One line of text, placed from the block's upper left corner."""

    x: float
    down: float
    words: str
    font: str
    size: float
    colour: Colour


class Block(msgspec.Struct, frozen=True):
    """Lines that stay together under one label."""

    label: str
    height: float
    width: float
    marks: tuple[Mark, ...]

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw the block downwards from y."""
        canvas.setStrokeColorRGB(*_RULE)
        canvas.setLineWidth(0.5)
        canvas.line(x, y, x + self.width, y)
        for mark in self.marks:
            place = x + mark.x, y - mark.down
            page.write(canvas, mark.words, *place, mark.font, mark.size, mark.colour)

    def split(self, room: float) -> list[Block]:
        """Cut a block that no page could hold into parts that pages can."""
        if self.height <= room:
            return [self]
        head = [mark for mark in self.marks if mark.down <= room]
        tail = [mark for mark in self.marks if mark.down > room]
        if not tail:
            return [self]
        shift = tail[0].down - 16
        moved = tuple(Mark(m.x, m.down - shift, m.words, m.font, m.size, m.colour) for m in tail)
        rest = Block(self.label, self.height - shift, self.width, moved)
        return [Block(self.label, room, self.width, tuple(head)), *rest.split(room)]


def stack_height(blocks: Sequence[Block]) -> float:
    """Measure blocks under one another at their closest."""
    return sum(block.height for block in blocks) + _GAP * (len(blocks) - 1)


def prose(label: str, words: str, size: float, width: float) -> Block:
    """Set a run of words under its label."""
    marks, down = _labelled(label)
    for line in text.lines(words, fonts.REGULAR, size, width):
        down += size * 1.32
        marks.append(Mark(0, down, line, fonts.REGULAR, size, INK))
    return Block(label, down + 4, width, tuple(marks))


def listed(label: str, items: Sequence[str], size: float, width: float) -> Block:
    """Set numbered items under a label."""
    marks, down = _labelled(label)
    for number, item in enumerate(items, 1):
        down = _hung(marks, f"{number}.", item, (0, 18, width), down, size)
    return Block(label, down + 4, width, tuple(marks))


def table_of_powers(label: str, powers: Sequence[tuple[str, str]], size: float, width: float) -> Block:
    """Set powers by their paragraph; from nine upwards in two columns."""
    marks, start = _labelled(label)
    columns = 2 if len(powers) > 8 else 1
    each = (width - 18 * (columns - 1)) / columns
    indent = 8 + max((fonts.width(p, fonts.SEMIBOLD, size) for p, _ in powers), default=0)
    deep = (len(powers) + columns - 1) // columns
    lowest = start
    for column in range(columns):
        down, x = start, column * (each + 18)
        for paragraph, title in powers[column * deep : (column + 1) * deep]:
            down = _hung(marks, paragraph, title, (x, indent, each), down, size)
        lowest = max(lowest, down)
    return Block(label, lowest + 4, width, tuple(marks))


def ruled(cells: Sequence[tuple[str, str]], size: float, width: float) -> Block:
    """Set short facts side by side, each under its own label; the last has most room."""
    marks: list[Mark] = []
    lowest = x = 0.0
    each = width / (len(cells) + 0.5)
    for label, value in cells:
        marks.append(_label(label, x))
        room = width - x if (label, value) == cells[-1] else each - 10
        down = _LABELLED
        for line in text.lines(value, fonts.SEMIBOLD, size, room):
            down += size * 1.32
            marks.append(Mark(x, down, line, fonts.SEMIBOLD, size, INK))
        lowest, x = max(lowest, down), x + each
    return Block("", lowest + 4, width, tuple(marks))


def _hung(
    marks: list[Mark],
    head: str,
    words: str,
    across: tuple[float, float, float],
    down: float,
    size: float,
) -> float:
    x, indent, width = across
    marks.append(Mark(x, down + size * 1.36, head, fonts.SEMIBOLD, size, TEAL))
    down += size * 0.04
    for line in text.lines(words, fonts.REGULAR, size, width - indent):
        down += size * 1.32
        marks.append(Mark(x + indent, down, line, fonts.REGULAR, size, INK))
    return down + size * 0.22


def _labelled(label: str) -> tuple[list[Mark], float]:
    return [_label(label, 0)], _LABELLED


def _label(label: str, x: float) -> Mark:
    return Mark(x, 12.5, label, fonts.SEMIBOLD, 8.6, BRONZE)
