"""The certificate of a provider: one A4 page to hang on a wall, and a schedule if it needs one.

Words come from certificate_words. This module only finds room for them: it tries the largest
size first, and moves conditions, areas and powers to a schedule when a page cannot hold them.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final

import msgspec
from reportlab.pdfgen.canvas import Canvas

from csas.domain.certificate_words import CertificateWords, words
from csas.domain.certificates import ORGANISATION_CAP, ProviderCertificate
from csas.outbound.documents import fonts, formal, page, qr, seal, text
from csas.outbound.documents.blocks import Block, hanging, listed, prose, ruled, stack_height
from csas.outbound.documents.flow import GREY
from csas.outbound.documents.formal import LEFT, MEASURE, MIDDLE, RIGHT
from csas.outbound.documents.guilloche import BRONZE, INK

FOOT: Final = 236.0
_CONDITIONS: Final = 1
_AREAS: Final = 2
_SIZES: Final = (13.0, 12.0, 11.0, 10.4, 9.8, 9.2, 8.6, 8.0)
_GAP: Final = 9.0
_LOWEST: Final = 70.0
_PAGEFUL: Final = 560.0


def draw(certificate: ProviderCertificate) -> bytes:
    """Draw the certificate."""
    said = printable(certificate)
    buffer = BytesIO()
    title = f"Certificate of an accredited provider: {said.provider}"
    canvas = page.sheet(buffer, title, said.force, f"Certificate {said.number}")
    _ground(canvas, said)
    top = _heading(canvas, said)
    front, schedule = _share(said, top - FOOT)
    _place(canvas, front, top, FOOT)
    _foot(canvas, said)
    canvas.showPage()
    _schedules(canvas, said, schedule)
    canvas.save()
    return buffer.getvalue()


def printable(certificate: ProviderCertificate) -> CertificateWords:
    """Give the certificate's words as they may be printed, or refuse one that is too long."""
    said = words(certificate)
    text.tidy(said.provider, "provider\u2019s name", ORGANISATION_CAP)
    return msgspec.convert(formal.tidied(msgspec.to_builtins(said), "text"), CertificateWords)


def _ground(canvas: Canvas, said: CertificateWords) -> None:
    formal.ground(canvas, said.demonstration, f"{said.demonstration}: this is not a real certificate")


def _heading(canvas: Canvas, said: CertificateWords) -> float:
    """Write everything above the blocks and say how far down it came."""
    formal.issuer(canvas, said.force, said.scheme)
    page.spaced(canvas, said.title[0].upper(), MIDDLE, 706, fonts.SEMIBOLD, 8.5, BRONZE, 2.4)
    page.centre(canvas, said.title[1], MIDDLE, 668, fonts.REGULAR, 40, INK)
    formal.flourish(canvas, 652)
    page.centre(canvas, said.certifies, MIDDLE, 629, fonts.ITALIC, 12, GREY)
    y = _provider(canvas, said.provider, 629)
    return _statement(canvas, said.statement, y)


def _provider(canvas: Canvas, name: str, above: float) -> float:
    for size, most in ((29, 1), (26, 2), (20, 3), (15, 6)):
        rows = text.balanced(name, fonts.SEMIBOLD, size, MEASURE)
        if len(rows) <= most:
            break
    y = above - 6
    for row in rows:
        y -= size * 1.14
        page.centre(canvas, row, MIDDLE, y, fonts.SEMIBOLD, size, INK)
    return y


def _statement(canvas: Canvas, statement: str, above: float) -> float:
    y = above - 8
    for row in text.balanced(statement, fonts.REGULAR, 11.5, MEASURE - 14):
        y -= 15.5
        page.centre(canvas, row, MIDDLE, y, fonts.REGULAR, 11.5, INK)
    return y - 16


def _share(said: CertificateWords, room: float) -> tuple[list[Block], list[Block]]:
    """Find the largest setting that fits; move the longest parts to the schedule if none does."""
    for moved in range(_AREAS + 2):
        sizes = _SIZES[:-1] if moved == 0 else _SIZES
        for size in sizes:
            front = _blocks(said, size, moved)
            if stack_height(front) <= room:
                return front, _scheduled(said, moved)
    return front, _scheduled(said, _AREAS + 1)


