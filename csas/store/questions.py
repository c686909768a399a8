"""Questions to the applicant, each aimed at one item of the application, and their answers."""

from __future__ import annotations

from datetime import date, datetime

from csas.domain.casework import Case
from csas.domain.values import Struct
from csas.store import sql


class Asked(Struct):
    """A question and, once given, its answer."""

    ref: str
    item: str
    body: str
    asked_by: str
    asked_at: datetime
    due_on: date
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


async def list_asked(case: Case) -> list[Asked]:
    """All questions on a case, the unanswered first, then the newest."""
    rows = await sql.fetch(
        """SELECT q.ref, q.item, q.body, a.name AS asked_by, q.asked_at, q.due_on, q.answer, b.name AS answered_by,
                  q.answered_at
           FROM question q JOIN person a ON a.id = q.asked_by LEFT JOIN person b ON b.id = q.answered_by
           WHERE q.case_id = $1 ORDER BY q.answer IS NOT NULL, q.asked_at DESC, q.id""",
        case.id,
    )
    return [Asked(**dict(row)) for row in rows]


async def list_open(case: Case) -> list[Asked]:
    return [asked for asked in await list_asked(case) if asked.answer is None]


async def answer(case: Case, answers: dict[str, str], person: int | None, now: datetime) -> None:
    """Write each answer beside its question, by the question's reference."""
    await sql.execute(
        """UPDATE question q SET answer = g.answer, answered_by = $4, answered_at = $5
           FROM unnest($2::text[], $3::text[]) AS g (ref, answer)
           WHERE q.case_id = $1 AND q.ref = g.ref AND q.answer IS NULL""",
        case.id,
        list(answers),
        list(answers.values()),
        person,
        now,
    )
