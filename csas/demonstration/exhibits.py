"""The files that applicants of the demonstration add, drawn when they are needed.

Small and plain: a page of words, a picture of a uniform, and one file that is not
what its name says.
"""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from csas.demonstration.papers import Paper
from csas.outbound.documents import fonts

WIDTH, HEIGHT = 595.0, 842.0
MARGIN = 72.0


def draw(paper: Paper, organisation: str) -> bytes:
    """The file as the applicant would send it."""
    match paper.kind:
        case "uniform":
            return _uniform(paper)
        case "spreadsheet":
            return b"PK\x03\x04 a spreadsheet that was given the name of a PDF"
        case _:
            return _page(paper, organisation)


def _page(paper: Paper, organisation: str) -> bytes:
    made = io.BytesIO()
    fonts.ready()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(paper.title)
    canvas.setFont(fonts.REGULAR, 11)
    canvas.drawString(MARGIN, HEIGHT - MARGIN, organisation)
    canvas.setFont(fonts.SEMIBOLD, 20)
    canvas.drawString(MARGIN, HEIGHT - MARGIN - 40, paper.title)
    canvas.setFont(fonts.REGULAR, 12)
    for number, line in enumerate(paper.body):
        canvas.drawString(MARGIN, HEIGHT - MARGIN - 90 - 24 * number, line)
    canvas.drawString(MARGIN, MARGIN, "Demonstration: this paper and everybody in it are invented.")
    canvas.save()
    return made.getvalue()


def _uniform(paper: Paper) -> bytes:
    """A jacket, front and back."""
    image = Image.new("RGB", (960, 640), "#f3f2ee")
    pen = ImageDraw.Draw(image)
    for left, words in ((90, ""), (510, paper.words)):
        pen.polygon([(left, 180), (left + 90, 120), (left + 270, 120), (left + 360, 180),
                     (left + 330, 330), (left + 285, 300), (left + 285, 540), (left + 75, 540),
                     (left + 75, 300), (left + 30, 330)], fill=paper.colour)  # fmt: skip
        pen.text((left + 180, 250), words, fill="white", anchor="mm", font=ImageFont.load_default(22))
    pen.rectangle((290, 210, 340, 250), fill="#d9b64a")
    pen.text((480, 600), "Demonstration", fill="#555555", anchor="mm", font=ImageFont.load_default(20))
    made = io.BytesIO()
    image.save(made, "JPEG", quality=80)
    return made.getvalue()
