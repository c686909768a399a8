"""The instrument of accreditation: A4, one page where its words fit one, else as many as they need.

Words come from instrument_words. This module only finds room for them: the largest size at which
everything stands on one page, and otherwise pages that each name the instrument and its number.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

import msgspec
from reportlab.pdfgen.canvas import Canvas

from csas.domain.cards import Instrument
from csas.domain.certificates import NAME_CAP, ORGANISATION_CAP
from csas.domain.instrument_words import InstrumentWords, words
from csas.outbound.documents import fonts, formal, page, qr, seal, text
from csas.outbound.documents.blocks import Block, beside, detailed, listed, prose, ruled, stack_height
from csas.outbound.documents.flow import GREY
from csas.outbound.documents.formal import LEFT, MEASURE, MIDDLE, RIGHT
from csas.outbound.documents.guilloche import BRONZE, INK

FOOT: Final = 190.0
LOWEST: Final = 84.0
LATER_TOP: Final = 716.0
_SIZES: Final = (11.0, 10.4, 9.8, 9.2, 8.8, 8.5)
_FLOWING: Final = 9.6
_GAP: Final = 9.0
_LEAST_ROOM: Final = 70.0
_LONGEST: Final = 20_000
_CONTINUED: Final = "INSTRUMENT OF ACCREDITATION, CONTINUED"

Placed = tuple[float, Block]


def draw(instrument: Instrument) -> bytes:
    """Draw the instrument."""
    said = printable(instrument)
    buffer = BytesIO()
    canvas = page.sheet(buffer, f"Accreditation of {said.person}", said.force, f"Instrument {said.number}")
    top = heading_height(said)
    pages = _pages(said, top)
    for at, placed in enumerate(pages, 1):
        formal.ground(canvas, said.demonstration, _not_real(said))
        _heading(canvas, said) if at == 1 else _later_heading(canvas, said)
        for y, block in placed:
            block.draw(canvas, LEFT, y)
        if at == len(pages):
            _foot(canvas, said)
        _page_number(canvas, said, at, len(pages))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def printable(instrument: Instrument) -> InstrumentWords:
    """Give the words as they may be printed, or refuse a name that is too long."""
    text.tidy(instrument.person, "person’s name", NAME_CAP)
    text.tidy(instrument.employer, "employer’s name", ORGANISATION_CAP)
    return msgspec.convert(formal.tidied(msgspec.to_builtins(words(instrument)), "text", _LONGEST), InstrumentWords)


def _not_real(said: InstrumentWords) -> str:
    return f"{said.demonstration}: this is not a real accreditation"


def heading_height(said: InstrumentWords) -> float:
    """Say how far down the heading comes, without drawing it."""
    y = 640.0 - len(_accredits(said)) * 13
    _, size, rows = _person(said)
    y -= 4 + len(rows) * size * 1.14 + 6
    return y - len(_statement(said)) * 14.5 - 14


def _accredits(said: InstrumentWords) -> list[str]:
    return text.balanced(said.accredits, fonts.ITALIC, 11, MEASURE)


def _statement(said: InstrumentWords) -> list[str]:
    return text.balanced(said.statement, fonts.REGULAR, 11, MEASURE - 14)


def _person(said: InstrumentWords) -> tuple[str, float, list[str]]:
    for size, most in ((27.0, 1), (22.0, 2), (15.0, 6)):
        rows = text.balanced(said.person, fonts.SEMIBOLD, size, MEASURE)
        if len(rows) <= most:
            break
    return fonts.SEMIBOLD, size, rows


def _heading(canvas: Canvas, said: InstrumentWords) -> None:
    formal.issuer(canvas, said.force, said.scheme)
    page.spaced(canvas, said.title[0].upper(), MIDDLE, 710, fonts.SEMIBOLD, 8.5, BRONZE, 2.4)
    page.centre(canvas, said.title[1], MIDDLE, 677, fonts.REGULAR, 34, INK)
    formal.flourish(canvas, 663)
    y = 640.0 + 4
    for row in _accredits(said):
        page.centre(canvas, row, MIDDLE, y, fonts.ITALIC, 11, GREY)
        y -= 13
    font, size, rows = _person(said)
    y -= 4 - 13 + 4
    for row in rows:
        y -= size * 1.14
        page.centre(canvas, row, MIDDLE, y, font, size, INK)
    y -= 6
    for row in _statement(said):
        y -= 14.5
        page.centre(canvas, row, MIDDLE, y, fonts.REGULAR, 11, INK)


def _later_heading(canvas: Canvas, said: InstrumentWords) -> None:
    page.spaced(canvas, _CONTINUED, MIDDLE, 750, fonts.SEMIBOLD, 9.5, INK, 1.8)
    page.centre(canvas, _whose(said), MIDDLE, 734, fonts.REGULAR, 10, GREY)


def _whose(said: InstrumentWords) -> str:
    return f"{said.person}, number {said.number}"


def furniture(instrument: Instrument, pages: int) -> list[str]:
    """What stands on pages besides the instrument's own words, and may come between two of them."""
    said = printable(instrument)
    numbers = [_numbered(said, at, pages) for at in range(1, pages + 1)]
    return [_CONTINUED, _whose(said), _not_real(said), *numbers, said.demonstration]


