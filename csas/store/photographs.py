"""Photographs of people: kept under the hash of their bytes, one current for each record."""

from __future__ import annotations

from datetime import datetime

from csas.domain import permissions, refusals
from csas.domain.permissions import CENTRAL, Actor, Subject
from csas.domain.values import Struct
from csas.store import files, sql, staff
from csas.store.numbers import new_ref


class Photograph(Struct):
    """The current picture, and who confirmed that it is like the person; ids are internal."""

    id: int
    ref: str
    stored_as: str
    sha256: str
    added_by: str
    added_at: datetime
    likeness_by: str
    likeness_at: datetime | None


_CURRENT = """SELECT h.id, h.ref, h.stored_as, h.sha256, a.name AS added_by, h.added_at, coalesce(l.name, '') AS likeness_by,
        h.likeness_at
    FROM photograph h JOIN person a ON a.id = h.added_by LEFT JOIN person l ON l.id = h.likeness_by"""


async def current(member: int) -> Photograph | None:
    """The picture in use of a record already seen."""
    row = await sql.fetchrow(f"{_CURRENT} WHERE h.staff_member_id = $1 AND h.removed_at IS NULL", member)
    return Photograph(**dict(row)) if row else None


async def load(actor: Actor, ref: str) -> bytes:
    """A picture in use: for the person, the employer’s own people, and the office that deals with the person."""
    row = await sql.fetchrow(
        """SELECT s.organisation_id AS organisation, s.person_id AS person, h.stored_as
           FROM photograph h JOIN staff_member s ON s.id = h.staff_member_id
           WHERE h.ref = $1 AND h.removed_at IS NULL""",
        ref,
    )
    if row is None:
        raise refusals.NotFound
    scheme = await staff.scheme_for(actor, row["person"], row["organisation"], *CENTRAL, "vetting-officer")
    whose = Subject(organisation=row["organisation"], person=row["person"], scheme=scheme)
    if not permissions.allows(actor, "photograph:read", whose):
        raise refusals.NotFound
    return await files.read(row["stored_as"])


async def add(member: int, stored_as: str, sha256: str, person: int | None, now: datetime) -> str:
    """Take a picture into use in the place of the one before; nobody has confirmed it yet."""
    await sql.execute(
        "UPDATE photograph SET removed_at = $2 WHERE staff_member_id = $1 AND removed_at IS NULL", member, now
    )
    ref: str = await sql.fetchval(
        """INSERT INTO photograph (ref, staff_member_id, stored_as, sha256, added_by, added_at)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING ref""",
        new_ref(),
        member,
        stored_as,
        sha256,
        person,
        now,
    )
    return ref


async def confirm(photograph: int, person: int | None, now: datetime) -> None:
    await sql.execute(
        "UPDATE photograph SET likeness_by = $2, likeness_at = $3 WHERE id = $1 AND likeness_at IS NULL",
        photograph,
        person,
        now,
    )
