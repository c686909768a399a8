"""What each letter and e-mail says, as plain facts; outbound/letters gives the words.

A command hands over these facts and never a sentence. Dates are civil days in
London; amounts, periods and addresses are already decided by whoever writes them.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from csas.domain.concerns import Outcome
from csas.domain.letter_facts import Facts as Facts  # noqa: PLC0414 - whoever writes letters finds it here


class ApplicationReceived(Facts, tag="application-received"):
    edition: str
    submitted_on: date


class QuestionsAsked(Facts, tag="questions-asked"):
    questions: tuple[str, ...]
    due_on: date


class AnswersReceived(Facts, tag="answers-received"):
    answered_on: date


class ApplicationAccepted(Facts, tag="application-accepted"):
    """`place` is held, reserve or not-needed; `asked` are the partnerships asked to endorse."""

    place: str
    asked: tuple[str, ...] = ()
    endorse_by: date | None = None


class ApplicationWithdrawn(Facts, tag="application-withdrawn"):
    withdrawn_on: date


class EndorsementRequested(Facts, tag="endorsement-requested"):
    body: str
    areas: tuple[str, ...]
    powers: tuple[str, ...]
    due_on: date
    passed_on: bool = False
    again: bool = False


class EndorsementReminder(Facts, tag="endorsement-reminder"):
    body: str
    due_on: date


class EndorsementRecalled(Facts, tag="endorsement-recalled"):
    body: str


class EndorsementReceived(Facts, tag="endorsement-received"):
    body: str


class EndorsementSilent(Facts, tag="endorsement-silent"):
    body: str


class EndorsementOutcome(Facts, tag="endorsement-outcome"):
    """What became of an answer: `outcome` is granted, part or refused; `conditions` those imposed."""

    body: str
    outcome: str
    conditions: tuple[str, ...] = ()


class NoticeGiven(Facts, tag="notice-given"):
    """Notice before an adverse decision: what is proposed, why, and until when to answer."""

    proposal: str
    reasons: tuple[str, ...]
    explanation: str
    answer_until: date


class OfferMade(Facts, tag="offer-made"):
    powers: tuple[str, ...]
    areas: tuple[str, ...]
    conditions: tuple[str, ...]
    edition: str
    term_until: date
    sign_by: date
    in_part: bool = False
    appeal_until: date | None = None


class Refused(Facts, tag="refused"):
    reasons: tuple[str, ...]
    explanation: str
    appeal_until: date


class Deferred(Facts, tag="deferred"):
    explanation: str


class ArrangementStarted(Facts, tag="arrangement-started"):
    number: str
    starts_on: date
    term_until: date


class ArrangementEnded(Facts, tag="arrangement-ended"):
    """`how` is surrender or notice."""

    how: str
    ended_on: date
    explanation: str
    appeal_until: date | None = None


class ReviewDue(Facts, tag="review-due"):
    period: str
    due_on: date


class ReviewGraded(Facts, tag="review-graded"):
    overall: str
    follow_up_on: date


class AppealReceived(Facts, tag="appeal-received"):
    lodged_on: date


class AppealNotAdmitted(Facts, tag="appeal-not-admitted"):
    explanation: str


AppealOutcome = Literal["upheld", "varied", "dismissed"]


class AppealDecided(Facts, tag="appeal-decided"):
    """`place` is held, reserve or not-needed where the application was reopened; `follows` is a person's next step."""

    outcome: AppealOutcome
    explanation: str
    directions: str = ""
    place: str = ""
    follows: str = ""


class Invitation(Facts, tag="invitation"):
    invited_by: str
    role: str


class PasswordReset(Facts, tag="password-reset"):
    pass


class SignInCodeReset(Facts, tag="sign-in-code-reset"):
    pass


class ApplicationIncomplete(Facts, tag="application-incomplete"):
    missing: tuple[str, ...]
    due_on: date


class Reminder(Facts, tag="reminder"):
    """Whatever is due or overdue, to whoever must do it; `what` is a noun phrase for it."""

    what: str
    due_on: date
    overdue: bool = False


class MoreTimeGiven(Facts, tag="more-time-given"):
    body: str
    due_on: date


class UsesFlagged(Facts, tag="uses-flagged"):
    """Uses of powers without authority; `late` if something reported afterwards showed it."""

    number: int
    causes: tuple[str, ...]
    late: bool = False


class PersonInvited(Facts, tag="person-invited"):
    """An accredited person is invited to their own pages; the employer learns nothing by it."""


class ConcernReceived(Facts, tag="concern-received"):
    received_on: date


class ConcernClosed(Facts, tag="concern-closed"):
    received_on: date
    outcome: Outcome


class PaperReady(Facts, tag="paper-ready"):
    """`what` is instrument or card."""

    what: str
    number: str
    last_day: date


class PrintRunReady(Facts, tag="print-run-ready"):
    cards: int
    files: int
    left_out: int = 0
