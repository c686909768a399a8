"""Letters in words: from the facts of an act to what the office writes.

The same wording serves the e-mail, the accessible page and the printed letter. Nothing here
sends, draws or decides; the facts are found by the act and come from csas.domain.letters.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from csas.domain import letters as facts
from csas.domain import letters_fitness, letters_people, letters_staff
from csas.domain.certificates import Letter
from csas.domain.values import Struct
from csas.outbound.letters import (
    accounts,
    applications,
    cards,
    concerns,
    decisions,
    endorsements,
    fitness,
    people,
    reviews,
    staff,
    uses,
)
from csas.outbound.letters.parts import Office, TooLong, Wording, name, plain

__all__ = ["KINDS", "Addressee", "Office", "TooLong", "Wording", "as_text", "compose", "write"]

_WRITERS: Final[dict[type[facts.Facts], Callable[[Any, Office], Wording]]] = {
    facts.ApplicationReceived: applications.received,
    facts.QuestionsAsked: applications.asked,
    facts.AnswersReceived: applications.answered,
    facts.ApplicationIncomplete: applications.incomplete,
    facts.ApplicationAccepted: applications.accepted,
    facts.ApplicationWithdrawn: applications.withdrawn,
    facts.Deferred: applications.deferred,
    facts.Reminder: applications.reminded,
    facts.EndorsementRequested: endorsements.requested,
    facts.EndorsementReminder: endorsements.reminded,
    facts.MoreTimeGiven: endorsements.more_time,
    facts.EndorsementRecalled: endorsements.recalled,
    facts.EndorsementReceived: endorsements.received,
    facts.EndorsementSilent: endorsements.silent,
    facts.EndorsementOutcome: endorsements.outcome,
    facts.NoticeGiven: decisions.notice,
    facts.OfferMade: decisions.offered,
    facts.Refused: decisions.refused,
    facts.ArrangementStarted: decisions.started,
    facts.ArrangementEnded: decisions.ended,
    facts.ReviewDue: reviews.due,
    facts.ReviewGraded: reviews.graded,
    facts.AppealReceived: reviews.appeal_received,
    facts.AppealNotAdmitted: reviews.not_admitted,
    facts.AppealDecided: reviews.appeal_decided,
    letters_people.IndividualRequested: people.requested,
    letters_people.IndividualDecided: people.decided,
    letters_people.AppealRemitted: people.remitted,
    letters_people.StatutoryNotice: people.notice,
    letters_people.NoticeCopies: people.copies,
    letters_people.NoticeUndone: people.undone,
    letters_fitness.VettingLink: fitness.vetting,
    letters_fitness.EndingSoon: fitness.soon,
    letters_fitness.Lapsed: fitness.lapsed,
    letters_fitness.NoticeDue: fitness.notice,
    letters_staff.PersonLeft: staff.left,
    letters_staff.TeamTransferred: staff.transferred,
    letters_staff.PersonRenamed: staff.renamed,
    letters_staff.OccurrenceReported: staff.reported,
    letters_staff.OccurrenceSettled: staff.settled,
    facts.Invitation: accounts.invited,
    facts.PasswordReset: accounts.password_reset,
    facts.SignInCodeReset: accounts.code_reset,
    facts.UsesFlagged: uses.flagged,
    facts.PersonInvited: uses.person_invited,
    facts.ConcernReceived: concerns.received,
    facts.ConcernClosed: concerns.closed,
    facts.PaperReady: cards.ready,
    facts.PrintRunReady: cards.printed,
}
KINDS: Final = {str(each.__struct_config__.tag): each for each in _WRITERS}


class Addressee(Struct):
    """To whom a letter goes."""

    name: str
    organisation: str = ""
    lines: tuple[str, ...] = ()


def write(of: facts.Facts, office: Office) -> Wording:
    """Find the words for the facts."""
    return _WRITERS[type(of)](of, office)


def compose(of: facts.Facts, to: Addressee, office: Office, on: date, *, employer_copy: bool = False) -> Letter:
    """Make the whole letter, ready to be sent as text, frozen, shown or drawn."""
    wording = write(of, office)
    return Letter(
        kind=str(type(of).__struct_config__.tag),
        reference=plain(of.reference),
        office=plain(office.name),
        force=plain(office.force),
        to_name=name(to.name),
        to_organisation=name(to.organisation),
        to_lines=tuple(name(line) for line in to.lines),
        dated=on,
        subject=wording.subject,
        greeting=f"Dear {name(to.name)}",
        paragraphs=wording.paragraphs,
        points=wording.points,
        closing=wording.closing,
        signed_by=plain(office.signed_by),
        signed_by_post=f"{plain(office.signed_by_post)}, on behalf of the {office.officer}",
        enclosures=wording.enclosures,
        employer_copy=employer_copy,
        footer=plain(office.footer),
        demonstration=office.demonstration,
    )


def as_text(letter: Letter) -> str:
    """Write a letter out as the plain text of an e-mail."""
    points = (f"{at}. {point}" for at, point in enumerate(letter.points, 1))
    reference = f"\nOur reference: {letter.reference}" if letter.reference else ""
    parts = (
        letter.greeting,
        *letter.paragraphs,
        *points,
        *letter.closing,
        f"Yours sincerely\n\n{letter.signed_by}\n{letter.signed_by_post}",
        f"{letter.office}, {letter.force}{reference}",
    )
    mark = ("Demonstration: nothing in this message is real.",) if letter.demonstration else ()
    return "\n\n".join((*mark, *parts)) + "\n"
