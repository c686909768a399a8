"""Letters to a provider while its arrangement lasts: reviews, and its end by surrender."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.domain.certificates import grouped
from csas.outbound.letters.parts import Wording, about, day, plain, sign_in


def due(f: facts.ReviewDue) -> Wording:
    """A review falls due."""
    organisation, scheme, _ = about(f)
    return Wording(
        subject=f"A review of {organisation} is due on {day(f.due_on)}",
        paragraphs=(
            (
                f"Every provider in the {scheme} is reviewed from time to time. The review of "
                f"{organisation} is due on {day(f.due_on)}."
            ),
            (
                "It begins with your own assessment: what goes well, what does not, and what you "
                "have done about it. We then look at what you send, and may visit."
            ),
        ),
        closing=(sign_in(f, f"send your own assessment by the end of {day(f.self_assessment_by)}"),),
    )


def graded(f: facts.ReviewGraded) -> Wording:
    """How the review came out."""
    organisation, _, _ = about(f)
    follow_up = (
        (f"Please send an action plan for the points above. We will look at it with you on {day(f.follow_up_on)}.",)
        if f.follow_up_on
        else ()
    )
    return Wording(
        subject=f"The review of {organisation}: {plain(f.overall)}",
        paragraphs=(
            (
                f"We finished the review of {organisation} on {day(f.reviewed_on)}. Overall it is "
                f"graded {plain(f.overall)}. The full report is enclosed; in short:"
            ),
        ),
        points=(
            *(_grade(each) for each in f.grades),
            *(f"To improve: {plain(each)}" for each in f.improvements),
        ),
        closing=(
            *follow_up,
            (
                "Thank you to everyone who gave their time. If a fact in the report is wrong, tell "
                "us and we will put it right."
            ),
        ),
        enclosures=("Review report",),
    )


def _grade(grade: facts.Grade) -> str:
    direction = f", {plain(grade.direction).lower()}" if grade.direction else ""
    return f"{plain(grade.area)}: {plain(grade.grade)}{direction}"


def surrendered(f: facts.SurrenderAcknowledged) -> Wording:
    """Your arrangement ends as you asked."""
    organisation, scheme, _ = about(f)
    return Wording(
        subject=f"The arrangement with {organisation} ends on {day(f.ends_on)}",
        paragraphs=(
            (
                f"As you asked, the arrangement of {organisation} under the {scheme} ends at the end "
                f"of {day(f.ends_on)}. From then on certificate {grouped(f.certificate_number)} is "
                "no longer in force, and the register says so."
            ),
            (
                "Every accreditation held by your employees under the arrangement ends at the same "
                "moment, by law. Please tell each of them, collect their powers cards and return "
                "the cards to us."
            ),
        ),
        closing=("Thank you for what you and your people have done for the community.",),
    )
