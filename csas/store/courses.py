"""The courses of a scheme, which powers need them, and the list a scheme may start from.

The list is our own data file. Loading it twice changes nothing. Called inside an act where it writes.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from csas.domain.fitness import Course
from csas.store import sql

_COURSE = """SELECT c.id, c.code, c.title, c.hours, c.months, c.providers,
    ARRAY(SELECT p.code FROM pathway w JOIN power p ON p.id = w.power_id WHERE w.course_id = c.id ORDER BY p.id) AS powers
    FROM course c"""


async def list_all(scheme: int) -> list[Course]:
    """The courses of a scheme with the powers that need them, longest first."""
    rows = await sql.fetch(f"{_COURSE} WHERE c.scheme_id = $1 ORDER BY c.hours DESC, c.code", scheme)
    return [_course(row) for row in rows]


async def find(scheme: int, code: str) -> Course | None:
    row = await sql.fetchrow(f"{_COURSE} WHERE c.scheme_id = $1 AND c.code = $2", scheme, code)
    return _course(row) if row else None


def _course(row: sql.Record) -> Course:
    return Course(**{**dict(row), "providers": tuple(row["providers"]), "powers": tuple(row["powers"])})


async def add(scheme: int, course: Course) -> bool:
    """Add a course with its powers; False if the code is taken."""
    number: int | None = await sql.fetchval(
        """INSERT INTO course (scheme_id, code, title, hours, months, providers) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (scheme_id, code) DO NOTHING RETURNING id""",
        scheme,
        course.code,
        course.title,
        course.hours,
        course.months,
        list(course.providers),
    )
    if number is not None:
        await _set_powers(number, course.powers)
    return number is not None


async def change(course: Course) -> None:
    """Replace what a course says and which powers need it; passes recorded before keep their end."""
    await sql.execute(
        "UPDATE course SET title = $2, hours = $3, months = $4, providers = $5 WHERE id = $1",
        course.id,
        course.title,
        course.hours,
        course.months,
        list(course.providers),
    )
    await sql.execute("DELETE FROM pathway WHERE course_id = $1", course.id)
    await _set_powers(course.id, course.powers)


async def _set_powers(course: int, powers: tuple[str, ...]) -> None:
    await sql.execute(
        "INSERT INTO pathway (course_id, power_id) SELECT $1, id FROM power WHERE code = ANY ($2::text[])",
        course,
        list(powers),
    )


def in_file() -> list[Course]:
    """The list a scheme may start from; numbers are provisional until its manager has looked at them."""
    text = files("csas.seeds").joinpath("courses.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["course"]
    return [
        Course(id=0, **{**each, "providers": tuple(each["providers"]), "powers": tuple(each["powers"])})
        for each in found
    ]
