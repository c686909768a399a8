"""Addresses that the office made sure are a person's own, and whether one is anybody's of an employer instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql


class Known(Struct):
    """That an address is known to be the person's own, since when and how; the address itself is not told."""

    how: str
    at: datetime


async def find(person: int) -> Known | None:
    """By an account of their own, or by the newest confirmation."""
    row = await sql.fetchrow(
        """SELECT how, at FROM (
               SELECT 1 AS nearest, 'account' AS how, a.created_at AS at, 0 AS id FROM account a WHERE a.person_id = $1
               UNION ALL SELECT 2, c.how, c.confirmed_at, c.id FROM confirmed_address c WHERE c.person_id = $1) AS each
           ORDER BY nearest, id DESC LIMIT 1""",
        person,
    )
    return Known(**dict(row)) if row else None


async def add(scheme: int, person: int, address: str, how: str, by: int | None, now: datetime) -> None:
    await sql.execute(
        """INSERT INTO confirmed_address (scheme_id, person_id, address, how, confirmed_by, confirmed_at)
           VALUES ($1, $2, $3, $4, $5, $6)""",
        scheme,
        person,
        address,
        how,
        by,
        now,
    )


async def is_employers(address: str, person: int, organisation: int) -> bool:
    """Whether an address is somebody else’s of an employer of the person, on its staff list, or in its domain."""
    found: bool = await sql.fetchval(
        """WITH theirs AS (SELECT $2::bigint AS id UNION SELECT organisation_id FROM staff_member WHERE person_id = $3)
           SELECT EXISTS (SELECT 1 FROM role_holding h JOIN person p ON p.id = h.person_id
               LEFT JOIN account a ON a.person_id = p.id
               WHERE h.organisation_id IN (SELECT id FROM theirs) AND h.person_id <> $3 AND $1 IN (lower(p.email), a.email))
           OR EXISTS (SELECT 1 FROM staff_member m WHERE m.organisation_id IN (SELECT id FROM theirs) AND m.person_id <> $3
               AND lower(m.email) = $1)
           OR EXISTS (SELECT 1 FROM organisation o WHERE o.id IN (SELECT id FROM theirs) AND o.website IS NOT NULL
               AND (split_part($1, '@', 2) = regexp_replace(lower(o.website), '^(https?://)?(www[.])?([^/:]*).*$', '\\3')
                 OR split_part($1, '@', 2) LIKE '%.' ||
                    regexp_replace(lower(o.website), '^(https?://)?(www[.])?([^/:]*).*$', '\\3')))""",
        address,
        organisation,
        person,
    )
    return found


async def is_anothers(address: str, person: int) -> bool:
    """Whether it is the account, or the confirmed address, of somebody else: then it is no one person's own."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM account a WHERE a.email = $1 AND a.person_id <> $2)
           OR EXISTS (SELECT 1 FROM confirmed_address c WHERE c.address = $1 AND c.person_id <> $2)""",
        address,
        person,
    )
    return found


class Unconfirmed(Struct):
    """Somebody accredited without an account, of whom no own address is known."""

    case_ref: str
    name: str
    employer: str


async def list_unconfirmed(schemes: Sequence[int], now: datetime, most: int) -> list[Unconfirmed]:
    """Those accredited at the moment, the newest first."""
    rows = await sql.fetch(
        """SELECT c.ref AS case_ref, p.name, o.name AS employer FROM accreditation a JOIN person p ON p.id = a.person_id
               JOIN organisation o ON o.id = a.organisation_id
               JOIN LATERAL (SELECT c.ref FROM (SELECT a.case_id UNION ALL SELECT r.case_id FROM individual_request r
                WHERE r.accreditation_id = a.id) x JOIN casefile c ON c.id = x.case_id WHERE c.state = 'accredited'
                   ORDER BY c.id DESC LIMIT 1) c ON true
           WHERE a.scheme_id = ANY ($1::bigint[])
             AND NOT EXISTS (SELECT 1 FROM account t WHERE t.person_id = a.person_id)
             AND NOT EXISTS (SELECT 1 FROM confirmed_address d WHERE d.person_id = a.person_id)
             AND EXISTS (SELECT 1 FROM accreditation_term t WHERE t.accreditation_id = a.id AND upper_inf(t.known)
                 AND t.valid @> $2::timestamptz)
           ORDER BY a.id DESC LIMIT $3""",
        list(schemes),
        now,
        most,
    )
    return [Unconfirmed(**dict(row)) for row in rows]
