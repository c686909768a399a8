"""Concerns of the public about accredited people, providers, or somebody posing as one."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from csas.domain.values import Struct

About = Literal["person", "provider", "posing"]
ABOUT: dict[str, str] = {
    "person": "Somebody with a card",
    "provider": "An accredited organisation",
    "posing": "Somebody posing as accredited",
}

Outcome = Literal["employer", "police", "review", "answered", "unfounded"]
OUTCOMES: dict[Outcome, str] = {
    "employer": "Passed to the employer, to answer as a complaint",
    "police": "Passed to the police, to look into",
    "review": "To be looked at in the next review of the provider",
    "answered": "Answered: nothing more was needed",
    "unfounded": "Nothing was found to support it",
}


class Concern(Struct):
    """A concern as the office reads it; the text is empty once it has been erased.

    `number` is a number as we keep them; what was typed and is none stands in `typed`.
    """

    ref: str
    about: str
    number: str | None
    area: str | None
    acknowledged: bool
    reported_at: datetime
    what: str = ""
    who: str = ""
    typed: str = ""
    name: str = ""
    email: str = ""
    outcome: Outcome | None = None
    told: bool = False
    closed_at: datetime | None = None
    closed_by: str = ""
    done: str = ""
