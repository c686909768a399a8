"""The letters to somebody of the public who reported a concern."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.outbound.letters.parts import Office, Wording, day, plain


def received(f: facts.ConcernReceived, o: Office) -> Wording:
    """Acknowledge a concern without repeating any of it."""
    return Wording(
        subject=f"We have received your concern ({plain(f.reference)})",
        paragraphs=(
            (
                f"Thank you for telling us. Your report reached the {plain(o.scheme)} on {day(f.received_on)} "
                f"under the reference {plain(f.reference)}."
            ),
            "Somebody in the scheme’s office will read it within one working day. We may write to ask you more.",
            (
                "A complaint about how an accredited person behaved is first for their employer to answer, "
                "which must have a procedure for it. We make sure that it does."
            ),
        ),
        closing=("If somebody is in danger, do not wait for us: dial 999. To pass on something else, dial 101.",),
    )


_DONE: dict[str, str] = {
    "employer": "We have passed it to the employer, which must answer it as a complaint. It may write to you.",
    "police": "We have passed it to the police officers who look into such things. They may write to you.",
    "review": "We shall look at it in our next review of the organisation it is about.",
    "answered": "We have looked into it and there is nothing more for us to do.",
    "unfounded": "We have looked into it and found nothing to support it. That does not mean that we did not believe you.",
}


def closed(f: facts.ConcernClosed, o: Office) -> Wording:
    """Say what became of a concern without repeating any of it."""
    return Wording(
        subject=f"What we did about your concern ({plain(f.reference)})",
        paragraphs=(
            (
                f"You told the {plain(o.scheme)} of a concern on {day(f.received_on)}. "
                f"Its reference is {plain(f.reference)}."
            ),
            _DONE[f.outcome],
            "We cannot tell you more where it would say something about another person.",
        ),
        closing=("If you know something new, report it again and give the reference.",),
    )
