"""Editions of the standards in words: families, consultation and whom an edition leaves short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from csas.domain import standards as rules
from csas.domain.standards import FAMILIES, Consultee, Edition, Requirement, Shortfall
from csas.store import standards
from csas.web import templating
from csas.web.parts import Row
from csas.web.views.applications import lines
from csas.web.views.register import SECTORS

PROCESS = (
    (
        "Standards",
        "The force says what it expects, after consulting the Mayor, the oversight body, every borough and London.",
        "You are judged by the edition in force on the day you submit, whatever is published later.",
    ),
    (
        "Application",
        "You register your organisation and say which powers your people need, where, and why for each.",
        "Answers are saved as you go. Nobody sees them until you submit.",
    ),
    (
        "Local endorsement",
        "The community safety partnership of every borough you name says what it thinks, power by power.",
        "It is advice and not a veto. A partnership with an interest in the application stands aside.",
    ),
    (
        "Central decision",
        "An assessor judges you against each requirement. Another person decides on behalf of the Commissioner.",
        "Before anything adverse you get notice with reasons. The arrangement starts when both sides have signed.",
    ),
    (
        "Review and appeals",
        "Your arrangement is reviewed and graded. Any adverse decision can be appealed to a third person.",
        "Only when your organisation is a provider can its people be accredited, each in their own name.",
    ),
)


class Family(msgspec.Struct, frozen=True):
    """The requirements of one family."""

    key: str
    name: str
    requirements: tuple[Requirement, ...]


def families_of(edition: Edition) -> tuple[Family, ...]:
    """All four families, in their order, those without requirements too."""
    return tuple(
        Family(key, name, tuple(each for each in edition.requirements if each.family == key))
        for key, name in FAMILIES.items()
    )


def sector_words(sector: str) -> str:
    return SECTORS.get(sector, sector.replace("-", " ").capitalize())


def period(edition: Edition) -> str:
    """When an edition is or was in force."""
    if edition.since is None:
        return "Not published"
    since = templating.short_day(edition.since)
    return f"{since} to {templating.short_day(edition.until)}" if edition.until else f"Since {since}"


class Consultation(msgspec.Struct, frozen=True):
    """How many were written to and what those who replied said."""

    listed: int
    written: int
    replies: tuple[Consultee, ...]


def consultation_of(edition: Edition) -> Consultation:
    """The consultation on an edition, as the public sees it."""
    return Consultation(
        listed=len(edition.consultees),
        written=sum(1 for each in edition.consultees if each.written_on),
        replies=tuple(each for each in edition.consultees if each.replied_on),
    )


class Short(msgspec.Struct, frozen=True):
    """A provider that an edition would leave short, and where."""

    organisation: str
    shortfalls: tuple[Shortfall, ...]


async def left_short(scheme: int, edition: Edition, now: datetime) -> tuple[Short, ...]:
    """Every provider in force with where this edition would leave it short; those it would not have nothing."""
    judged = await standards.list_judged(scheme, now)
    editions = {number: await standards.load(number) for number in {each.edition for each in judged}}
    return tuple(
        Short(
            each.organisation,
            rules.shortfalls(edition.requirements, editions[each.edition].requirements, each.results, each.sector),
        )
        for each in judged
    )


def short_rows(short: Sequence[Short]) -> tuple[Row, ...]:
    """The same as the rows of a summary."""
    return tuple(
        Row(
            each.organisation,
            lines("\n".join(f"{s.code} {s.title}: {s.why.lower()}" for s in each.shortfalls) or "Nowhere"),
        )
        for each in short
    )
