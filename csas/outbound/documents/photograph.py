"""A stored photograph as it goes into a card: a JPEG of bearable size, embedded as it is.

Photographs were repainted when they were taken in, so nothing here trusts or mistrusts them anew;
what cannot be opened is refused. The same bytes are put into a file once, however often drawn.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Final

from PIL import Image
from reportlab.pdfbase.pdfdoc import PDFObject
from reportlab.pdfgen.canvas import Canvas

LONGEST: Final = 640
_QUALITY: Final = 88
_STARTS: Final = frozenset((0xC0, 0xC1, 0xC2))


class NotAPhotograph(ValueError):
    """The stored file cannot be opened as a picture."""


class Picture(PDFObject):  # type: ignore[misc]
    """A JPEG with its measures, ready to be placed on any canvas by its name."""

    def __init__(self, jpeg: bytes, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._name = f"csas-photograph-{hashlib.sha256(jpeg).hexdigest()[:24]}"
        head = (
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB "
            f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(jpeg)} >>\nstream\n"
        )
        self._bytes = head.encode("ascii") + jpeg + b"\nendstream"

    def format(self, document: object) -> bytes:  # noqa: ARG002 - the shape reportlab asks for
        return self._bytes

    def place(self, canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
        """Fill a box with the middle of the picture, whatever its shape."""
        if not canvas.hasForm(self._name):
            canvas._doc.addForm(self._name, _Held(self._bytes))  # noqa: SLF001 - no other way in
        scale = max(width / self.width, height / self.height)
        wide, high = self.width * scale, self.height * scale
        canvas.saveState()
        box = canvas.beginPath()
        box.rect(x, y, width, height)
        canvas.clipPath(box, stroke=0, fill=0)
        canvas.translate(x + (width - wide) / 2, y + (height - high) / 2)
        canvas.scale(wide, high)
        canvas.doForm(self._name)
        canvas.restoreState()


class _Held(PDFObject):  # type: ignore[misc]
    """The bytes of a picture inside one document, which marks the object as its own."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, document: object) -> bytes:  # noqa: ARG002 - the shape reportlab asks for
        return self._content


def picture(content: bytes) -> Picture:
    """Open a stored photograph; one that is no plain JPEG of bearable size is painted anew."""
    size = _size_of(content)
    if size is None or max(size) > LONGEST:
        content = _repainted(content)
        size = _size_of(content)
    if size is None:
        raise NotAPhotograph
    return Picture(content, *size)


def _size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height of a JPEG in three colours; None for anything else."""
    if content[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _STARTS:
            high, wide = (int.from_bytes(content[at + k : at + k + 2], "big") for k in (5, 7))
            return (wide, high) if content[at + 9] == 3 and wide and high else None
        at += 2 + length
    return None


def _repainted(content: bytes) -> bytes:
    try:
        with Image.open(BytesIO(content)) as opened:
            opened.draft("RGB", (LONGEST, LONGEST))
            small = opened.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        raise NotAPhotograph from None
    small.thumbnail((LONGEST, LONGEST))
    made = BytesIO()
    small.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()
