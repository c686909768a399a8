"""Organisations and the people who hold roles in them.

An organisation is seen by its own people and by the offices of the schemes it
has dealt with; for everybody else it is not found.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import permissions, refusals
from csas.domain.permissions import CENTRAL, Actor, Subject
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Organisation(Struct):
    id: int
    ref: str
    name: str
    legal_name: str
    sector: str
    number: str | None
    address: str
    website: str | None
    parent_name: str | None
    registered_at: datetime


class Colleague(Struct):
    """A role somebody holds in an organisation now."""

    ref: str
    person: int
    name: str
    role: str
    post: str
    since: datetime


_COLUMNS = "o.id, o.ref, o.name, o.legal_name, o.sector, o.number, o.address, o.website, o.parent_name, o.registered_at"


async def load(actor: Actor, ref: str) -> Organisation:
    """An organisation this actor may see."""
    row = await sql.fetchrow(f"SELECT {_COLUMNS} FROM organisation o WHERE o.ref = $1", ref)  # noqa: S608
    if row is None or not await _may_see(actor, row["id"]):
        raise refusals.NotFound
    return Organisation(**dict(row))


async def require(actor: Actor, ref: str, action: str) -> Organisation:
    """An organisation for which this actor may do this."""
    organisation = await load(actor, ref)
    if not permissions.allows(actor, action, Subject(organisation=organisation.id)):
        raise refusals.NotAllowed
    return organisation


async def find_id(ref: str) -> int | None:
    """The organisation of a reference, for whoever then asks whether they may do something for it."""
    found: int | None = await sql.fetchval("SELECT id FROM organisation WHERE ref = $1", ref)
    return found


async def _may_see(actor: Actor, organisation: int) -> bool:
    if organisation in actor.organisations():
        return True
    known: bool = await sql.fetchval(
        "SELECT EXISTS (SELECT 1 FROM casefile WHERE organisation_id = $1 AND scheme_id = ANY ($2))",
        organisation,
        sorted(actor.schemes(*CENTRAL)),
    )
    return known


async def load_id(organisation: int | None) -> Organisation:
    """The organisation that a case already seen belongs to."""
    row = await sql.fetchrow(f"SELECT {_COLUMNS} FROM organisation o WHERE o.id = $1", organisation)  # noqa: S608
    if row is None:
        raise refusals.NotFound
    return Organisation(**dict(row))


async def list_own(actor: Actor) -> list[Organisation]:
    """The organisations in which the actor holds a role."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM organisation o WHERE o.id = ANY ($1) ORDER BY o.name",  # noqa: S608
        sorted(actor.organisations()),
    )
    return [Organisation(**dict(row)) for row in rows]


async def add(
    *,
    name: str,
    legal_name: str,
    sector: str,
    number: str,
    address: str,
    website: str,
    now: datetime,
) -> tuple[int, str]:
    """Register an organisation; its id and reference."""
    row = await sql.fetchrow(
        """INSERT INTO organisation (ref, name, legal_name, sector, number, address, website, registered_at)
           VALUES ($1, $2, $3, $4, nullif($5, ''), $6, nullif($7, ''), $8) RETURNING id, ref""",
        new_ref(),
        name,
        legal_name,
        sector,
        number,
        address,
        website,
        now,
    )
    if row is None:
        raise refusals.NotFound
    return row["id"], row["ref"]


_HOLDINGS = """SELECT p.ref, h.person_id AS person, p.name, h.role, h.post, lower(h.valid) AS since
    FROM role_holding h JOIN person p ON p.id = h.person_id
    WHERE h.organisation_id = $1 AND h.valid @> $2::timestamptz AND upper_inf(h.known) ORDER BY p.name, h.id"""


async def list_colleagues(organisation: int, at: datetime) -> list[Colleague]:
    """Who holds which role at a moment."""
    rows = await sql.fetch(_HOLDINGS, organisation, at)
    return [Colleague(**dict(row)) for row in rows]


async def end_role(organisation: int, person_ref: str, role: str, at: datetime) -> int | None:
    """End a role: what was known closes, and the same fact with its end takes its place. The person, or None.

    Whoever ends another role of the organisation waits, so that both see who is left.
    """
    await sql.fetchval("SELECT id FROM organisation WHERE id = $1 FOR NO KEY UPDATE", organisation)
    row = await sql.fetchrow(
        """UPDATE role_holding h SET known = tstzrange(lower(h.known), clock_timestamp()) FROM person p
           WHERE p.id = h.person_id AND p.ref = $2 AND h.organisation_id = $1 AND h.role = $3
             AND h.valid @> $4::timestamptz AND upper_inf(h.known)
           RETURNING h.person_id, h.post, lower(h.valid) AS since""",
        organisation,
        person_ref,
        role,
        at,
    )
    if row is None:
        return None
    if row["since"] < at:
        await sql.execute(
            """INSERT INTO role_holding (person_id, role, post, organisation_id, valid)
               VALUES ($1, $2, $3, $4, tstzrange($5, $6))""",
            row["person_id"],
            role,
            row["post"],
            organisation,
            row["since"],
            at,
        )
    person: int = row["person_id"]
    return person


async def find_post(actor: Actor, organisation: int | None) -> str:
    """The post in which somebody holds a role in an organisation now, if it was ever named."""
    found: str | None = await sql.fetchval(
        """SELECT post FROM role_holding WHERE person_id = $1 AND organisation_id = $2 AND valid @> now()
             AND upper_inf(known) AND post <> '' ORDER BY id LIMIT 1""",
        actor.person,
        organisation,
    )
    return found or ""
