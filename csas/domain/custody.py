"""Where a powers card is: what may be written down after what, and what makes it no good for ever.

A card that was lost, stolen, handed back or destroyed never becomes good again, even if it is
found; the accreditation behind it lives on. Nothing here knows who may write it down.
"""

from __future__ import annotations

from collections.abc import Sequence

from csas.domain import refusals

DEAD = ("lost", "stolen", "returned", "destroyed")
WORDS = {
    "issued": "Made and issued",
    "posted": "Posted",
    "received": "Received",
    "returned": "Handed back",
    "lost": "Reported lost",
    "stolen": "Reported stolen",
    "destroyed": "Destroyed",
}
# What may follow the last entry; a lost or stolen card may only be handed in or destroyed.
NEXT: dict[str, tuple[str, ...]] = {
    "issued": ("posted", "received", "returned", "lost", "stolen", "destroyed"),
    "posted": ("received", "returned", "lost", "stolen", "destroyed"),
    "received": ("returned", "lost", "stolen", "destroyed"),
    "lost": ("returned", "destroyed"),
    "stolen": ("returned", "destroyed"),
    "returned": ("destroyed",),
    "destroyed": (),
}


def follow(trail: Sequence[str], what: str) -> None:
    """Refuse an entry that cannot follow the trail so far."""
    last = trail[-1] if trail else "issued"
    if what == last:
        raise refusals.AlreadyDone
    if what not in NEXT[last]:
        raise refusals.CardGone(was=WORDS[last].lower())


def may_follow(trail: Sequence[str]) -> tuple[str, ...]:
    """What may be written down next."""
    return NEXT[trail[-1] if trail else "issued"]


def is_dead(trail: Sequence[str]) -> bool:
    """Whether the card can never be good again."""
    return any(what in DEAD for what in trail)
