"""Requests for one person, row to record and back: what is asked for, by what right, and how fit the person is.

A person's vetting is read here as clear, not clear or expired, and in no more detail.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from csas.domain.casework import Case
from csas.domain.individuals import Asked, AskedPower, Fitness, Offered, OfferedPower, Wanted
from csas.domain.values import Struct
from csas.store import catalogue, sql


class Member(Struct):
    """An employer's record of a person; ids are internal."""

    id: int
    ref: str
    organisation: int
    employer: str
    person: int
    name: str
    number: str
    profile: int | None
    photograph: int | None
    zones: tuple[str, ...]


_MEMBER = """SELECT s.id, s.ref, s.organisation_id AS organisation, o.name AS employer, s.person_id AS person, s.name,
    s.number,
        s.profile_id AS profile,
        (SELECT h.id FROM photograph h WHERE h.staff_member_id = s.id AND h.removed_at IS NULL) AS photograph,
        ARRAY(SELECT z.ref FROM staff_zone x JOIN zone z ON z.id = x.zone_id WHERE x.staff_member_id = s.id
            ORDER BY z.id) AS zones
    FROM staff_member s JOIN organisation o ON o.id = s.organisation_id"""


async def find_member(ref: str) -> Member | None:
    row = await sql.fetchrow(f"{_MEMBER} WHERE s.ref = $1", ref)
    return _member(row) if row else None


async def lock_member(ref: str) -> Member | None:
    """The same, locked, so that two requests for one person come one after the other."""
    await sql.fetchval("SELECT id FROM staff_member WHERE ref = $1 FOR NO KEY UPDATE", ref)
    return await find_member(ref)


async def list_members(organisation: int, now: datetime) -> list[Member]:
    """The people who work for an employer now and have neither powers nor a request for any."""
    rows = await sql.fetch(
        f"""{_MEMBER} WHERE s.organisation_id = $1 AND EXISTS (SELECT 1 FROM employment e WHERE e.staff_member_id = s.id
            AND upper_inf(e.known) AND e.valid @> $2::timestamptz)
            AND NOT EXISTS (SELECT 1 FROM individual_request r JOIN casefile c ON c.id = r.case_id
              WHERE r.staff_member_id = s.id AND c.state IN ('identity', 'vetting', 'training', 'assessment',
                'with-decision-maker', 'accredited'))
            ORDER BY s.name, s.id""",  # noqa: S608 - constant text
        organisation,
        now,
    )
    return [_member(row) for row in rows]


def _member(row: sql.Record) -> Member:
    return Member(**{**dict(row), "zones": tuple(row["zones"])})


async def employment_of(member: int, now: datetime) -> str | None:
    """The employment somebody has now, held against its end; an end that passed an act while it waited counts."""
    found: str | None = await sql.fetchval(
        """SELECT ref FROM employment WHERE staff_member_id = $1 AND upper_inf(known) AND valid @> $2::timestamptz
            AND (reported_at >= $2::timestamptz AND upper(valid) <= reported_at) IS NOT TRUE FOR SHARE""",
        member,
        now,
    )
    return found


async def open_request(person: int, organisation: int) -> str | None:
    """The case of a request for this person that is neither decided nor given up."""
    found: str | None = await sql.fetchval(
        """SELECT c.ref FROM individual_request r JOIN casefile c ON c.id = r.case_id
            JOIN definition d ON d.digest = c.digest
           WHERE r.person_id = $1 AND r.organisation_id = $2 AND d.body -> 'states' -> c.state ->> 'stage' <> 'review'
             AND NOT coalesce((d.body -> 'states' -> c.state ->> 'closed')::boolean, false) LIMIT 1""",
        person,
        organisation,
    )
    return found


async def offered_by(scheme: int, organisation: int, now: datetime) -> Offered | None:
    """What its people may ask for: by the arrangement in force, else the last offer, else the application as it stands."""
    row = await sql.fetchrow(_SOURCE, scheme, organisation, now)
    if row is None:
        return None
    rows = await sql.fetch(_OFFERED_POWERS, row["decision"], row["version"], scheme, now)
    powers = [{**row, "barred": catalogue.barred_in_file().get(row["code"], ())} for row in rows]
    areas = await sql.fetch(_OFFERED_AREAS, row["decision"], row["version"])
    return Offered(
        in_force=row["in_force"],
        powers=msgspec.convert(powers, tuple[OfferedPower, ...]),
        areas=tuple((each["code"], each["name"]) for each in areas),
    )


