"""Schemes and what they stand on: force, phase, organisations, partnerships, people, roles."""

from __future__ import annotations

from datetime import datetime

from csas.domain import permissions, refusals
from csas.domain.permissions import Actor
from csas.domain.schemes import (
    Beginning,
    OrganisationPlan,
)
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Scheme(Struct):
    """A scheme with its force; ids are internal."""

    id: int
    ref: str
    force: int
    force_name: str
    police_area: str
    chief_officer: str
    name: str
    purpose: str
    telephone: str


_SCHEME = """SELECT s.id, s.ref, s.force_id AS force, f.name AS force_name, f.police_area, f.chief_officer, s.name,
    s.purpose, s.telephone FROM scheme s JOIN force f ON f.id = s.force_id"""


async def find_first() -> Scheme | None:
    """The scheme of this installation; the first where there are several."""
    row = await sql.fetchrow(f"{_SCHEME} ORDER BY s.id LIMIT 1")
    return Scheme(**dict(row)) if row else None


async def load(scheme: int) -> Scheme:
    row = await sql.fetchrow(f"{_SCHEME} WHERE s.id = $1", scheme)
    if row is None:
        raise LookupError(scheme)
    return Scheme(**dict(row))


async def require(actor: Actor, action: str) -> Scheme:
    """The scheme in which this actor may do this."""
    found = permissions.schemes_for(actor, action)
    if not found:
        raise refusals.NotAllowed
    return await load(found[0])


async def hold() -> None:
    """Let nobody else set up a scheme until the act ends."""
    await sql.fetchval("SELECT pg_advisory_xact_lock(hashtext('scheme'))")


async def add_scheme(plan: Beginning) -> tuple[int, int]:
    """Force and scheme; returns (force, scheme)."""
    force: int = await sql.fetchval(
        "INSERT INTO force (ref, name, police_area, chief_officer) VALUES ($1, $2, $3, $4) RETURNING id",
        new_ref(),
        plan.force,
        plan.police_area,
        plan.chief_officer,
    )
    scheme: int = await sql.fetchval(
        """INSERT INTO scheme (ref, force_id, name, purpose, telephone, established_on)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id""",
        new_ref(),
        force,
        plan.name,
        plan.purpose,
        plan.telephone,
        plan.established_on,
    )
    return force, scheme


async def adopt(force: int, scheme: int, codes: tuple[str, ...], since: datetime) -> None:
    """Record that the force has adopted these powers from a moment on."""
    await sql.execute(
        """INSERT INTO power_adoption (force_id, scheme_id, power_id, valid)
           SELECT $1, $2, id, tstzrange($4, NULL) FROM power WHERE code = ANY ($3)""",
        force,
        scheme,
        list(codes),
        since,
    )


async def add_organisation(plan: OrganisationPlan, now: datetime) -> int:
    organisation: int = await sql.fetchval(
        """INSERT INTO organisation (ref, name, legal_name, sector, number, address, website, parent_name, registered_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id""",
        new_ref(),
        plan.name,
        plan.legal_name or plan.name,
        plan.sector,
        plan.number,
        plan.address,
        plan.website,
        plan.parent_name,
        now,
    )
    return organisation


async def give_role(
    person: int,
    role: str,
    post: str,
    since: datetime,
    *,
    scheme: int | None = None,
    organisation: int | None = None,
    partnership: int | None = None,
) -> None:
    """A role from a moment on, in exactly one place."""
    await sql.execute(
        """INSERT INTO role_holding (person_id, role, post, scheme_id, organisation_id, partnership_id, valid)
           VALUES ($1, $2, $3, $4, $5, $6, tstzrange($7, NULL))""",
        person,
        role,
        post,
        scheme,
        organisation,
        partnership,
        since,
    )
