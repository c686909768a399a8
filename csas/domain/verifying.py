"""What is found about a file that claims to be ours: where it comes from, and whether it still holds.

A file is genuine only byte for byte as it was issued. A genuine file may be stale: replaced, void, expired,
of a card that was lost. Only one that is both genuine and in force may be relied on.
"""

from __future__ import annotations

from typing import Literal

from csas.domain.values import Struct

KINDS = {
    "certificate": "certificate of an accredited provider",
    "instrument": "instrument of accreditation",
    "card": "powers card",
    "sheets": "sheets of powers cards",
}
UNKNOWN = "It is not a file that this service issued, or it was changed since."
UNTRUE = "It is the file that was issued, but its signature does not hold."
SHEETS = "It is a file of a print run. Check each card on it by its own number."


class Verified(Struct):
    """The verdict on a file, with every finding against it."""

    verdict: Literal["in-force", "not-in-force", "not-ours"]
    findings: tuple[str, ...] = ()
    kind: str = ""
    number: str = ""
    ref: str = ""

    @property
    def is_genuine(self) -> bool:
        return self.verdict != "not-ours"

    @property
    def may_be_relied_on(self) -> bool:
        return self.verdict == "in-force"


def not_ours(*findings: str) -> Verified:
    return Verified(verdict="not-ours", findings=(UNKNOWN, *findings))


def ours(kind: str, number: str, ref: str, *, in_force: bool, words: str = "") -> Verified:
    """A genuine file, and whether what it says still holds; `words` why not."""
    return Verified(
        verdict="in-force" if in_force else "not-in-force",
        findings=(words,) if words else (),
        kind=kind,
        number=number,
        ref=ref,
    )
