"""Letters about uses of powers without authority, and the invitation to one's own pages."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.outbound.letters.parts import Office, Wording, count, link, organisation_of, plain, points_of, sign_in


def flagged(f: facts.UsesFlagged, o: Office) -> Wording:
    """Tell the office that powers were used without authority."""
    organisation = organisation_of(f)
    many = count(f.number, "use", "uses")
    was = "was" if f.number == 1 else "were"
    when = (
        f"Something reported since shows that {many} of powers by people of {organisation} {was} without authority."
        if f.late
        else f"{many.capitalize()} of powers without authority {was} recorded for people of {organisation}."
    )
    return Wording(
        subject=f"Powers used without authority at {organisation}",
        paragraphs=(when, "These are the causes:"),
        points=points_of(f.causes),
        closing=(
            "Each record is kept and stays flagged. The flag says what was found, not whose fault it was.",
            sign_in(f, o, "look into it"),
        ),
    )


def person_invited(f: facts.PersonInvited, o: Office) -> Wording:
    """Invite an accredited person to their own pages."""
    return Wording(
        subject="Your own pages as an accredited person",
        paragraphs=(
            (
                f"You work for {organisation_of(f)}, which takes part in the {plain(o.scheme)}. You have pages of "
                "your own there: your powers in plain words, until when you have them, notices to you, and everything "
                "held about you."
            ),
            f"To open them, go to this address and choose a password: {link(f, o)}",
            "The address is for you alone, can be used once, and lasts three days.",
        ),
        closing=("Your employer cannot see your pages or what you write to us there.",),
    )
