"""Letters in words: from the facts of an act to what the office writes.

The same wording serves the e-mail, the accessible page and the printed letter. Nothing here
sends, draws or decides; the facts are found by the act and come from csas.domain.letters.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from csas.domain import letters as facts
from csas.domain.certificates import Letter
from csas.domain.values import Struct
from csas.outbound.letters import applications, decisions, endorsements, reviews
from csas.outbound.letters.parts import TooLong, Wording, name, plain, short

__all__ = ["KINDS", "Addressee", "Sender", "TooLong", "Wording", "as_text", "compose", "write"]

_WRITERS: Final[dict[type[facts.Facts], Callable[[Any], Wording]]] = {
    facts.ApplicationReceived: applications.received,
    facts.QuestionsAsked: applications.asked,
    facts.AnswersReceived: applications.answered,
    facts.ApplicationIncomplete: applications.incomplete,
    facts.Reminder: applications.reminded,
    facts.DecisionDeferred: applications.deferred,
    facts.PlaceHeld: applications.place_held,
    facts.ReserveListed: applications.reserve,
    facts.WithdrawalAcknowledged: applications.withdrawn,
    facts.Invited: applications.invited,
    facts.SignInCodeReset: applications.code_reset,
    facts.EndorsementRequested: endorsements.requested,
    facts.EndorsementReminder: endorsements.reminded,
    facts.MoreTimeGiven: endorsements.more_time,
    facts.EndorsementReceived: endorsements.received,
    facts.SilenceRecorded: endorsements.silent,
    facts.NoticeBeforeDecision: decisions.notice,
    facts.ArrangementOffered: decisions.offered,
    facts.ApplicationRefused: decisions.refused,
    facts.ArrangementSigned: decisions.signed,
    facts.AppealReceived: decisions.appeal_received,
    facts.AppealDecided: decisions.appeal_decided,
    facts.ReviewDue: reviews.due,
    facts.ReviewGraded: reviews.graded,
    facts.SurrenderAcknowledged: reviews.surrendered,
}
KINDS: Final = {str(each.__struct_config__.tag): each for each in _WRITERS}


class Addressee(Struct):
    """To whom a letter goes."""

    name: str
    organisation: str = ""
    lines: tuple[str, ...] = ()


class Sender(Struct):
    """The office, and the person who signs for it."""

    office: str
    force: str
    signed_by: str
    signed_by_post: str
    footer: str = ""
    demonstration: bool = False


def write(of: facts.AnyFacts) -> Wording:
    """Find the words for the facts."""
    return _WRITERS[type(of)](of)


def compose(of: facts.AnyFacts, to: Addressee, sender: Sender, on: date, *, employer_copy: bool = False) -> Letter:
    """Make the printed letter, ready to be frozen and drawn."""
    wording = write(of)
    return Letter(
        kind=facts.kind_of(of),
        reference=of.reference,
        office=sender.office,
        force=sender.force,
        to_name=to.name,
        to_organisation=to.organisation,
        to_lines=to.lines,
        dated=on,
        subject=wording.subject,
        greeting=f"Dear {name(to.name)}",
        paragraphs=wording.paragraphs,
        points=wording.points,
        closing=wording.closing,
        signed_by=sender.signed_by,
        signed_by_post=f"{sender.signed_by_post}, on behalf of the {short(of.officer)}",
        enclosures=wording.enclosures,
        employer_copy=employer_copy,
        footer=sender.footer,
        demonstration=sender.demonstration,
    )


def as_text(letter: Letter) -> str:
    """Write a letter out as the plain text of an e-mail."""
    points = tuple(f"{at}. {point}" for at, point in enumerate(letter.points, 1))
    parts = (
        letter.greeting,
        *letter.paragraphs,
        *points,
        *letter.closing,
        f"Yours sincerely\n\n{plain(letter.signed_by)}\n{plain(letter.signed_by_post)}",
        f"{plain(letter.office)}, {plain(letter.force)}\nOur reference: {plain(letter.reference)}",
    )
    mark = ("Demonstration: nothing in this message is real.",) if letter.demonstration else ()
    return "\n\n".join((*mark, *parts)) + "\n"
