"""The one typeface of every document, embedded as a subset.

Source Sans 3 has the Welsh letters that the built-in faces of PDF lack. The build step lays the
TrueType files beside the styles; nothing here fetches or makes a font.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "csas"
SEMIBOLD: Final = "csas-semibold"
BOLD: Final = "csas-bold"
ITALIC: Final = "csas-italic"

FOLDER: Final = Path(__file__).parents[2] / "web" / "static" / "built"
_FILES: Final = {
    REGULAR: "source-sans-3-regular.ttf",
    SEMIBOLD: "source-sans-3-semibold.ttf",
    BOLD: "source-sans-3-bold.ttf",
    ITALIC: "source-sans-3-italic.ttf",
}


@cache
def ready() -> None:
    """Register the faces once, and shut every door through which markup could fetch a file."""
    rl_config.trustedHosts = []
    rl_config.trustedSchemes = []
    rl_config.useA85 = 0
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FOLDER / file)))
    for bold, italic, name in ((0, 0, REGULAR), (1, 0, SEMIBOLD), (0, 1, ITALIC), (1, 1, BOLD)):
        addMapping(REGULAR, bold, italic, name)


@cache
def letters() -> frozenset[int]:
    """Every character the typeface can show."""
    ready()
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


@lru_cache(maxsize=8_192)
def ems(text: str, font: str) -> float:
    """Measure text in the size of its letters, once for all the sizes it may be set in."""
    return float(pdfmetrics.stringWidth(text, font, 1))


def width(text: str, font: str, size: float) -> float:
    """Measure a line of text in points."""
    return ems(text, font) * size
