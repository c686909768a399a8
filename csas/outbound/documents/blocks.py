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
_LABEL: Final = 8.6
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
    """Lines under one label, and how far down it may be cut if a page cannot hold it."""

    height: float
    width: float
    marks: tuple[Mark, ...]
    ends: tuple[float, ...] = ()

    def draw(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw the block downwards from y."""
        canvas.setStrokeColorRGB(*_RULE)
        canvas.setLineWidth(0.5)
        canvas.line(x, y, x + self.width, y)
        for mark in self.marks:
            place = x + mark.x, y - mark.down
            page.write(canvas, mark.words, *place, mark.font, mark.size, mark.colour)

    def split(self, room: float) -> list[Block]:
        """Cut a block that no page could hold between two of its items, or else two of its lines."""
        if self.height <= room:
            return [self]
        head, rest = self.cut(room)
        return [head, *rest.split(room)]

    def cut(self, room: float) -> tuple[Block, Block]:
        """Cut a block that is higher than the room into what goes there and what is left."""
        lines = (mark.down for mark in self.marks if mark.down <= room)
        cut = max((end for end in self.ends if end <= room), default=max(lines))
        shift = cut - _GAP
        later = [mark for mark in self.marks if mark.down > cut]
        moved = tuple(msgspec.structs.replace(mark, down=mark.down - shift) for mark in later)
        following = tuple(end - shift for end in self.ends if end > cut)
        head = tuple(mark for mark in self.marks if mark.down <= cut)
        rest = Block(self.height - shift, self.width, moved, following)
        return Block(cut + 4, self.width, head, ()), rest


def stack_height(blocks: Sequence[Block]) -> float:
    """Measure blocks under one another at their closest."""
    return sum(block.height for block in blocks) + _GAP * (len(blocks) - 1)


def prose(label: str, words: str, size: float, width: float) -> Block:
    """Set a run of words under its label."""
    marks, down = _labelled(label)
    ends = []
    for line in text.lines(words, fonts.REGULAR, size, width):
        down += size * 1.32
        ends.append(down)
        marks.append(Mark(0, down, line, fonts.REGULAR, size, INK))
    return Block(down + 4, width, tuple(marks), tuple(ends))


def listed(label: str, items: Sequence[str], size: float, width: float) -> Block:
    """Set numbered items under a label."""
    numbered = [(f"{number}.", item) for number, item in enumerate(items, 1)]
    return hanging(label, numbered, size, width, 1)


def hanging(label: str, items: Sequence[tuple[str, str]], size: float, width: float, columns: int) -> Block:
    """Set items that hang from their heads, down one column and then the next."""
    marks, start = _labelled(label)
    each = (width - 18 * (columns - 1)) / columns
    indent = 9 + max((fonts.width(head, fonts.SEMIBOLD, size) for head, _ in items), default=0)
    deep = -(-len(items) // columns)
    ends: list[float] = [start]
    for column in range(columns):
        down, x = start, column * (each + 18)
        for head, words in items[column * deep : (column + 1) * deep]:
            down = _hung(marks, head, words, (x, indent, each), down, size)
            ends.append(down)
    return Block(max(ends) + 4, width, tuple(marks), tuple(ends[1:]) if columns == 1 else ())


def detailed(label: str, items: Sequence[tuple[str, str, Sequence[str]]], size: float, width: float) -> Block:
    """Set items that hang from their heads: a title, and smaller lines that say the rest of it."""
    marks, down = _labelled(label)
    indent = 10 + max((fonts.width(head, fonts.SEMIBOLD, size) for head, _, _ in items), default=0)
    ends: list[float] = []
    for head, title, rest in items:
        marks.append(Mark(0, down + size * 1.32, head, fonts.SEMIBOLD, size, TEAL))
        for line in text.lines(title, fonts.SEMIBOLD, size, width - indent):
            down += size * 1.32
            marks.append(Mark(indent, down, line, fonts.SEMIBOLD, size, INK))
        for part in rest:
            for line in text.lines(part, fonts.REGULAR, size * 0.92, width - indent):
                down += size * 1.22
                marks.append(Mark(indent, down, line, fonts.REGULAR, size * 0.92, INK))
        down += size * 0.36
        ends.append(down)
    return Block(down + 4, width, tuple(marks), tuple(ends))


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
    return Block(lowest + 4, width, tuple(marks))


def stacked(cells: Sequence[tuple[str, str]], size: float, width: float) -> Block:
    """Set short facts under one another, each beside its own label."""
    indent = 8 + max(fonts.width(label, fonts.SEMIBOLD, _LABEL) for label, _ in cells)
    marks: list[Mark] = []
    down = 12.5
    for label, value in cells:
        marks.append(msgspec.structs.replace(_label(label, 0), down=down))
        for line in text.lines(value, fonts.SEMIBOLD, size, width - indent):
            marks.append(Mark(indent, down, line, fonts.SEMIBOLD, size, INK))
            down += size * 1.5
    return Block(down - size * 1.5 + 4, width, tuple(marks))


def beside(blocks: Sequence[Block], gap: float = 18.0) -> Block:
    """Set blocks side by side under one rule."""
    marks: list[Mark] = []
    x = 0.0
    for block in blocks:
        marks += [msgspec.structs.replace(mark, x=mark.x + x) for mark in block.marks]
        x += block.width + gap
    return Block(max(block.height for block in blocks), x - gap, tuple(marks))


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
    return Mark(x, 12.5, label, fonts.SEMIBOLD, _LABEL, BRONZE)
