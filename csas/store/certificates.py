"""Looking a number up, a certificate's or a card's: one statement, for anybody who asks.

Malformed and unknown numbers look alike, and a number whose document was never
issued has nothing to tell. Whether it is in force is derived, not read.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from csas.domain.calendar import day_bounds
from csas.domain.certificates import ProviderCertificate
from csas.domain.provider_standing import ArrangementFact, ProviderFacts, Standing, provider_standing
from csas.domain.values import Period, Struct
from csas.store import found_cards, sql
from csas.store.found_cards import FoundCard


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
    scheme_id: int
    telephone: str
    case: str
    issued_at: datetime
    replaced_at: datetime | None


Found = FoundCertificate | FoundCard

# $1 the number wanted.
FIND = """SELECT d.number, d.ref, d.kind, d.state, d.snapshot::text AS snapshot, d.issued_at, d.replaced_at,
        o.name AS provider, f.name AS force, d.scheme_id,
        s.name AS scheme, s.telephone, s.established_on, c.ref AS case_ref, lower(a.valid) AS since, upper(a.valid) AS until,
        a.ending, CASE WHEN d.kind = 'certificate' THEN
            (SELECT min(lower(x.valid)) FROM provider_suspension x
             WHERE x.arrangement_line = a.line AND upper_inf(x.known) AND x.valid @> now()) END AS suspended,
        CASE WHEN d.kind <> 'certificate' THEN standing_facts(d.accreditation_id)::text END AS facts,
        CASE WHEN d.kind <> 'certificate' THEN
            (SELECT array_agg(u.what ORDER BY u.id) FROM custody u WHERE u.document_id = d.id) END AS custody,
        CASE WHEN d.kind = 'card' THEN
            (SELECT t.value FROM setting t WHERE t.scheme_id = d.scheme_id AND t.name = 'check-photograph'
                AND t.from_on <= (now() AT TIME ZONE 'Europe/London')::date ORDER BY t.from_on DESC LIMIT 1) END AS pictured
    FROM document d JOIN scheme s ON s.id = d.scheme_id JOIN force f ON f.id = d.force_id
        JOIN organisation o ON o.id = d.organisation_id JOIN casefile c ON c.id = d.case_id
        LEFT JOIN arrangement a ON a.ref = d.arrangement_ref AND d.kind = 'certificate' AND upper_inf(a.known)
    WHERE d.number = $1::text AND d.state IN ('issued', 'replaced')
        AND (d.kind IN ('card', 'instrument') OR (d.kind = 'certificate' AND a.id IS NOT NULL))"""


async def find_by_number(number: str, now: datetime) -> FoundCertificate | None:
    """The certificate of this number, or None; the number must be in the form in which it is kept."""
    found = await find_any(number, now)
    return found if isinstance(found, FoundCertificate) else None


async def find_any(number: str, now: datetime) -> Found | None:
    """The document of this number, whatever its kind, with its standing."""
    row = await sql.fetchrow(FIND, number)
    return read(row, now) if row else None


def read(row: sql.Record, now: datetime) -> Found:
    """A row of the statement, with its standing at the moment."""
    if row["kind"] != "certificate":
        return found_cards.read(row, now)
    facts = ProviderFacts(
        arrangements=(ArrangementFact(valid=Period(start=row["since"], end=row["until"]), ending=row["ending"]),),
        scheme_since=day_bounds(row["established_on"])[0],
        suspended_since=row["suspended"],
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
        scheme_id=row["scheme_id"],
        telephone=row["telephone"],
        case=row["case_ref"],
        issued_at=row["issued_at"],
        replaced_at=row["replaced_at"],
    )
