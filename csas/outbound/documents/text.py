"""Words on their way to a page: made harmless, measured and broken into lines.

Every value that people typed passes through here before anything draws it. What is too long is
refused, not shortened: a document must say all of what it says.
"""

from __future__ import annotations

import unicodedata
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from csas.outbound.documents import fonts

PARAGRAPH_CAP: Final = 8_000
LINE_CAP: Final = 400
DOCUMENT_CAP: Final = 1_000_000
_LONGEST_WORD: Final = 60
_UNSEEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


class Unprintable(ValueError):
    """A value that no document can carry whole; the message says which and why."""


def tidy(value: str, what: str, cap: int = PARAGRAPH_CAP) -> str:
    """Give the text as it may be printed: composed, on one line, without unseen characters."""
    if len(value) > cap:
        raise Unprintable(f"The {what} has {len(value):,} characters. The most is {cap:,}.")
    shown = "".join(_shown(character) for character in _seen(value))
    # What was dropped may leave a letter and its mark side by side, which are one letter.
    composed = "".join(_shown(character) for character in unicodedata.normalize("NFC", shown))
    return " ".join(composed.split())


def _seen(value: str) -> str:
    """Compose the text and drop what no reader could see."""
    composed = unicodedata.normalize("NFC", " ".join(value.split()))
    return "".join(c for c in composed if c == " " or unicodedata.category(c) not in _UNSEEN)


def _shown(character: str) -> str:
    """Keep what the typeface can show; show the plain letter, or a question mark, for the rest."""
    if ord(character) in fonts.letters():
        return character
    plain = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in plain if ord(part) in fonts.letters())
    return kept or ("" if unicodedata.combining(character) else "?")


def unshown(value: str) -> str:
    """List the characters of a text that the typeface cannot show, once each and in order."""
    return "".join(dict.fromkeys(c for c in _seen(value) if ord(c) not in fonts.letters()))


def paragraph(value: str, style: ParagraphStyle, what: str = "paragraph") -> Paragraph:
    """Set plain words as a paragraph; nothing in them is ever read as markup."""
    return Paragraph(escape(broken(tidy(value, what))), style)


def numbered(value: str, number: str, style: ParagraphStyle) -> Paragraph:
    """Set plain words that hang from a number."""
    return Paragraph(escape(broken(tidy(value, "point"))), style, bulletText=number)


def broken(value: str) -> str:
    """Put a space into words no line could hold, so that setting them stays quick."""
    return " ".join(" ".join(_pieces(word, _LONGEST_WORD)) for word in value.split(" "))


def _pieces(word: str, length: int) -> list[str]:
    if len(word) <= length:
        return [word]
    return [word[start : start + length] for start in range(0, len(word), length)]


def lines(value: str, font: str, size: float, width: float) -> list[str]:
    """Break plain words into lines no wider than the width."""
    room = width / size
    space = fonts.ems(" ", font)
    kept: list[str] = []
    line: list[str] = []
    used = 0.0
    for word in _narrow_words(value, font, room):
        wide = fonts.ems(word, font)
        if line and used + space + wide > room:
            kept.append(" ".join(line))
            line, used = [], -space
        line.append(word)
        used += wide + (space if len(line) > 1 or used < 0 else 0)
    return [*kept, " ".join(line)] if line else kept


def _narrow_words(value: str, font: str, room: float) -> list[str]:
    words: list[str] = []
    for word in value.split(" "):
        words += [word] if fonts.ems(word, font) <= room else _cut(word, font, room)
    return words


def _cut(word: str, font: str, room: float) -> list[str]:
    """Cut a word wider than the line into parts that are not, one character at the least."""
    parts = [""]
    used = 0.0
    for character in word:
        used += fonts.ems(character, font)
        if parts[-1] and used > room:
            parts.append("")
            used = fonts.ems(character, font)
        parts[-1] += character
    return parts


def balanced(value: str, font: str, size: float, width: float) -> list[str]:
    """Break a heading so that its lines are of like length and the last is no lonely word."""
    rows = lines(value, font, size, width)
    if len(rows) < 2:
        return rows
    for part in range(50, 100, 5):
        tried = lines(value, font, size, width * part / 100)
        if len(tried) == len(rows):
            return tried
    return rows
