"""What a person may appeal against, and the appeal when they have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.appeals import Appealable
from csas.domain.casework import Case
from csas.domain.values import Struct
from csas.store import sql


class Against(Struct):
    """The decision or the notice that an appeal is against; ids are internal."""

    decision: int | None
    notice: int | None
    appealable: Appealable


async def find_against(case: Case) -> Against | None:
    """The last adverse decision or notice of a person's case."""
    row = await sql.fetchrow(
        """SELECT * FROM (
               SELECT d.id AS decision, NULL::bigint AS notice, d.outcome, d.decided_at AS at,
                   ARRAY(SELECT unnest(p.conditions) FROM individual_decided_power p
                       WHERE p.decision_id = d.id) AS conditions,
                   EXISTS (SELECT 1 FROM appeal x WHERE x.individual_decision_id = d.id) AS appealed
               FROM individual_decision d JOIN individual_request r ON r.id = d.request_id WHERE r.case_id = $1
               UNION ALL
               SELECT NULL, n.id, 'refuse', n.acted_at, '{}', EXISTS (SELECT 1 FROM appeal x WHERE x.notice_id = n.id)
               FROM statutory_notice n JOIN accreditation a ON a.id = n.accreditation_id
               WHERE (a.case_id = $1 OR a.id = (SELECT accreditation_id FROM individual_request WHERE case_id = $1))
                 AND n.kind IN ('suspension', 'modification', 'withdrawal')) AS each
           WHERE notice IS NOT NULL OR outcome <> 'grant' OR cardinality(conditions) > 0
           ORDER BY appealed, at DESC LIMIT 1""",
        case.id,
    )
    if row is None:
        return None
    return Against(
        decision=row["decision"],
        notice=row["notice"],
        appealable=Appealable(
            outcome=row["outcome"],
            decided_at=row["at"],
            conditions=tuple(row["conditions"]),
            appealed=row["appealed"],
        ),
    )


async def is_against_notice(case: Case) -> bool:
    """Whether an appeal is against a notice and not against any decision."""
    found: bool | None = await sql.fetchval("SELECT notice_id IS NOT NULL FROM appeal WHERE case_id = $1", case.id)
    return bool(found)


async def add(
    case: Case, against: Against, grounds: Sequence[str], statement: str, person: int | None, now: datetime
) -> None:
    await sql.execute(
        """INSERT INTO appeal (force_id, scheme_id, case_id, individual_decision_id, notice_id, grounds, statement,
                               lodged_by, lodged_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        case.force,
        case.scheme,
        case.id,
        against.decision,
        against.notice,
        list(grounds),
        statement,
        person,
        now,
    )
