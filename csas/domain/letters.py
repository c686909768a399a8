"""The plain facts of each letter, as the act that causes it knows them.

An act records one of these beside its event; the words are found later, elsewhere, and the
letter's kind is the tag. Nothing here knows how a letter reads or what it looks like.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import msgspec

from csas.domain.certificates import Printed

Proposal = Literal["refuse", "grant-in-part", "fewer-areas", "condition"]
AppealOutcome = Literal["upheld", "varied", "dismissed"]


class Question(Printed, frozen=True, kw_only=True):
    """One question of the office, about one item of the application."""

    item: str
    words: str


class Reason(Printed, frozen=True, kw_only=True):
    """A coded reason with what it means in this case."""

    code: str
    title: str
    words: str


class Grade(Printed, frozen=True, kw_only=True):
    """How one area of a review was graded, and which way it is going."""

    area: str
    grade: str
    direction: str = ""


class Facts(Printed, frozen=True, kw_only=True):
    """What every letter about a case knows; the link leads to the case and needs a sign-in."""

    scheme: str
    officer: str
    organisation: str
    reference: str
    link: str = ""


class ApplicationReceived(Facts, frozen=True, kw_only=True, tag="application-received"):
    """To the applicant: we have it, and by when it is checked."""

    submitted_on: date
    edition: str
    check_by: date


class QuestionsAsked(Facts, frozen=True, kw_only=True, tag="questions-asked"):
    """To the applicant: questions, each about one item; the clock pauses."""

    questions: tuple[Question, ...]
    answer_by: date


class AnswersReceived(Facts, frozen=True, kw_only=True, tag="answers-received"):
    """To the applicant: thank you, the clock runs again."""

    received_on: date
    next_by: date | None = None


class ApplicationIncomplete(Facts, frozen=True, kw_only=True, tag="application-incomplete"):
    """To the applicant: what is missing, and until when it may be sent."""

    missing: tuple[str, ...]
    answer_by: date


class Reminder(Facts, frozen=True, kw_only=True, tag="reminder"):
    """To whoever holds the case: something is due, or overdue."""

    what: str
    due_on: date
    is_overdue: bool
    consequence: str = ""


class EndorsementRequested(Facts, frozen=True, kw_only=True, tag="endorsement-requested"):
    """To a partnership: one request for its areas, with what silence counts as."""

    partnership: str
    areas: tuple[str, ...]
    powers: tuple[str, ...]
    answer_by: date
    silence: str


class EndorsementReminder(Facts, frozen=True, kw_only=True, tag="endorsement-reminder"):
    """To a partnership: its answer is due."""

    partnership: str
    areas: tuple[str, ...]
    answer_by: date
    silence: str


class MoreTimeGiven(Facts, frozen=True, kw_only=True, tag="more-time-given"):
    """To a partnership: the one extension, until a named day."""

    partnership: str
    answer_by: date
    silence: str


class EndorsementReceived(Facts, frozen=True, kw_only=True, tag="endorsement-received"):
    """To a partnership: its answer as recorded."""

    partnership: str
    areas: tuple[str, ...]
    answered_on: date
    answers: tuple[str, ...]


class SilenceRecorded(Facts, frozen=True, kw_only=True, tag="silence-recorded"):
    """To applicant and partnership: no answer came, and what that counts as."""

    partnership: str
    areas: tuple[str, ...]
    asked_on: date
    due_on: date
    silence: str


class NoticeBeforeDecision(Facts, frozen=True, kw_only=True, tag="notice-before-decision"):
    """To the applicant, before anything adverse: what is proposed, why, until when to answer."""

    proposal: Proposal
    reasons: tuple[Reason, ...]
    affected: tuple[str, ...] = ()
    answer_by: date


class ArrangementOffered(Facts, frozen=True, kw_only=True, tag="arrangement-offered"):
    """To the applicant: the offer, whole or in part."""

    powers: tuple[str, ...]
    areas: tuple[str, ...]
    starts_on: date
    last_day: date
    conditions: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    protocols: tuple[str, ...]
    answer_by: date
    appeal_by: date | None = None


class ApplicationRefused(Facts, frozen=True, kw_only=True, tag="application-refused"):
    """To the applicant: the refusal, its coded reasons and how to appeal."""

    decided_on: date
    reasons: tuple[Reason, ...]
    appeal_by: date
    appeal_to: str


class DecisionDeferred(Facts, frozen=True, kw_only=True, tag="decision-deferred"):
    """To the applicant: no place is free; this is not a refusal."""

    places: int
    phase_ends_on: date


class PlaceHeld(Facts, frozen=True, kw_only=True, tag="place-held"):
    """To the applicant: one of the scheme's places is held while the case goes on."""

    places: int
    phase_ends_on: date


