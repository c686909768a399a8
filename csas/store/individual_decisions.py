"""What was found of a person, recommended and decided, row to record and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from csas.domain.individuals import Asked, Finding, Verdict
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Found(Struct):
    """A finding with who made it."""

    finding: Finding
    by: str
    at: datetime


async def add_findings(asked: Asked, findings: Iterable[Finding], by: int | None, now: datetime) -> None:
    for each in findings:
        await sql.execute(
            """INSERT INTO person_finding (request_id, round, subject, power_id, satisfied, evidence, found_by, found_at)
               VALUES ($1, $2, $3, (SELECT id FROM power WHERE code = $4), $5, $6, $7, $8)""",
            asked.id,
            asked.round,
            each.subject,
            each.power,
            each.satisfied,
            each.evidence,
            by,
            now,
        )


async def list_found(asked: Asked) -> list[Found]:
    """The newest finding on each subject."""
    rows = await sql.fetch(
        """SELECT DISTINCT ON (f.subject, f.power_id) f.subject, f.satisfied, f.evidence, w.code AS power, p.name AS by,
                  f.found_at AS at
           FROM person_finding f JOIN person p ON p.id = f.found_by LEFT JOIN power w ON w.id = f.power_id
           WHERE f.request_id = $1 ORDER BY f.subject, f.power_id, f.id DESC""",
        asked.id,
    )
    return [
        Found(
            finding=Finding(
                subject=row["subject"], satisfied=row["satisfied"], evidence=row["evidence"], power=row["power"]
            ),
            by=row["by"],
            at=row["at"],
        )
        for row in rows
    ]


async def findings(asked: Asked) -> list[Finding]:
    return [each.finding for each in await list_found(asked)]


class Recommended(Struct):
    """A recommendation as it was made; `powers` are those it would grant."""

    outcome: str
    powers: tuple[str, ...]
    reasons: str
    by: str
    at: datetime


async def add_recommendation(
    asked: Asked, outcome: str, powers: Sequence[str], reasons: str, by: int | None, now: datetime
) -> None:
    await sql.execute(
        """INSERT INTO individual_recommendation (request_id, round, outcome, powers, reasons, made_by, made_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        asked.id,
        asked.round,
        outcome,
        list(powers),
        reasons,
        by,
        now,
    )


async def find_recommendation(asked: Asked) -> Recommended | None:
    row = await sql.fetchrow(
        """SELECT r.outcome, r.powers, r.reasons, p.name AS by, r.made_at AS at FROM individual_recommendation r
           JOIN person p ON p.id = r.made_by WHERE r.request_id = $1 ORDER BY r.id DESC LIMIT 1""",
        asked.id,
    )
    return Recommended(**{**dict(row), "powers": tuple(row["powers"])}) if row else None


async def add(
    asked: Asked,
    outcome: str,
    verdicts: Sequence[Verdict],
    *,
    explanation: str,
    delegation: int,
    last_day: date | None,
    rests_on: Sequence[str],
    batch: str | None,
    by: int | None,
    now: datetime,
) -> int:
    """The one decision of a round, power by power."""
    decision: int = await sql.fetchval(
        """INSERT INTO individual_decision (ref, request_id, round, batch, outcome, explanation, delegation_id, last_day,
                                            rests_on, decided_by, decided_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id""",
        new_ref(),
        asked.id,
        asked.round,
        batch,
        outcome,
        explanation,
        delegation,
        last_day,
        list(rests_on),
        by,
        now,
    )
    for each in verdicts:
        await _add_power(decision, asked, each)
    return decision


async def _add_power(decision: int, asked: Asked, verdict: Verdict) -> None:
    await sql.execute(
        """INSERT INTO individual_decided_power (decision_id, request_id, power_id, granted, areas, conditions, reasons)
           SELECT $1, $2, id, $4, $5, $6, $7 FROM power WHERE code = $3""",
        decision,
        asked.id,
        verdict.power,
        verdict.granted,
        list(verdict.areas),
        list(verdict.conditions),
        list(verdict.reasons),
    )


class Decided(Struct):
    """A decision as it was made."""

    id: int
    ref: str
    outcome: str
    explanation: str
    last_day: date | None
    rests_on: tuple[str, ...]
    decided_by: str
    decided_at: datetime
    post: str
    instrument: str
    verdicts: tuple[Verdict, ...]


async def find(asked: Asked) -> Decided | None:
    """The decision of the present round."""
    row = await sql.fetchrow(
        """SELECT d.id, d.ref, d.outcome, d.explanation, d.last_day, d.rests_on, p.name AS decided_by, d.decided_at, g.post,
                  g.instrument,
                  (SELECT jsonb_agg(jsonb_build_object('power', w.code, 'granted', x.granted, 'areas', x.areas,
                      'conditions', x.conditions, 'reasons', x.reasons) ORDER BY w.id)
                   FROM individual_decided_power x JOIN power w ON w.id = x.power_id WHERE x.decision_id = d.id) AS verdicts
           FROM individual_decision d JOIN person p ON p.id = d.decided_by JOIN delegation g ON g.id = d.delegation_id
           WHERE d.request_id = $1 ORDER BY d.id DESC LIMIT 1""",
        asked.id,
    )
    if row is None:
        return None
    verdicts = tuple(
        Verdict(**{**each, **{name: tuple(each[name]) for name in ("areas", "conditions", "reasons")}})
        for each in row["verdicts"] or ()
    )
    return Decided(**{**dict(row), "rests_on": tuple(row["rests_on"]), "verdicts": verdicts})
