"""Notice before an adverse decision: when it is needed, and what it then allows.

Nobody is refused, given less than they asked for, or bound by a condition they did
not propose, without being told why and given time to answer. An answer that was
given or a time that ended opens the decision, and then nothing worse than what
the notice proposed may follow.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from csas.domain import refusals
from csas.domain.calendar import in_words, london_day
from csas.domain.decisions import Considered, Terms, fewer_areas, fewer_powers, unrequested
from csas.domain.values import Struct

Proposal = Literal["refuse", "grant-in-part", "fewer-areas", "condition"]
PROPOSALS: dict[str, str] = {
    "refuse": "to refuse the application",
    "grant-in-part": "to offer fewer powers than were applied for",
    "fewer-areas": "to offer fewer areas than were applied for",
    "condition": "to impose a condition that was not proposed by the organisation",
}


class Notice(Struct):
    """A notice as it was given, with the answer to it if there is one."""

    id: int
    proposal: str
    terms: Terms
    reasons: tuple[str, ...]
    explanation: str
    by: str
    given_at: datetime
    answer_until: datetime
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None


def proposals(terms: Terms | None, on: Considered) -> tuple[Proposal, ...]:
    """In which ways a decision on these terms would be adverse; None would refuse."""
    if terms is None:
        return ("refuse",)
    found: list[Proposal] = []
    if fewer_powers(terms, on):
        found.append("grant-in-part")
    if fewer_areas(terms, on):
        found.append("fewer-areas")
    if unrequested(terms, on):
        found.append("condition")
    return tuple(found)


def propose(terms: Terms | None, on: Considered) -> Proposal:
    """The chief proposal of a notice; one that proposes nothing adverse is needless."""
    found = proposals(terms, on)
    if not found:
        raise refusals.NoticeNeedless
    return found[0]


def require_notice(terms: Terms | None, on: Considered, notice: Notice | None, now: datetime) -> None:
    """Let an adverse decision through only behind a notice that proposed as much and was heard."""
    adverse = proposals(terms, on)
    if not adverse:
        return
    if notice is None:
        raise refusals.NoticeNeeded(why=", ".join(PROPOSALS[each] for each in adverse))
    if not is_heard(notice, now):
        raise refusals.NoticeRunning(until=in_words(last_day_of(notice)))
    why = _worse(terms, on, notice)
    if why:
        raise refusals.NoticeNeeded(why=why)


def is_heard(notice: Notice, now: datetime) -> bool:
    """Whether the notice was answered or its time has ended."""
    return notice.answered_at is not None or notice.answer_until <= now


def require_over(notice: Notice | None, now: datetime) -> None:
    """The clock hands the case back only when the time to answer has ended."""
    if notice is not None and not is_heard(notice, now):
        raise refusals.NoticeRunning(until=in_words(last_day_of(notice)))


def last_day_of(notice: Notice) -> date:
    """The last day on which the notice may be answered."""
    return london_day(notice.answer_until - timedelta(microseconds=1))


def _worse(terms: Terms | None, on: Considered, notice: Notice) -> str:
    """What a decision on these terms would do that the notice did not propose."""
    if terms is None:
        return "" if notice.proposal == "refuse" else "the notice did not propose a refusal"
    if notice.proposal != "refuse":
        if not set(notice.terms.powers) <= set(terms.powers):
            return "the notice did not propose to leave out all of these powers"
        if not set(notice.terms.areas) <= set(terms.areas):
            return "the notice did not propose to leave out all of these areas"
    if not set(unrequested(terms, on)) <= set(notice.terms.conditions):
        return "the notice did not propose all of these conditions"
    return ""
