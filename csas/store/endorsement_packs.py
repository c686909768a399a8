"""What an endorser is shown: the version asked about, what it seeks, its files, and who works there already."""

from __future__ import annotations

from datetime import datetime

import msgspec

from csas.domain.application_changes import PACK
from csas.domain.casework import Case
from csas.domain.conditions import Condition
from csas.domain.endorsements import Request
from csas.domain.holder_words import of_holder
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import applications, definitions, sql
from csas.store.applications import Version

SHOWN = PACK | {"powers", "reasons", "areas", "zones", "evidence"}


class PowerSought(Struct):
    code: str
    paragraph: str
    title: str
    plain: str
    law: str
    justification: str


class FileSeen(Struct):
    """A file of the application; `stored_as` is where it lies."""

    ref: str
    section: str
    name: str
    media_type: str
    size: int
    scan: str
    stored_as: str


class Pack(Struct):
    """Everything of an application that one request shows; `before` is what was shown in the round before."""

    version: Version
    before: Version | None
    areas: dict[str, str]
    powers: tuple[PowerSought, ...]
    files: tuple[FileSeen, ...]


async def load_pack(request: Request) -> Pack:
    """The pack of a request: the version asked about, without what partnerships are not shown."""
    version = await applications.load_version(request.version)
    earlier = request.earlier
    return Pack(
        version=version,
        before=await applications.load_version(earlier.version) if earlier else None,
        areas=await _areas(request),
        powers=await _powers(request.version),
        files=await _files(request.application, version.submitted_at),
    )


async def _areas(request: Request) -> dict[str, str]:
    rows = await sql.fetch("SELECT code, name FROM area WHERE code = ANY ($1) ORDER BY name", list(request.areas))
    return {row["code"]: row["name"] for row in rows}


async def _powers(version: int) -> tuple[PowerSought, ...]:
    rows = await sql.fetch(
        """SELECT p.code, p.paragraph, p.title, p.plain, p.law, s.justification
           FROM sought_power s JOIN power p ON p.id = s.power_id WHERE s.version_id = $1 ORDER BY p.id""",
        version,
    )
    return tuple(PowerSought(**{**dict(row), "plain": of_holder(row["code"], row["plain"])}) for row in rows)


async def _files(application: int, at: datetime) -> tuple[FileSeen, ...]:
    """The files that belonged to what partnerships are shown when the version was submitted."""
    rows = await sql.fetch(
        """SELECT ref, section, name, media_type, size, scan, stored_as FROM upload
           WHERE application_id = $1 AND section = ANY ($3)
             AND added_at <= $2 AND (removed_at IS NULL OR removed_at > $2) ORDER BY section, id""",
        application,
        at,
        sorted(SHOWN),
    )
    return tuple(FileSeen(**dict(row)) for row in rows)


async def names_of(codes: tuple[str, ...], powers: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Areas and powers by name, for a letter."""
    areas = await sql.fetch("SELECT name FROM area WHERE code = ANY ($1) ORDER BY name", list(codes))
    titles = await sql.fetch("SELECT title FROM power WHERE code = ANY ($1) ORDER BY id", list(powers))
    return tuple(row["name"] for row in areas), tuple(row["title"] for row in titles)


class AtWork(Struct):
    """An arrangement in force in somebody’s area."""

    organisation: str
    areas: tuple[str, ...]
    powers: tuple[str, ...]
    since: datetime
    until: datetime | None


async def list_at_work(actor: Actor, at: datetime) -> list[AtWork]:
    """Whose employees may hold powers in the areas of this person’s partnerships, at a moment."""
    rows = await sql.fetch(
        """SELECT o.name AS organisation, lower(g.valid) AS since, upper(g.valid) AS until,
               array_agg(DISTINCT a.name) AS areas,
               ARRAY(SELECT p.title FROM decided_power q JOIN power p ON p.id = q.power_id
                     WHERE q.decision_id = g.decision_id ORDER BY p.id) AS powers
           FROM arrangement g JOIN organisation o ON o.id = g.organisation_id
             JOIN decided_area d ON d.decision_id = g.decision_id JOIN area a ON a.id = d.area_id
             JOIN partnership_area pa ON pa.area_id = a.id
           WHERE g.valid @> $2::timestamptz AND upper_inf(g.known)
             AND (pa.partnership_id = ANY ($1::bigint[]) OR pa.partnership_id IN
               (SELECT partnership_id FROM responsible_authority
                 WHERE left_at IS NULL AND organisation_id = ANY ($3::bigint[])))
           GROUP BY g.id, o.name, g.valid, g.decision_id ORDER BY o.name""",
        sorted(actor.partnerships()),
        at,
        sorted(actor.organisations("endorser")),
    )
    return [AtWork(**{**dict(r), "areas": tuple(r["areas"]), "powers": tuple(r["powers"])}) for r in rows]


class Became(Struct):
    """What became of an application, as far as it is decided."""

    application: int
    state: str
    colour: str
    outcome: str | None
    conditions: tuple[str, ...]
    decided_at: datetime | None


async def list_became(applications: list[int]) -> dict[int, Became]:
    """The last decision on each application, for those who advised on it."""
    rows = await sql.fetch(
        """SELECT DISTINCT ON (a.id) a.id AS application, c.state, c.digest, d.outcome, d.conditions, d.decided_at
           FROM application a JOIN casefile c ON c.id = a.case_id LEFT JOIN decision d ON d.application_id = a.id
           WHERE a.id = ANY ($1::bigint[]) ORDER BY a.id, d.round DESC NULLS LAST""",
        applications,
    )
    return {row["application"]: await _became(row) for row in rows}


async def _became(row: sql.Record) -> Became:
    standing = (await definitions.get(row["digest"])).states[row["state"]]
    return Became(
        application=row["application"],
        state=standing.words,
        colour=standing.colour,
        outcome=row["outcome"],
        conditions=tuple(each.sentence for each in msgspec.convert(row["conditions"] or [], list[Condition])),
        decided_at=row["decided_at"],
    )


async def why_corrected(request: Request) -> str:
    """Why the applicant corrected what was answered in the round before, in its own words."""
    if request.earlier is None:
        return ""
    body: bytes | None = await sql.fetchval(
        """SELECT v.body FROM event e JOIN event_private v ON v.event_id = e.id
           WHERE e.case_id = (SELECT case_id FROM application WHERE id = $1) AND e.tag = 'application:corrected'
             AND e.occurred_at >= $2 ORDER BY e.id DESC LIMIT 1""",
        request.application,
        request.earlier.replied_at,
    )
    told: dict[str, str] = msgspec.json.decode(body) if body else {}
    return told.get("reason", "")


async def post_of(actor: Actor) -> str:
    """The post this person holds as an endorser."""
    found: str | None = await sql.fetchval(
        """SELECT post FROM role_holding WHERE person_id = $1 AND role = 'endorser' AND valid @> now()
             AND upper_inf(known) ORDER BY id LIMIT 1""",
        actor.person,
    )
    return found or ""


async def application_of(case: Case) -> int | None:
    """The application of a case, if it is one."""
    found: int | None = await sql.fetchval("SELECT id FROM application WHERE case_id = $1", case.id)
    return found
