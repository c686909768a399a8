"""The arrangement between the force and an employer: its terms in words, its period, its end.

Both sides sign the same wording, protocols included, and it is kept as they saw it.
The arrangement starts when the second side signs. It gives no person any power.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from csas.domain import refusals
from csas.domain.arrangement_words import PROTOCOLS, opening
from csas.domain.calendar import day_bounds, in_words, london_day
from csas.domain.conditions import Condition
from csas.domain.values import Period, Struct

__all__ = [
    "PROTOCOLS",
    "Agreed",
    "Arrangement",
    "end",
    "paragraphs",
    "period",
    "require_over",
    "require_signed",
    "wording",
]


class Agreed(Struct):
    """Everything the parties agree on, named as the document names it."""

    force: str
    chief_officer: str
    scheme: str
    organisation: str
    address: str
    powers: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    conditions: tuple[Condition, ...]
    edition: str
    last_day: date


class Section(Struct):
    """A headed part of the arrangement."""

    heading: str
    paragraphs: tuple[str, ...]


class Arrangement(Struct):
    """An arrangement as a fact: its period, and what ends it. `line` is that of all it varies or renews."""

    ref: str
    line: str
    organisation: int
    application: int
    decision: int
    valid: Period
    ending: str = "term"


def _power(paragraph: str, title: str) -> str:
    """A power with its place in the Schedule behind it, since points are numbered themselves."""
    return f"{title} (paragraph {paragraph} of Schedule 5)" if paragraph else title


def paragraphs(agreed: Agreed) -> tuple[Section, ...]:
    """The arrangement and its protocols, in full."""
    return (
        Section(
            heading="The arrangement", paragraphs=opening(agreed.chief_officer, agreed.organisation, agreed.address)
        ),
        Section(heading="Powers its employees may apply for", paragraphs=tuple(_power(p, t) for p, t in agreed.powers)),
        Section(heading="Where", paragraphs=(", ".join(agreed.areas),)),
        Section(
            heading="Conditions",
            paragraphs=tuple(each.sentence for each in agreed.conditions) or ("None beyond the standards.",),
        ),
        Section(
            heading="Term and standards",
            paragraphs=(
                f"It starts when both sides have signed and runs to the end of {in_words(agreed.last_day)}.",
                f"The standards that apply are {agreed.edition}.",
            ),
        ),
        *(Section(heading=protocol.title, paragraphs=protocol.paragraphs) for protocol in PROTOCOLS),
    )


def wording(agreed: Agreed) -> str:
    """The same as one text, as it is kept with each signature."""
    parts = [f"{agreed.scheme}, {agreed.force}"]
    for section in paragraphs(agreed):
        parts += ["", section.heading, *section.paragraphs]
    return "\n".join(parts)


def require_signed(wording_of_organisation: str | None) -> str:
    """The force signs second, and the very wording that the organisation signed."""
    if wording_of_organisation is None:
        raise refusals.NotSigned
    return wording_of_organisation


def period(now: datetime, last_day: date) -> Period:
    """From the second signature to the end of the last day in London."""
    end_of_term = day_bounds(last_day)[1]
    if end_of_term <= now:
        raise refusals.TermOver(until=in_words(last_day))
    return Period(start=now, end=end_of_term)


def require_over(found: Arrangement | None, now: datetime) -> None:
    """The clock notes the end of a term only after the law has ended it."""
    if found is not None and found.valid.contains(now):
        raise refusals.StillInForce


def end(valid: Period, now: datetime) -> Period:
    """The period of an arrangement that ends now; one that has ended cannot end again."""
    if valid.end is not None and valid.end <= now:
        raise refusals.TermOver(until=in_words(london_day(valid.end)))
    return Period(start=valid.start, end=max(now, valid.start + timedelta(microseconds=1)))
