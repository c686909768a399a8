"""Amounts, periods and thresholds of a scheme: dated settings, never constants.

The newest setting dated on or before the day counts. What was never set falls
back to the provisional value written here, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref

# name -> (value, unit in words). Provisional until a scheme manager adopts them.
PROVISIONAL: dict[str, tuple[Any, str]] = {
    "open-applications": (5, "applications that an organisation may have open at a time"),
    "question-working-days": (10, "working days to answer a question"),
    "representation-days": (14, "days to answer a notice before an adverse decision"),
    "appeal-days": (28, "days to appeal after a decision"),
    "endorsement-extension-days": (60, "days by which a named meeting may lie after the time to answer"),
    "reminder-days-before": ([10, 3, 1], "days before the end of the time on which reminders go"),
    "arrangement-months": (24, "months an arrangement runs, if the phase allows"),
    "accreditation-rests-on": (["training", "vetting"], "facts a person’s powers last only as long as"),
    "accreditation-ends-by": ([], "facts beyond whose end no person’s accreditation runs"),
    "renewal-days": (90, "days before the end of a person’s accreditation in which it can be renewed"),
    "identity-months": (12, "months for which a check of identity counts for the new request that an appeal leads to"),
    "post-hours": (1500, "hours a full-time police post works in a year"),
    "notify-working-days": (2, "working days to report a notifiable event"),
    "check-photograph": (False, "whether the public check of a card shows its photograph"),
    "lapse-days": ([90, 60, 30, 7], "days before something ends on which reminders go"),
    "vetting-link-days": (14, "days for which the link to the vetting questions works"),
    "vetting-months": (
        {"NPPV 1": 36, "NPPV 2 abbreviated": 36, "NPPV 2 full": 36, "NPPV 3": 60},
        "months for which somebody is clear, by the level of vetting",
    ),
    "report-sectors": (["private", "charity"], "sectors that need a report of Police CPI first"),
}


class Setting(Struct):
    """One setting on one day, and whether it was adopted, is provisional or not yet set."""

    name: str
    value: Any
    unit: str
    standing: str
    from_on: date | None


class Set(Struct):
    """A value of a setting from a day on: by whom, why, and who confirmed it. Nobody set what a scheme started with."""

    name: str
    value: Any
    standing: str
    from_on: date
    why: str
    by: str
    confirmed_by: str


class Proposed(Struct):
    """A change that waits for a second person; ids are internal."""

    id: int
    ref: str
    scheme: int
    name: str
    value: Any
    from_on: date
    why: str
    by: int
    by_name: str
    at: datetime


async def list_set(scheme: int) -> list[Set]:
    """Every value ever set, the newest first of each setting."""
    rows = await sql.fetch(
        """SELECT s.name, s.value, s.standing, s.from_on, s.why, coalesce(p.name, '') AS by,
               coalesce(c.name, '') AS confirmed_by
           FROM setting s LEFT JOIN person p ON p.id = s.set_by LEFT JOIN person c ON c.id = s.confirmed_by
           WHERE s.scheme_id = $1 ORDER BY s.name, s.from_on DESC""",
        scheme,
    )
    return [Set(**dict(row)) for row in rows]


_PROPOSED = """SELECT r.id, r.ref, r.scheme_id AS scheme, r.name, r.value, r.from_on, r.why, r.proposed_by AS by,
    p.name AS by_name, r.proposed_at AS at FROM setting_proposal r JOIN person p ON p.id = r.proposed_by
    WHERE r.outcome IS NULL AND r.scheme_id = ANY ($1::bigint[])"""


async def list_proposed(schemes: Iterable[int]) -> list[Proposed]:
    """The changes that wait, the longest first."""
    return [Proposed(**dict(row)) for row in await sql.fetch(f"{_PROPOSED} ORDER BY r.id", sorted(schemes))]


async def find_proposed(schemes: Iterable[int], ref: str) -> Proposed | None:
    row = await sql.fetchrow(f"{_PROPOSED} AND r.ref = $2", sorted(schemes), ref)
    return Proposed(**dict(row)) if row else None


async def hold(scheme: int) -> None:
    """Let nobody else change a setting of the scheme until the act ends."""
    await sql.fetchval("SELECT pg_advisory_xact_lock(hashtext('setting'), $1::int)", scheme)


async def has_from(scheme: int, name: str, day: date) -> bool:
    """Whether there is a value from this day or a later one."""
    found: bool = await sql.fetchval(
        "SELECT EXISTS (SELECT 1 FROM setting WHERE scheme_id = $1 AND name = $2 AND from_on >= $3)", scheme, name, day
    )
    return found


async def add(
    scheme: int, name: str, value: object, from_on: date, why: str, by: int | None, confirmed_by: int | None = None
) -> None:
    """Set a value from a day on; what was before counts until then."""
    await sql.execute(
        """INSERT INTO setting (scheme_id, name, value, from_on, standing, why, set_by, confirmed_by)
           VALUES ($1, $2, $3, $4, 'adopted', $5, $6, $7)""",
        scheme,
        name,
        value,
        from_on,
        why,
        by,
        confirmed_by,
    )


async def propose(scheme: int, name: str, value: object, from_on: date, why: str, by: int | None, now: datetime) -> str:
    """Put a change down for a second person."""
    ref = new_ref()
    await sql.execute(
        """INSERT INTO setting_proposal (ref, scheme_id, name, value, from_on, why, proposed_by, proposed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
        ref,
        scheme,
        name,
        value,
        from_on,
        why,
        by,
        now,
    )
    return ref


async def settle(proposal: int, outcome: str, by: int | None, now: datetime) -> bool:
    """Confirm or decline a change that waits; False if somebody was first."""
    done = await sql.execute(
        "UPDATE setting_proposal SET outcome = $2, settled_by = $3, settled_at = $4 WHERE id = $1 AND outcome IS NULL",
        proposal,
        outcome,
        by,
        now,
    )
    return bool(done)


async def on(scheme: int, name: str, day: date) -> Setting:
    fallback, unit = PROVISIONAL[name]
    row = await sql.fetchrow(
        """SELECT value, standing, from_on FROM setting WHERE scheme_id = $1 AND name = $2 AND from_on <= $3
           ORDER BY from_on DESC LIMIT 1""",
        scheme,
        name,
        day,
    )
    if row is None:
        return Setting(name=name, value=fallback, unit=unit, standing="provisional", from_on=None)
    return Setting(name=name, unit=unit, **row)