_SOURCE = """SELECT * FROM (
    SELECT 1 AS nearest, true AS in_force, a.decision_id AS decision, NULL::bigint AS version, a.id FROM arrangement a
        WHERE a.scheme_id = $1 AND a.organisation_id = $2 AND upper_inf(a.known) AND a.valid @> $3::timestamptz
    UNION ALL SELECT 2, false, d.id, NULL, d.id FROM decision d JOIN application p ON p.id = d.application_id
        JOIN casefile c ON c.id = p.case_id WHERE c.scheme_id = $1 AND c.organisation_id = $2 AND d.outcome <> 'refuse'
    UNION ALL SELECT 3, false, NULL, v.id, v.id FROM application_version v JOIN application p ON p.id = v.application_id
        JOIN casefile c ON c.id = p.case_id WHERE c.scheme_id = $1 AND c.organisation_id = $2) AS each
    ORDER BY nearest, id DESC LIMIT 1"""
_OFFERED_POWERS = """SELECT p.code, p.paragraph, p.title, p.territory, p.names_offences, p.needs_any,
        ARRAY(SELECT said.words FROM application_version v,
            jsonb_array_elements_text(v.content -> 'powers' -> p.code -> 'value') WITH ORDINALITY AS said(words, at)
            WHERE v.id = coalesce($2, (SELECT version_id FROM decision WHERE id = $1)) AND at > 1 ORDER BY at) AS offences,
        p.in_law @> ($4::timestamptz AT TIME ZONE 'Europe/London')::date AND EXISTS (SELECT 1 FROM power_adoption a
            WHERE a.scheme_id = $3 AND a.power_id = p.id AND upper_inf(a.known) AND a.valid @> $4::timestamptz) AS available
    FROM power p WHERE p.statutory AND (EXISTS (SELECT 1 FROM decided_power d WHERE d.decision_id = $1 AND d.power_id = p.id)
        OR EXISTS (SELECT 1 FROM sought_power s WHERE s.version_id = $2 AND s.power_id = p.id)) ORDER BY p.id"""
_OFFERED_AREAS = """SELECT r.code, r.name FROM area r
    WHERE EXISTS (SELECT 1 FROM decided_area d WHERE d.decision_id = $1 AND d.area_id = r.id)
        OR EXISTS (SELECT 1 FROM sought_area s WHERE s.version_id = $2 AND s.area_id = r.id) ORDER BY r.name"""


async def zone_names(organisation: int) -> dict[str, str]:
    rows = await sql.fetch("SELECT ref, name FROM zone WHERE organisation_id = $1 ORDER BY name", organisation)
    return {row["ref"]: row["name"] for row in rows}


class Profile(Struct):
    """A role profile with the powers it needs."""

    id: int
    ref: str
    title: str
    powers: tuple[tuple[str, tuple[str, ...]], ...]


async def list_profiles(organisation: int) -> list[Profile]:
    rows = await sql.fetch(
        """SELECT f.id, f.ref, f.title,
                  (SELECT jsonb_agg(jsonb_build_array(p.code, x.offences) ORDER BY p.id) FROM role_profile_power x
                   JOIN power p ON p.id = x.power_id WHERE x.profile_id = f.id) AS powers
           FROM role_profile f WHERE f.organisation_id = $1 ORDER BY f.title""",
        organisation,
    )
    return [
        Profile(
            id=row["id"],
            ref=row["ref"],
            title=row["title"],
            powers=tuple((code, tuple(offences)) for code, offences in row["powers"] or ()),
        )
        for row in rows
    ]


async def add(
    case: Case, member: Member, sort: str, *, accreditation: int | None, profile: int | None, batch: str | None
) -> int:
    request: int = await sql.fetchval(
        """INSERT INTO individual_request (force_id, scheme_id, case_id, organisation_id, person_id, staff_member_id, sort,
                                           accreditation_id, profile_id, batch)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id""",
        case.force,
        case.scheme,
        case.id,
        member.organisation,
        member.person,
        member.id,
        sort,
        accreditation,
        profile,
        batch,
    )
    return request


async def add_powers(request: int, wanted: Sequence[Wanted]) -> None:
    for each in wanted:
        await sql.execute(
            """INSERT INTO requested_power (request_id, power_id, areas, zones, offences)
               SELECT $1, id, $3, $4, $5 FROM power WHERE code = $2""",
            request,
            each.power,
            list(each.areas),
            list(each.zones),
            list(each.offences),
        )


async def load(case: Case) -> Asked:
    """The request a case is about."""
    row = await sql.fetchrow(
        """SELECT r.id, r.case_id AS case, r.scheme_id AS scheme, r.organisation_id AS organisation, o.name AS employer,
                  r.person_id AS person, s.name, r.staff_member_id AS staff, s.ref AS staff_ref, s.number, r.sort,
                  r.accreditation_id AS accreditation, r.round, r.batch, coalesce(f.title, '') AS profile
           FROM individual_request r JOIN organisation o ON o.id = r.organisation_id
               JOIN staff_member s ON s.id = r.staff_member_id LEFT JOIN role_profile f ON f.id = r.profile_id
           WHERE r.case_id = $1""",
        case.id,
    )
    if row:
        return Asked(**dict(row), powers=await _powers(row["id"]))
    raise LookupError(case.ref)


