"""Letters about an application on its way: received, asked about, incomplete, places, withdrawn."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.outbound.letters.parts import (
    Wording,
    about,
    count,
    day,
    name,
    plain,
    sign_in,
)


def received(f: facts.ApplicationReceived) -> Wording:
    """We have your application."""
    organisation, scheme, officer = about(f)
    return Wording(
        subject=f"We have received the application of {organisation}",
        paragraphs=(
            (
                f"Thank you for applying to the {scheme} on behalf of {organisation}. Your "
                f"application reached us on {day(f.submitted_on)}. On behalf of the {officer}, we "
                f"will judge it by the standards in force that day: {plain(f.edition)}."
            ),
            (
                f"First we check that nothing is missing. We will write to you by {day(f.check_by)}, "
                "either to say that your application is complete or to ask for what it lacks."
            ),
            "An application gives nobody any power. Please make no plans that depend on the outcome.",
        ),
        closing=(
            (
                "You can see at any time where your application is, whose turn it is and by when. "
                "You may take it back, change it and send it again until we have finished this check."
            ),
        ),
    )


def asked(f: facts.QuestionsAsked) -> Wording:
    """We have questions."""
    organisation, _, _ = about(f)
    number = count(len(f.questions), "question", "questions")
    return Wording(
        subject=f"{number.capitalize()} about the application of {organisation}",
        paragraphs=(
            (
                f"Before we can go on with the application of {organisation} we need your answer to "
                f"{number}. The time we allow ourselves stands still until you answer."
            ),
        ),
        points=tuple(f"{plain(each.item)}: {plain(each.words)}" for each in f.questions),
        closing=(
            sign_in(f, f"answer each question beside its item by the end of {day(f.answer_by)}"),
            "If you need longer, tell us before that day and say when you will be able to answer.",
        ),
    )


def answered(f: facts.AnswersReceived) -> Wording:
    """We have your answers."""
    organisation, _, _ = about(f)
    following = f" You will hear from us by {day(f.next_by)}." if f.next_by else ""
    return Wording(
        subject=f"We have received your answers about {organisation}",
        paragraphs=(
            (
                f"Thank you for the answers you sent on {day(f.received_on)}. They are now part of "
                f"the application of {organisation}."
            ),
            "The time we allow ourselves is running again from the next working day." + following,
        ),
    )


def incomplete(f: facts.ApplicationIncomplete) -> Wording:
    """Something is missing."""
    organisation, scheme, _ = about(f)
    return Wording(
        subject=f"The application of {organisation} is not yet complete",
        paragraphs=(
            (
                f"We have checked the application of {organisation} to the {scheme}. We cannot go on "
                "until we have the following:"
            ),
        ),
        points=tuple(plain(each) for each in f.missing),
        closing=(
            sign_in(f, f"add what is missing by the end of {day(f.answer_by)}"),
            "What you have already sent is kept. You need not send it again.",
        ),
    )


def reminded(f: facts.Reminder) -> Wording:
    """Something is due."""
    organisation, _, _ = about(f)
    what = plain(f.what)
    due = "was due on" if f.is_overdue else "is due by the end of"
    subject = "Overdue" if f.is_overdue else "A reminder"
    consequence = (plain(f.consequence),) if f.consequence else ()
    return Wording(
        subject=f"{subject}: {what}, {organisation}",
        paragraphs=(
            f"This is a reminder about the case of {organisation}. The following {due} {day(f.due_on)}: {what}.",
            *consequence,
        ),
        closing=(
            sign_in(f, "see what there is to do"),
            "If you have dealt with this in the last day, thank you; there is no need to reply.",
        ),
    )


def deferred(f: facts.DecisionDeferred) -> Wording:
    """No place is free."""
    organisation, scheme, officer = about(f)
    return Wording(
        subject=f"The decision on {organisation} is put off: no place is free",
        paragraphs=(
            (
                f"The assessment of {organisation} is finished and the case is ready to decide. The "
                f"{scheme} is being tried with at most {count(f.places, 'provider', 'providers')}, "
                "and every place is taken."
            ),
            (
                f"On behalf of the {officer}, I have therefore put the decision off. This is not a "
                "refusal, it says nothing about the merits of your application, and nobody will "
                "count it against you."
            ),
            (
                f"If a place becomes free before this phase ends on {day(f.phase_ends_on)} we will "
                "write to you. We may then ask you to confirm that nothing has changed."
            ),
        ),
    )


def place_held(f: facts.PlaceHeld) -> Wording:
    """A place is held."""
    organisation, scheme, _ = about(f)
    return Wording(
        subject=f"A place is held for {organisation}",
        paragraphs=(
            (
                f"We have accepted the application of {organisation} for assessment, and we are "
                f"holding for it one of the {count(f.places, 'place', 'places')} in this phase of "
                f"the {scheme}."
            ),
            (
                "A place that is held is not a decision. It means that, if the decision is in your "
                "favour, there is room for you."
            ),
            f"This phase ends on {day(f.phase_ends_on)}. The place is held until your case is decided or withdrawn.",
        ),
    )


def reserve(f: facts.ReserveListed) -> Wording:
    """On the reserve list, without a promise."""
    organisation, scheme, _ = about(f)
    return Wording(
        subject=f"{organisation} is on the reserve list",
        paragraphs=(
            (
                f"We have accepted the application of {organisation} for assessment. All "
                f"{count(f.places, 'place', 'places')} in this phase of the {scheme} are taken, so "
                "it is on the reserve list."
            ),
            (
                "We make no promise that a place will become free. Your application will be assessed "
                "with the same care, and you may withdraw it at any time."
            ),
            f"This phase ends on {day(f.phase_ends_on)}. If a place becomes free before then we will write to you.",
        ),
    )


def withdrawn(f: facts.WithdrawalAcknowledged) -> Wording:
    """Withdrawn as you asked."""
    organisation, scheme, _ = about(f)
    return Wording(
        subject=f"The application of {organisation} is withdrawn",
        paragraphs=(
            (
                f"As you asked, the application of {organisation} to the {scheme} is withdrawn from "
                f"{day(f.withdrawn_on)}. Nothing more is needed from you, and we have told everyone "
                "we had asked for an opinion."
            ),
            (
                "We keep the record for as long as our retention rules say. Withdrawing does not "
                "count against you if you apply again."
            ),
        ),
    )


def invited(f: facts.Invited) -> Wording:
    """Join a colleague."""
    organisation, scheme, _ = about(f)
    return Wording(
        subject=f"{name(f.invited_by)} invites you to join {organisation}",
        paragraphs=(
            (
                f"{name(f.invited_by)} has invited you to work on behalf of {organisation} in the "
                f"{scheme}, as {plain(f.role)}."
            ),
            f"To accept, open this address and choose a password: {plain(f.link)}",
            f"The invitation is for you alone. It can be used once, until the end of {day(f.open_until)}.",
        ),
        closing=("If you do not know why you have been invited, please ignore this message.",),
    )


def code_reset(f: facts.SignInCodeReset) -> Wording:
    """Set up your sign-in code again."""
    return Wording(
        subject="Set up your sign-in code again",
        paragraphs=(
            (
                f"Your sign-in code was reset on {day(f.reset_on)}, and every place where you were "
                "signed in has been signed out."
            ),
            f"To sign in again, open this address and set up a new code: {plain(f.link)}",
            f"The address can be used once, until the end of {day(f.open_until)}.",
        ),
        closing=(
            (
                "If you did not ask for this, tell the office at once by telephone. Do not reply to "
                "this message, and do not open the address."
            ),
        ),
    )
