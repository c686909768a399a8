"""Letters to a local partnership about the endorsement it is asked for. Its answer is advice."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.outbound.letters.parts import Wording, about, day, listed, name, plain, sign_in


def requested(f: facts.EndorsementRequested) -> Wording:
    """Ask for a view."""
    organisation, scheme, officer = about(f)
    return Wording(
        subject=f"Your view on {organisation}, by {day(f.answer_by)}",
        paragraphs=(
            (
                f"{organisation} has applied to the {scheme}. On behalf of the {officer}, I should be "
                f"glad of the view of the {name(f.partnership)} before the application is decided."
            ),
            (
                f"We ask about {listed(f.areas)}. You may answer for each power separately: endorse "
                "it, endorse it with a condition, object, or give no view. The powers its people "
                "may apply for are:"
            ),
        ),
        points=tuple(plain(each) for each in f.powers),
        closing=(
            sign_in(f, f"answer by the end of {day(f.answer_by)}"),
            (
                "If your partnership has an interest in the applicant, please say so first. The "
                "request then passes to a body without one."
            ),
            f"You may ask once for more time, until a named meeting. {plain(f.silence)}",
            (
                "Your answer is advice. The decision rests with the "
                f"{officer}, and if it differs from your view you will be told why."
            ),
        ),
        enclosures=("Endorsement pack",),
    )


def reminded(f: facts.EndorsementReminder) -> Wording:
    """Your view is due."""
    organisation, _, _ = about(f)
    return Wording(
        subject=f"A reminder: your view on {organisation}, by {day(f.answer_by)}",
        paragraphs=(
            (
                f"We have not yet had the view of the {name(f.partnership)} on the application of "
                f"{organisation}, for {listed(f.areas)}. It is due by the end of {day(f.answer_by)}."
            ),
            plain(f.silence),
        ),
        closing=(
            sign_in(f, "answer, ask for more time, or declare an interest"),
            "If you have answered in the last day, thank you; there is no need to reply.",
        ),
    )


def more_time(f: facts.MoreTimeGiven) -> Wording:
    """You have longer."""
    organisation, _, _ = about(f)
    return Wording(
        subject=f"You have until {day(f.answer_by)} to give your view on {organisation}",
        paragraphs=(
            (
                f"As you asked, the {name(f.partnership)} now has until the end of "
                f"{day(f.answer_by)} to give its view on the application of {organisation}."
            ),
            f"More time can be given only once. {plain(f.silence)}",
        ),
    )


def received(f: facts.EndorsementReceived) -> Wording:
    """Thank you for your view."""
    organisation, _, officer = about(f)
    return Wording(
        subject=f"We have received your view on {organisation}",
        paragraphs=(
            (
                f"Thank you for the view of the {name(f.partnership)}, given on "
                f"{day(f.answered_on)}, on the application of {organisation} for "
                f"{listed(f.areas)}. We have recorded it as follows:"
            ),
        ),
        points=tuple(plain(each) for each in f.answers),
        closing=(
            (
                f"Whoever decides on behalf of the {officer} will read it. You will hear the outcome, "
                "and what became of any condition you asked for."
            ),
            "If we have recorded anything wrongly, please tell us at once.",
        ),
    )


def silent(f: facts.SilenceRecorded) -> Wording:
    """No answer came."""
    organisation, _, _ = about(f)
    return Wording(
        subject=f"No view received from the {name(f.partnership)} on {organisation}",
        paragraphs=(
            (
                f"On {day(f.asked_on)} we asked the {name(f.partnership)} for its view on the "
                f"application of {organisation}, for {listed(f.areas)}. No answer had come when the "
                f"time ended on {day(f.due_on)}."
            ),
            plain(f.silence),
            (
                "The application now goes on. A view that arrives before the decision will still be "
                "read, and the record will show when it came."
            ),
        ),
    )
