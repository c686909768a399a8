"""Letters about vetting, and about what ends soon or has ended."""

from __future__ import annotations

from csas.domain import letters_fitness as facts
from csas.outbound.letters.parts import Office, Wording, count, day, link, organisation_of, plain, points_of, sign_in

ALONE = (
    "The link is for you alone. It opens once, on the device on which you will answer; after that, go on there. "
    "Your employer cannot open it and is never shown what you write."
)


def vetting(f: facts.VettingLink, o: Office) -> Wording:
    """Send somebody the link by which they answer the vetting questions."""
    employer = organisation_of(f)
    return Wording(
        subject=f"Your vetting for {employer}",
        paragraphs=(
            (
                f"{employer} would like you to work with powers under the {plain(o.scheme)}. Before that can be "
                "decided, the police must vet you."
            ),
            f"To answer the questions, open this address: {link(f, o)}",
            ALONE,
            f"You may stop and come back until the end of {day(f.open_until)}.",
        ),
        closing=(
            (
                "Only a vetting officer of the force reads your answers. They are erased when the outcome is recorded; your "
                "employer learns whether you are clear and until when, and nothing else."
            ),
            "If you do not know why you get this message, do not open the address, and tell the office by telephone.",
        ),
    )


def soon(f: facts.EndingSoon, o: Office) -> Wording:
    """Say what ends soon, to the person, or to whoever supervises or looks after several."""
    employer = organisation_of(f)
    things = count(len(f.lines), "thing ends", "things end")
    subject = "What you need for your powers ends soon" if f.own else f"{employer}: {things} soon"
    opening = (
        f"To use your powers for {employer}, each of these must be in date. The day is the last on which it is."
        if f.own
        else f"For people of {employer} the following ends soon. The day is the last on which each is in date."
    )
    return Wording(
        subject=subject,
        paragraphs=(opening,),
        points=points_of(f.lines),
        closing=(sign_in(f, o, "see what to do and until when"),),
    )


def lapsed(f: facts.Lapsed, o: Office) -> Wording:
    """Say which powers have ended, and why."""
    employer = organisation_of(f)
    subject = "Powers of yours have ended" if f.own else f"{employer}: powers have ended"
    opening = (
        f"You may no longer use the powers named here for {employer}. Do not rely on your card for them."
        if f.own
        else f"The people of {employer} named here may no longer use the powers named beside them."
    )
    return Wording(
        subject=subject,
        paragraphs=(opening, "The day is the first on which the power is gone."),
        points=points_of(f.lines),
        closing=(sign_in(f, o, "see what can be done"),),
    )


def notice(f: facts.NoticeDue, o: Office) -> Wording:
    """Tell the office that only a notice can end these powers."""
    employer = organisation_of(f)
    return Wording(
        subject=f"Notice to be given: {employer}",
        paragraphs=(
            (
                f"Training or vetting of people of {employer} is out of date. Their instruments do not make the powers "
                "depend on it, so the powers go on until notice is given."
            ),
        ),
        points=points_of(f.lines),
        closing=(sign_in(f, o, "give notice, or record what was renewed"),),
    )
