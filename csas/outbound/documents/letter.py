"""A letter of the office on its own letterhead: to whom, about what, and who signed it."""

from __future__ import annotations

from typing import Final

from reportlab.platypus import Flowable, KeepTogether, Spacer

from csas.domain.calendar import in_words
from csas.domain.certificates import NAME_CAP, ORGANISATION_CAP, Letter
from csas.outbound.documents import flow, fonts, letterhead, text

_FIRST_TOP: Final = 118.0
_ADDRESS: Final = flow.style("address", leading=14.4, after=0)
_POINT: Final = flow.style("point", indent=22, after=6)
_SIGNED: Final = flow.style("signed", font=fonts.SEMIBOLD, after=0)
_SMALL: Final = flow.style("small", size=9.4, leading=13, after=0, colour=flow.GREY)


def draw(letter: Letter) -> bytes:
    """Draw the letter."""
    fonts.ready()
    return flow.build(_story(letter), _furniture(letter))


def _furniture(letter: Letter) -> flow.Furniture:
    subject = text.tidy(letter.subject, "subject", text.LINE_CAP)
    flag = "Employer\u2019s copy" if letter.employer_copy else ""
    return letterhead.furniture(letter, subject, "", first_top=_FIRST_TOP, flag=flag)


def _story(letter: Letter) -> list[Flowable]:
    return [
        *_addressed(letter),
        Spacer(0, 18),
        text.paragraph(letter.greeting, flow.BODY, "greeting"),
        text.paragraph(letter.subject, flow.SUBJECT, "subject"),
        *(text.paragraph(each, flow.BODY) for each in letter.paragraphs),
        *points(letter.points),
        *(text.paragraph(each, flow.BODY) for each in letter.closing),
        KeepTogether(_signed(letter)),
        *_enclosed(letter.enclosures),
    ]


def _addressed(letter: Letter) -> list[Flowable]:
    text.tidy(letter.to_name, "name", NAME_CAP)
    text.tidy(letter.to_organisation, "organisation's name", ORGANISATION_CAP)
    to = (letter.to_name, letter.to_organisation, *letter.to_lines)
    return [
        *(text.paragraph(line, _ADDRESS, "address") for line in to if line),
        Spacer(0, 16),
        text.paragraph(in_words(letter.dated), _ADDRESS),
        *_reference(letter),
    ]


def _reference(letter: Letter) -> list[Flowable]:
    """What belongs to no case has no reference, and says nothing of one."""
    return [text.paragraph(f"Our reference: {letter.reference}", _ADDRESS, "reference")] if letter.reference else []


def points(items: tuple[str, ...]) -> list[Flowable]:
    """Set numbered points, each hanging from its number."""
    return [text.numbered(item, f"{at}.", _POINT) for at, item in enumerate(items, 1)]


def _signed(letter: Letter) -> list[Flowable]:
    return [
        Spacer(0, 4),
        text.paragraph("Yours sincerely", flow.BODY),
        Spacer(0, 14),
        text.paragraph(letter.signed_by, _SIGNED, "name of the signatory"),
        text.paragraph(letter.signed_by_post, _ADDRESS, "post of the signatory"),
    ]


def _enclosed(enclosures: tuple[str, ...]) -> list[Flowable]:
    if not enclosures:
        return []
    word = "Enclosed" if len(enclosures) == 1 else "Enclosures"
    return [
        Spacer(0, 14),
        text.paragraph(f"{word}: {'; '.join(enclosures)}", _SMALL, "list of enclosures"),
    ]
