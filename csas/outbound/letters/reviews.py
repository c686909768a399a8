"""Letters about reviews and appeals, the fifth stage."""

from __future__ import annotations

from typing import Final

from csas.domain import letters as facts
from csas.domain.remitting import TO_PERSON
from csas.outbound.letters.parts import (
    Office,
    Wording,
    day,
    organisation_of,
    paragraphs_of,
    place_of,
    plain,
    sign_in,
)

_COURT: Final = (
    "It does not affect your right to ask the High Court for a judicial review, which has its own short time limit."
)


def due(f: facts.ReviewDue, o: Office) -> Wording:
    """Say that a review falls due."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"A review of {organisation} is due on {day(f.due_on)}",
        paragraphs=(
            (
                f"Every provider in the {plain(o.scheme)} is reviewed from time to time. The review "
                f"of {organisation} for {plain(f.period)} is due on {day(f.due_on)}."
            ),
            (
                "It begins with your own assessment: what goes well, what does not, and what you "
                "have done about it. We then look at what you send, and may visit."
            ),
        ),
        closing=(sign_in(f, o, "send your own assessment before that day"),),
    )


def graded(f: facts.ReviewGraded, o: Office) -> Wording:
    """Say how a review came out."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"The review of {organisation}: {plain(f.overall)}",
        paragraphs=(
            (
                f"The review of {organisation} is finished. Overall it is graded {plain(f.overall)}. "
                "The report is enclosed. It gives the grade of each area, what you do well and what "
                "to improve."
            ),
            f"Please send us an action plan. We will look at it with you on {day(f.follow_up_on)}.",
        ),
        closing=(
            sign_in(f, o, "read the report and send your plan"),
            (
                "Thank you to everyone who gave their time. If a fact in the report is wrong, tell "
                "us and we will put it right."
            ),
        ),
        enclosures=("Review report",),
    )


def appeal_received(f: facts.AppealReceived, o: Office) -> Wording:
    """Acknowledge an appeal."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"We have received the appeal of {organisation}",
        paragraphs=(
            (
                f"Your appeal on behalf of {organisation} reached us on {day(f.lodged_on)}. First we "
                "check that it came in time and rests on a ground we may consider."
            ),
            (
                f"The {plain(o.appeals_post)} will then decide it. Nobody who recommended or took "
                "the first decision has a part in this one."
            ),
            "Until then the first decision stands.",
        ),
        closing=(sign_in(f, o, "see where it stands"),),
    )


def not_admitted(f: facts.AppealNotAdmitted, o: Office) -> Wording:
    """Say why an appeal cannot be considered."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"The appeal of {organisation} cannot be considered",
        paragraphs=(
            (
                f"On behalf of the {o.officer}, I have looked at the appeal of {organisation}. It "
                "cannot be considered, for this reason:"
            ),
            *paragraphs_of(f.explanation),
            "The decision you appealed against stands.",
        ),
        closing=(_COURT,),
    )


_OUTCOMES = {
    "upheld": (
        "upheld",
        (
            "The first decision no longer stands. The case goes back to be decided afresh, by "
            "someone who has had no part in it so far, in the light of what follows."
        ),
    ),
    "varied": (
        "upheld in part",
        "The case goes back to be decided again as my directions say, by someone who has had no part in it so far.",
    ),
    "dismissed": ("dismissed", "The first decision stands."),
}


def appeal_decided(f: facts.AppealDecided, o: Office) -> Wording:
    """Give the outcome of an appeal."""
    organisation = organisation_of(f)
    word, effect = _OUTCOMES[f.outcome]
    effect = TO_PERSON.get(f.follows, effect)
    directed = ("My directions for the new decision:", *paragraphs_of(f.directions)) if f.directions else ()
    return Wording(
        subject=f"The appeal of {organisation} is {word}",
        paragraphs=(
            f"On behalf of the {o.officer}, I have decided the appeal of {organisation}. It is {word}. {effect}",
            *place_of(f.place, o),
            *paragraphs_of(f.explanation),
            *directed,
        ),
        closing=(f"This is the last step in our own procedure. {_COURT}",),
    )
