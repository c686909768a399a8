"""Editions of the standards: what they require, who was consulted, whom they leave short.

A published edition stands still. A case is judged by the edition in force when
it was submitted, so publishing another changes nothing for cases under way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from csas.domain import refusals
from csas.domain.values import Struct

Family = Literal["occupational", "vetting", "management", "fees"]
Standing = Literal["provisional", "adopted"]

FAMILIES: dict[str, str] = {
    "occupational": "Occupational and training standards",
    "vetting": "Vetting",
    "management": "Management expectations",
    "fees": "Fees",
}
STAGES: dict[str, str] = {
    "consider": "To consider a new application",
    "consider-renewal": "To consider a renewal",
    "grant": "To grant",
}
KINDS: dict[str, str] = {
    "mayor": "The Mayor",
    "authority": "The oversight body",
    "local-authority": "Local authority",
    "community": "Community",
    "other": "Other",
}
# s.40(4): the Mayor, the Authority and every local authority of the district are consulted.


class Requirement(Struct):
    """One requirement; without sectors it binds everybody."""

    code: str
    family: str
    title: str
    body: str
    evidence: str = ""
    critical: bool = False
    sectors: tuple[str, ...] = ()

    def binds(self, sector: str) -> bool:
        return not self.sectors or sector in self.sectors


class Fee(Struct):
    """A line of the schedule; `pence` None means not yet set, which is not free."""

    sector: str
    stage: str
    pence: int | None
    note: str


class Consultee(Struct):
    ref: str
    kind: str
    name: str
    area: str | None = None
    written_on: date | None = None
    channel: str = "letter"
    replied_on: date | None = None
    reply: str | None = None
    effect: str | None = None


class Edition(Struct):
    """An edition with everything in it; `since` is None until it is published."""

    id: int
    ref: str
    case: int
    number: int
    title: str
    standing: str
    basis: str
    changes: str
    since: datetime | None
    until: datetime | None
    requirements: tuple[Requirement, ...] = ()
    fees: tuple[Fee, ...] = ()
    consultees: tuple[Consultee, ...] = ()

    @property
    def is_published(self) -> bool:
        return self.since is not None


def missing_from(consultees: Sequence[Consultee], areas: Mapping[str, str]) -> tuple[str, ...]:
    """Statutory consultees who are not listed or have not been written to (s.40(4)); `areas` are codes and names."""
    written = {(c.kind, c.area or "") for c in consultees if c.written_on is not None}
    missing = [KINDS[kind] for kind in ("mayor", "authority") if (kind, "") not in written]
    return (*missing, *(name for code, name in areas.items() if ("local-authority", code) not in written))


def close_consultation(consultees: Sequence[Consultee], areas: Mapping[str, str]) -> None:
    """Refuse to close a consultation that has not reached everybody it must reach."""
    missing = missing_from(consultees, areas)
    if missing:
        shown = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")  # noqa: PLR2004
        raise refusals.ConsultationIncomplete(missing=f"not yet written to {shown}")


class Shortfall(Struct):
    """A requirement of a new edition that a provider has not been shown to meet."""

    code: str
    title: str
    why: str


def shortfalls(
    new: Sequence[Requirement],
    judged_by: Sequence[Requirement],
    results: dict[str, str],
    sector: str,
) -> tuple[Shortfall, ...]:
    """Where an edition would leave a provider short: new or changed duties, and those not fully met."""
    known = {requirement.code: requirement for requirement in judged_by}
    found = []
    for requirement in new:
        if requirement.binds(sector):
            why = _short_of(requirement, known.get(requirement.code), results.get(requirement.code))
            if why:
                found.append(Shortfall(code=requirement.code, title=requirement.title, why=why))
    return tuple(found)


def _short_of(new: Requirement, old: Requirement | None, result: str | None) -> str:
    if old is None:
        return "New in this edition; never assessed"
    if old.body != new.body:
        return "Changed since it was assessed"
    if result == "not-met":
        return "Assessed as not met"
    if result == "partly":
        return "Assessed as partly met"
    return "" if result == "met" else "Not assessed"
