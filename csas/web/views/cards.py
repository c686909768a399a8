"""Words and rows for the pages of powers cards."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from csas.domain import custody as rules
from csas.domain import permissions
from csas.domain.certificates import grouped
from csas.domain.permissions import Actor
from csas.store.cards import Card, Paper
from csas.store.custody import Entry
from csas.web import templating
from csas.web.parts import Link, Moment
from csas.web.views.desk import Cell, Tag

WHERE = {
    "": "Anywhere",
    "issued": "Made, not posted",
    "posted": "Posted, not received",
    "received": "Received",
    "lost": "Lost",
    "stolen": "Stolen",
    "returned": "Handed back",
    "destroyed": "Destroyed",
}
HINTS = {
    "post": "The card is on its way to its holder or their employer.",
    "receive": "The holder has the card in their hands.",
    "return": "From now on nobody can rely on this card, whatever becomes of it. The accreditation is not touched.",
    "report-lost": "From this moment nobody can rely on this card, even if it is found. The accreditation is not "
    "touched, and a new card can be asked for.",
    "destroy": "From now on nobody can rely on this card. The accreditation is not touched.",
    "replace": "A new card is made under a new number, with what is in force now. When it is ready this one is replaced.",
}
# verb -> what it writes down, its words, and whether it is the main thing to do.
_STEPS = (
    ("receive", "received", "Record as received"),
    ("post", "posted", "Record as posted"),
    ("report-lost", "lost", "Report it lost or stolen"),
    ("return", "returned", "Record as handed back"),
    ("destroy", "destroyed", "Record as destroyed"),
)
ACTIONS = {"receive": "card:receive", "post": "card:post", "report-lost": "card:report-lost", "return": "card:return",
           "destroy": "card:destroy"}  # fmt: skip


def tag_of(card: Card) -> Tag:
    """What is known of a card at a glance."""
    gone = next((what for what in card.trail if what in rules.DEAD), "")
    if gone:
        return Tag(rules.WORDS[gone], "red" if gone in {"lost", "stolen"} else "grey")
    if card.state == "replaced":
        return Tag("Replaced", "grey")
    if card.state == "void":
        return Tag("Never issued", "grey")
    if card.state == "reserved":
        return Tag("Being made", "blue")
    return Tag(rules.WORDS[card.trail[-1]] if card.trail else "Issued", "green")


def row(card: Card) -> tuple[Cell, ...]:
    return (
        Link(card.name, f"/cards/{card.ref}", hidden=f"card {grouped(card.number)}"),
        card.employer,
        grouped(card.number),
        tag_of(card),
        templating.short_day(card.issued_at) if card.issued_at else "–",
    )


class PaperLine(msgspec.Struct, frozen=True):
    """An instrument or a card listed with its case."""

    link: Link
    tag: Tag


_PAPERS = {"instrument": ("Instrument of accreditation", "/documents"), "card": ("Powers card", "/cards")}
_STATES = {"reserved": ("Being made", "blue"), "issued": ("Issued", "green"), "replaced": ("Replaced", "grey")}


def papers_of(found: Sequence[Paper]) -> tuple[PaperLine, ...]:
    """The papers of an accreditation: a card leads to where it is, an instrument to what it says."""
    lines = []
    for each in found:
        name, path = _PAPERS[each.kind]
        lines.append(PaperLine(Link(f"{name} {grouped(each.number)}", f"{path}/{each.ref}"), Tag(*_STATES[each.state])))
    return tuple(lines)


def moment_of(entry: Entry) -> Moment:
    return Moment(rules.WORDS[entry.what], entry.at, entry.by or "The service", entry.note)


def steps_for(card: Card, actor: Actor) -> tuple[Link, ...]:
    """What this reader may write down next, and whether they may ask for a new card."""
    if card.state not in {"issued", "replaced"}:
        return ()
    open_ = rules.may_follow(card.trail)
    found = [
        Link(words, f"/cards/{card.ref}/{verb}")
        for verb, what, words in _STEPS
        if what in open_ and permissions.allows(actor, ACTIONS[verb], card.subject)
    ]
    if card.state == "issued" and permissions.allows(actor, "card:replace", card.subject):
        new = Link("Ask for a new card", f"/cards/{card.ref}/replace")
        found = [new, *found] if card.is_dead else [*found, new]
    return tuple(found)


def address(path: str, query: dict[str, str]) -> str:
    """A path with those parts of a query that say something."""
    said = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{said}" if said else path
