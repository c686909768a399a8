"""Whom an act on a provider, a power or a uniform reaches: counted before it, listed in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql

SHOWN = 20


class Effect(Struct):
    """How many people, powers, cards and open requests an act reaches; some of the people by name."""

    people: int
    powers: int
    cards: int
    requests: int
    names: tuple[str, ...]


_OF_PROVIDER = """SELECT a.id FROM accreditation a WHERE a.scheme_id = $1 AND a.organisation_id = $2
    AND EXISTS (SELECT 1 FROM accreditation_term t WHERE t.accreditation_id = a.id AND upper_inf(t.known)
        AND upper(t.valid) > $3::timestamptz)
    AND EXISTS (SELECT 1 FROM employment e WHERE e.ref = a.employment_ref AND upper_inf(e.known)
        AND coalesce(upper(e.valid) > $3::timestamptz, true))
    AND EXISTS (SELECT 1 FROM arrangement r WHERE r.line = a.arrangement_line AND upper_inf(r.known)
        AND upper(r.valid) > $3::timestamptz)
    AND NOT EXISTS (SELECT 1 FROM restriction n WHERE n.accreditation_id = a.id AND upper_inf(n.known)
        AND n.kind IN ('withdrawal', 'surrender')) ORDER BY a.id"""


async def of_provider(scheme: int, organisation: int | None, now: datetime) -> list[int]:
    """Every accreditation of its people that has not ended for good."""
    return [row["id"] for row in await sql.fetch(_OF_PROVIDER, scheme, organisation, now)]


async def of_power(scheme: int, power: str, now: datetime) -> list[int]:
    """The same of everybody who holds a power, whoever employs them."""
    rows = await sql.fetch(
        """SELECT DISTINCT a.id FROM accreditation a JOIN granted_power g ON g.accreditation_id = a.id
           WHERE a.scheme_id = $1 AND g.power_id = (SELECT id FROM power WHERE code = $2) AND upper_inf(g.known)
             AND coalesce(upper(g.valid) > $3::timestamptz, true)
             AND EXISTS (SELECT 1 FROM accreditation_term t WHERE t.accreditation_id = a.id AND upper_inf(t.known)
               AND upper(t.valid) > $3::timestamptz)
             AND EXISTS (SELECT 1 FROM employment e WHERE e.ref = a.employment_ref AND upper_inf(e.known)
               AND coalesce(upper(e.valid) > $3::timestamptz, true))
             AND EXISTS (SELECT 1 FROM arrangement r WHERE r.line = a.arrangement_line AND upper_inf(r.known)
               AND upper(r.valid) > $3::timestamptz)
             AND NOT EXISTS (SELECT 1 FROM restriction n WHERE n.accreditation_id = a.id AND upper_inf(n.known)
               AND n.kind IN ('withdrawal', 'surrender'))
           ORDER BY a.id""",
        scheme,
        power,
        now,
    )
    return [row["id"] for row in rows]


async def ever_of_provider(scheme: int, organisation: int | None) -> list[int]:
    """Every accreditation that any of its people ever had."""
    rows = await sql.fetch(
        "SELECT id FROM accreditation WHERE scheme_id = $1 AND organisation_id = $2 ORDER BY id", scheme, organisation
    )
    return [row["id"] for row in rows]


async def described_otherwise(scheme: int, organisation: int, now: datetime) -> list[int]:
    """Whose instrument describes another uniform than the one approved now."""
    rows = await sql.fetch(
        """SELECT DISTINCT t.accreditation_id AS id FROM accreditation_term t
           WHERE t.scheme_id = $1 AND t.organisation_id = $2 AND upper_inf(t.known) AND upper(t.valid) > $3::timestamptz
             AND t.accreditation_id = ANY ($4::bigint[]) AND t.uniform_ref <> (SELECT u.ref FROM uniform u
               WHERE u.scheme_id = $1 AND u.organisation_id = $2 AND upper_inf(u.known) AND u.valid @> $3::timestamptz)
           ORDER BY 1""",
        scheme,
        organisation,
        now,
        await of_provider(scheme, organisation, now),
    )
    return [row["id"] for row in rows]


async def effect_of(
    accreditations: Sequence[int], now: datetime, *, organisation: int | None = None, power: str | None = None
) -> Effect:
    """What an act on these accreditations reaches; of one power only, if it is named."""
    row = await sql.fetchrow(
        """SELECT cardinality($1::bigint[]) AS people,
               (SELECT count(*) FROM granted_power g WHERE g.accreditation_id = ANY ($1::bigint[]) AND upper_inf(g.known)
                   AND g.valid @> $2::timestamptz AND ($5::text IS NULL
                     OR g.power_id = (SELECT p.id FROM power p WHERE p.code = $5))) AS powers,
               (SELECT count(*) FROM document d WHERE d.accreditation_id = ANY ($1::bigint[]) AND d.kind = 'card'
                   AND d.state = 'issued') AS cards,
               (SELECT count(*) FROM casefile c JOIN definition f ON f.digest = c.digest WHERE c.process = 'individual'
                   AND c.organisation_id = $3 AND c.state <> 'accredited'
                   AND NOT coalesce((f.body -> 'states' -> c.state ->> 'closed')::boolean, false)) AS requests,
               ARRAY(SELECT p.name FROM accreditation a JOIN person p ON p.id = a.person_id
                   WHERE a.id = ANY ($1::bigint[]) ORDER BY p.name, a.id LIMIT $4) AS names""",
        list(accreditations),
        now,
        organisation,
        SHOWN,
        power,
    )
    if row is None:
        raise LookupError
    return Effect(**{**dict(row), "names": tuple(row["names"])})
