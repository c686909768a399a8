"""The powers card, CR80 on both sides: what is printed on plastic, or looked at on a phone.

Words come from card_words. This module finds room for them: names and places are set smaller
before anything is left to the full list that the QR code leads to. Sheets place the same sides.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any, Final

import msgspec
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from csas.domain.card_words import FULL_LIST, CardPower, CardWords, words
from csas.domain.cards import PowersCard
from csas.domain.certificates import NAME_CAP, ORGANISATION_CAP
from csas.outbound.documents import card_art, fonts, page, photograph, qr, text
from csas.outbound.documents.flow import GREY, WARNING
from csas.outbound.documents.guilloche import BRONZE, INK, TEAL, Colour
from csas.outbound.documents.photograph import Picture

WIDTH: Final = 85.6 * mm
HEIGHT: Final = 54.0 * mm
_WHITE: Final[Colour] = (1, 1, 1)
_PALE: Final[Colour] = (0.80, 0.87, 0.88)
_EDGE: Final = 9.0
_BAND: Final = 23.0
_PHOTO: Final = (60.0, 77.0)
_QR: Final = 47.0
_LONGEST: Final = 20_000
_RIGHT: Final = WIDTH - _EDGE

Line = tuple[float, float, str, str, float, Colour]


class Side(msgspec.Struct, frozen=True):
    """A card ready to be placed: its words, its picture, and the lines of its back."""

    said: CardWords
    picture: Picture


def draw(card: PowersCard, content: bytes) -> bytes:
    """Draw a single card: two pages of a card's own size."""
    made = ready(card, content)
    buffer = BytesIO()
    canvas = page.sheet(buffer, f"Powers card of {made.said.person}", made.said.force, f"Card {made.said.number}")
    canvas.setPageSize((WIDTH, HEIGHT))
    for side in (front, back):
        side(canvas, made, 0, 0)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def ready(card: PowersCard, content: bytes) -> Side:
    """Make a card's words printable and open its photograph."""
    fonts.ready()
    text.tidy(card.person, "person’s name", NAME_CAP)
    text.tidy(card.employer, "employer’s name", ORGANISATION_CAP)
    said = words(card)
    return Side(msgspec.structs.replace(said, **_tidied(said)), photograph.picture(content))


def _tidied(said: CardWords) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name in said.__struct_fields__:
        value = getattr(said, name)
        if isinstance(value, str):
            changed[name] = _tidy(value)
    changed["paragraphs"] = tuple(_tidy(each) for each in said.paragraphs)
    changed["powers"] = tuple(
        CardPower(paragraph=_tidy(p.paragraph), whole=_tidy(p.whole), plain=_tidy(p.plain), title=_tidy(p.title))
        for p in said.powers
    )
    return changed


@lru_cache(maxsize=4096)
def _tidy(value: str) -> str:
    return text.tidy(value, "text on the card", _LONGEST)


def front(canvas: Canvas, card: Side, x: float, y: float) -> None:
    """Draw the front with its lower left corner at x, y."""
    said = card.said
    card_art.front().place(canvas, x, y)
    low = y + HEIGHT - _BAND - 7 - _PHOTO[1]
    card.picture.place(canvas, x + _EDGE, low, *_PHOTO)
    if said.demonstration:
        canvas.setFillColorRGB(*_WHITE)
        canvas.rect(x + _EDGE, low, _PHOTO[0], 9.4, stroke=0, fill=1)
    qr.draw(canvas, said.check_url, x + _RIGHT - _QR - 1, y + 17, _QR)
    _write(canvas, x, y, _front_lines(said))


