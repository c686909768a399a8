"""Letters about an application on its way to a decision, and reminders of what is due."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.outbound.letters.parts import (
    Office,
    Wording,
    count,
    day,
    listed,
    organisation_of,
    paragraphs_of,
    place_of,
    plain,
    points_of,
    sign_in,
)


def received(f: facts.ApplicationReceived, o: Office) -> Wording:
    """Acknowledge an application."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"We have received the application of {organisation}",
        paragraphs=(
            (
                f"Thank you for applying to the {plain(o.scheme)} on behalf of {organisation}. Your "
                f"application reached us on {day(f.submitted_on)}. On behalf of the {o.officer}, we "
                f"will judge it by the standards in force that day: {plain(f.edition)}."
            ),
            (
                "First we check that nothing is missing. We will then write to you, either to say "
                "that your application is complete or to ask for what it lacks."
            ),
            "An application gives nobody any power. Please make no plans that depend on the outcome.",
        ),
        closing=(
            sign_in(f, o, "see at any time where it stands, whose turn it is and by when"),
            "You may take your application back, change it and send it again until we have finished this check.",
        ),
    )


def asked(f: facts.QuestionsAsked, o: Office) -> Wording:
    """Ask about single items of an application."""
    organisation = organisation_of(f)
    number = count(len(f.questions), "question", "questions")
    return Wording(
        subject=f"{number.capitalize()} about the application of {organisation}",
        paragraphs=(
            (
                f"Before we can go on with the application of {organisation} we need your answer to "
                f"{number}. The time we allow ourselves stands still until you answer."
            ),
        ),
        points=points_of(f.questions),
        closing=(
            sign_in(f, o, f"answer beside each item by the end of {day(f.due_on)}"),
            "If you need longer, tell us before that day and say when you will be able to answer.",
        ),
    )


def answered(f: facts.AnswersReceived, o: Office) -> Wording:
    """Acknowledge answers."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"We have received your answers about {organisation}",
        paragraphs=(
            (
                f"Thank you for the answers you sent on {day(f.answered_on)}. They are now part of "
                f"the application of {organisation}."
            ),
            "The time we allow ourselves is running again.",
        ),
        closing=(sign_in(f, o, "see by when you will hear from us"),),
    )


def incomplete(f: facts.ApplicationIncomplete, o: Office) -> Wording:
    """Say what is missing."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"The application of {organisation} is not yet complete",
        paragraphs=(
            (
                f"We have checked the application of {organisation} to the {plain(o.scheme)}. We "
                "cannot go on until we have the following:"
            ),
        ),
        points=points_of(f.missing),
        closing=(
            sign_in(f, o, f"add what is missing by the end of {day(f.due_on)}"),
            "What you have already sent is kept. You need not send it again.",
        ),
    )


def accepted(f: facts.ApplicationAccepted, o: Office) -> Wording:
    """Say that the application is complete, whether a place is held, and whom we ask."""
    organisation = organisation_of(f)
    subjects = {
        "held": f"A place is held for {organisation}",
        "reserve": f"{organisation} is on the reserve list",
    }
    complete = f"The application of {organisation}"
    return Wording(
        subject=subjects.get(f.place, f"{complete} is complete"),
        paragraphs=(
            f"{complete} is complete, and we have accepted it for assessment.",
            *place_of(f.place, o),
            *_asked_bodies(f),
        ),
        closing=(sign_in(f, o, "see each answer as it arrives and what is still to come"),),
    )


def _asked_bodies(f: facts.ApplicationAccepted) -> tuple[str, ...]:
    if not f.asked:
        return ()
    by = f" by {day(f.endorse_by)}" if f.endorse_by else ""
    return (
        (
            f"We are asking for a local view{by} from the following: {listed(f.asked)}. Their answers "
            "are advice, and you will see them."
        ),
    )


def withdrawn(f: facts.ApplicationWithdrawn, o: Office) -> Wording:
    """Acknowledge a withdrawal."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"The application of {organisation} is withdrawn",
        paragraphs=(
            (
                f"As you asked, the application of {organisation} to the {plain(o.scheme)} is "
                f"withdrawn from {day(f.withdrawn_on)}. Nothing more is needed from you."
            ),
            (
                "We keep the record for as long as our retention rules say. Withdrawing does not "
                "count against you if you apply again."
            ),
        ),
    )


def deferred(f: facts.Deferred, o: Office) -> Wording:
    """Say that no place is free, and that this is no refusal."""
    organisation = organisation_of(f)
    until = f" before this phase ends on {day(o.phase_ends_on)}" if o.phase_ends_on else ""
    return Wording(
        subject=f"The decision on {organisation} is put off: no place is free",
        paragraphs=(
            (
                f"The assessment of {organisation} is finished and the case is ready to decide. "
                f"Every place in this phase of the {plain(o.scheme)} is taken."
            ),
            (
                f"On behalf of the {o.officer}, I have therefore put the decision off. This is not a "
                "refusal, and nobody will count it against you."
            ),
            *paragraphs_of(f.explanation),
            (
                f"If a place becomes free{until} we will write to you. We may then ask you to confirm "
                "that nothing has changed."
            ),
        ),
    )


def reminded(f: facts.Reminder, o: Office) -> Wording:
    """Remind whoever must act."""
    organisation, what = organisation_of(f), plain(f.what)
    due = "was due on" if f.overdue else "is due by the end of"
    return Wording(
        subject=f"{'Overdue' if f.overdue else 'A reminder'}: {what}, {organisation}",
        paragraphs=(
            f"This is a reminder about the case of {organisation}. The following {due} {day(f.due_on)}: {what}.",
        ),
        closing=(
            sign_in(f, o, "see what there is to do"),
            "If you have dealt with this in the last day, thank you; there is no need to reply.",
        ),
    )
