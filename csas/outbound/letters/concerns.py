"""The letter to somebody of the public who reported a concern."""

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
