"""What waits for a second person, in words, for the page where it stands and for desks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from csas.domain import permissions
from csas.domain.delegations import MATTERS
from csas.domain.permissions import ROLES, Actor, Subject
from csas.store.proposals import Proposal
from csas.web import templating
from csas.web.parts import Row

WHERE = {"delegation": "/delegations", "adoption": "/adoptions", "colleague": "/colleagues"}


class Waiting(msgspec.Struct, frozen=True):
    """One that waits, and what its reader may do about it."""

    ref: str
    title: str
    rows: tuple[Row, ...]
    own: bool
    may_confirm: bool
    may_decline: bool


def views_of(actor: Actor, found: Iterable[Proposal]) -> tuple[Waiting, ...]:
    return tuple(_view(actor, each) for each in found)


def _view(actor: Actor, found: Proposal) -> Waiting:
    subject = Subject(scheme=found.scheme)
    return Waiting(
        ref=found.ref,
        title=title_of(found),
        rows=rows_of(found),
        own=found.by == actor.person,
        may_confirm=may_confirm(actor, found),
        may_decline=permissions.allows(actor, f"{found.kind}:decline", subject),
    )


def may_confirm(actor: Actor, found: Proposal) -> bool:
    """Whether this person has the role for it, and is neither who proposed it nor whom it is about."""
    allowed = permissions.allows(actor, f"{found.kind}:confirm", Subject(scheme=found.scheme))
    return allowed and actor.person not in {found.by, found.person}


def title_of(found: Proposal) -> str:
    return _TITLES[found.kind](found)


def rows_of(found: Proposal) -> tuple[Row, ...]:
    return (
        *_ROWS[found.kind](found),
        Row("Proposed by", f"{found.by_name}, {templating.moment(found.at)}"),
        Row("Why", found.why),
    )


def _delegation(found: Proposal) -> tuple[Row, ...]:
    said = found.content
    first, last = (date.fromisoformat(said[name]) for name in ("starts_on", "ends_on"))
    return (
        Row("Post", said["post"]),
        Row("In which matters", matters(said["matters"])),
        Row("Instrument", said["instrument"]),
        Row("Days", f"{templating.short_day(first)} to {templating.short_day(last)}"),
    )


def matters(codes: Iterable[str]) -> str:
    return ", ".join(MATTERS[code] for code in codes)


def _adoption(found: Proposal) -> tuple[Row, ...]:
    return (Row("Power", f"{found.content['power']}: {found.content['title']}"),)


def _colleague(found: Proposal) -> tuple[Row, ...]:
    said = found.content
    return (
        Row("Name", said["name"]),
        Row("Post", said["post"]),
        Row("E-mail address", said["email"]),
        Row("Role", ROLES[said["role"]]),
    )


_TITLES: dict[str, Callable[[Proposal], str]] = {
    "delegation": lambda found: f"Delegation to {found.content['name']}",
    "adoption": lambda found: f"Use of power {found.content['power']}",
    "colleague": lambda found: f"Invitation of {found.content['name']}",
}
_ROWS: dict[str, Callable[[Proposal], tuple[Row, ...]]] = {
    "delegation": _delegation,
    "adoption": _adoption,
    "colleague": _colleague,
}
