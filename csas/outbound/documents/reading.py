"""Reading back a file that csas drew: its words as a reader's software would find them.

It knows only the plain way in which reportlab writes text, and judges no other program's files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import pikepdf

_PAIR: Final = re.compile(rb"^<([0-9A-F]{2})> <([0-9A-F]{4,})>$", re.MULTILINE)


def words(pdf: bytes) -> str:
    """Give every word on every page, in the order drawn."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return " ".join(part for page in document.pages for part in _page(page))


def pages(pdf: bytes) -> int:
    """Count the pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def unembedded_fonts(pdf: bytes) -> list[str]:
    """List the fonts the file names but does not carry."""
    with pikepdf.open(BytesIO(pdf)) as document:
        fonts = (font for page in document.pages for font in _fonts(page).values())
        return sorted({str(font.BaseFont) for font in fonts if not _is_embedded(font)})


def is_active(pdf: bytes) -> bool:
    """Say whether the file would do anything by itself, or points anywhere but at itself."""
    with pikepdf.open(BytesIO(pdf)) as document:
        names = document.Root.get("/Names", pikepdf.Dictionary())
        doors = "/OpenAction" in document.Root or "/AA" in document.Root
        inside = "/JavaScript" in names or "/EmbeddedFiles" in names
        return doors or inside or any("/Annots" in page for page in document.pages)


def _fonts(page: pikepdf.Page) -> dict[str, pikepdf.Object]:
    empty = pikepdf.Dictionary()
    return dict(page.obj.get("/Resources", empty).get("/Font", empty).items())


def _is_embedded(font: pikepdf.Object) -> bool:
    return "/FontFile2" in font.get("/FontDescriptor", {})


def _page(page: pikepdf.Page) -> Iterator[str]:
    tables = {name: _letters(font) for name, font in _fonts(page).items()}
    table: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(page, "Tf Tj"):
        if str(step.operator) == "Tf":
            table = tables[str(step.operands[0])]
        elif str(step.operator) == "Tj":
            yield "".join(table.get(code, "") for code in bytes(step.operands[0]))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Read which letter each code of an embedded subset stands for."""
    if "/ToUnicode" not in font:
        return {}
    pairs = _PAIR.findall(font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in pairs}