def _blocks(said: CertificateWords, size: float, moved: int) -> list[Block]:
    overleaf = "As listed in the schedule on the next page."
    powers = (
        prose(said.powers_label, overleaf, size, MEASURE)
        if moved > _AREAS
        else hanging(said.powers_label, said.powers, size, MEASURE, 2 if len(said.powers) > 8 else 1)
    )
    areas = prose(said.areas_label, overleaf if moved > _CONDITIONS else _areas(said), size, MEASURE)
    blocks = [powers, areas, ruled(said.cells, size, MEASURE)]
    if said.conditions and moved:
        blocks.append(prose(said.conditions_label, overleaf, size, MEASURE))
    elif said.conditions:
        blocks.append(listed(said.conditions_label, said.conditions, size, MEASURE))
    return blocks


def _areas(said: CertificateWords) -> str:
    return ", ".join(said.areas)


def _scheduled(said: CertificateWords, moved: int) -> list[Block]:
    size = 10.0
    blocks: list[Block] = []
    if moved > _AREAS:
        blocks.append(hanging(said.powers_label, said.powers, size, MEASURE, 1))
    if moved > _CONDITIONS:
        blocks.append(prose(said.areas_label, _areas(said), size, MEASURE))
    if moved and said.conditions:
        blocks.append(listed(said.conditions_label, said.conditions, size, MEASURE))
    return blocks


def _place(canvas: Canvas, blocks: list[Block], top: float, bottom: float) -> None:
    """Put the blocks under one another and share out what room is left."""
    spare = max(0.0, top - bottom - stack_height(blocks))
    gap = _GAP + min(20.0, spare / (len(blocks) + 1))
    y = top - min(gap - _GAP, spare)
    for block in blocks:
        block.draw(canvas, LEFT, y)
        y -= block.height + gap


def _foot(canvas: Canvas, said: CertificateWords) -> None:
    _no_power(canvas, said.no_power)
    seal.draw(canvas, said.scheme, LEFT + 50, 128)
    formal.issued(canvas, said.issued, 152, 9.5, 13, 214)
    _checking(canvas, said)


def _no_power(canvas: Canvas, sentence: str) -> None:
    canvas.setFillColorRGB(0.93, 0.95, 0.95)
    canvas.roundRect(LEFT, 198, MEASURE, 24, 3, stroke=0, fill=1)
    page.centre(canvas, sentence, MIDDLE, 206.6, fonts.SEMIBOLD, 9.4, INK)


def _checking(canvas: Canvas, said: CertificateWords) -> None:
    """Draw the code with four of its cells of quiet all round, and below it the number."""
    side = 80.0
    qr.draw(canvas, said.check_url, RIGHT - side, 107, side)
    mid = RIGHT - side / 2
    page.centre(canvas, said.number, mid, 88, fonts.SEMIBOLD, 10, INK)
    page.centre(canvas, said.check, mid, 76, fonts.REGULAR, 8, GREY)
    page.centre(canvas, formal.checking_place(said.check_url), mid, 66, fonts.REGULAR, 8, GREY)


def _schedules(canvas: Canvas, said: CertificateWords, blocks: list[Block]) -> None:
    rest = [part for block in blocks for part in block.split(_PAGEFUL)]
    while rest:
        _ground(canvas, said)
        page.spaced(canvas, "SCHEDULE", MIDDLE, 747, fonts.SEMIBOLD, 11, INK, 2.4)
        line = f"to certificate {said.number} of {said.provider}"
        y = 731.0
        for row in text.balanced(line, fonts.REGULAR, 10, MEASURE):
            page.centre(canvas, row, MIDDLE, y, fonts.REGULAR, 10, GREY)
            y -= 13
        y -= 14
        rest = _fill(canvas, rest, y)
        canvas.showPage()


def _fill(canvas: Canvas, blocks: list[Block], y: float) -> list[Block]:
    """Draw the first block, and those after it that fit; give back the rest."""
    first, *rest = blocks
    first.draw(canvas, LEFT, y)
    y -= first.height + 16
    while rest and y - rest[0].height > _LOWEST:
        rest[0].draw(canvas, LEFT, y)
        y -= rest.pop(0).height + 16
    return rest
