"""Suspended employers: since when, why, and who proposed that it is lifted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.casework import Case
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Suspension(Struct):
    """A suspension of an employer, and the proposal to lift it if there is one."""

    ref: str
    reasons: tuple[str, ...]
    explanation: str
    by: int
    by_name: str
    since: datetime
    proposed_by: int | None
    proposed_name: str
    why: str


async def find(scheme: int, organisation: int, at: datetime) -> Suspension | None:
    """The one that nobody has lifted: a lifting that waited must not find one that has ended meanwhile."""
    row = await sql.fetchrow(
        """SELECT s.ref, s.reasons, s.explanation, s.suspended_by AS by, p.name AS by_name, lower(s.valid) AS since,
                  l.proposed_by, coalesce(q.name, '') AS proposed_name, coalesce(l.why, '') AS why
           FROM provider_suspension s JOIN person p ON p.id = s.suspended_by
               LEFT JOIN provider_lifting l ON l.suspension_ref = s.ref LEFT JOIN person q ON q.id = l.proposed_by
           WHERE s.scheme_id = $1 AND s.organisation_id = $2 AND upper_inf(s.known) AND upper_inf(s.valid)
             AND s.valid @> $3::timestamptz
             AND EXISTS (SELECT 1 FROM arrangement r WHERE r.line = s.arrangement_line AND upper_inf(r.known)
               AND r.valid @> $3::timestamptz)""",
        scheme,
        organisation,
        at,
    )
    return Suspension(**{**dict(row), "reasons": tuple(row["reasons"])}) if row else None


async def stands_from(scheme: int, organisation: int, moment: datetime) -> bool:
    """Whether it is suspended at this moment or later: an act that waited for its locks is older than what passed it."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM provider_suspension s
             WHERE s.scheme_id = $1 AND s.organisation_id = $2 AND upper_inf(s.known)
               AND s.valid && tstzrange($3::timestamptz, NULL)
               AND EXISTS (SELECT 1 FROM arrangement r WHERE r.line = s.arrangement_line AND upper_inf(r.known)
                 AND r.valid @> $3::timestamptz))""",
        scheme,
        organisation,
        moment,
    )
    return found


async def hold_arrangement(scheme: int, organisation: int, at: datetime) -> str | None:
    """The line of the arrangement in force, held against grants until the act is over."""
    found: str | None = await sql.fetchval(
        """SELECT line FROM arrangement WHERE scheme_id = $1 AND organisation_id = $2 AND upper_inf(known)
             AND valid @> $3::timestamptz FOR NO KEY UPDATE""",
        scheme,
        organisation,
        at,
    )
    return found


async def add(case: Case, line: str, reasons: Sequence[str], explanation: str, by: int | None, now: datetime) -> None:
    await sql.execute(
        """INSERT INTO provider_suspension (ref, force_id, scheme_id, organisation_id, case_id, reasons, explanation,
                                            suspended_by, valid, arrangement_line)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, tstzrange($9, NULL), $10)""",
        new_ref(),
        case.force,
        case.scheme,
        case.organisation,
        case.id,
        list(reasons),
        explanation,
        by,
        now,
        line,
    )


async def propose(ref: str, by: int | None, now: datetime, why: str) -> None:
    await sql.execute(
        "INSERT INTO provider_lifting (suspension_ref, proposed_by, proposed_at, why) VALUES ($1, $2, $3, $4)",
        ref,
        by,
        now,
        why,
    )


async def end(ref: str, now: datetime) -> None:
    """Close the fact as it was known and put the ended one beside it."""
    await sql.execute(
        """WITH old AS (UPDATE provider_suspension SET known = tstzrange(lower(known), clock_timestamp())
             WHERE ref = $1 AND upper_inf(known) RETURNING *)
           INSERT INTO provider_suspension (ref, force_id, scheme_id, organisation_id, case_id, arrangement_line,
                                            reasons, explanation, suspended_by, valid)
           SELECT ref, force_id, scheme_id, organisation_id, case_id, arrangement_line, reasons, explanation, suspended_by,
               tstzrange(lower(valid), greatest($2::timestamptz, lower(valid) + interval '1 microsecond')) FROM old""",
        ref,
        now,
    )
