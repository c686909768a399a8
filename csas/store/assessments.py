"""Results on requirements and findings on the employer: added, never changed; the newest counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from csas.domain.assessments import Assessed, Assessment, Finding, Requirement, Result, applicable
from csas.domain.decisions import Considered
from csas.store import sql


async def list_requirements(edition: int, sector: str) -> tuple[Requirement, ...]:
    """The requirements of an edition that apply to a sector, family by family."""
    rows = await sql.fetch(
        """SELECT id, code, family, title, body, evidence, critical, sectors FROM requirement WHERE edition_id = $1
           ORDER BY array_position(ARRAY['occupational', 'vetting', 'management', 'fees'], family), id""",
        edition,
    )
    return applicable((Requirement(**{**dict(row), "sectors": tuple(row["sectors"])}) for row in rows), sector)


async def load(on: Considered) -> Assessment:
    """What must be judged and what has been, for the edition the application is pinned to."""
    requirements = await list_requirements(on.edition, on.sector)
    results = await sql.fetch(
        """SELECT DISTINCT ON (q.code) q.code, a.result, a.evidence, p.name AS by, a.assessed_at AS at
           FROM assessment a JOIN requirement q ON q.id = a.requirement_id JOIN person p ON p.id = a.assessed_by
           WHERE a.application_id = $1 AND q.edition_id = $2 ORDER BY q.code, a.id DESC""",
        on.application,
        on.edition,
    )
    findings = await sql.fetch(
        """SELECT DISTINCT ON (f.subject) f.subject, f.satisfied, f.evidence, p.name AS by, f.found_at AS at
           FROM finding f JOIN person p ON p.id = f.found_by
           WHERE f.application_id = $1 ORDER BY f.subject, f.id DESC""",
        on.application,
    )
    return Assessment(
        requirements=requirements,
        results={row["code"]: Assessed(**dict(row)) for row in results},
        findings={row["subject"]: Finding(**dict(row)) for row in findings},
    )


async def add_results(
    on: Considered, requirements: Iterable[Requirement], given: Iterable[Result], by: int | None, now: datetime
) -> None:
    ids = {each.code: each.id for each in requirements}
    for each in given:
        await sql.execute(
            """INSERT INTO assessment (application_id, requirement_id, round, result, evidence, assessed_by, assessed_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)""",
            on.application,
            ids[each.requirement],
            on.round,
            each.result,
            each.evidence,
            by,
            now,
        )


async def add_finding(
    on: Considered, subject: str, evidence: str, by: int | None, now: datetime, *, satisfied: bool
) -> None:
    await sql.execute(
        """INSERT INTO finding (application_id, round, subject, satisfied, evidence, found_by, found_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        on.application,
        on.round,
        subject,
        satisfied,
        evidence,
        by,
        now,
    )
