"""Notices to accredited people: what each kind is called, its coded reasons, and who may take one back.

Giving power back needs two people; taking it away needs one and is never blocked. A code
is published and never changes its meaning; its words may be made plainer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from csas.domain import refusals
from csas.domain.refusals import Fault
from csas.domain.values import Struct

KINDS: dict[str, str] = {
    "suspension": "Notice of modification: every power is suspended",
    "modification": "Notice of modification",
    "lifting": "Notice of modification: a suspension is lifted",
    "restoration": "Notice of modification: what was taken away is given back",
    "withdrawal": "Notice of withdrawal",
    "surrender": "Record of surrender",
    "ending": "Notice that the law has ended your accreditation",
}
SHORT: dict[str, str] = {
    "suspension": "Suspension",
    "modification": "Modification",
    "lifting": "Lifting of a suspension",
    "restoration": "Giving back",
    "withdrawal": "Withdrawal",
    "surrender": "Surrender",
    "ending": "Ended by law",
}
HOW: dict[str, str] = {"email": "By e-mail", "post": "By post", "by-hand": "By hand"}

# What a notice rests on, in the words that the person reads.
REASONS: dict[str, str] = {
    "conduct": "What you are reported to have done with the powers, or while holding them.",
    "complaint": "A complaint that has to be looked into first.",
    "vetting": "A change in your vetting.",
    "training": "Your training for the powers is not in date.",
    "supervision": "You are not supervised as the arrangement asks.",
    "role": "Your work does not need the powers any more.",
    "employer": "Something about your employer’s arrangement, and nothing that you did.",
    "provider-suspended": "Your employer’s arrangement is suspended. It is nothing that you did.",
    "adoption-ended": "The force does not use this power any more. It is nothing that you did.",
    "uniform": "Your employer has a new uniform, and your accreditation must describe it.",
    "lifted": "What the suspension rested on does not stand in the way any more.",
    "given-back": "An earlier notice to you does not stand any more.",
    "own-wish": "You gave the accreditation up.",
    "arrangement-ended": "The force ended its arrangement with your employer, on which your accreditation rested. It is "
    "nothing that you did.",
    "arrangement-surrendered": "Your employer gave up its arrangement with the force, on which your accreditation rested. "
    "It is nothing that you did.",
    "employment-ended": "You no longer work for this employer.",
}
# The reasons somebody may choose; the rest follow from an act on a provider, a power or a uniform.
CHOSEN = ("conduct", "complaint", "vetting", "training", "supervision", "role", "employer")
# What the employer’s copy says where the force may not disclose the reason.
FOR_EMPLOYER: dict[str, str] = {"vetting": "Information that the force may not disclose to the employer."}

# Why a power, or the whole request, is refused.
REFUSAL_REASONS: dict[str, str] = {
    "not-suitable": "We are not satisfied that the person is suitable to exercise the power.",
    "not-capable": "We are not satisfied that the person is capable of carrying it out effectively.",
    "not-trained": "The person has not received adequate training for the power.",
    "not-needed": "The work described does not need the power.",
    "no-supervision": "We are not satisfied that the use of the power would be supervised.",
    "places": "The power is not needed in the places asked for.",
    "information": "The information given was incomplete or could not be relied on.",
}


class Entry(Struct):
    """A notice’s effect as it stands, for whoever would undo or lift it."""

    kind: str
    given_by: int | None
    served_at: datetime | None


def check_reasons(codes: Collection[str], table: Collection[str] = CHOSEN) -> None:
    """Reasons come from the table, and there is at least one."""
    if not codes or not set(codes) <= set(table):
        raise refusals.Faults(Fault(field="reasons", message="Select at least one reason"))


def words(codes: Iterable[str], copy: str = "person") -> tuple[str, ...]:
    """The reasons in words, as the person or the employer may read them."""
    if copy == "employer":
        return tuple(FOR_EMPLOYER.get(code, _of_employee(REASONS[code])) for code in codes)
    return tuple(REASONS[code] for code in codes)


def _of_employee(sentence: str) -> str:
    """The same of somebody else; the employer reads “the person”, never “you”."""
    plainer = {
        "What you are reported to have done": "What the person is reported to have done",
        "your vetting": "the person’s vetting",
        "Your training": "The person’s training",
        "You are not supervised": "The person is not supervised",
        "Your work does": "The person’s work does",
        "your employer’s arrangement, and nothing that you did": "the employer’s arrangement, and nothing the person did",
        "Your employer’s arrangement is suspended. It is nothing that you did": "The employer’s arrangement is suspended",
        " It is nothing that you did.": "",
        "Your employer has a new uniform, and your accreditation": "The employer has a new uniform, and the accreditation",
        "You gave": "The person gave",
        "with your employer, on which your": "with the employer, on which the",
        "Your employer gave up": "The employer gave up",
        "on which your accreditation": "on which the accreditation",
        "You no longer work": "The person no longer works",
        "notice to you": "notice to the person",
    }
    for said, instead in plainer.items():
        sentence = sentence.replace(said, instead)
    return sentence


def is_disclosed(codes: Iterable[str], copy: str) -> bool:
    """Whether the explanation goes on this copy: with a reason that is not disclosed it stays with the person."""
    return copy == "person" or not any(code in FOR_EMPLOYER for code in codes)


def require_other(actor: int | None, others: Sequence[int | None], did: str) -> None:
    """Giving power back is for another person than the one who did this."""
    if actor is not None and actor in others:
        raise refusals.OtherHands(did=did)


def reverse(entry: Entry, actor: int | None) -> None:
    """A mistaken entry is undone by another person, and only before its notice was given."""
    if entry.served_at is not None:
        then = "Only a new request can lead to powers again."
        if entry.kind in {"suspension", "modification"}:
            then = "Lift a suspension, or decide on a variation."
        raise refusals.NoticeServed(when=f"{entry.served_at.day} {entry.served_at:%B %Y}", then=then)
    if entry.kind == "surrender":
        raise refusals.NotAccredited
    require_other(actor, [entry.given_by], "entered this notice")
