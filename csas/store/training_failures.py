"""Courses taken and not passed: kept beside the passes, and read by nothing that says whether somebody is trained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Failure(Struct):
    """A course taken and not passed, as known now."""

    ref: str
    person: int
    staff: str
    name: str
    course: str
    title: str
    provider: str
    evidence: str
    failed_on: date
    own: bool


async def add(people: Sequence[int], organisation: int, course: int, said: tuple[str, str, date]) -> None:
    """Record it for each of these people: with which provider, what shows it, and the day."""
    provider, evidence, failed_on = said
    await sql.execute(
        """INSERT INTO training_failure (ref, person_id, organisation_id, course_id, provider, evidence, failed_on)
           SELECT x.ref, x.person, $3, $4, $5, $6, $7 FROM unnest($1::text[], $2::bigint[]) AS x (ref, person)""",
        [new_ref() for _ in people],
        list(people),
        organisation,
        course,
        provider,
        evidence,
        failed_on,
    )


_FAILED = """SELECT t.ref, t.person_id AS person, m.ref AS staff, m.name, c.code AS course, c.title, t.provider, t.evidence,
    t.failed_on, t.organisation_id = $1 AS own FROM training_failure t JOIN course c ON c.id = t.course_id
        JOIN staff_member m ON m.person_id = t.person_id AND m.organisation_id = $1
    WHERE upper_inf(t.known)"""


async def list_of(organisation: int, staff: str) -> list[Failure]:
    """What one of an organisation's people did not pass, wherever it was taken, newest first."""
    rows = await sql.fetch(f"{_FAILED} AND m.ref = $2 ORDER BY t.failed_on DESC, c.code", organisation, staff)
    return [Failure(**dict(row)) for row in rows]


async def find(organisation: int, ref: str) -> Failure | None:
    row = await sql.fetchrow(f"{_FAILED} AND t.ref = $2", organisation, ref)
    return Failure(**dict(row)) if row else None


async def reverse(ref: str) -> bool:
    """Close what was known and put nothing in its place."""
    return bool(
        await sql.execute(
            """UPDATE training_failure SET known = tstzrange(lower(known), clock_timestamp())
               WHERE ref = $1 AND upper_inf(known)""",
            ref,
        )
    )
