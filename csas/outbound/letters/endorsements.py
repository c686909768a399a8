"""Letters to whoever is asked for a local endorsement. Their answer is advice, not a veto."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.outbound.letters.parts import (
    Office,
    Wording,
    day,
    listed,
    name,
    organisation_of,
    plain,
    points_of,
    sign_in,
)


def requested(f: facts.EndorsementRequested, o: Office) -> Wording:
    """Ask for a view."""
    organisation = organisation_of(f)
    again = "A further view" if f.again else "Your view"
    return Wording(
        subject=f"{again} on {organisation}, by {day(f.due_on)}",
        paragraphs=(
            (
                f"{organisation} has applied to the {plain(o.scheme)}. On behalf of the {o.officer}, "
                f"I should be glad of the view of {name(f.body)} before the application is decided."
            ),
            *_why_you(f),
            (
                f"We ask about {listed(f.areas)}. You may answer for each power separately: endorse "
                "it, endorse it with a condition, object, or give no view. The powers its people "
                "may apply for are:"
            ),
        ),
        points=points_of(f.powers),
        closing=(
            sign_in(f, o, f"answer by the end of {day(f.due_on)}"),
            (
                "If you have an interest in the applicant, please say so first. The request then "
                "passes to a body without one."
            ),
            f"You may ask once for more time, until a named meeting. {plain(o.silence)}",
            (
                f"Your answer is advice. The decision rests with the {o.officer}, and if it differs "
                "from your view you will be told why."
            ),
        ),
        enclosures=("Endorsement pack",),
    )


def _why_you(f: facts.EndorsementRequested) -> tuple[str, ...]:
    if f.again:
        return (
            (
                "You have answered before. The application has since been corrected in something "
                "you looked at, so we ask again; your pack shows what changed."
            ),
        )
    if f.passed_on:
        return ("The body we asked first declared an interest in the applicant, so the request has passed to you.",)
    return ()


def reminded(f: facts.EndorsementReminder, o: Office) -> Wording:
    """Remind of a view that is due."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"A reminder: your view on {organisation}, by {day(f.due_on)}",
        paragraphs=(
            (
                f"We have not yet had the view of {name(f.body)} on the application of "
                f"{organisation}. It is due by the end of {day(f.due_on)}."
            ),
            plain(o.silence),
        ),
        closing=(
            sign_in(f, o, "answer, ask for more time, or declare an interest"),
            "If you have answered in the last day, thank you; there is no need to reply.",
        ),
    )


def more_time(f: facts.MoreTimeGiven, o: Office) -> Wording:
    """Give the one extension."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"You have until {day(f.due_on)} to give your view on {organisation}",
        paragraphs=(
            (
                f"As you asked, {name(f.body)} now has until the end of {day(f.due_on)} to give its "
                f"view on the application of {organisation}."
            ),
            f"More time can be given only once. {plain(o.silence)}",
        ),
    )


def recalled(f: facts.EndorsementRecalled, o: Office) -> Wording:
    """Take a request back."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"We no longer need your view on {organisation}",
        paragraphs=(
            (
                f"We have taken back our request to {name(f.body)} for a view on the application of "
                f"{organisation} to the {plain(o.scheme)}. There is nothing for you to do."
            ),
            "Thank you for any time you have already given to it.",
        ),
    )


def received(f: facts.EndorsementReceived, o: Office) -> Wording:
    """Acknowledge a view."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"The view of {name(f.body)} on {organisation} has been received",
        paragraphs=(
            (
                f"The view of {name(f.body)} on the application of {organisation} is now on the "
                f"record. Whoever decides on behalf of the {o.officer} will read it."
            ),
        ),
        closing=(
            sign_in(f, o, "see it as we have recorded it"),
            "If anything is recorded wrongly, please tell us at once.",
        ),
    )


def silent(f: facts.EndorsementSilent, o: Office) -> Wording:
    """Record that no view came."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"No view received from {name(f.body)} on {organisation}",
        paragraphs=(
            (
                f"We asked {name(f.body)} for its view on the application of {organisation}. No "
                "answer had come when the time ended."
            ),
            plain(o.silence),
            "The application now goes on, and the decision will be made without it.",
        ),
    )


def outcome(f: facts.EndorsementOutcome, o: Office) -> Wording:
    """Tell an endorser what became of the application and of its condition."""
    organisation = organisation_of(f)
    said = {"granted": "granted", "part": "granted in part"}.get(f.outcome, "refused")
    conditions = (
        ("These conditions are attached:",)
        if f.conditions
        else ("No condition is attached in your area.",)
        if said != "refused"
        else ()
    )
    return Wording(
        subject=f"The application of {organisation} is {said}",
        paragraphs=(
            (
                f"You gave the view of {name(f.body)} on the application of {organisation}. On behalf "
                f"of the {o.officer}, it has now been {said}."
            ),
            *conditions,
        ),
        points=points_of(f.conditions),
        closing=(
            sign_in(f, o, "see the reasons, and where they differ from your view"),
            "Thank you for your help.",
        ),
    )
