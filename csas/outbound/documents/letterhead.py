"""The sheets of a letter or a brief: the office's head on the first, the reference on those that follow.

What stands between head and foot is not its business.
"""

from __future__ import annotations

from typing import Final

from reportlab.pdfgen.canvas import Canvas

from csas.domain.calendar import in_words
from csas.domain.certificates import Brief, Letter
from csas.outbound.documents import flow, page, text

_LATER_TOP: Final = 78.0
_FLAG: Final = page.HEIGHT - 104


def furniture(of: Letter | Brief, title: str, about: str, *, first_top: float, flag: str = "") -> flow.Furniture:
    """Lay out the sheets; `about` comes before the reference in the file's own description, `flag` under the head."""
    office = text.tidy(of.office, "name of the office", text.LINE_CAP)
    force = text.tidy(of.force, "name of the force", text.LINE_CAP)
    reference = text.tidy(of.reference, "reference", text.LINE_CAP)

    def first(canvas: Canvas) -> None:
        flow.head(canvas, office, force, demonstration=of.demonstration)
        if flag:
            flow.flag(canvas, flag, _FLAG)

    def later(canvas: Canvas) -> None:
        flow.small_head(canvas, f"{reference}, {in_words(of.dated)}", demonstration=of.demonstration)

    return flow.Furniture(
        title=title,
        author=f"{office}, {force}",
        subject=f"{about}, reference {reference}" if about else f"Reference {reference}",
        foot=text.tidy(of.footer, "footer", text.LINE_CAP) or f"{office}, {force}",
        first_top=first_top,
        later_top=_LATER_TOP,
        first=first,
        later=later,
    )
