"""Portraits for the demonstration's cards: drawn faces, each a little different, of nobody at all."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 240, 310
SKINS = ("#8d5a3b", "#c68f6b", "#e0b394", "#6f4630", "#d9a67f", "#a9744f")
HAIRS = ("#1d1a18", "#4a3224", "#7a5a3a", "#9c9791", "#2b2422", "#5c2f1e")
COATS = ("#0f6b6b", "#2f4858", "#5b3a5e", "#6d1f33", "#3c5a2a")
WALLS = ("#dfe6e8", "#e8e4dc", "#e3e8df")


def draw(name: str) -> bytes:
    """A face that is always the same for the same name."""
    seed = sum(ord(letter) * (place + 3) for place, letter in enumerate(name))
    image = Image.new("RGB", (WIDTH, HEIGHT), WALLS[seed % len(WALLS)])
    pen = ImageDraw.Draw(image)
    _body(pen, COATS[seed // 3 % len(COATS)], SKINS[seed % len(SKINS)])
    _head(pen, SKINS[seed % len(SKINS)], HAIRS[seed // 5 % len(HAIRS)], seed)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def _body(pen: ImageDraw.ImageDraw, coat: str, skin: str) -> None:
    pen.rectangle((100, 190, 140, 240), fill=skin)
    pen.pieslice((20, 220, 220, 420), 180, 360, fill=coat)
    pen.polygon([(96, 222), (144, 222), (120, 262)], fill="#f4f4f2")


def _head(pen: ImageDraw.ImageDraw, skin: str, hair: str, seed: int) -> None:
    deep = 95 + seed % 4 * 12
    pen.ellipse((66, 55, 174, 130 + deep - 60), fill=hair)
    pen.ellipse((74, 75, 166, 212), fill=skin)
    pen.pieslice((70, 62, 170, 62 + deep), 180, 360, fill=hair)
    for left in (97, 133):
        pen.ellipse((left, 138, left + 10, 146), fill="#26211f")
        pen.line((left - 3, 129, left + 13, 127), fill=hair, width=3)
    pen.line((120, 146, 116, 166), fill="#00000055", width=2)
    pen.arc((104, 166, 136, 190), 20, 160, fill="#7c2f2a", width=3)