class ReserveListed(Facts, frozen=True, kw_only=True, tag="reserve-listed"):
    """To the applicant: on the reserve list, with no promise."""

    places: int
    phase_ends_on: date


class ArrangementSigned(Facts, frozen=True, kw_only=True, tag="arrangement-signed"):
    """To the provider: both sides have signed, and the certificate's number."""

    starts_on: date
    last_day: date
    signed_for_provider: str
    signed_for_officer: str
    certificate_number: str
    check_url: str


class ReviewDue(Facts, frozen=True, kw_only=True, tag="review-due"):
    """To the provider: a review falls due and what to send."""

    due_on: date
    self_assessment_by: date


class ReviewGraded(Facts, frozen=True, kw_only=True, tag="review-graded"):
    """To the provider: the grades, what to improve and when it is followed up."""

    reviewed_on: date
    overall: str
    grades: tuple[Grade, ...]
    improvements: tuple[str, ...] = ()
    follow_up_on: date | None = None


class AppealReceived(Facts, frozen=True, kw_only=True, tag="appeal-received"):
    """To the appellant: the appeal is in, and who will decide it."""

    received_on: date
    decided_on: date
    decider_post: str
    decide_by: date


class AppealDecided(Facts, frozen=True, kw_only=True, tag="appeal-decided"):
    """To the appellant: upheld and sent back, varied, or dismissed."""

    outcome: AppealOutcome
    decided_on: date
    reasons: tuple[Reason, ...]
    changes: tuple[str, ...] = ()


class SurrenderAcknowledged(Facts, frozen=True, kw_only=True, tag="surrender-acknowledged"):
    """To the provider: its arrangement ends as it asked."""

    ends_on: date
    certificate_number: str


class WithdrawalAcknowledged(Facts, frozen=True, kw_only=True, tag="withdrawal-acknowledged"):
    """To the applicant: its application is withdrawn as it asked."""

    withdrawn_on: date


class Invited(Facts, frozen=True, kw_only=True, tag="invited"):
    """To a person: a colleague invites them to work on an organisation's behalf."""

    invited_by: str
    role: str
    open_until: date


class SignInCodeReset(Facts, frozen=True, kw_only=True, tag="sign-in-code-reset"):
    """To a person: their sign-in code was reset and must be set up again."""

    reset_on: date
    open_until: date


AnyFacts = (
    ApplicationReceived
    | QuestionsAsked
    | AnswersReceived
    | ApplicationIncomplete
    | Reminder
    | EndorsementRequested
    | EndorsementReminder
    | MoreTimeGiven
    | EndorsementReceived
    | SilenceRecorded
    | NoticeBeforeDecision
    | ArrangementOffered
    | ApplicationRefused
    | DecisionDeferred
    | PlaceHeld
    | ReserveListed
    | ArrangementSigned
    | ReviewDue
    | ReviewGraded
    | AppealReceived
    | AppealDecided
    | SurrenderAcknowledged
    | WithdrawalAcknowledged
    | Invited
    | SignInCodeReset
)


_DECODER: Final[msgspec.json.Decoder[AnyFacts]] = msgspec.json.Decoder(AnyFacts)


def kind_of(facts: AnyFacts) -> str:
    """Give the kind of letter these facts are for, as the outbox records it."""
    return str(facts.__struct_config__.tag)


def encode(facts: AnyFacts) -> bytes:
    """Write the facts down as JSON, kind and all."""
    return msgspec.json.encode(facts)


def decode(body: bytes) -> AnyFacts:
    """Read facts back as they were written."""
    return _DECODER.decode(body)
