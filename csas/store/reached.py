"""Whom an act on a provider, a power or a uniform reaches: counted before it, listed in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql
from csas.store.accreditations import LIVE

SHOWN = 20


class Effect(Struct):
    """How many people, powers, cards and open requests an act reaches; some of the people by name."""

    people: int
    powers: int
    cards: int
    requests: int
    names: tuple[str, ...]


_OF_PROVIDER = f"""SELECT a.id FROM accreditation a
    WHERE a.scheme_id = $2 AND a.organisation_id = $3 AND {LIVE} ORDER BY a.id"""  # noqa: S608 - constant text
_OF_LINE = f"""SELECT a.id FROM accreditation a
    WHERE a.scheme_id = $2 AND a.organisation_id = $3 AND a.arrangement_line = $4 AND {LIVE} ORDER BY a.id"""  # noqa: S608
_OF_EMPLOYMENT = f"""SELECT a.id FROM accreditation a
    WHERE a.employment_ref = ANY ($2::text[]) AND {LIVE} ORDER BY a.id"""  # noqa: S608 - constant text
_TAKEN = """EXISTS (SELECT 1 FROM restriction n WHERE n.accreditation_id = a.id AND n.power_id = g.power_id
            AND upper_inf(n.known) AND upper_inf(n.valid))"""
_OF_POWER = f"""SELECT DISTINCT a.id FROM accreditation a JOIN granted_power g ON g.accreditation_id = a.id
    WHERE a.scheme_id = $2 AND g.power_id = (SELECT id FROM power WHERE code = $3) AND upper_inf(g.known)
        AND coalesce(upper(g.valid) > $1::timestamptz, true) AND NOT {_TAKEN} AND {LIVE}
    ORDER BY a.id"""  # noqa: S608 - constant text


_OUTSIDE = f"""SELECT count(DISTINCT a.id) FROM accreditation a
        JOIN granted_power g ON g.accreditation_id = a.id AND upper_inf(g.known)
            AND coalesce(upper(g.valid) > $1::timestamptz, true)
        JOIN power p ON p.id = g.power_id
    WHERE a.arrangement_line = $2 AND {LIVE}
        AND NOT {_TAKEN}
        AND (NOT EXISTS (SELECT 1 FROM decided_power d WHERE d.decision_id = $3 AND d.power_id = g.power_id)
          OR (p.territory <> 'any' AND NOT g.areas <@ ARRAY(SELECT r.code FROM decided_area d JOIN area r ON r.id = d.area_id
            WHERE d.decision_id = $3)))"""  # noqa: S608 - constant text
_COUNT_OF_POWERS = f"""SELECT p.code, count(DISTINCT a.id) AS people FROM accreditation a
        JOIN granted_power g ON g.accreditation_id = a.id AND upper_inf(g.known)
            AND coalesce(upper(g.valid) > $1::timestamptz, true)
        JOIN power p ON p.id = g.power_id
    WHERE a.scheme_id = $2 AND NOT {_TAKEN} AND {LIVE} GROUP BY p.code"""  # noqa: S608 - constant text


async def of_provider(scheme: int, organisation: int | None, now: datetime) -> list[int]:
    """Every accreditation of its people that has not ended for good."""
    return [row["id"] for row in await sql.fetch(_OF_PROVIDER, now, scheme, organisation)]


async def of_line(scheme: int, organisation: int, line: str, now: datetime) -> list[int]:
    """Every accreditation that rests on one line of arrangements and has not ended for good."""
    return [row["id"] for row in await sql.fetch(_OF_LINE, now, scheme, organisation, line)]


async def of_employments(employments: Sequence[str], moment: datetime) -> list[int]:
    """The same of some employments, by their refs, as far as they last beyond a moment."""
    return [row["id"] for row in await sql.fetch(_OF_EMPLOYMENT, moment, list(employments))]


async def of_power(scheme: int, power: str, now: datetime) -> list[int]:
    """The same of everybody who holds a power, whoever employs them; one from whom it was taken holds it no more."""
    return [row["id"] for row in await sql.fetch(_OF_POWER, now, scheme, power)]


async def count_of_powers(scheme: int, now: datetime) -> dict[str, int]:
    """How many those are for each power, by its code."""
    return {row["code"]: row["people"] for row in await sql.fetch(_COUNT_OF_POWERS, now, scheme)}


async def count_outside(line: str, decision: int, now: datetime) -> int:
    """How many hold a power, or an area of one, that this decision on their employer does not give."""
    found: int = await sql.fetchval(_OUTSIDE, now, line, decision)
    return found


async def ever_of_provider(scheme: int, organisation: int | None) -> list[int]:
    """Every accreditation that any of its people ever had."""
    rows = await sql.fetch(
        "SELECT id FROM accreditation WHERE scheme_id = $1 AND organisation_id = $2 ORDER BY id", scheme, organisation
    )
    return [row["id"] for row in rows]


_OTHERWISE = f"""FROM accreditation_term t JOIN accreditation a ON a.id = t.accreditation_id
        JOIN uniform u ON u.scheme_id = t.scheme_id AND u.organisation_id = t.organisation_id AND upper_inf(u.known)
            AND u.valid @> $1::timestamptz
    WHERE t.scheme_id = $2 AND upper_inf(t.known) AND upper(t.valid) > $1::timestamptz AND t.uniform_ref <> u.ref
        AND {LIVE}"""


async def described_otherwise(scheme: int, organisation: int, now: datetime) -> list[int]:
    """Whose instrument describes another uniform than the one approved now."""
    rows = await sql.fetch(
        f"SELECT DISTINCT a.id {_OTHERWISE} AND t.organisation_id = $3 ORDER BY a.id",
        now,
        scheme,
        organisation,
    )
    return [row["id"] for row in rows]


async def count_described_otherwise(scheme: int, now: datetime) -> dict[int, int]:
    """How many those are, by the id of their employer."""
    rows = await sql.fetch(
        f"SELECT a.organisation_id AS employer, count(DISTINCT a.id) AS people {_OTHERWISE} GROUP BY 1",
        now,
        scheme,
    )
    return {row["employer"]: row["people"] for row in rows}


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
