"""What somebody lost: the powers that stood before and stand no longer, with the cause of each.

It asks the one derivation twice and compares. Whether anybody is told, and how, is not its business.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain.calendar import in_words, london_day
from csas.domain.causes import CAUSES
from csas.domain.standing import Authority, accreditation_standing, power_standing
from csas.domain.standing_facts import PersonFacts
from csas.domain.values import Struct

ALL = "Every power"


class Loss(Struct):
    """A power that stands no longer; `title` is “Every power” where the accreditation itself ended."""

    power: str
    title: str
    cause: str
    since: datetime

    @property
    def words(self) -> str:
        """As a letter says it: which power, from which day, why."""
        return f"{self.title}, from {in_words(london_day(self.since))}. {CAUSES[self.cause].words}"


class Moment(Struct):
    """Facts as they were known, and the moment asked about."""

    facts: PersonFacts
    at: datetime


def losses(before: Moment, after: Moment) -> tuple[Loss, ...]:
    """What stood at the first moment and does not at the second."""
    now = accreditation_standing(after.facts, after.at)
    if accreditation_standing(before.facts, before.at).in_force and not now.in_force:
        return (_loss("", ALL, now, after.at),)
    return tuple(
        _loss(power.code, power.title, power_standing(after.facts, power.code, after.at), after.at)
        for power in after.facts.powers
        if power_standing(before.facts, power.code, before.at).in_force
        and not power_standing(after.facts, power.code, after.at).in_force
    )


def _loss(power: str, title: str, found: Authority, at: datetime) -> Loss:
    return Loss(power=power, title=title, cause=found.cause, since=found.since or at)
