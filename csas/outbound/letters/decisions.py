"""Letters about a decision, from the notice before it to the arrangement and the appeal."""

from __future__ import annotations

from typing import Final

from csas.domain import letters as facts
from csas.domain.certificates import grouped
from csas.outbound.letters.parts import (
    Wording,
    about,
    appealing,
    day,
    listed,
    name,
    plain,
    reasons,
    sign_in,
)

_PROPOSED: Final[dict[facts.Proposal, tuple[str, str]]] = {
    "refuse": ("refuse the application", "We propose to refuse"),
    "grant-in-part": ("leave out some of the powers", "We propose to grant only in part"),
    "fewer-areas": ("leave out some of the areas", "We propose fewer areas for"),
    "condition": ("attach a condition you did not ask for", "We propose a condition for"),
}
_OUTCOMES: Final[dict[facts.AppealOutcome, tuple[str, str]]] = {
    "upheld": (
        "upheld",
        (
            "The first decision no longer stands. The case goes back to be decided afresh, by "
            "someone who has had no part in it so far, in the light of what follows."
        ),
    ),
    "varied": ("upheld in part", "The first decision stands as changed below."),
    "dismissed": ("dismissed", "The first decision stands."),
}


def notice(f: facts.NoticeBeforeDecision) -> Wording:
    """What we propose, why, and until when you may answer."""
    organisation, scheme, officer = about(f)
    proposed, subject = _PROPOSED[f.proposal]
    affected = (f"This concerns: {listed(f.affected)}.",) if f.affected else ()
    return Wording(
        subject=f"{subject}: {organisation}",
        paragraphs=(
            (
                f"I am considering the application of {organisation} to the {scheme} on behalf of the "
                f"{officer}. Nothing is decided yet. On what is before me I propose to {proposed}."
            ),
            *affected,
            "My reasons are:",
        ),
        points=reasons(f.reasons),
        closing=(
            (
                f"If you think that I have something wrong, or that I should know more, tell me by "
                f"the end of {day(f.answer_by)}. I will read what you send before I decide."
            ),
            sign_in(f, "answer there, or say that you do not wish to"),
            "If I hear nothing by then I will decide on what I have. You will then be able to appeal.",
        ),
    )


def offered(f: facts.ArrangementOffered) -> Wording:
    """We offer an arrangement."""
    organisation, scheme, officer = about(f)
    part = " in part" if f.left_out else ""
    return Wording(
        subject=f"An arrangement is offered to {organisation}{part}",
        paragraphs=(
            (
                f"On behalf of the {officer}, I am pleased to offer {organisation} an arrangement "
                f"under the {scheme}{part}, on these terms:"
            ),
        ),
        points=_terms(f),
        closing=_offer_closing(f),
        enclosures=tuple(plain(each) for each in f.protocols),
    )


def _terms(f: facts.ArrangementOffered) -> tuple[str, ...]:
    left_out = (f"Not offered: {listed(f.left_out)}.",) if f.left_out else ()
    return (
        f"Powers your employees may apply for: {listed(f.powers)}.",
        f"Where: {listed(f.areas)}.",
        f"From {day(f.starts_on)} to the end of {day(f.last_day)}.",
        *(f"Condition: {plain(each)}" for each in f.conditions),
        *left_out,
        *reasons(f.reasons),
    )


def _offer_closing(f: facts.ArrangementOffered) -> tuple[str, ...]:
    appeal = (
        (
            (
                f"You may accept the offer and still appeal, until the end of {day(f.appeal_by)}, "
                "against what is left out or attached."
            ),
        )
        if f.appeal_by
        else ()
    )
    return (
        (
            f"The arrangement starts when both sides have signed it with {listed(f.protocols)}. "
            "Until then nobody can be accredited under it, and it gives no person any power."
        ),
        sign_in(f, f"accept or decline by the end of {day(f.answer_by)}"),
        *appeal,
    )


def refused(f: facts.ApplicationRefused) -> Wording:
    """We have refused, why, and how to appeal."""
    organisation, scheme, officer = about(f)
    return Wording(
        subject=f"The application of {organisation} is refused",
        paragraphs=(
            (
                f"On {day(f.decided_on)}, on behalf of the {officer}, I refused the application of "
                f"{organisation} to the {scheme}. I know that this will be a disappointment, and I "
                "have considered everything you sent. My reasons are:"
            ),
        ),
        points=reasons(f.reasons),
        closing=(
            *appealing(f.appeal_by, f.appeal_to),
            "You may also apply again at any time. A new application is judged afresh.",
        ),
    )


def signed(f: facts.ArrangementSigned) -> Wording:
    """Both sides have signed."""
    organisation, scheme, officer = about(f)
    return Wording(
        subject=f"The arrangement with {organisation} is signed",
        paragraphs=(
            (
                f"Both sides have now signed the arrangement under the {scheme}: "
                f"{name(f.signed_for_provider)} for {organisation}, and "
                f"{name(f.signed_for_officer)} on behalf of the {officer}. It runs from "
                f"{day(f.starts_on)} to the end of {day(f.last_day)}."
            ),
            f"Your certificate is number {grouped(f.certificate_number)}. Anyone can check it at {plain(f.check_url)}.",
            (
                f"Neither the arrangement nor the certificate gives any person a power. The {officer} "
                "accredits each of your employees by name, and each then carries a powers card."
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


def appeal_received(f: facts.AppealReceived) -> Wording:
    """We have your appeal."""
    organisation, _, _ = about(f)
    return Wording(
        subject=f"We have received the appeal of {organisation}",
        paragraphs=(
            (
                f"Your appeal against the decision of {day(f.decided_on)} reached us on "
                f"{day(f.received_on)}, in time to be considered."
            ),
            (
                f"The {plain(f.decider_post)} will decide it. Nobody who recommended or took the "
                "first decision has a part in this one. "
                f"You should have the outcome by {day(f.decide_by)}."
            ),
            "Until then the first decision stands.",
        ),
        closing=("You may add to your appeal, or withdraw it, until it is decided.",),
    )


def appeal_decided(f: facts.AppealDecided) -> Wording:
    """Your appeal is decided."""
    organisation, _, officer = about(f)
    word, effect = _OUTCOMES[f.outcome]
    changes = tuple(f"Changed: {plain(each)}" for each in f.changes)
    return Wording(
        subject=f"The appeal of {organisation} is {word}",
        paragraphs=(
            (
                f"On {day(f.decided_on)}, on behalf of the {officer}, I decided the appeal of "
                f"{organisation}. It is {word}. {effect}"
            ),
            "My reasons are:",
        ),
        points=(*reasons(f.reasons), *changes),
        closing=(
            (
                "This is the last step in our own procedure. It does not affect your right to ask "
                "the High Court for a judicial review, which has its own short time limit."
            ),
        ),
    )
