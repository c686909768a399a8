"""Phases of a scheme, the changes of their ends, and whom the end of one reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from csas.domain.phases import Phase
from csas.domain.schemes import PhasePlan
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref

_PHASE = """SELECT id, ref, scheme_id AS scheme, name, lower(valid) AS since, upper(valid) AS until, least, most, why,
    fees_waived, taken_back FROM phase"""


class Changed(Struct):
    """One change of the end of a phase."""

    phase: str
    was_until: datetime
    until: datetime
    why: str
    by: str
    at: datetime


class Reached(Struct):
    """A provider whose arrangement is in force, and when it ends."""

    organisation: str
    ref: str
    until: datetime | None


async def find_phase(scheme: int, at: datetime) -> Phase | None:
    """The phase the scheme is in at a moment."""
    row = await sql.fetchrow(
        f"{_PHASE} WHERE scheme_id = $1 AND valid @> $2::timestamptz ORDER BY taken_back", scheme, at
    )
    return Phase(**dict(row)) if row else None


async def list_all(schemes: Iterable[int]) -> list[Phase]:
    """Every phase there ever was, the newest first."""
    rows = await sql.fetch(
        f"{_PHASE} WHERE scheme_id = ANY ($1::bigint[]) ORDER BY lower(valid) DESC, id DESC", sorted(schemes)
    )
    return [Phase(**dict(row)) for row in rows]


async def find(schemes: Iterable[int], ref: str) -> Phase | None:
    row = await sql.fetchrow(f"{_PHASE} WHERE scheme_id = ANY ($1::bigint[]) AND ref = $2", sorted(schemes), ref)
    return Phase(**dict(row)) if row else None


async def lock(phase: int) -> Phase:
    """The phase as it stands, held until the act ends: whoever takes a place waits, and so does whoever closes it."""
    row = await sql.fetchrow(f"{_PHASE} WHERE id = $1 FOR UPDATE", phase)
    if row is None:
        raise LookupError(phase)
    return Phase(**dict(row))


async def add(force: int, scheme: int, plan: PhasePlan, valid: tuple[datetime, datetime | None]) -> str:
    """Put a phase down from its first moment to the first after it; its reference."""
    since, until = valid
    ref = new_ref()
    await sql.execute(
        """INSERT INTO phase (ref, force_id, scheme_id, name, valid, least, most, why, fees_waived)
           VALUES ($1, $2, $3, $4, tstzrange($5, $6), $7, $8, $9, $10)""",
        ref,
        force,
        scheme,
        plan.name,
        since,
        until,
        plan.least,
        plan.most,
        plan.why,
        plan.fees_waived,
    )
    return ref


async def move_end(phase: Phase, until: datetime, why: str, by: int | None, now: datetime) -> None:
    """Let a phase end at another moment; one that has not begun by then is taken back."""
    await sql.execute(
        """UPDATE phase SET valid = tstzrange(lower(valid), $2), taken_back = lower(valid) > $3::timestamptz
             AND $2::timestamptz < upper(valid) WHERE id = $1""",
        phase.id,
        until,
        now,
    )
    await sql.execute(
        """INSERT INTO phase_change (phase_id, was_until, until, why, changed_by, changed_at)
           VALUES ($1, $2, $3, $4, $5, $6)""",
        phase.id,
        phase.until,
        until,
        why,
        by,
        now,
    )


async def list_changes(schemes: Iterable[int]) -> list[Changed]:
    rows = await sql.fetch(
        """SELECT p.ref AS phase, c.was_until, c.until, c.why, n.name AS by, c.changed_at AS at
           FROM phase_change c JOIN phase p ON p.id = c.phase_id JOIN person n ON n.id = c.changed_by
           WHERE p.scheme_id = ANY ($1::bigint[]) ORDER BY c.id DESC""",
        sorted(schemes),
    )
    return [Changed(**dict(row)) for row in rows]


async def list_reached(scheme: int, now: datetime) -> list[Reached]:
    """The providers in force, the first to end first."""
    rows = await sql.fetch(
        """SELECT o.name AS organisation, c.ref, upper(r.valid) AS until FROM arrangement r
             JOIN application a ON a.id = r.application_id JOIN casefile c ON c.id = a.case_id
             JOIN organisation o ON o.id = r.organisation_id
           WHERE r.scheme_id = $1 AND r.valid @> $2::timestamptz AND upper_inf(r.known)
           ORDER BY upper(r.valid), o.name""",
        scheme,
        now,
    )
    return [Reached(**dict(row)) for row in rows]
