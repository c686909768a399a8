"""Who holds a role in the scheme itself, and ending one."""

from __future__ import annotations

from datetime import datetime

from csas.domain.values import Struct
from csas.store import partnerships, sql


class Colleague(Struct):
    """A role somebody holds in the scheme now; ids are internal."""

    id: int
    ref: str
    person: int
    name: str
    role: str
    post: str
    since: datetime


async def list_all(scheme: int, now: datetime) -> list[Colleague]:
    rows = await sql.fetch(
        """SELECT h.id, p.ref, p.id AS person, p.name, h.role, h.post, lower(h.valid) AS since
           FROM role_holding h JOIN person p ON p.id = h.person_id
           WHERE h.scheme_id = $1 AND h.valid @> $2::timestamptz AND upper_inf(h.known) ORDER BY p.name, h.id""",
        scheme,
        now,
    )
    return [Colleague(**dict(row)) for row in rows]


async def hold(scheme: int) -> None:
    """Let nobody else change who is in the office until the act ends."""
    await sql.fetchval("SELECT pg_advisory_xact_lock(hashtext('colleague'), $1::int)", scheme)


async def end_role(found: Colleague, now: datetime) -> bool:
    """End a role from now on; False if somebody was first."""
    return bool(await partnerships.end_holdings([found.id], now))


async def list_addresses(person: int | None) -> set[str]:
    """The addresses by which a person is known, folded."""
    rows = await sql.fetch(
        """SELECT lower(email::text) AS email FROM account WHERE person_id = $1
           UNION SELECT lower(email) FROM person WHERE id = $1 AND email IS NOT NULL""",
        person,
    )
    return {row["email"] for row in rows}


async def find_person(email: str) -> int | None:
    """Whose account a folded address is."""
    found: int | None = await sql.fetchval("SELECT person_id FROM account WHERE email = $1", email)
    return found
