"""Looking a certificate up by its number: one statement, for anybody who asks.

Malformed and unknown numbers look alike, and a number whose certificate was never
issued has nothing to tell. Whether it is in force is derived, not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from csas.domain.calendar import day_bounds
from csas.domain.certificates import ProviderCertificate
from csas.domain.provider_standing import ArrangementFact, ProviderFacts, Standing, provider_standing
from csas.domain.values import Period, Struct
from csas.store import sql


class FoundCertificate(Struct):
    """A certificate by its number: what it says, and whether it is in force at the moment asked about."""

    number: str
    ref: str
    state: str
    certificate: ProviderCertificate
    standing: Standing
    provider: str
    force: str
    scheme: str
    telephone: str
    case: str
    issued_at: datetime
    replaced_at: datetime | None


# $1 the numbers wanted.
FIND = """SELECT d.number, d.ref, d.state, d.snapshot::text AS snapshot, d.issued_at, d.replaced_at,
        o.name AS provider, f.name AS force,
        s.name AS scheme, s.telephone, s.established_on, c.ref AS case_ref, lower(a.valid) AS since, upper(a.valid) AS until,
        a.ending
    FROM document d JOIN scheme s ON s.id = d.scheme_id JOIN force f ON f.id = d.force_id
        JOIN organisation o ON o.id = d.organisation_id JOIN casefile c ON c.id = d.case_id
        JOIN arrangement a ON a.ref = d.arrangement_ref AND upper_inf(a.known)
    WHERE d.number = ANY ($1::text[]) AND d.kind = 'certificate' AND d.state IN ('issued', 'replaced')"""


async def find_by_number(number: str, now: datetime) -> FoundCertificate | None:
    """The certificate of this number, or None; the number must be in the form in which it is kept."""
    row = await sql.fetchrow(FIND, [number])
    return read(row, now) if row else None


async def find_by_numbers(numbers: Iterable[str], now: datetime) -> dict[str, FoundCertificate]:
    """Those of the numbers that are certificates, in one statement."""
    rows = await sql.fetch(FIND, list(numbers))
    return {row["number"]: read(row, now) for row in rows}


def read(row: sql.Record, now: datetime) -> FoundCertificate:
    """A row of the statement, with its standing at the moment."""
    facts = ProviderFacts(
        arrangements=(ArrangementFact(valid=Period(start=row["since"], end=row["until"]), ending=row["ending"]),),
        scheme_since=day_bounds(row["established_on"])[0],
        certificate=row["state"],
    )
    return FoundCertificate(
        number=row["number"],
        ref=row["ref"],
        state=row["state"],
        certificate=msgspec.json.decode(row["snapshot"], type=ProviderCertificate),
        standing=provider_standing(facts, now),
        provider=row["provider"],
        force=row["force"],
        scheme=row["scheme"],
        telephone=row["telephone"],
        case=row["case_ref"],
        issued_at=row["issued_at"],
        replaced_at=row["replaced_at"],
    )
