"""What the letters about one person's accreditation say, as plain facts.

A notice goes to the person, and its copy to the employer: `copy` says which of the two a letter is, person or employer;
`acted_at` is the time of day of the act, in London.
"""

from __future__ import annotations

from datetime import date

from csas.domain.letter_facts import Facts


class IndividualRequested(Facts, tag="individual-requested"):
    """To the person: their employer asks for powers for them."""

    person: str
    sort: str
    powers: tuple[str, ...]


class IndividualDecided(Facts, tag="individual-decided"):
    """`refused` are powers, each with its reasons; without `last_day` everything was refused."""

    person: str
    sort: str
    granted: tuple[str, ...]
    refused: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    explanation: str = ""
    starts_on: date | None = None
    last_day: date | None = None
    appeal_until: date | None = None


class AppealRemitted(Facts, tag="appeal-remitted"):
    """To whoever of the office must act next: an appeal of a person was upheld; `what` is a code of domain/remitting."""

    person: str
    what: str


class StatutoryNotice(Facts, tag="statutory-notice"):
    """s.42(3) and (5): a notice to the person, or its copy for the employer."""

    person: str
    notice: str
    what: str
    copy: str
    acted_on: date
    acted_at: str
    powers: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    explanation: str = ""
    appeal_until: date | None = None


class NoticeCopies(Facts, tag="notice-copies"):
    """The employer's copies of one notice to many of its people at once."""

    what: str
    acted_on: date
    acted_at: str
    people: tuple[str, ...]
    powers: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    explanation: str = ""
    copy: str = "employer"


class NoticeUndone(Facts, tag="notice-undone"):
    """A notice entered by mistake was taken back before it was given."""

    person: str
    what: str
    reason: str
