"""A second reader of what csas draws: pages as they would look on paper, and the codes a scanner finds on them."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image

PRINT = 300  # dots per inch of an office printer


def pictures(pdf: bytes, dots_per_inch: int = PRINT) -> Iterator[Image.Image]:
    """Every page as a picture."""
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dots_per_inch / 72).to_pil().convert("L")


def words(pdf: bytes) -> str:
    """Every word that another program finds in the file."""
    with pdfium.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def codes(pdf: bytes, dots_per_inch: int = PRINT) -> list[list[str]]:
    """What a scanner reads from each page."""
    return [scan(each) for each in pictures(pdf, dots_per_inch)]


def scan(picture: Image.Image) -> list[str]:
    """What a scanner reads from one picture."""
    return sorted(code.text for code in zxingcpp.read_barcodes(picture) if code.format == zxingcpp.BarcodeFormat.QRCode)
