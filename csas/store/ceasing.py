"""Which accreditations the law has ended while their case still says that they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.store import sql


async def list_over(now: datetime, among: range, most: int) -> list[str]:
    """Cases whose term, employment or arrangement is over for good; nothing depends on their being noted.

    A part of all accreditations is looked at, so that no question is too long for the database.
    """
    rows = await sql.fetch(_OVER, now, most, among.start, among.stop)
    return [row["ref"] for row in rows]


# IS NOT TRUE: what still holds is gathered once and kept, and not asked for each.
_OVER = """SELECT c.ref FROM accreditation a
        CROSS JOIN LATERAL (SELECT a.case_id UNION ALL SELECT r.case_id FROM individual_request r
            WHERE r.accreditation_id = a.id) x
        JOIN casefile c ON c.id = x.case_id AND c.process = 'individual' AND c.state = 'accredited'
    WHERE a.id >= $3 AND a.id < $4 AND (
        (a.id IN (SELECT t.accreditation_id FROM accreditation_term t WHERE t.accreditation_id >= $3
            AND t.accreditation_id < $4 AND upper_inf(t.known) AND upper(t.valid) > $1::timestamptz)) IS NOT TRUE
        OR (a.arrangement_line IN (SELECT g.line FROM arrangement g WHERE upper_inf(g.known)
            AND upper(g.valid) > $1::timestamptz)) IS NOT TRUE
        OR NOT EXISTS (SELECT 1 FROM employment e WHERE e.ref = a.employment_ref AND upper_inf(e.known)
            AND coalesce(upper(e.valid) > $1::timestamptz, true)))
    ORDER BY c.id LIMIT $2"""


async def find_untold_leaving(accreditation: int, now: datetime) -> datetime | None:
    """When the employment of somebody alive ended, if no notice has told them so."""
    found: datetime | None = await sql.fetchval(
        """SELECT upper(e.valid) FROM accreditation a JOIN employment e ON e.ref = a.employment_ref AND upper_inf(e.known)
           WHERE a.id = $1 AND upper(e.valid) <= $2::timestamptz AND e.ending <> 'died'
             AND NOT EXISTS (SELECT 1 FROM statutory_notice n WHERE n.accreditation_id = a.id AND n.kind = 'ending')""",
        accreditation,
        now,
    )
    return found


async def cases_of(accreditations: Sequence[int]) -> list[int]:
    """The cases these accreditations came from, for the history of each."""
    rows = await sql.fetch(
        "SELECT DISTINCT case_id FROM accreditation WHERE id = ANY ($1::bigint[]) ORDER BY case_id",
        list(accreditations),
    )
    return [row["case_id"] for row in rows]
