"""What the office writes beside a case, and what it reads of an application to judge it.

Questions, notes, community views, demand. Called inside an act where it writes.
"""

from __future__ import annotations

from datetime import date, datetime

from csas.domain.application_changes import items
from csas.domain.applications import Content, decode
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.office import Submitted
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Officer(Struct):
    """Somebody a case can be assigned to."""

    id: int
    ref: str
    name: str
    roles: tuple[str, ...]


async def load_submitted(case: Case) -> Submitted:
    """The application of a case as the office judges it."""
    row = await sql.fetchrow(_SUBMITTED, case.id)
    if row is None:
        raise LookupError(case.ref)
    return Submitted(
        id=row["id"],
        sort=row["sort"],
        place=row["place"],
        edition=row["edition_id"],
        version=row["version"] or 0,
        number=row["number"] or 0,
        hash=row["hash"] or "",
        submitted_on=london_day(row["submitted_at"]) if row["submitted_at"] else None,
        powers=tuple(row["powers"]),
        areas=tuple(row["areas"]),
        outside=tuple(row["outside"]),
        items=items(decode(row["content"])) if row["content"] else (),
        open_questions=row["open_questions"],
        unscanned_files=row["unscanned_files"],
        views_recorded=row["views_recorded"],
    )


_SUBMITTED = """SELECT a.id, a.sort, a.place, a.edition_id, v.id AS version, v.number, v.hash, v.content, v.submitted_at,
    ARRAY(SELECT p.title FROM sought_power s JOIN power p ON p.id = s.power_id
        WHERE s.version_id = v.id ORDER BY p.id) AS powers,
    ARRAY(SELECT r.name FROM sought_area s JOIN area r ON r.id = s.area_id
        WHERE s.version_id = v.id ORDER BY r.name) AS areas,
    ARRAY(SELECT r.name FROM sought_area s JOIN area r ON r.id = s.area_id JOIN force f ON f.id = a.force_id
        WHERE s.version_id = v.id AND r.police_area <> f.police_area ORDER BY r.name) AS outside,
    (SELECT count(*) FROM question q WHERE q.case_id = a.case_id AND q.answered_at IS NULL) AS open_questions,
    (SELECT count(*) FROM upload u WHERE u.application_id = a.id AND u.removed_at IS NULL AND u.scan = 'not scanned')
        AS unscanned_files,
    EXISTS (SELECT 1 FROM community_view w WHERE w.application_id = a.id) AS views_recorded
    FROM application a LEFT JOIN LATERAL (SELECT * FROM application_version n WHERE n.application_id = a.id
        ORDER BY n.number DESC LIMIT 1) v ON true
    WHERE a.case_id = $1"""


async def add_question(case: Case, item: str, body: str, asked_by: int | None, now: datetime, due_on: date) -> str:
    ref = new_ref()
    await sql.execute(
        """INSERT INTO question (ref, case_id, item, body, asked_by, asked_at, due_on)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        ref,
        case.id,
        item,
        body,
        asked_by,
        now,
        due_on,
    )
    return ref


async def add_note(case: Case, body: str, written_by: int | None, now: datetime) -> None:
    await sql.execute(
        "INSERT INTO note (ref, case_id, written_by, written_at, body) VALUES ($1, $2, $3, $4, $5)",
        new_ref(),
        case.id,
        written_by,
        now,
        body,
    )


async def add_views(application: int, method: str, summary: str, now: datetime, *, waived: bool) -> None:
    await sql.execute(
        """INSERT INTO community_view (application_id, method, summary, waived, recorded_at)
           VALUES ($1, $2, $3, $4, $5)""",
        application,
        method,
        summary,
        waived,
        now,
    )


async def list_officers(scheme: int, *roles: str) -> list[Officer]:
    """Who holds one of these roles in the scheme now."""
    rows = await sql.fetch(
        """SELECT p.id, p.ref, p.name, array_agg(DISTINCT h.role) AS roles FROM role_holding h
           JOIN person p ON p.id = h.person_id
           WHERE h.scheme_id = $1 AND h.role = ANY ($2::text[]) AND h.valid @> now() AND upper_inf(h.known)
           GROUP BY p.id ORDER BY p.name""",
        scheme,
        list(roles),
    )
    return [Officer(id=row["id"], ref=row["ref"], name=row["name"], roles=tuple(row["roles"])) for row in rows]


class CommunityView(Struct):
    """What the community said, as it was recorded."""

    method: str
    summary: str
    waived: bool
    recorded_at: datetime


async def list_views(application: int) -> list[CommunityView]:
    rows = await sql.fetch(
        """SELECT method, summary, waived, recorded_at FROM community_view WHERE application_id = $1
           ORDER BY recorded_at DESC, id DESC""",
        application,
    )
    return [CommunityView(**dict(row)) for row in rows]


async def find_content(case: Case) -> Content | None:
    """What the last submitted version says."""
    row = await sql.fetchval(
        """SELECT v.content FROM application_version v JOIN application a ON a.id = v.application_id
           WHERE a.case_id = $1 ORDER BY v.number DESC LIMIT 1""",
        case.id,
    )
    return decode(row) if row else None
