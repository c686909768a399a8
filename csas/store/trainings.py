"""Courses people passed: recorded, corrected by a reversing entry, and read.

A pass belongs to the person, whoever employs them. Called inside an act where it writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from csas.domain.fitness import Course
from csas.domain.values import Period, Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Staff(Struct):
    """Somebody employed by an organisation now; ids are internal."""

    id: int
    ref: str
    person: int
    name: str
    number: str
    job: str


class Pass(Struct):
    """A course passed, as known now."""

    ref: str
    person: int
    staff: str
    name: str
    course: str
    title: str
    months: int
    provider: str
    certificate: str
    passed_on: date
    until: datetime


class Evidence(Struct):
    """Where and when it was passed, and what shows it."""

    provider: str
    certificate: str
    passed_on: date


_STAFF = """SELECT m.id, m.ref, m.person_id AS person, m.name, m.number, m.job FROM staff_member m
    WHERE m.organisation_id = $1 AND EXISTS (SELECT 1 FROM employment e WHERE e.staff_member_id = m.id
        AND upper_inf(e.known) AND e.valid @> $2::timestamptz)"""


async def list_staff(organisation: int, at: datetime, called: str = "", most: int = 2000) -> list[Staff]:
    """Those an organisation employs at a moment, by name; only those so called if a part of a name is given."""
    rows = await sql.fetch(
        f"{_STAFF} AND ($3 = '' OR strpos(lower(m.name), lower($3)) > 0) ORDER BY lower(m.name), m.id LIMIT $4",
        organisation,
        at,
        called,
        most,
    )
    return [Staff(**dict(row)) for row in rows]


async def find_staff(organisation: int, refs: Sequence[str], at: datetime) -> list[Staff]:
    """Those of the named who are employed there at that moment."""
    rows = await sql.fetch(
        f"{_STAFF} AND m.ref = ANY ($3::text[]) ORDER BY lower(m.name), m.id", organisation, at, list(refs)
    )
    return [Staff(**dict(row)) for row in rows]


async def add(people: Sequence[int], organisation: int, course: Course, evidence: Evidence, valid: Period) -> list[str]:
    """Record a pass for each of these people; returns the references."""
    refs = [new_ref() for _ in people]
    await sql.execute(
        """INSERT INTO training (ref, person_id, organisation_id, course_id, provider, certificate, passed_on, valid)
           SELECT x.ref, x.person, $3, $4, $5, $6, $7, tstzrange($8, $9)
           FROM unnest($1::text[], $2::bigint[]) AS x (ref, person)""",
        refs,
        list(people),
        organisation,
        course.id,
        evidence.provider,
        evidence.certificate,
        evidence.passed_on,
        valid.start,
        valid.end,
    )
    return refs


async def already_passed(people: Sequence[int], course: int, on: date) -> list[str]:
    """The names of those whose pass of this course on this day is known already."""
    rows = await sql.fetch(
        """SELECT p.name FROM training t JOIN person p ON p.id = t.person_id
           WHERE t.person_id = ANY ($1::bigint[]) AND t.course_id = $2 AND t.passed_on = $3 AND upper_inf(t.known)
           ORDER BY p.name""",
        list(people),
        course,
        on,
    )
    return [row["name"] for row in rows]


async def find(organisation: int, ref: str) -> Pass | None:
    """A pass of somebody who works or worked for this organisation."""
    row = await sql.fetchrow(f"{_PASSED} AND t.ref = $2", organisation, ref)
    return Pass(**dict(row)) if row else None


async def list_of(organisation: int, staff: str) -> list[Pass]:
    """Every pass of one of an organisation's people, wherever it was earned, newest first."""
    rows = await sql.fetch(f"{_PASSED} AND m.ref = $2 ORDER BY t.passed_on DESC, c.code", organisation, staff)
    return [Pass(**dict(row)) for row in rows]


_PASSED = """SELECT t.ref, t.person_id AS person, m.ref AS staff, m.name, c.code AS course, c.title, c.months, t.provider,
    t.certificate, t.passed_on, upper(t.valid) AS until
    FROM training t JOIN course c ON c.id = t.course_id JOIN staff_member m
        ON m.person_id = t.person_id AND m.organisation_id = $1
    WHERE upper_inf(t.known)"""


async def correct(ref: str, evidence: Evidence, valid: Period) -> bool:
    """Close what was known and say it rightly under the same reference; False if it was closed before."""
    row = await sql.fetchrow(
        """UPDATE training SET known = tstzrange(lower(known), clock_timestamp()) WHERE ref = $1 AND upper_inf(known)
           RETURNING person_id, organisation_id, course_id""",
        ref,
    )
    if row is None:
        return False
    await sql.execute(
        """INSERT INTO training (ref, person_id, organisation_id, course_id, provider, certificate, passed_on, valid)
           VALUES ($1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9))""",
        ref,
        row["person_id"],
        row["organisation_id"],
        row["course_id"],
        evidence.provider,
        evidence.certificate,
        evidence.passed_on,
        valid.start,
        valid.end,
    )
    return True


async def reverse(ref: str) -> bool:
    """Close what was known and put nothing in its place."""
    return bool(
        await sql.execute(
            """UPDATE training SET known = tstzrange(lower(known), clock_timestamp())
               WHERE ref = $1 AND upper_inf(known)""",
            ref,
        )
    )
