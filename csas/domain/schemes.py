"""What is needed to set a scheme up, and who may hold office in it.

s.40 of the Police Reform Act 2002 lets a chief officer establish a scheme for
the police area; the consultation before it is recorded with the standards.
"""

from __future__ import annotations

from datetime import date

from csas.domain.values import Struct


class PhasePlan(Struct):
    """A limited trial: between `least` and `most` providers, days inclusive in London."""

    name: str
    starts_on: date
    ends_on: date
    least: int
    most: int
    why: str
    fees_waived: bool


class AuthorityPlan(Struct):
    """A responsible authority behind a partnership, and its turn to stand in."""

    organisation: str
    kind: str
    turn: int


class PartnershipPlan(Struct):
    name: str
    email: str
    areas: tuple[str, ...]
    lead: str = ""
    authorities: tuple[AuthorityPlan, ...] = ()


class OrganisationPlan(Struct):
    name: str
    sector: str
    address: str
    legal_name: str = ""
    number: str | None = None
    website: str | None = None
    parent_name: str | None = None


class PersonPlan(Struct):
    """Somebody with one role; `place` names an organisation or partnership, or is empty for the office."""

    slug: str
    name: str
    email: str
    role: str
    post: str
    place: str = ""


class DelegationPlan(Struct):
    person: str
    post: str
    instrument: str
    starts_on: date
    ends_on: date


class Beginning(Struct):
    """What a scheme is, and the powers its force adopts by their codes. Days are London's everywhere."""

    force: str
    police_area: str
    chief_officer: str
    name: str
    purpose: str
    telephone: str
    established_on: date
    adopted: tuple[str, ...]


class SchemePlan(Beginning):
    """Everything a scheme stands on before its first case."""

    phase: PhasePlan
    organisations: tuple[OrganisationPlan, ...] = ()
    partnerships: tuple[PartnershipPlan, ...] = ()
    people: tuple[PersonPlan, ...] = ()
    delegations: tuple[DelegationPlan, ...] = ()
