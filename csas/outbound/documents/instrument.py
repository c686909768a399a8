"""The instrument of accreditation: A4, one page where its words fit one, else as many as they need.

Words come from instrument_words. This module only finds room for them: the largest size at which
everything stands on one page, at last under a closer heading, and otherwise pages that each name the
instrument and its number, of which the last says more than a line or two.
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
from csas.outbound.documents.blocks import Block, beside, detailed, listed, prose, ruled, stack_height, stacked
from csas.outbound.documents.flow import GREY
from csas.outbound.documents.formal import LEFT, MEASURE, MIDDLE, RIGHT
from csas.outbound.documents.guilloche import BRONZE, INK

FOOT: Final = 184.0
LOWEST: Final = 84.0
LATER_TOP: Final = 716.0
_SIZES: Final = (11.0, 10.4, 9.8, 9.2, 8.8, 8.5)
_CLOSE_SIZES: Final = (9.8, 9.2, 8.8, 8.5)
_FLOWING: Final = (11.0, 10.4, 9.6)
_DATES: Final = 160.0
_TOGETHER: Final = 3  # blocks that at least belong on the last of several pages
_GAP: Final = 9.0
_LEAST_ROOM: Final = 70.0
_LONGEST: Final = 20_000
_CONTINUED: Final = "INSTRUMENT OF ACCREDITATION, CONTINUED"

EDGE: Final = 72.0
WIDE: Final = page.WIDTH - 2 * EDGE

Placed = tuple[float, Block]


class Head(msgspec.Struct, frozen=True):
    """How far the heading reaches down: the title, where the words begin, and the sizes of what follows."""

    over: float
    title: tuple[float, float]
    line: float
    start: float
    accredits: tuple[float, float]
    names: tuple[tuple[float, int], ...]
    statement: tuple[float, float]
    after: float


ROOMY: Final = Head(
    over=710,
    title=(677, 34),
    line=663,
    start=640,
    accredits=(11, 13),
    names=((27.0, 1), (22.0, 2), (15.0, 6)),
    statement=(11, 14.5),
    after=14,
)
CLOSE: Final = Head(
    over=718,
    title=(694, 22),
    line=686,
    start=664,
    accredits=(10.4, 12.4),
    names=((22.0, 1), (18.0, 2), (15.0, 6)),
    statement=(10.4, 13),
    after=8,
)


def draw(instrument: Instrument) -> bytes:
    """Draw the instrument."""
    said = printable(instrument)
    buffer = BytesIO()
    canvas = page.sheet(buffer, f"Accreditation of {said.person}", said.force, f"Instrument {said.number}")
    head, pages = _pages(said)
    for at, placed in enumerate(pages, 1):
        formal.ground(canvas, said.demonstration, _not_real(said))
        _heading(canvas, said, head) if at == 1 else _later_heading(canvas, said)
        for y, block in placed:
            block.draw(canvas, EDGE, y)
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


def heading_height(said: InstrumentWords, head: Head) -> float:
    """Say how far down the heading comes, without drawing it."""
    y = head.start - len(_accredits(said, head)) * head.accredits[1]
    _, size, rows = _person(said, head)
    y -= 4 + len(rows) * size * 1.14 + 6
    return y - len(_statement(said, head)) * head.statement[1] - head.after


def _accredits(said: InstrumentWords, head: Head) -> list[str]:
    return text.balanced(said.accredits, fonts.ITALIC, head.accredits[0], MEASURE)


def _statement(said: InstrumentWords, head: Head) -> list[str]:
    return text.balanced(said.statement, fonts.REGULAR, head.statement[0], MEASURE - 14)


def _person(said: InstrumentWords, head: Head) -> tuple[str, float, list[str]]:
    for size, most in head.names:
        rows = text.balanced(said.person, fonts.SEMIBOLD, size, MEASURE)
        if len(rows) <= most:
            break
    return fonts.SEMIBOLD, size, rows


def _heading(canvas: Canvas, said: InstrumentWords, head: Head) -> None:
    formal.issuer(canvas, said.force, said.scheme)
    page.spaced(canvas, said.title[0].upper(), MIDDLE, head.over, fonts.SEMIBOLD, 8.5, BRONZE, 2.4)
    page.centre(canvas, said.title[1], MIDDLE, head.title[0], fonts.REGULAR, head.title[1], INK)
    formal.flourish(canvas, head.line)
    y = head.start + 4
    size, leading = head.accredits
    for row in _accredits(said, head):
        page.centre(canvas, row, MIDDLE, y, fonts.ITALIC, size, GREY)
        y -= leading
    font, size, rows = _person(said, head)
    y += leading - 8
    for row in rows:
        y -= size * 1.14
        page.centre(canvas, row, MIDDLE, y, font, size, INK)
    y -= 6
    size, leading = head.statement
    for row in _statement(said, head):
        y -= leading
        page.centre(canvas, row, MIDDLE, y, fonts.REGULAR, size, INK)


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


def _pages(said: InstrumentWords) -> tuple[Head, list[list[Placed]]]:
    """One page at the largest size that fits; else flowing over several, the last with room for its foot."""
    for head, sizes in ((ROOMY, _SIZES[:4]), (CLOSE, _CLOSE_SIZES), (ROOMY, _SIZES[4:])):
        top = heading_height(said, head)
        for size in sizes:
            blocks = _blocks(said, size)
            spare = top - FOOT - stack_height(blocks)
            if spare >= 0:
                return head, [_stacked(blocks, top, min(12.0, spare / len(blocks)))]
    top = heading_height(said, ROOMY)
    return ROOMY, min((_flow(_blocks(said, size), top) for size in _FLOWING), key=len)


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
    return _gathered(pages)


def _gathered(pages: list[list[Placed]]) -> list[list[Placed]]:
    """Bring blocks over to a last page that has too few, so that no page is nearly empty."""
    *earlier, before, last = [[block for _, block in placed] for placed in pages]
    while len(last) < _TOGETHER < len(before) + len(last) and len(before) > 1:
        if stack_height([before[-1], *last]) > LATER_TOP - FOOT:
            break
        last.insert(0, before.pop())
    kept = pages[len(earlier)][: len(before)]
    return [*pages[: len(earlier)], kept, _stacked(last, LATER_TOP, 4)]


def _blocks(said: InstrumentWords, size: float) -> list[Block]:
    powers = (
        detailed(said.powers_label, [(p.paragraph, p.title, p.lines) for p in said.powers], size, WIDE)
        if said.powers
        else prose(said.powers_label, said.no_powers, size, WIDE)
    )
    small = size * 0.94
    return [
        powers,
        *_rows(said, size),
        prose(said.findings_label, said.findings, small, WIDE),
        prose(said.limits_label, said.limits, small, WIDE),
    ]


def _rows(said: InstrumentWords, size: float) -> list[Block]:
    """Place and uniform; then the conditions with most of the width, and the dates."""
    where = _place_and_uniform(said, size)
    if not said.conditions:
        return [*_pair(where), ruled(said.cells, size, WIDE)]
    conditions = listed(said.conditions_label, said.conditions, size, WIDE - 18 - _DATES)
    return [*_pair(where), beside([conditions, stacked(said.cells, size, _DATES)])]


def _place_and_uniform(said: InstrumentWords, size: float) -> list[Block]:
    """Each as wide as its words need beside the other's."""
    pair = [(label, words) for label, words in _where_and_what(said) if words]
    if len(pair) < 2:
        return [prose(label, words, size, WIDE) for label, words in pair]
    share = min(0.6, max(0.32, len(said.where) / (len(said.where) + len(said.uniform))))
    widths = ((WIDE - 18) * share, (WIDE - 18) * (1 - share))
    return [prose(label, words, size, width) for (label, words), width in zip(pair, widths, strict=True)]


def _where_and_what(said: InstrumentWords) -> tuple[tuple[str, str], ...]:
    return (said.where_label, said.where), (said.uniform_label, said.uniform)


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
