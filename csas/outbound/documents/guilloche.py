"""Engraver's patterns as paths: braids along a frame and rosettes of waves.

Everything is worked out once for the life of the process and kept as a packed form of its own,
so that a certificate pays for its ornament with a few bytes of reference. It knows no words.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Iterable
from typing import Final

from reportlab.pdfbase.pdfdoc import PDFObject
from reportlab.pdfgen.canvas import Canvas

Point = tuple[float, float]
Colour = tuple[float, float, float]
Curve = Callable[[float], Point]

INK: Final[Colour] = (0.055, 0.204, 0.275)
TEAL: Final[Colour] = (0.22, 0.46, 0.49)
BRONZE: Final[Colour] = (0.55, 0.38, 0.12)
TURN: Final = 2 * math.pi


class Art:
    """A drawing made beforehand, which any canvas can place by name."""

    def __init__(self, name: str, operators: str, box: tuple[float, float, float, float]) -> None:
        packed = zlib.compress(operators.encode("ascii"), 9)
        corners = " ".join(f"{side:.1f}" for side in box)
        head = (
            f"<< /Type /XObject /Subtype /Form /FormType 1 /BBox [{corners}] "
            f"/Resources << >> /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
        )
        self._name = name
        self._bytes = head.encode("ascii") + packed + b"\nendstream"

    def place(self, canvas: Canvas, x: float = 0, y: float = 0) -> None:
        """Draw the art with its origin at x, y."""
        if not canvas.hasForm(self._name):
            canvas._doc.addForm(self._name, _Packed(self._bytes))  # noqa: SLF001 - no other way in
        canvas.saveState()
        canvas.translate(x, y)
        canvas.doForm(self._name)
        canvas.restoreState()


class _Packed(PDFObject):  # type: ignore[misc]
    """The bytes of an art inside one document, which marks the object as its own."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def format(self, document: object) -> bytes:  # noqa: ARG002 - the shape reportlab asks for
        return self._packed


def stroke(colour: Colour, width: float, paths: Iterable[str]) -> str:
    """Stroke paths in one colour and width."""
    return f"{_rgb(colour)} RG {width:.2f} w 1 j 1 J {' '.join(paths)} S"


def fill(colour: Colour, paths: Iterable[str], *, even_odd: bool = False) -> str:
    """Fill paths with one colour."""
    return f"{_rgb(colour)} rg {' '.join(paths)} {'f*' if even_odd else 'f'}"


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:.3f}" for part in colour)


def path(curve: Curve, steps: int) -> str:
    """Draw a curve, given for 0 to 1, as smooth pieces."""
    points = [curve(step / steps) for step in range(-1, steps + 2)]
    slopes = [
        ((after[0] - before[0]) / 6, (after[1] - before[1]) / 6)
        for before, after in zip(points, points[2:], strict=False)
    ]
    parts = [f"{points[1][0]:.2f} {points[1][1]:.2f} m"]
    for at in range(steps):
        (x, y), (u, v) = points[at + 1], slopes[at]
        (p, q), (r, s) = points[at + 2], slopes[at + 1]
        parts.append(f"{x + u:.2f} {y + v:.2f} {p - r:.2f} {q - s:.2f} {p:.2f} {q:.2f} c")
    return " ".join(parts)


def closed(curve: Curve, steps: int) -> str:
    """Draw a curve that ends where it began."""
    return path(curve, steps) + " h"


def circle(radius: float, x: float = 0, y: float = 0) -> str:
    """Draw a circle."""
    return closed(lambda t: (x + radius * math.cos(TURN * t), y + radius * math.sin(TURN * t)), 16)


def wave(mean: float, swing: float, petals: int, phase: float) -> Curve:
    """Give a ring whose radius swings as it goes round."""

    def at(t: float) -> Point:
        angle = TURN * t
        radius = mean + swing * math.cos(petals * angle + phase)
        return radius * math.cos(angle), radius * math.sin(angle)

    return at


def ring(mean: float, swing: float, petals: int, strands: int) -> list[str]:
    """Draw a braided ring of several strands."""
    steps = petals * 5
    phases = (TURN * strand / strands for strand in range(strands))
    return [closed(wave(mean, swing, petals, phase), steps) for phase in phases]
