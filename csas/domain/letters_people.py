"""What the letters about one person's accreditation say, as plain facts.

A notice goes to the person, and its copy to the employer: `copy` says which of the two a letter is.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from csas.domain.letter_facts import Facts


class IndividualRequested(Facts, tag="individual-requested"):
    """To the person: their employer asks for powers for them."""

    person: str
    sort: str
    powers: tuple[str, ...]


class IndividualDecided(Facts, tag="individual-decided"):
    """`refused` are powers with the reasons; without `last_day` everything was refused."""

    person: str
    sort: str
    granted: tuple[str, ...]
    refused: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    explanation: str = ""
    starts_on: date | None = None
    last_day: date | None = None
    appeal_until: date | None = None


class StatutoryNotice(Facts, tag="statutory-notice"):
    """s.42(3) and (5): a notice to the person, or its copy for the employer."""

    person: str
    notice: str
    what: str
    copy: Literal["person", "employer"]
    acted_at: datetime
    powers: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    explanation: str = ""
    appeal_until: date | None = None


class NoticeCopies(Facts, tag="notice-copies"):
    """The employer's copies of one notice to many of its people at once."""

    what: str
    acted_at: datetime
    people: tuple[str, ...]
    powers: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    explanation: str = ""
    copy: Literal["person", "employer"] = "employer"


class NoticeUndone(Facts, tag="notice-undone"):
    """A notice entered by mistake was taken back before it was given."""

    person: str
    what: str
    reason: str


class AccreditationCeased(Facts, tag="accreditation-ceased"):
    """The law ended it; nobody decided anything."""

    person: str
    cause: str
    ended_on: date
