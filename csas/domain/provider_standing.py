"""What is true of a provider at a moment, and why: derived from facts, never stored.

An arrangement is in force while its period runs and the scheme stands. Endings are
of three kinds that are never mixed: by law (the term ended), by notice, and because
another arrangement took its place. A certificate adds only whether it is the present
one; it never makes a provider's standing better than the arrangement does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from csas.domain.values import Period, Struct

CertificateState = Literal["reserved", "issued", "replaced", "void"]
Cause = Literal[
    "",
    "no-arrangement",
    "not-started",
    "term-ended",
    "surrendered",
    "ended-by-notice",
    "varied",
    "scheme-not-in-force",
    "suspended",
    "not-issued",
    "replaced",
    "void",
]
# What each cause says to anybody who asks.
CAUSES: dict[str, str] = {
    "": "",
    "no-arrangement": "There is no arrangement with this organisation.",
    "not-started": "The arrangement had not started.",
    "term-ended": "The term of the arrangement ended.",
    "surrendered": "The organisation surrendered the arrangement.",
    "ended-by-notice": "The force ended the arrangement by notice.",
    "varied": "Another arrangement took the place of this one.",
    "scheme-not-in-force": "The scheme was not in force.",
    "suspended": "The force suspended the organisation: none of its people may use any power.",
    "not-issued": "The certificate has not been issued.",
    "replaced": "A newer certificate replaced this one.",
    "void": "The certificate was never issued.",
}
_ENDINGS: dict[str, Cause] = {
    "term": "term-ended",
    "surrender": "surrendered",
    "notice": "ended-by-notice",
    "variation": "varied",
}
_CERTIFICATES: dict[str, Cause] = {"reserved": "not-issued", "replaced": "replaced", "void": "void"}


class ArrangementFact(Struct):
    """An arrangement's period as it is known, and what ends it."""

    valid: Period
    ending: str = "term"


class ProviderFacts(Struct):
    """All that a provider's standing rests on; `certificate` only where one certificate is asked about."""

    arrangements: tuple[ArrangementFact, ...]
    scheme_since: datetime
    suspended_since: datetime | None = None
    certificate: CertificateState | None = None


class Standing(Struct):
    """Whether it is in force, since when and until when; and if not, the cause."""

    in_force: bool
    since: datetime | None = None
    until: datetime | None = None
    cause: Cause = ""

    @property
    def words(self) -> str:
        return CAUSES[self.cause]


def provider_standing(facts: ProviderFacts, at: datetime) -> Standing:
    """The standing of a provider, or of one certificate of it, at a moment."""
    holding = next((each for each in facts.arrangements if each.valid.contains(at)), None)
    if holding is None:
        return _not_in_force(facts, at)
    since, until = holding.valid.start, holding.valid.end
    if at < facts.scheme_since:
        return Standing(in_force=False, since=since, until=until, cause="scheme-not-in-force")
    if facts.suspended_since is not None and facts.suspended_since <= at:
        return Standing(in_force=False, since=facts.suspended_since, cause="suspended")
    cause = _CERTIFICATES.get(facts.certificate or "", "")
    return Standing(in_force=not cause, since=since, until=until, cause=cause)


def _not_in_force(facts: ProviderFacts, at: datetime) -> Standing:
    """The cause is the end nearest before the moment; before any start, that nothing had started."""
    if not facts.arrangements:
        return Standing(in_force=False, cause="no-arrangement")
    ended = [each for each in facts.arrangements if each.valid.end is not None and each.valid.end <= at]
    if not ended:
        first = min(each.valid.start for each in facts.arrangements)
        return Standing(in_force=False, since=first, cause="not-started")
    last = max(ended, key=lambda each: each.valid.end or at)
    return Standing(in_force=False, since=last.valid.start, until=last.valid.end, cause=_ENDINGS[last.ending])
