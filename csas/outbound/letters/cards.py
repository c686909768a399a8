"""Letters about instruments and powers cards: to the person whose they are, and to the office that prints."""

from __future__ import annotations

from csas.domain import letters as facts
from csas.domain.certificates import grouped
from csas.outbound.letters.parts import Office, Wording, count, day, link, organisation_of, plain


def ready(f: facts.PaperReady, o: Office) -> Wording:
    """Tell somebody that their instrument or their card is made."""
    number = plain(grouped(f.number))
    if f.what == "instrument":
        return Wording(
            subject=f"Your instrument of accreditation is ready ({number})",
            paragraphs=(
                f"Your instrument of accreditation with {organisation_of(f)} has been issued under the number {number}.",
                f"It names your powers, where they are good and on which conditions, until the end of {day(f.last_day)}.",
                f"Read it and keep it: {link(f, o)}.",
            ),
            closing=("If anything in it is wrong, do not use the power concerned, and tell us at once.",),
        )
    return Wording(
        subject=f"Your powers card is ready ({number})",
        paragraphs=(
            f"Your powers card with {organisation_of(f)} has been made under the number {number}.",
            (
                f"It is good until the end of {day(f.last_day)}, unless it is replaced before. "
                f"You can see it at {link(f, o)}; the card itself comes from the office."
            ),
            "A card you had before is replaced by this one. Hand it back to your employer.",
        ),
        closing=(
            "Carry it when you use your powers, and show it to anybody who asks. If you lose it, say so at once.",
        ),
    )


def printed(f: facts.PrintRunReady, o: Office) -> Wording:
    """Tell whoever started a print run that its sheets can be fetched."""
    left = f" {count(f.left_out, 'card was', 'cards were')} left out because they ended first." if f.left_out else ""
    return Wording(
        subject=f"The print run of {count(f.cards, 'card', 'cards')} is ready",
        paragraphs=(
            f"The sheets for {organisation_of(f)} are signed and wait in {count(f.files, 'file', 'files')}.{left}",
            f"Fetch them at {link(f, o)}, print both sides along the long edge, and record the cards as posted there.",
        ),
    )
