"""Which accreditations the law has ended while their case still says that they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.store import sql


async def list_over(now: datetime, most: int) -> list[str]:
    """Cases whose term, employment or arrangement is over for good; nothing depends on their being noted."""
    rows = await sql.fetch(
        """SELECT c.ref FROM casefile c LEFT JOIN individual_request r ON r.case_id = c.id
               JOIN accreditation a ON a.id = coalesce(r.accreditation_id, (SELECT x.id FROM accreditation x
                   WHERE x.case_id = c.id))
           WHERE c.process = 'individual' AND c.state = 'accredited' AND (
               NOT EXISTS (SELECT 1 FROM accreditation_term t WHERE t.accreditation_id = a.id AND upper_inf(t.known)
                   AND upper(t.valid) > $1::timestamptz)
               OR NOT EXISTS (SELECT 1 FROM employment e WHERE e.ref = a.employment_ref AND upper_inf(e.known)
                   AND coalesce(upper(e.valid) > $1::timestamptz, true))
               OR NOT EXISTS (SELECT 1 FROM arrangement g WHERE g.line = a.arrangement_line AND upper_inf(g.known)
                   AND upper(g.valid) > $1::timestamptz))
           ORDER BY c.id LIMIT $2""",
        now,
        most,
    )
    return [row["ref"] for row in rows]


async def cases_of(accreditations: Sequence[int]) -> list[int]:
    """The cases these accreditations came from, for the history of each."""
    rows = await sql.fetch(
        "SELECT DISTINCT case_id FROM accreditation WHERE id = ANY ($1::bigint[]) ORDER BY case_id",
        list(accreditations),
    )
    return [row["case_id"] for row in rows]