def _front_lines(said: CardWords) -> list[Line]:
    top = HEIGHT - _BAND
    left = _EDGE + _PHOTO[0] + 8
    lines: list[Line] = [
        (34, top + 12.2, *_fitted(said.force, fonts.SEMIBOLD, 9.4, _RIGHT - 34), _WHITE),
        (34, top + 4.6, *_fitted(said.scheme, fonts.REGULAR, 6.0, _RIGHT - 34), _PALE),
        (left, top - 9.4, said.title.upper(), fonts.SEMIBOLD, 5.2, BRONZE),
    ]
    down = _identity(lines, said, left, top - 10.6)
    _powers_and_places(lines, said, left, down)
    low = top - 7 - _PHOTO[1]
    lines += [
        (_EDGE, low - 9.2, said.expires_label, fonts.REGULAR, 5.2, GREY),
        (_EDGE, low - 18.6, *_fitted(said.expires, fonts.BOLD, 9.6, _PHOTO[0] + 5), INK),
        (_EDGE, low - 31.4, said.number, fonts.SEMIBOLD, 8.6, INK),
        (*_ending(said.check, fonts.SEMIBOLD, 5.6, 10.2), TEAL),
        (*_ending(said.address, fonts.REGULAR, 5.0, 4.4), GREY),
    ]
    if said.demonstration:
        word, font, size = _fitted(said.demonstration.upper(), fonts.BOLD, 6.2, _PHOTO[0] - 4)
        middle = _EDGE + (_PHOTO[0] - fonts.width(word, font, size)) / 2
        lines.append((middle, low + 2.7, word, font, size, WARNING))
    return lines


def _identity(lines: list[Line], said: CardWords, left: float, y: float) -> float:
    """Set the name as large as it may be, then employer and job; say how far down they came."""
    for size, most in ((12.5, 1), (11.0, 2), (8.6, 2), (6.6, 4)):
        rows = text.lines(said.person, fonts.SEMIBOLD, size, _RIGHT - left)
        if len(rows) <= most:
            break
    for row in rows:
        y -= size * 1.06
        lines.append((left, y, row, fonts.SEMIBOLD, size, INK))
    for words_, font, most_size, colour in (
        (said.employer, fonts.SEMIBOLD, 7.2, TEAL),
        (said.job, fonts.REGULAR, 6.2, GREY),
    ):
        if words_:
            y -= most_size * 1.28
            lines.append((left, y, *_fitted(words_, font, most_size, _RIGHT - left), colour))
    return y


def _powers_and_places(lines: list[Line], said: CardWords, left: float, y: float) -> None:
    """Set the paragraphs and the places beside the QR code, as many words as there is room for."""
    room = _RIGHT - _QR - 8 - left
    blocks: list[tuple[str, tuple[str, ...]]] = []
    if said.paragraphs:
        blocks.append((said.powers_label, (", ".join(said.paragraphs),)))
    else:
        blocks.append((said.powers_label, (said.no_powers,)))
    if said.where:
        blocks.append((said.where_label, (said.where, said.where_short)))
    height = y - 19
    size, rows = _fit_front(tuple(blocks), room, height)
    y -= 2.6
    for (label, _), part in zip(blocks, rows, strict=True):
        y -= 5.2 * 1.2
        lines.append((left, y, label, fonts.REGULAR, 5.0, BRONZE))
        for row in part:
            y -= size * 1.16
            lines.append((left, y, row, fonts.SEMIBOLD, size, INK))
        y -= 2.0


@lru_cache(maxsize=1024)
def _fit_front(
    blocks: tuple[tuple[str, tuple[str, ...]], ...], room: float, height: float
) -> tuple[float, tuple[tuple[str, ...], ...]]:
    """The largest size at which the fullest wording fits; the shortest wording if none does."""
    for at in range(max(len(wordings) for _, wordings in blocks)):
        for size in (7.0, 6.4, 5.8, 5.3):
            rows = tuple(tuple(text.lines(w[min(at, len(w) - 1)], fonts.SEMIBOLD, size, room)) for _, w in blocks)
            if sum(8.3 + len(part) * size * 1.16 for part in rows) <= height:
                return size, rows
    return size, rows


def back(canvas: Canvas, card: Side, x: float, y: float) -> None:
    """Draw the back with its lower left corner at x, y."""
    card_art.back().place(canvas, x, y)
    said = card.said
    _write(canvas, x, y, _back_lines(said))


def _back_lines(said: CardWords) -> list[Line]:
    low = _foot_rows(said.back, said.may_not)
    lines: list[Line] = [(_EDGE, HEIGHT - 12.6, said.may, fonts.SEMIBOLD, 7.4, _WHITE)]
    if said.powers:
        lines += _powers(said.powers, HEIGHT - 21.5, 7 + len(low) * 6.2 + 6)
    for at, row in enumerate(text.lines(said.no_powers, fonts.REGULAR, 7.2, _RIGHT - _EDGE)):
        lines.append((_EDGE, HEIGHT - 30.5 - at * 9, row, fonts.REGULAR, 7.2, INK))
    y = 7 + (len(low) - 1) * 6.2
    for words_, font, colour in low:
        lines.append((_EDGE, y, words_, font, 5.3, colour))
        y -= 6.2
    lines.append((*_ending(said.number, fonts.SEMIBOLD, 6.4, 7.0), INK))
    if said.demonstration:
        lines.append((*_ending(said.demonstration, fonts.BOLD, 5.6, 14.0), WARNING))
    return lines