def _pages(said: InstrumentWords, top: float) -> list[list[Placed]]:
    """One page at the largest size that fits; else flowing over several, the last with room for its foot."""
    for size in _SIZES:
        blocks = _blocks(said, size)
        spare = top - FOOT - stack_height(blocks)
        if spare >= 0:
            return [_stacked(blocks, top, min(12.0, spare / len(blocks)))]
    return _flow(_blocks(said, _FLOWING), top)


def _stacked(blocks: list[Block], top: float, more: float) -> list[Placed]:
    placed: list[Placed] = []
    for block in blocks:
        placed.append((top, block))
        top -= block.height + _GAP + more
    return placed


def _flow(blocks: list[Block], y: float) -> list[list[Placed]]:
    pages: list[list[Placed]] = [[]]
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        room = y - LOWEST
        if block.height <= room:
            pages[-1].append((y, block))
            y -= block.height + _GAP + 4
            continue
        if (room > _LEAST_ROOM and block.ends and block.ends[0] <= room) or y == LATER_TOP:
            head, block = block.cut(room)
            pages[-1].append((y, head))
        waiting.insert(0, block)
        pages.append([])
        y = LATER_TOP
    if y < FOOT:
        _, last = pages[-1].pop()
        pages.append([(LATER_TOP, last)])
    return pages


def _blocks(said: InstrumentWords, size: float) -> list[Block]:
    powers = (
        detailed(said.powers_label, [(p.paragraph, p.title, p.lines) for p in said.powers], size, MEASURE)
        if said.powers
        else prose(said.powers_label, said.no_powers, size, MEASURE)
    )
    half = (MEASURE - 18) / 2
    blocks = [powers, *_pair(_place_and_uniform(said, size, half if said.where else MEASURE))]
    conditions = [listed(said.conditions_label, said.conditions, size, half)] if said.conditions else []
    blocks += _pair([*conditions, ruled(said.cells, size, half if conditions else MEASURE)])
    small = size * 0.94
    return [
        *blocks,
        prose(said.findings_label, said.findings, small, MEASURE),
        prose(said.limits_label, said.limits, small, MEASURE),
    ]


def _place_and_uniform(said: InstrumentWords, size: float, width: float) -> list[Block]:
    pair = [(said.where_label, said.where), (said.uniform_label, said.uniform)]
    return [prose(label, value, size, width) for label, value in pair if value]


def _pair(blocks: list[Block]) -> list[Block]:
    return [beside(blocks)] if len(blocks) > 1 else blocks


def _foot(canvas: Canvas, said: InstrumentWords) -> None:
    seal.draw(canvas, said.scheme, LEFT + 50, 122)
    formal.issued(canvas, said.issued, 156, 9.3, 12.6, 216)
    side = 74.0
    qr.draw(canvas, said.check_url, RIGHT - side, 102, side)
    mid = RIGHT - side / 2
    page.centre(canvas, said.number, mid, 86, fonts.SEMIBOLD, 10, INK)
    page.centre(canvas, said.check, mid, 75, fonts.REGULAR, 8, GREY)


def _page_number(canvas: Canvas, said: InstrumentWords, at: int, of: int) -> None:
    x = RIGHT - 37 if of == 1 else MIDDLE
    page.centre(canvas, _numbered(said, at, of), x, 64, fonts.REGULAR, 8, GREY)


def _numbered(said: InstrumentWords, at: int, of: int) -> str:
    address = formal.checking_place(said.check_url)
    return address if of == 1 else f"Page {at} of {of}. {address}"
