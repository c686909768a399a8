"""The demand log: who asked, who was turned away, who waits, whatever became of it."""

from __future__ import annotations

from datetime import date

from csas.domain import permissions
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class DemandLine(Struct):
    """One entry of the log."""

    ref: str
    who: str
    sector: str
    outcome: str
    why: str
    received_on: date


async def add(scheme: int, who: str, sector: str, outcome: str, why: str, received_on: date) -> str:
    """Write an entry, inside an act."""
    ref = new_ref()
    await sql.execute(
        """INSERT INTO demand (ref, force_id, scheme_id, who, sector, outcome, why, received_on)
           SELECT $1, force_id, id, $3, $4, $5, $6, $7 FROM scheme WHERE id = $2""",
        ref,
        scheme,
        who,
        sector,
        outcome,
        why,
        received_on,
    )
    return ref


async def list_all(actor: Actor) -> list[DemandLine]:
    """The log of the actor's schemes, newest first."""
    rows = await sql.fetch(
        """SELECT ref, who, sector, outcome, why, received_on FROM demand WHERE scheme_id = ANY ($1::bigint[])
           ORDER BY received_on DESC, id DESC LIMIT 500""",
        permissions.schemes_for(actor, "demand:read"),
    )
    return [DemandLine(**dict(row)) for row in rows]