async def _powers(request: int) -> tuple[AskedPower, ...]:
    rows = await sql.fetch(
        """SELECT p.id, p.code, p.paragraph, p.title, p.territory, p.names_offences, p.needs_any, x.areas, x.zones,
            x.offences, coalesce((SELECT g.conditions FROM granted_power g WHERE g.accreditation_id = r.accreditation_id
                AND g.power_id = p.id AND upper_inf(g.known) ORDER BY g.valid DESC LIMIT 1), '{}') AS conditions
           FROM requested_power x JOIN power p ON p.id = x.power_id JOIN individual_request r ON r.id = x.request_id
           WHERE x.request_id = $1 ORDER BY p.id""",
        request,
    )
    many = ("needs_any", "areas", "zones", "offences", "conditions")
    return tuple(AskedPower(**{**dict(row), **{name: tuple(row[name]) for name in many}}) for row in rows)


async def fitness(person: int, scheme: int, powers: Sequence[int], now: datetime) -> Fitness:
    """Vetting as the employer may know it, and which courses of which powers are not passed and in date."""
    row = await sql.fetchrow(_FITNESS, person, scheme, list(powers), now)
    if row is None:
        return Fitness()
    return msgspec.convert(dict(row), Fitness)


# The newest outcome counts also where an act is older than it, having waited for its locks.
_FITNESS = """WITH vetted AS (SELECT outcome, upper(valid) AS until, valid && tstzrange($4::timestamptz, NULL) AS now
        FROM vetting WHERE person_id = $1 AND scheme_id = $2 AND upper_inf(known) ORDER BY lower(valid) DESC LIMIT 1),
    needed AS (SELECT DISTINCT c.id, c.title, p.code FROM pathway w JOIN course c ON c.id = w.course_id AND c.scheme_id = $2
        JOIN power p ON p.id = w.power_id WHERE w.power_id = ANY ($3::bigint[])),
    passed AS (SELECT n.id, n.title, n.code, (SELECT max(upper(t.valid)) FROM training t WHERE t.person_id = $1
            AND t.course_id = n.id AND upper_inf(t.known) AND t.valid @> $4::timestamptz) AS until FROM needed n)
    SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM vetted) THEN 'none'
            WHEN NOT (SELECT now FROM vetted) THEN 'expired' ELSE (SELECT outcome FROM vetted) END AS vetting,
        (SELECT until FROM vetted WHERE now AND outcome = 'clear') AS vetting_until,
        ARRAY(SELECT DISTINCT title FROM passed WHERE until IS NULL ORDER BY title) AS missing,
        ARRAY(SELECT DISTINCT code FROM passed WHERE until IS NULL ORDER BY code) AS untrained,
        (SELECT min(until) FROM passed) AS training_until"""


async def list_waiting(person: int, scheme: int) -> list[int]:
    """The cases of a person that wait for vetting or training, by id in the order they are locked."""
    rows = await sql.fetch(
        """SELECT id FROM casefile WHERE process = 'individual' AND person_id = $1 AND scheme_id = $2
             AND state IN ('vetting', 'training') ORDER BY id""",
        person,
        scheme,
    )
    return [row["id"] for row in rows]


async def add_identity(request: int, documents: Sequence[str], photograph: int, by: int | None, now: datetime) -> None:
    """Two documents seen, and the photograph's likeness confirmed by whoever saw them."""
    await sql.execute(
        """INSERT INTO identity_check (request_id, documents, photograph_id, checked_by, checked_at)
           VALUES ($1, $2, $3, $4, $5)""",
        request,
        list(documents),
        photograph,
        by,
        now,
    )
    await sql.execute(
        "UPDATE photograph SET likeness_by = $2, likeness_at = $3 WHERE id = $1 AND likeness_at IS NULL",
        photograph,
        by,
        now,
    )


class Identity(Struct):
    """How identity was checked."""

    documents: tuple[str, ...]
    checked_by: str
    checked_at: datetime


async def find_identity(request: int) -> Identity | None:
    row = await sql.fetchrow(
        """SELECT i.documents, p.name AS checked_by, i.checked_at FROM identity_check i JOIN person p ON p.id = i.checked_by
           WHERE i.request_id = $1 ORDER BY i.id DESC LIMIT 1""",
        request,
    )
    return Identity(**{**dict(row), "documents": tuple(row["documents"])}) if row else None
