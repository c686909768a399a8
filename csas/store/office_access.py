"""Those who work in a scheme: which roles they hold in it, and whether they can sign in.

Roles elsewhere, in an organisation or a partnership, are neither shown nor ended here.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import refusals
from csas.domain.permissions import Actor, schemes_for
from csas.domain.values import Struct
from csas.store import sql


class Colleague(Struct):
    """Somebody who holds or held a role in the scheme; ids are internal."""

    person: int
    ref: str
    scheme: int
    name: str
    email: str
    roles: tuple[str, ...]
    since: datetime
    has_account: bool
    elsewhere: bool
    closed_at: datetime | None

    @property
    def open_to_office(self) -> bool:
        """Whether there is a role here to end, or an account that nobody elsewhere relies on."""
        return self.closed_at is None and bool(self.roles or (self.has_account and not self.elsewhere))


NOW = "upper_inf(h.known) AND h.valid @> $2::timestamptz"
_COLLEAGUE = f"""SELECT p.id AS person, p.ref, h.scheme_id AS scheme, p.name, coalesce(a.email, '') AS email,
        array_remove(array_agg(h.role ORDER BY h.id) FILTER (WHERE {NOW}), NULL) AS roles,
        min(lower(h.valid)) AS since, a.id IS NOT NULL AS has_account, a.disabled_at AS closed_at,
        EXISTS (SELECT 1 FROM role_holding e WHERE e.person_id = p.id AND e.scheme_id IS NULL AND upper_inf(e.known)
            AND e.valid @> $2::timestamptz) AS elsewhere
    FROM role_holding h JOIN person p ON p.id = h.person_id LEFT JOIN account a ON a.person_id = p.id
    WHERE h.scheme_id = ANY ($1::bigint[])"""  # noqa: S608 - constant text
_GROUPED = "GROUP BY p.id, h.scheme_id, a.id"


async def list_all(scheme: int, at: datetime) -> list[Colleague]:
    """Those who hold a role now first, then those who did, by name."""
    rows = await sql.fetch(f"{_COLLEAGUE} {_GROUPED} ORDER BY bool_or({NOW}) DESC, p.name, p.id", [scheme], at)
    return [_colleague(row) for row in rows]


async def load(actor: Actor, ref: str, at: datetime) -> Colleague:
    """A colleague in a scheme whose people the actor may see."""
    schemes = sorted(schemes_for(actor, "access:list"))
    row = await sql.fetchrow(f"{_COLLEAGUE} AND p.ref = $3 {_GROUPED} LIMIT 1", schemes, at, ref)
    if row is None:
        raise refusals.NotFound
    return _colleague(row)


async def scheme_of(actor: Actor, ref: str) -> int:
    """The scheme in which the actor may see this colleague."""
    found: int | None = await sql.fetchval(
        """SELECT h.scheme_id FROM role_holding h JOIN person p ON p.id = h.person_id
           WHERE p.ref = $2 AND h.scheme_id = ANY ($1::bigint[]) LIMIT 1""",
        sorted(schemes_for(actor, "access:list")),
        ref,
    )
    if found is None:
        raise refusals.NotFound
    return found


def _colleague(row: sql.Record) -> Colleague:
    return Colleague(**{**dict(row), "roles": tuple(row["roles"] or ())})


async def end_roles(scheme: int, person: int, at: datetime) -> list[str]:
    """End every role of a person in the scheme: what was known closes, and the same with its end takes its place."""
    ended = await sql.fetch(
        """UPDATE role_holding SET known = tstzrange(lower(known), clock_timestamp())
           WHERE scheme_id = $1 AND person_id = $2 AND upper_inf(known)
             AND (upper_inf(valid) OR upper(valid) > $3::timestamptz) RETURNING role, post, lower(valid) AS since""",
        scheme,
        person,
        at,
    )
    for row in ended:
        if row["since"] < at:
            await sql.execute(
                """INSERT INTO role_holding (person_id, role, post, scheme_id, valid)
                   VALUES ($1, $2, $3, $4, tstzrange($5, $6))""",
                person,
                row["role"],
                row["post"],
                scheme,
                row["since"],
                at,
            )
    return [row["role"] for row in ended]


async def has_manager(scheme: int, at: datetime) -> bool:
    """Whether somebody who can sign in still manages the scheme."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM role_holding h LEFT JOIN account a ON a.person_id = h.person_id
           WHERE h.scheme_id = $1 AND h.role = 'scheme-manager' AND upper_inf(h.known) AND h.valid @> $2::timestamptz
             AND a.disabled_at IS NULL)""",
        scheme,
        at,
    )
    return found