@lru_cache(maxsize=256)
def _foot_rows(back_: str, may_not: str) -> tuple[tuple[str, str, Colour], ...]:
    first = [(row, fonts.SEMIBOLD, INK) for row in text.lines(may_not, fonts.SEMIBOLD, 5.3, _RIGHT - _EDGE)]
    rest = [(row, fonts.REGULAR, GREY) for row in text.lines(back_, fonts.REGULAR, 5.3, _RIGHT - _EDGE - 68)]
    return (*first, *rest)


@lru_cache(maxsize=1024)
def _powers(powers: tuple[CardPower, ...], top: float, bottom: float) -> tuple[Line, ...]:
    """Plain words if they fit, with the offences if these do; else titles; else paragraphs and where the list is."""
    for wording, columns, sizes in (
        ("whole", 1, (7.2, 6.6, 6.1, 5.7)),
        ("plain", 1, (7.2, 6.6, 6.1, 5.7)),
        ("title", 1, (6.1, 5.7)),
        ("title", 2, (5.7, 5.3, 5.0)),
    ):
        for size in sizes:
            lines = _hung(powers, wording, size, columns, top)
            if all(line[1] >= bottom for line in lines):
                return lines
    return _codes(powers, top)


def _hung(powers: tuple[CardPower, ...], wording: str, size: float, columns: int, top: float) -> tuple[Line, ...]:
    lines: list[Line] = []
    each = (_RIGHT - _EDGE - 8 * (columns - 1)) / columns
    indent = 5 + max((fonts.width(p.paragraph, fonts.SEMIBOLD, size) for p in powers), default=0)
    deep = -(-len(powers) // columns)
    for column in range(columns):
        x, y = _EDGE + column * (each + 8), top
        for power in powers[column * deep : (column + 1) * deep]:
            y -= size * 0.16
            lines.append((x, y - size * 1.14, power.paragraph, fonts.SEMIBOLD, size, TEAL))
            for row in text.lines(getattr(power, wording), fonts.REGULAR, size, each - indent):
                y -= size * 1.14
                lines.append((x + indent, y, row, fonts.REGULAR, size, INK))
    return tuple(lines)


def _codes(powers: tuple[CardPower, ...], top: float) -> tuple[Line, ...]:
    size = 9.0
    rows = text.lines(", ".join(power.paragraph for power in powers), fonts.SEMIBOLD, size, _RIGHT - _EDGE)
    lines = [(_EDGE, top - (at + 1) * size * 1.2, row, fonts.SEMIBOLD, size, INK) for at, row in enumerate(rows)]
    return (*lines, (_EDGE, top - (len(rows) + 1.4) * size * 1.2, FULL_LIST, fonts.REGULAR, size, TEAL))


def _fitted(words_: str, font: str, size: float, room: float) -> tuple[str, str, float]:
    """Set a line smaller if it would be too wide."""
    return words_, font, min(size, size * room / max(fonts.width(words_, font, size), 1.0))


def _ending(words_: str, font: str, size: float, y: float) -> tuple[float, float, str, str, float]:
    """Place a line so that it ends at the right edge."""
    words_, font, size = _fitted(words_, font, size, 110)
    return _RIGHT - fonts.width(words_, font, size), y, words_, font, size


def _write(canvas: Canvas, x: float, y: float, lines: Any) -> None:
    """Write every line in one go, changing face and colour only where they change."""
    run = canvas.beginText()
    face: tuple[str, float] | None = None
    ink: Colour | None = None
    for across, up, words_, font, size, colour in lines:
        if (font, size) != face:
            run.setFont(font, size)
            face = font, size
        if colour != ink:
            run.setFillColorRGB(*colour)
            ink = colour
        run.setTextOrigin(x + across, y + up)
        run.textOut(words_)
    canvas.drawText(run)
