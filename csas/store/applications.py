"""Applications: drafts as they are typed, versions as they were submitted.

A draft is machinery and stands outside the journal; a version is frozen with
its hash and never changes. Nothing here judges an answer.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from csas.domain import refusals
from csas.domain.application_questions import Answers
from csas.domain.applications import Content, content_hash, decode, reason_of
from csas.domain.casework import Case
from csas.domain.values import Struct
from csas.store import sql


class Application(Struct):
    """What an application is besides its case. `place` says whether one of the phase is held."""

    id: int
    case: int
    sort: str
    varies: int | None
    edition: int | None
    place: str
    round: int


class Draft(Struct):
    """The answers to a section as last saved; `version` counts the savings."""

    section: str
    answers: Answers
    version: int
    saved_at: datetime
    saved_by: str


class Version(Struct):
    """A submitted application, frozen."""

    id: int
    application: int
    number: int
    edition: str
    content: Content
    hash: str
    declared_by: str
    declared_post: str
    declaration: str
    submitted_at: datetime


class Declared(Struct):
    """Who declared what, word for word."""

    name: str
    post: str
    words: str


class Edition(Struct):
    """The edition of the standards in force."""

    id: int
    ref: str
    number: int
    title: str
    standing: str


async def load(case: Case) -> Application:
    """The application of a case, whether a child case or its own is given."""
    row = await sql.fetchrow(
        """SELECT id, case_id AS "case", sort, varies_id AS varies, edition_id AS edition, place, round
           FROM application WHERE case_id = $1""",
        case.root or case.id,
    )
    if row is None:
        raise refusals.NotFound
    return Application(**dict(row))


async def add(case: Case, sort: str = "new", varies: int | None = None) -> int:
    """Begin an application on a case just opened."""
    application: int = await sql.fetchval(
        "INSERT INTO application (force_id, scheme_id, case_id, sort, varies_id) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        case.force,
        case.scheme,
        case.id,
        sort,
        varies,
    )
    return application


_OPEN = """SELECT count(*) FROM casefile c JOIN application a ON a.case_id = c.id JOIN definition d ON d.digest = c.digest
    WHERE c.scheme_id = $1 AND c.organisation_id = $2
      AND NOT coalesce((d.body -> 'states' -> c.state ->> 'closed')::boolean, false)
      AND NOT EXISTS (SELECT 1 FROM arrangement r WHERE r.application_id = a.id)"""


async def count_open(scheme: int, organisation: int) -> int:
    """How many applications of an organisation are under way; those that start at once wait for one another."""
    await sql.execute("SELECT pg_advisory_xact_lock(hashtextextended('open applications', $1))", organisation)
    found: int = await sql.fetchval(_OPEN, scheme, organisation)
    return found


async def set_edition(application: int, edition: int) -> None:
    await sql.execute("UPDATE application SET edition_id = $2 WHERE id = $1", application, edition)


async def set_place(application: int, place: str) -> None:
    await sql.execute("UPDATE application SET place = $2 WHERE id = $1", application, place)


async def find_edition_in_force(scheme: int, at: datetime) -> Edition | None:
    row = await sql.fetchrow(
        "SELECT id, ref, number, title, standing FROM edition WHERE scheme_id = $1 AND in_force @> $2::timestamptz",
        scheme,
        at,
    )
    return Edition(**dict(row)) if row else None


async def list_drafts(application: int) -> dict[str, Draft]:
    """Every section saved so far, by its slug."""
    rows = await sql.fetch(
        """SELECT d.section, d.answers, d.version, d.saved_at, coalesce(p.name, '') AS saved_by
           FROM draft d LEFT JOIN person p ON p.id = d.saved_by WHERE d.application_id = $1""",
        application,
    )
    return {row["section"]: Draft(**dict(row)) for row in rows}


async def save_draft(
    application: int, section: str, answers: Answers, seen: int, person: int | None, now: datetime
) -> int | None:
    """Keep the answers if nobody saved since version `seen` (0: never saved); the new version, or None."""
    saved: int | None = await sql.fetchval(
        """INSERT INTO draft AS d (application_id, section, answers, version, saved_at, saved_by)
           SELECT $1, $2, $3, 1, $6, $5 WHERE $4 = 0
              OR EXISTS (SELECT 1 FROM draft WHERE application_id = $1 AND section = $2)
           ON CONFLICT (application_id, section) DO UPDATE
              SET answers = EXCLUDED.answers, version = d.version + 1, saved_at = EXCLUDED.saved_at,
                  saved_by = EXCLUDED.saved_by
              WHERE d.version = $4
           RETURNING version""",
        application,
        section,
        answers,
        seen,
        person,
        now,
    )
    return saved


async def put_drafts(application: int, drafts: dict[str, Answers], person: int | None, now: datetime) -> None:
    """Lay all sections down anew, for a variation or when changes are dropped."""
    await sql.execute("DELETE FROM draft WHERE application_id = $1 AND NOT section = ANY ($2)", application, [*drafts])
    for section, answers in drafts.items():
        await sql.execute(
            """INSERT INTO draft AS d (application_id, section, answers, saved_at, saved_by) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (application_id, section) DO UPDATE
               SET answers = EXCLUDED.answers, version = d.version + 1, saved_at = EXCLUDED.saved_at""",
            application,
            section,
            answers,
            now,
            person,
        )


async def freeze(
    application: int,
    said: Content,
    drafts: dict[str, Answers],
    edition: int,
    declared: Declared,
    person: int,
    now: datetime,
) -> Version:
    """Keep a version for good, with what it seeks in rows of their own."""
    version: int = await sql.fetchval(
        """INSERT INTO application_version (application_id, number, edition_id, content, typed, hash, declared_by,
                                            declared_post, declaration, submitted_by, submitted_at)
           SELECT $1, 1 + coalesce(max(number), 0), $2, $3, $4, $5, $6, $7, $8, $9, $10
           FROM application_version WHERE application_id = $1 RETURNING id""",
        application,
        edition,
        msgspec.to_builtins(said),
        drafts,
        content_hash(said),
        declared.name,
        declared.post,
        declared.words,
        person,
        now,
    )
    await _add_sought(version, said)
    return await load_version(version)


async def _add_sought(version: int, said: Content) -> None:
    await sql.execute(
        """INSERT INTO sought_power (version_id, power_id, justification)
           SELECT $1, p.id, s.why FROM unnest($2::text[], $3::text[]) AS s (code, why) JOIN power p ON p.code = s.code""",
        version,
        list(said["powers"]),
        [reason_of(power) for power in said["powers"].values()],
    )
    await sql.execute(
        "INSERT INTO sought_area (version_id, area_id) SELECT $1, id FROM area WHERE code = ANY ($2)",
        version,
        list(said.get("areas", {})),
    )


_VERSION = """SELECT v.id, v.application_id AS application, v.number, e.title AS edition, v.content, v.hash,
    v.declared_by, v.declared_post, v.declaration, v.submitted_at
    FROM application_version v JOIN edition e ON e.id = v.edition_id"""


def _version(row: sql.Record) -> Version:
    return Version(**{**dict(row), "content": decode(row["content"])})


async def load_version(version: int) -> Version:
    """A version by its id; callers must have found that the actor may see its case."""
    row = await sql.fetchrow(f"{_VERSION} WHERE v.id = $1", version)
    if row is None:
        raise refusals.NotFound
    return _version(row)


async def list_versions(application: int) -> list[Version]:
    """All versions, newest first."""
    rows = await sql.fetch(f"{_VERSION} WHERE v.application_id = $1 ORDER BY v.number DESC", application)
    return [_version(row) for row in rows]


async def find_last_version(application: int) -> Version | None:
    row = await sql.fetchrow(
        f"{_VERSION} WHERE v.application_id = $1 ORDER BY v.number DESC LIMIT 1",
        application,
    )
    return _version(row) if row else None


async def typed_in(version: int) -> dict[str, Any]:
    """The answers of a version as they were typed, section by section."""
    found: dict[str, Any] = await sql.fetchval("SELECT typed FROM application_version WHERE id = $1", version)
    return found


async def first_answers(organisation: int | None) -> dict[str, str]:
    """What the register of organisations knows already, under the names of the first section’s questions."""
    row = await sql.fetchrow("SELECT legal_name, number, address FROM organisation WHERE id = $1", organisation)
    if row is None:
        return {}
    return {"legal-name": row["legal_name"], "number": row["number"] or "", "address": row["address"]}
