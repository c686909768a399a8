"""Letters about a decision and the arrangement it leads to."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.domain.certificates import grouped
from csas.outbound.letters.parts import (
    Office,
    Wording,
    appealing,
    day,
    listed,
    organisation_of,
    paragraphs_of,
    plain,
    points_of,
    sign_in,
)


def notice(f: facts.NoticeGiven, o: Office) -> Wording:
    """Say what is proposed, why, and until when to answer."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"Notice before a decision on {organisation}: answer by {day(f.answer_until)}",
        paragraphs=(
            (
                f"I am considering the case of {organisation} under the {plain(o.scheme)}, on behalf "
                f"of the {o.officer}. Nothing is decided yet. This is what I propose: "
                f"{plain(f.proposal).rstrip('.')}."
            ),
            *paragraphs_of(f.explanation),
            "My reasons are:",
        ),
        points=points_of(f.reasons),
        closing=(
            (
                "If you think that I have something wrong, or that I should know more, tell me by "
                f"the end of {day(f.answer_until)}. I will read what you send before I decide."
            ),
            sign_in(f, o, "answer there, or say that you do not wish to"),
            "If I hear nothing by then I will decide on what I have. You will then be able to appeal.",
        ),
    )


def offered(f: facts.OfferMade, o: Office) -> Wording:
    """Offer an arrangement, whole or in part."""
    organisation = organisation_of(f)
    part = " in part" if f.in_part else ""
    return Wording(
        subject=f"An arrangement is offered to {organisation}{part}",
        paragraphs=(
            (
                f"On behalf of the {o.officer}, I am pleased to offer {organisation} an arrangement "
                f"under the {plain(o.scheme)}. Your application succeeds{part}. It was judged by "
                f"{plain(f.edition)}, and these are the terms:"
            ),
        ),
        points=(
            f"Powers your employees may apply for: {listed(f.powers)}.",
            f"Where: {listed(f.areas)}.",
            f"From the day it is signed to the end of {day(f.term_until)}.",
            *(f"Condition: {plain(each)}" for each in f.conditions),
        ),
        closing=(
            (
                "The arrangement starts when both sides have signed it with its operating and "
                "information-sharing protocols. Until then nobody can be accredited under it, and it "
                "gives no person any power."
            ),
            sign_in(f, o, f"sign or decline by the end of {day(f.sign_by)}"),
            *_appeal_beside(f, o),
        ),
        enclosures=("Operating protocol", "Information-sharing protocol"),
    )


def _appeal_beside(f: facts.OfferMade, o: Office) -> tuple[str, ...]:
    if f.appeal_until is None:
        return ()
    return (
        "You may sign and still appeal against what is left out or attached.",
        *appealing(f.appeal_until, o),
    )


def refused(f: facts.Refused, o: Office) -> Wording:
    """Refuse, with reasons and how to appeal."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"The application of {organisation} is refused",
        paragraphs=(
            (
                f"On behalf of the {o.officer}, I have refused the application of {organisation} to "
                f"the {plain(o.scheme)}. I know that this will be a disappointment, and I have "
                "considered everything you sent."
            ),
            *paragraphs_of(f.explanation),
            "My reasons are:",
        ),
        points=points_of(f.reasons),
        closing=(
            *appealing(f.appeal_until, o),
            sign_in(f, o, "appeal there if you wish to"),
            "You may also apply again at any time. A new application is judged afresh.",
        ),
    )


def started(f: facts.ArrangementStarted, o: Office) -> Wording:
    """Say that both sides have signed, and give the certificate's number."""
    organisation = organisation_of(f)
    check = f"{plain(o.address).rstrip('/')}/check/{plain(f.number)}"
    return Wording(
        subject=f"The arrangement with {organisation} is signed",
        paragraphs=(
            (
                f"Both sides have now signed the arrangement between the {plain(o.chief_officer)} and "
                f"{organisation} under the {plain(o.scheme)}. It runs from {day(f.starts_on)} to the "
                f"end of {day(f.term_until)}."
            ),
            f"Your certificate is number {grouped(plain(f.number))}. Anyone can check it at {check}.",
            (
                "Neither the arrangement nor the certificate gives any person a power. The "
                f"{o.officer} accredits each of your employees by name, and each then carries a "
                "powers card."
            ),
        ),
        closing=(
            (
                "Tell us at once when an accredited person leaves you, and of anything that bears on "
                "whether you or they remain suitable."
            ),
            "Welcome to the scheme. We look forward to working with you.",
        ),
        enclosures=("Certificate", "Signed arrangement"),
    )


def ended(f: facts.ArrangementEnded, o: Office) -> Wording:
    """Say that an arrangement has ended, by surrender or by our notice."""
    organisation = organisation_of(f)
    opening = "As you asked, the" if f.how == "surrender" else "This is notice that the"
    thanks = ("Thank you for what you and your people have done for the community.",) if f.how == "surrender" else ()
    return Wording(
        subject=f"The arrangement with {organisation} ends on {day(f.ended_on)}",
        paragraphs=(
            (
                f"{opening} arrangement with {organisation} under the {plain(o.scheme)} ends on "
                f"{day(f.ended_on)}. From then on its certificate is no longer in force, and the "
                "register says so."
            ),
            *paragraphs_of(f.explanation),
            (
                "Every accreditation held by your employees under the arrangement ends at the same "
                "moment, by law. Please tell each of them, collect their powers cards and return "
                "the cards to us."
            ),
        ),
        closing=(*(appealing(f.appeal_until, o) if f.appeal_until else ()), *thanks),
    )
