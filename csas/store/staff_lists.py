"""A page of a staff list, in one statement that costs the same however long the list is.

Whether somebody is accredited is derived for the rows of the page alone, by the views
`accredited` and `authority`; why not is a question about one person.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import refusals
from csas.domain.permissions import APPLICANT, CENTRAL, Actor
from csas.domain.values import Struct
from csas.store import sql

PAGE = 25


class StaffLine(Struct):
    """A row of the list. `standing` is in-force, to-come, ended or none; `powers` may be used now."""

    ref: str
    name: str
    number: str
    job: str
    site: str
    profile: str
    since: datetime
    until: datetime | None
    ending: str
    standing: str
    powers: int


class Wanted(Struct):
    """What of the list is asked for: who works here now, has left, starts later, or all."""

    state: str = "now"
    profile: str = ""
    words: str = ""
    after: str = ""


class Page(Struct):
    """Rows, and after whom the next page starts."""

    lines: tuple[StaffLine, ...]
    after: str = ""


# OFFSET 0: the periods are derived once for a row, and not again for each question about them.
_PAGE = """SELECT s.ref, s.name, s.number, s.job, s.site, coalesce(r.title, '') AS profile, s.since, s.until, s.ending,
        coalesce((SELECT CASE WHEN bool_or(d.periods @> $2::timestamptz) THEN 'in-force'
                WHEN bool_or(upper(d.periods) > $2::timestamptz) THEN 'to-come' ELSE 'ended' END
            FROM (SELECT a.periods FROM accredited a
                WHERE a.person_id = s.person_id AND a.organisation_id = $1 OFFSET 0) d
            HAVING count(*) > 0), 'none') AS standing,
        (SELECT count(DISTINCT h.power_id) FROM authority h
            WHERE h.person_id = s.person_id AND h.organisation_id = $1 AND h.periods @> $2::timestamptz)::int AS powers
    FROM (SELECT m.*, e.since, e.until, e.ending FROM staff_member m
        CROSS JOIN LATERAL (SELECT lower(f.valid) AS since, upper(f.valid) AS until, f.ending FROM employment f
            WHERE f.staff_member_id = m.id AND upper_inf(f.known) ORDER BY lower(f.valid) DESC LIMIT 1) e
        WHERE m.organisation_id = $1 AND (lower(m.name), m.id) > ($3, $4)
            AND ($5 <> 'left' OR (m.id IN (SELECT f.staff_member_id FROM employment f WHERE f.organisation_id = $1
                AND upper_inf(f.known) AND NOT upper_inf(f.valid))) IS TRUE)
            AND CASE $5 WHEN 'now' THEN e.since <= $2::timestamptz AND (e.until IS NULL OR e.until > $2::timestamptz)
                WHEN 'left' THEN e.until <= $2::timestamptz WHEN 'later' THEN e.since > $2::timestamptz ELSE true END
            AND ($6 = '' OR m.profile_id = (SELECT id FROM role_profile WHERE ref = $6 AND organisation_id = $1))
            AND ($7 = '' OR strpos(lower(m.name), lower($7)) > 0 OR lower(m.number) = lower($7))
            AND ($8::bigint[] IS NULL
                OR EXISTS (SELECT 1 FROM casefile c
                    WHERE c.person_id = m.person_id AND c.organisation_id = $1 AND c.scheme_id = ANY ($8::bigint[]))
                OR EXISTS (SELECT 1 FROM accreditation a
                    WHERE a.person_id = m.person_id AND a.organisation_id = $1 AND a.scheme_id = ANY ($8::bigint[])))
        ORDER BY lower(m.name), m.id LIMIT $9) s
    LEFT JOIN role_profile r ON r.id = s.profile_id
    ORDER BY lower(s.name), s.id"""


async def page(actor: Actor, organisation: int, wanted: Wanted, now: datetime, size: int = PAGE) -> Page:
    """The rows this actor may see, by name; an office sees those it deals with."""
    own = organisation in actor.organisations(*APPLICANT)
    name, number = await _start(organisation, wanted.after)
    rows = await sql.fetch(
        _PAGE,
        organisation,
        now,
        name,
        number,
        wanted.state,
        wanted.profile,
        wanted.words,
        None if own else sorted(actor.schemes(*CENTRAL)),
        size + 1,
    )
    lines = tuple(StaffLine(**dict(row)) for row in rows[:size])
    return Page(lines=lines, after=lines[-1].ref if len(rows) > size else "")


async def _start(organisation: int, after: str) -> tuple[str, int]:
    """Where a page starts: after somebody of this list, or at its beginning."""
    if not after:
        return "", 0
    row = await sql.fetchrow(
        "SELECT lower(name) AS name, id FROM staff_member WHERE ref = $1 AND organisation_id = $2", after, organisation
    )
    if row is None:
        raise refusals.NotFound
    return row["name"], row["id"]
