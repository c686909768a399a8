"""Reviews and what was found in them, row to record and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csas.domain.casework import Case
from csas.domain.reviews import TopicGrade
from csas.domain.values import Struct
from csas.store import sql


class Action(Struct):
    """One line of an action plan; `done` is None until it is followed up."""

    id: int
    body: str
    due_on: date
    done: bool | None = None
    outcome: str | None = None


class Review(Struct):
    """A review with its parts; the period's last day is inclusive."""

    id: int
    application: int
    number: int
    first_day: date
    last_day: date
    risk: str
    overall: str | None
    validation: str | None
    summary: str | None
    follow_up: str | None
    own: dict[str, tuple[str, str]] = {}
    grades: tuple[TopicGrade, ...] = ()
    actions: tuple[Action, ...] = ()


async def plan(case: Case, application: int, first_day: date, last_day: date) -> int:
    """The next review of an application's arrangement."""
    review: int = await sql.fetchval(
        """INSERT INTO review (force_id, scheme_id, case_id, application_id, number, period)
           SELECT $1, $2, $3, $4, coalesce(max(number), 0) + 1, daterange($5, $6, '[]')
           FROM review WHERE application_id = $4 RETURNING id""",
        case.force,
        case.scheme,
        case.id,
        application,
        first_day,
        last_day,
    )
    return review


async def load(case: Case) -> Review:
    row = await sql.fetchrow(
        """SELECT id, application_id AS application, number, lower(period) AS first_day, upper(period) - 1 AS last_day,
                  risk, overall, validation, summary, follow_up FROM review WHERE case_id = $1""",
        case.id,
    )
    if row is None:
        raise LookupError(case.ref)
    own = await sql.fetch("SELECT topic, grade, account FROM self_assessment WHERE review_id = $1", row["id"])
    grades = await sql.fetch(
        """SELECT topic, grade, direction, critical_failure, strengths, improvements, good_practice
           FROM review_grade WHERE review_id = $1""",
        row["id"],
    )
    actions = await sql.fetch(
        "SELECT id, body, due_on, done, outcome FROM review_action WHERE review_id = $1 ORDER BY due_on, id",
        row["id"],
    )
    return Review(
        **dict(row),
        own={each["topic"]: (each["grade"], each["account"]) for each in own},
        grades=tuple(TopicGrade(**dict(each)) for each in grades),
        actions=tuple(Action(**dict(each)) for each in actions),
    )


async def save_own(review: int, parts: Sequence[tuple[str, str, str]]) -> None:
    """The provider's own assessment: topic, grade, account."""
    for topic, grade, account in parts:
        await sql.execute(
            "INSERT INTO self_assessment (review_id, topic, grade, account) VALUES ($1, $2, $3, $4)",
            review,
            topic,
            grade,
            account,
        )


async def save_grades(
    review: int,
    grades: Sequence[TopicGrade],
    actions: Sequence[tuple[str, date]],
    *,
    overall: str,
    validation: str,
    risk: str,
    summary: str,
) -> None:
    """The office's grades, the whole, and the action plan."""
    for each in grades:
        await sql.execute(
            """INSERT INTO review_grade (review_id, topic, grade, direction, critical_failure, strengths, improvements,
                                         good_practice) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
            review,
            each.topic,
            each.grade,
            each.direction,
            each.critical_failure,
            each.strengths,
            each.improvements,
            each.good_practice,
        )
    for body, due_on in actions:
        await sql.execute(
            "INSERT INTO review_action (review_id, body, due_on) VALUES ($1, $2, $3)", review, body, due_on
        )
    await sql.execute(
        "UPDATE review SET overall = $2, validation = $3, risk = $4, summary = $5 WHERE id = $1",
        review,
        overall,
        validation,
        risk,
        summary,
    )


async def follow_up(review: int, done: dict[int, bool], text: str) -> None:
    """What became of the action plan."""
    for action, was_done in done.items():
        await sql.execute(
            "UPDATE review_action SET done = $3 WHERE review_id = $1 AND id = $2", review, action, was_done
        )
    await sql.execute("UPDATE review SET follow_up = $2 WHERE id = $1", review, text)


async def has_open(application: int) -> bool:
    """Whether a review of this application is planned or under way."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM review r JOIN casefile c ON c.id = r.case_id
                          WHERE r.application_id = $1 AND c.state NOT IN ('closed', 'lapsed'))""",
        application,
    )
    return found


async def list_open(parent: Case) -> list[int]:
    """The cases of the reviews of an application that are planned or under way."""
    rows = await sql.fetch(
        """SELECT c.id FROM review r JOIN casefile c ON c.id = r.case_id JOIN application p ON p.id = r.application_id
           WHERE p.case_id = $1 AND c.state IN ('planned', 'self-assessment', 'grading', 'action-plan') ORDER BY c.id""",
        parent.id,
    )
    return [row["id"] for row in rows]


async def distribution(scheme: int) -> dict[str, int]:
    """How many providers hold each overall grade in their newest graded review."""
    rows = await sql.fetch(
        """SELECT overall, count(*) AS number FROM (
               SELECT DISTINCT ON (application_id) application_id, overall FROM review
               WHERE scheme_id = $1 AND overall IS NOT NULL ORDER BY application_id, number DESC) newest
           GROUP BY overall""",
        scheme,
    )
    return {row["overall"]: row["number"] for row in rows}
