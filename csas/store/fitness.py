"""The matrix: an organisation's people, the courses their powers need, and how far each has come.

What somebody needs follows from the role they are employed in, the powers they hold and those
asked for. Of vetting it reads only whether it was clear and until when.
"""

from __future__ import annotations

import base64
from datetime import date, datetime

import msgspec

from csas.domain.fitness import Fitness, Need
from csas.domain.values import Struct
from csas.store import sql, vettings

PAGE = 50
MOST = 2**62
_PEOPLE = """SELECT m.id, m.ref, m.person_id, m.profile_id, m.number, m.job, m.name FROM staff_member m
    WHERE m.organisation_id = $1 AND EXISTS (SELECT 1 FROM employment e WHERE e.staff_member_id = m.id
        AND upper_inf(e.known) AND e.valid @> $3::timestamptz)"""
_MATRIX = f"""WITH people AS ({_PEOPLE} AND (lower(m.name), m.id) > ($4, $5) ORDER BY lower(m.name), m.id LIMIT $6),
need AS (
    SELECT s.id, r.power_id FROM people s JOIN role_profile_power r ON r.profile_id = s.profile_id
    UNION
    SELECT s.id, g.power_id FROM people s JOIN accreditation a ON a.person_id = s.person_id AND a.staff_member_id = s.id
        JOIN granted_power g ON g.accreditation_id = a.id AND upper_inf(g.known) AND g.valid @> $3::timestamptz
    UNION
    SELECT s.id, q.power_id FROM people s JOIN individual_request r ON r.person_id = s.person_id AND r.staff_member_id = s.id
        JOIN requested_power q ON q.request_id = r.id JOIN casefile f ON f.id = r.case_id
        WHERE f.state IN ('identity', 'vetting', 'training', 'assessment', 'with-decision-maker')),
wanted AS (
    SELECT n.id, c.id AS course, c.code, c.title, c.hours, array_agg(DISTINCT w.code) AS powers
    FROM need n JOIN power w ON w.id = n.power_id JOIN pathway y ON y.power_id = n.power_id
        JOIN course c ON c.id = y.course_id AND c.scheme_id = $2
    GROUP BY n.id, c.id)
SELECT s.ref AS staff, s.name, lower(s.name) AS key,
    s.number, s.job, s.person_id AS person, s.id AS row, coalesce(f.title, '') AS role,
    v.outcome, v.until AS vetted_until,
    EXISTS (SELECT 1 FROM vetting_request q WHERE q.person_id = s.person_id AND q.scheme_id = $2 AND q.settled_at IS NULL)
        AS asked,
    coalesce((SELECT jsonb_agg(jsonb_build_object('course', w.code, 'title', w.title, 'powers', w.powers, 'until',
            (SELECT max(upper(t.valid)) FROM training t WHERE t.person_id = s.person_id AND t.course_id = w.course
                AND upper_inf(t.known) AND lower(t.valid) <= $3::timestamptz),
            'failed_on', (SELECT max(x.failed_on) FROM training_failure x WHERE x.person_id = s.person_id
                AND x.course_id = w.course AND upper_inf(x.known) AND NOT EXISTS (SELECT 1 FROM training t
                    WHERE t.person_id = s.person_id AND t.course_id = w.course AND upper_inf(t.known)
                        AND t.passed_on >= x.failed_on))) ORDER BY w.hours DESC, w.code)
        FROM wanted w WHERE w.id = s.id), '[]') AS needs
FROM people s LEFT JOIN role_profile f ON f.id = s.profile_id
    LEFT JOIN LATERAL (SELECT x.outcome, upper(x.valid) AS until FROM vetting x WHERE x.person_id = s.person_id
        AND x.scheme_id = $2 AND upper_inf(x.known) AND lower(x.valid) <= $3::timestamptz
        ORDER BY lower(x.valid) DESC LIMIT 1) v ON true
ORDER BY lower(s.name), s.id"""  # noqa: S608 - constant text


class Page:
    """Some of an organisation's people, and where the next begin; None after the last."""

    def __init__(self, people: list[Fitness], following: tuple[str, int] | None) -> None:
        self.people = people
        self.following = following


async def matrix(
    organisation: int, scheme: int, at: datetime, after: tuple[str, int] = ("", 0), most: int = PAGE
) -> Page:
    """How fit an organisation's people are at a moment, in the order of their names."""
    rows = await sql.fetch(_MATRIX, organisation, scheme, at, *after, most + 1)
    last = rows[most - 1] if len(rows) > most else None
    return Page([_fitness(row, at) for row in rows[:most]], (last["key"], last["row"]) if last else None)


def _fitness(row: sql.Record, at: datetime) -> Fitness:
    vetted, until = vettings.vetted(row["outcome"], row["vetted_until"], at)
    return Fitness(
        staff=row["staff"],
        name=row["name"],
        number=row["number"],
        job=row["job"],
        person=row["person"],
        role=row["role"],
        vetted=vetted,
        vetted_until=until,
        asked=row["asked"],
        needs=tuple(_need(each) for each in row["needs"]),
    )


def _need(each: dict[str, str]) -> Need:
    until, failed = each["until"], each["failed_on"]
    return Need(
        course=each["course"],
        title=each["title"],
        powers=tuple(each["powers"]),
        until=datetime.fromisoformat(until) if until else None,
        failed_on=date.fromisoformat(failed) if failed else None,
    )


async def count_people(organisation: int, at: datetime) -> int:
    """How many an organisation employs at a moment."""
    found: int = await sql.fetchval(
        """SELECT count(*) FROM employment WHERE organisation_id = $1 AND upper_inf(known) AND valid @> $2::timestamptz""",
        organisation,
        at,
    )
    return found


async def scheme_of(organisation: int) -> int | None:
    """The scheme an organisation deals with; where it has no case yet, the first."""
    found: int | None = await sql.fetchval(
        """SELECT coalesce((SELECT min(scheme_id) FROM casefile WHERE organisation_id = $1),
                           (SELECT min(id) FROM scheme))""",
        organisation,
    )
    return found


class Employer(Struct):
    """An organisation with people employed now."""

    ref: str
    name: str
    people: int


async def list_employers(schemes: list[int], own: list[int], at: datetime) -> list[Employer]:
    """One's own organisations, or those that a scheme has dealt with, that employ people now."""
    rows = await sql.fetch(
        """SELECT o.ref, o.name, (SELECT count(*) FROM employment e WHERE e.organisation_id = o.id AND upper_inf(e.known)
               AND e.valid @> $3::timestamptz) AS people FROM organisation o
           WHERE o.id = ANY ($2::bigint[]) OR EXISTS (SELECT 1 FROM casefile c WHERE c.organisation_id = o.id
               AND c.scheme_id = ANY ($1::bigint[])) ORDER BY o.name""",
        schemes,
        own,
        at,
    )
    found = [Employer(**dict(row)) for row in rows]
    return [each for each in found if each.people or not schemes]


def token(after: tuple[str, int]) -> str:
    """Where the next page begins, for an address."""
    return base64.urlsafe_b64encode(msgspec.json.encode(after)).decode().rstrip("=")


def read_token(text: str) -> tuple[str, int]:
    """The place an address names; the beginning if it names none."""
    try:
        name, number = msgspec.json.decode(
            base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=tuple[str, int]
        )
    except (ValueError, msgspec.DecodeError):
        return "", 0
    return ("", 0) if "\x00" in name or not 0 <= number < MOST else (name, number)
