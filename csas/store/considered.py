"""The application as the office judges it: its newest version, what is sought, what was said of it."""

from __future__ import annotations

from datetime import datetime

from csas.domain import refusals
from csas.domain.applications import decode
from csas.domain.casework import Case
from csas.domain.decisions import Considered, SoughtArea, SoughtPower, View
from csas.store import cases, definitions, sql

_HEAD = """SELECT a.id AS application, a.sort, a.round, a.place, a.varies_id AS varies, v.id AS version,
        v.number AS version_number, v.hash, v.content, e.id AS edition, e.title AS edition_title,
        e.standing AS edition_standing, o.id AS organisation, o.name AS organisation_name, o.legal_name, o.sector
    FROM application a
        JOIN LATERAL (SELECT * FROM application_version WHERE application_id = a.id ORDER BY number DESC LIMIT 1) v ON true
        JOIN edition e ON e.id = v.edition_id
        JOIN casefile c ON c.id = a.case_id JOIN organisation o ON o.id = c.organisation_id
    WHERE a.case_id = $1"""

_POWERS = """SELECT p.code, p.paragraph, p.title, s.justification, p.needs_any,
        p.statutory AND p.in_law @> ($3::timestamptz AT TIME ZONE 'Europe/London')::date AND EXISTS (
            SELECT 1 FROM power_adoption d WHERE d.power_id = p.id AND d.scheme_id = $2
              AND d.valid @> $3::timestamptz AND upper_inf(d.known)) AS adopted
    FROM sought_power s JOIN power p ON p.id = s.power_id WHERE s.version_id = $1 ORDER BY p.id"""

# Of several partnerships asked about one area, the one that has not answered yet counts.
_AREAS = """SELECT r.code, r.name, r.police_area = f.police_area AS in_district, c.state, c.digest
    FROM sought_area s JOIN area r ON r.id = s.area_id JOIN force f ON f.id = $3
        LEFT JOIN LATERAL (
            SELECT k.state, k.digest FROM partnership_area pa
                JOIN partnership t ON t.id = pa.partnership_id AND t.scheme_id = $4
                JOIN endorsement n ON n.partnership_id = t.id AND n.application_id = $2
                JOIN casefile k ON k.id = n.case_id JOIN definition d ON d.digest = k.digest
            WHERE pa.area_id = r.id
            ORDER BY coalesce((d.body -> 'states' -> k.state ->> 'closed')::boolean, false), k.id LIMIT 1) c ON true
    WHERE s.version_id = $1 ORDER BY r.name"""

_VIEWS = """SELECT r.code AS area, p.code AS power, w.opinion, w.condition, y.body_name AS body
    FROM endorsement n JOIN endorsement_reply y ON y.endorsement_id = n.id AND y.round = n.round
        JOIN endorsement_view w ON w.reply_id = y.id
        JOIN area r ON r.id = w.area_id JOIN power p ON p.id = w.power_id
    WHERE n.application_id = $1 ORDER BY r.name, p.id"""


async def load(case: Case, at: datetime) -> Considered:
    """What is to be judged; a case without a submitted version has nothing to judge."""
    row = await sql.fetchrow(_HEAD, case.id)
    if row is None:
        raise refusals.NotComplete(parts="the application, which has not been submitted")
    head = dict(row)
    content = head.pop("content")
    endorsed = is_endorsed(case)
    return Considered(
        **head,
        powers=await _powers(head["version"], case.scheme, at),
        areas=await _areas(head["version"], head["application"], case, endorsed=endorsed),
        conditions=_proposed(content),
        views=await _views(head["application"]),
        endorsed=endorsed,
    )


def is_endorsed(case: Case) -> bool:
    """Whether this process asks for local endorsement at all."""
    return any(step.action == "application:settle" for step in case.definition.steps)


async def _powers(version: int, scheme: int, at: datetime) -> tuple[SoughtPower, ...]:
    rows = await sql.fetch(_POWERS, version, scheme, at)
    return tuple(SoughtPower(**{**dict(row), "needs_any": tuple(row["needs_any"])}) for row in rows)


async def _areas(version: int, application: int, case: Case, *, endorsed: bool) -> tuple[SoughtArea, ...]:
    rows = await sql.fetch(_AREAS, version, application, case.force, case.scheme)
    return tuple([await _area(row, endorsed=endorsed) for row in rows])


async def _area(row: sql.Record, *, endorsed: bool) -> SoughtArea:
    """An area is settled when its partnership's request is closed, or where none is asked."""
    answer, settled = "Not asked", not endorsed
    if row["digest"]:
        state = (await definitions.get(row["digest"])).states[row["state"]]
        answer, settled = state.words, state.closed or settled
    return SoughtArea(
        code=row["code"], name=row["name"], in_district=row["in_district"], settled=settled, answer=answer
    )


async def _views(application: int) -> tuple[View, ...]:
    rows = await sql.fetch(_VIEWS, application)
    return tuple(View(**dict(row)) for row in rows)


def _proposed(content: object) -> tuple[str, ...]:
    """The conditions that the applicant proposed itself."""
    said = decode(content).get("conditions", {}).get("conditions")
    return said.value if said else ()


async def list_answered(application: int) -> list[tuple[Case, str]]:
    """The requests that were answered in their present round, each with the body that answered."""
    rows = await sql.fetch(
        """SELECT c.ref, y.body_name FROM endorsement n JOIN casefile c ON c.id = n.case_id
           JOIN endorsement_reply y ON y.endorsement_id = n.id AND y.round = n.round
           WHERE n.application_id = $1 ORDER BY n.id""",
        application,
    )
    found = [(await cases.find(row["ref"]), row["body_name"]) for row in rows]
    return [(case, body) for case, body in found if case is not None]


async def case_of(application: int) -> int:
    """The case of an application."""
    found: int | None = await sql.fetchval("SELECT case_id FROM application WHERE id = $1", application)
    if found is None:
        raise refusals.NotFound
    return found
