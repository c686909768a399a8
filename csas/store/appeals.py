"""Appeals and the decisions they are against, row to record and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.appeals import Appealable
from csas.domain.casework import Case
from csas.domain.values import Struct
from csas.store import sql


class Appeal(Struct):
    """An appeal; `outcome` is None until it is decided or not admitted."""

    id: int
    decision: int | None
    grounds: tuple[str, ...]
    statement: str
    lodged_at: datetime
    outcome: str | None
    reasons: str | None
    directions: str | None
    decided_at: datetime | None


class Lodged(Struct):
    """An appeal as the application it is about knows it."""

    ref: str
    state: str
    lodged_at: datetime
    directions: str | None


async def find_decision(case: Case) -> tuple[int, Appealable] | None:
    """The latest decision on an application, as far as an appeal is concerned."""
    row = await sql.fetchrow(
        """SELECT d.id, d.outcome, d.decided_at, d.conditions,
                  EXISTS (SELECT 1 FROM appeal x WHERE x.decision_id = d.id) AS appealed,
                  (SELECT upper(a.valid) FROM arrangement a
                    WHERE a.decision_id = d.id AND a.ending = 'notice' AND upper_inf(a.known)) AS ended_at
           FROM decision d JOIN application p ON p.id = d.application_id
           WHERE p.case_id = $1 ORDER BY d.id DESC LIMIT 1""",
        case.id,
    )
    if row is None:
        return None
    return row["id"], Appealable(
        outcome=row["outcome"],
        decided_at=row["decided_at"],
        conditions=tuple(str(each) for each in row["conditions"]),
        ended_at=row["ended_at"],
        appealed=row["appealed"],
    )


async def add(case: Case, decision: int, grounds: Sequence[str], statement: str, person: int, now: datetime) -> None:
    await sql.execute(
        """INSERT INTO appeal (force_id, scheme_id, case_id, decision_id, grounds, statement, lodged_by, lodged_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
        case.force,
        case.scheme,
        case.id,
        decision,
        list(grounds),
        statement,
        person,
        now,
    )


async def load(case: Case) -> Appeal:
    row = await sql.fetchrow(
        """SELECT id, decision_id AS decision, grounds, statement, lodged_at, outcome, reasons, directions, decided_at
           FROM appeal WHERE case_id = $1""",
        case.id,
    )
    if row is None:
        raise LookupError(case.ref)
    return Appeal(**{**dict(row), "grounds": tuple(row["grounds"])})


async def list_of(case: Case) -> list[Lodged]:
    """The appeals against decisions on an application, newest first."""
    rows = await sql.fetch(
        """SELECT c.ref, c.state, a.lodged_at, a.directions FROM appeal a JOIN casefile c ON c.id = a.case_id
           WHERE c.parent_id = $1 ORDER BY a.id DESC""",
        case.id,
    )
    return [Lodged(**dict(row)) for row in rows]


async def close(
    case: Case, outcome: str, reasons: str, person: int | None, now: datetime, directions: str | None = None
) -> None:
    await sql.execute(
        """UPDATE appeal SET outcome = $2, reasons = $3, decided_by = $4, decided_at = $5, directions = $6
           WHERE case_id = $1""",
        case.id,
        outcome,
        reasons,
        person,
        now,
        directions,
    )


async def next_round(application_case: Case) -> None:
    """A decision set aside is made again in a new round."""
    if application_case.process == "individual":
        await sql.execute("UPDATE individual_request SET round = round + 1 WHERE case_id = $1", application_case.id)
        return
    await sql.execute("UPDATE application SET round = round + 1 WHERE case_id = $1", application_case.id)
