"""Invitations: a link, used once, by which a named person opens an account.

The role that goes with it is granted by whoever accepts the invitation in a
journalled act; nothing here grants a role or sends a message.
"""

from datetime import datetime, timedelta

from csas.domain.permissions import CENTRAL
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref
from csas.store.tokens import digest, mint

LASTS = timedelta(days=3)
# Used and expired invitations hold a name and an address that nobody needs any more.
KEPT = timedelta(days=30)
OF_SCHEME = frozenset((*CENTRAL, "vetting-officer", "officer"))

_FIND = """
SELECT ref, email, name, person_id AS person, role, scheme_id AS scheme, organisation_id AS organisation,
       partnership_id AS partnership, invited_by, expires_at, post
FROM invitation WHERE used_at IS NULL AND expires_at > now()
"""
_USE = """
UPDATE invitation SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now()
RETURNING ref, email, name, person_id AS person, role, scheme_id AS scheme, organisation_id AS organisation,
          partnership_id AS partnership, invited_by, expires_at, post
"""
_CREATE = """
INSERT INTO invitation (token_hash, ref, email, name, person_id, role, scheme_id, organisation_id, partnership_id,
                        invited_by, expires_at, post)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + $11::interval, $12)
"""


class Invitation(Struct):
    """Who is invited, by whom, to hold which role where."""

    ref: str
    email: str
    name: str
    person: int | None
    role: str | None
    scheme: int | None
    organisation: int | None
    partnership: int | None
    invited_by: int | None
    expires_at: datetime
    post: str


class Place(Struct):
    """The role an invitation carries and where it is held."""

    role: str
    scheme: int | None = None
    organisation: int | None = None
    partnership: int | None = None


async def create(
    email: str, name: str, place: Place | None, *, by: int | None = None, person: int | None = None, post: str = ""
) -> str:
    """Make an invitation and return the secret of its link."""
    token = mint()
    role = place.role if place else None
    where = (place.scheme, place.organisation, place.partnership) if place else (None, None, None)
    await sql.execute(_CREATE, digest(token), new_ref(), email, name, person, role, *where, by, LASTS, post)
    return token


async def find_place(role: str, ref: str) -> Place | None:
    """Where a role is held: in the scheme, or in the organisation or partnership of this reference."""
    if role in OF_SCHEME:
        scheme = await sql.fetchval("SELECT id FROM scheme ORDER BY id LIMIT 1")
        return Place(role=role, scheme=scheme) if scheme else None
    if role == "endorser":
        partnership = await sql.fetchval("SELECT id FROM partnership WHERE ref = $1 OR name = $1", ref)
        return Place(role=role, partnership=partnership) if partnership else None
    organisation = await sql.fetchval("SELECT id FROM organisation WHERE ref = $1 OR name = $1", ref)
    return Place(role=role, organisation=organisation) if organisation else None


async def sweep() -> int:
    """Remove invitations that were used, or could not be used any more, long ago."""
    return await sql.execute(
        "DELETE FROM invitation WHERE expires_at < now() - $1::interval OR used_at < now() - $1::interval", KEPT
    )


async def find_open(token: str) -> Invitation | None:
    """Return an invitation that can still be accepted."""
    row = await sql.fetchrow(_FIND + "AND token_hash = $1", digest(token))
    return Invitation(**row) if row else None


async def use(token: str) -> Invitation | None:
    """Use an invitation up and return it; None if it was used or is too old."""
    row = await sql.fetchrow(_USE, digest(token))
    return Invitation(**row) if row else None


async def end_others(person: int, email: str) -> None:
    """Links to somebody’s own pages that went to another address than this one open nothing any more."""
    await sql.execute(
        "UPDATE invitation SET used_at = now() WHERE person_id = $1 AND role IS NULL AND email <> $2 AND used_at IS NULL",
        person,
        email,
    )


async def end_in_scheme(scheme: int, email: str) -> None:
    """Links to roles in the scheme that went to this address open nothing any more."""
    await sql.execute(
        "UPDATE invitation SET used_at = now() WHERE scheme_id = $1 AND email = $2 AND used_at IS NULL", scheme, email
    )


async def list_open(organisation: int) -> list[Invitation]:
    """Return an organisation's invitations that nobody has accepted yet."""
    rows = await sql.fetch(_FIND + "AND organisation_id = $1 ORDER BY created_at", organisation)
    return [Invitation(**row) for row in rows]


async def list_open_in_scheme(scheme: int) -> list[Invitation]:
    """Return a scheme's invitations that nobody has accepted yet."""
    rows = await sql.fetch(_FIND + "AND scheme_id = $1 ORDER BY created_at", scheme)
    return [Invitation(**row) for row in rows]
