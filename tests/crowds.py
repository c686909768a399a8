"""An employer's whole workforce, accredited at once by a handful of statements: for acts that reach thousands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from csas.domain.permissions import PUBLIC
from csas.store import definitions, sql
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import individuals
from tests.people import SINCE, UNTIL, Provider
from tests.world import NOW, World

AT_ONCE = 100


async def crowd(world: World, employer: Provider, count: int, **more: object) -> list[int]:
    """The same in parts, for an act has to be over soon."""
    ids: list[int] = []
    while len(ids) < count:
        ids += await _part(world, employer, min(AT_ONCE, count - len(ids)), **more)  # type: ignore[arg-type]
    return ids


async def _part(
    world: World,
    employer: Provider,
    count: int,
    *,
    powers: Sequence[str] = ("1a", "3"),
    since: datetime = SINCE,
    until: datetime = UNTIL,
) -> list[int]:
    """So many people of the employer with these powers; the accreditations' ids."""
    definition = definitions.current("individual")
    digest = await definitions.keep(definition)
    refs = [new_ref() for _ in range(count)]
    async with act(PUBLIC, since) as this:
        await individuals.course(employer.scheme)
        for statement in (_PEOPLE, _STAFF, _EMPLOYED, _PHOTOGRAPHED, _TRAINED, _VETTED):
            await sql.execute(
                statement, refs, employer.organisation, since, employer.force, employer.scheme, world.people["priya"]
            )
        await sql.execute(_CASES, refs, employer.organisation, since, employer.force, employer.scheme, digest)
        await sql.execute(_REQUESTS, refs, employer.force, employer.scheme)
        await sql.execute(_ASKED, refs, list(powers), list(employer.areas))
        await sql.execute(_FOUND, refs, list(powers), since, world.people["priya"])
        await sql.execute(_DECIDED, refs, since, world.people["helen"])
        await sql.execute(_DECIDED_POWERS, refs, list(powers), list(employer.areas))
        await sql.execute(_ACCREDITED, refs, employer.arrangement, since)
        await sql.execute(_TERMS, refs, since, until, employer.uniform)
        await sql.execute(_GRANTED, refs, list(powers), since, until, list(employer.areas))
        found = await sql.fetch("SELECT id FROM accreditation WHERE ref = ANY ($1::text[]) ORDER BY id", refs)
        ids = [row["id"] for row in found]
        await this.record("individual:decided", scheme=employer.scheme, subjects={"accreditation": ids})
    return ids


_P = "person p WHERE p.ref = ANY ($1::text[])"
_USED = """$2::bigint IS NOT NULL AND $3::timestamptz IS NOT NULL AND $4::bigint IS NOT NULL AND $5::bigint IS NOT NULL
    AND $6::bigint IS NOT NULL"""
_PEOPLE = f"""INSERT INTO person (ref, name, email) SELECT r, 'Warden ' || r, r || '@people.example'
    FROM unnest($1::text[]) r WHERE {_USED}"""
_STAFF = f"""INSERT INTO staff_member (ref, organisation_id, person_id, number, born_on, job, added_at)
    SELECT p.ref, $2, p.id, p.ref, '1990-05-04', 'Warden', $3 FROM {_P} AND {_USED}"""
_EMPLOYED = f"""INSERT INTO employment (ref, staff_member_id, person_id, organisation_id, valid)
    SELECT s.ref, s.id, s.person_id, $2, tstzrange($3::timestamptz - interval '60 days', NULL)
    FROM staff_member s WHERE s.ref = ANY ($1::text[]) AND {_USED}"""
_PHOTOGRAPHED = f"""INSERT INTO photograph (ref, staff_member_id, stored_as, sha256, added_by, added_at)
    SELECT s.ref, s.id, 'none', 'none', $6, $3 FROM staff_member s WHERE s.ref = ANY ($1::text[]) AND {_USED}"""
_TRAINED = f"""INSERT INTO training (ref, person_id, course_id, provider, passed_on, valid)
    SELECT p.ref, p.id, (SELECT id FROM course WHERE scheme_id = $5 AND code = 'G1'), 'Calder College', $3::date,
        tstzrange($3::timestamptz - interval '1 day', $3::timestamptz + interval '3 years') FROM {_P} AND {_USED}"""
_VETTED = f"""INSERT INTO vetting (ref, force_id, scheme_id, person_id, outcome, level, reference, decided_by, valid)
    SELECT p.ref, $4, $5, p.id, 'clear', 'NPPV 2', 'V/1', $6,
        tstzrange($3::timestamptz - interval '1 day', $3::timestamptz + interval '3 years') FROM {_P} AND {_USED}"""
_CASES = """INSERT INTO casefile (ref, force_id, scheme_id, process, digest, title, state, state_since, organisation_id,
    person_id,
        opened_at)
    SELECT p.ref, $4, $5, 'individual', $6, p.name, 'accredited', $3, $2, p.id, $3 FROM person p
        WHERE p.ref = ANY ($1::text[])"""
_REQUESTS = """INSERT INTO individual_request (force_id, scheme_id, case_id, organisation_id, person_id,
    staff_member_id, sort)
    SELECT $2, $3, c.id, c.organisation_id, c.person_id, s.id, 'new' FROM casefile c JOIN staff_member s ON s.ref = c.ref
    WHERE c.ref = ANY ($1::text[])"""
_OF = "individual_request r JOIN casefile c ON c.id = r.case_id AND c.ref = ANY ($1::text[])"
_ASKED = f"""INSERT INTO requested_power (request_id, power_id, areas)
    SELECT r.id, p.id, $3 FROM {_OF}, power p WHERE p.code = ANY ($2::text[])"""
_FOUND = f"""INSERT INTO person_finding (request_id, round, subject, power_id, satisfied, evidence, found_by, found_at)
    SELECT r.id, 1, s.subject, NULL::bigint, true, 'Seen.', $4::bigint, $3::timestamptz
        FROM {_OF}, (VALUES ('suitable'), ('capable')) s (subject)
    UNION ALL SELECT r.id, 1, 'trained', p.id, true, 'Seen.', $4::bigint, $3::timestamptz FROM {_OF}, power p
        WHERE p.code = ANY ($2::text[])"""
_DECIDED = f"""INSERT INTO individual_decision (ref, request_id, round, outcome, explanation, delegation_id, decided_by,
    decided_at)
    SELECT c.ref, r.id, 1, 'grant', '', (SELECT min(id) FROM delegation), $3, $2 FROM {_OF}"""
_DECIDED_POWERS = """INSERT INTO individual_decided_power (decision_id, request_id, power_id, granted, areas)
    SELECT d.id, d.request_id, p.id, true, $3 FROM individual_decision d, power p
    WHERE d.ref = ANY ($1::text[]) AND p.code = ANY ($2::text[])"""
_ACCREDITED = f"""INSERT INTO accreditation (ref, force_id, scheme_id, organisation_id, person_id, staff_member_id,
    employment_ref,
        arrangement_line, case_id, granted_at)
    SELECT c.ref, c.force_id, c.scheme_id, c.organisation_id, c.person_id, r.staff_member_id, c.ref,
        (SELECT line FROM arrangement WHERE ref = $2 LIMIT 1), c.id, $3 FROM {_OF}"""
_TERMS = """INSERT INTO accreditation_term (ref, accreditation_id, person_id, organisation_id, scheme_id, valid, uniform_ref,
        decision_id)
    SELECT a.ref, a.id, a.person_id, a.organisation_id, a.scheme_id, tstzrange($2, $3), $4, d.id
    FROM accreditation a JOIN individual_decision d ON d.ref = a.ref WHERE a.ref = ANY ($1::text[])"""
_GRANTED = """INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, courses)
    SELECT a.ref || p.code, a.id, p.id, d.id, tstzrange($3, $4), $5,
        ARRAY(SELECT w.course_id FROM pathway w WHERE w.power_id = p.id)
    FROM accreditation a JOIN individual_decision d ON d.ref = a.ref, power p
    WHERE a.ref = ANY ($1::text[]) AND p.code = ANY ($2::text[])"""


async def count_in_force(ids: Sequence[int], at: datetime, power: str) -> int:
    """How many of these may use the power, by the set derivation."""
    found = 0
    for start in range(0, len(ids), AT_ONCE):
        found += await sql.fetchval(
            """SELECT count(*) FROM authority h JOIN power p ON p.id = h.power_id
               WHERE h.accreditation_id = ANY ($1::bigint[]) AND p.code = $2 AND h.periods @> $3::timestamptz""",
            list(ids[start : start + AT_ONCE]),
            power,
            at,
        )
    return found


LATER = timedelta(seconds=1)


async def waiting(world: World, employer: Provider, *, powers: Sequence[str] = ("3",), at: datetime = NOW) -> str:
    """Somebody whose request waits for its decision; the case."""
    ref = new_ref()
    digest = await definitions.keep(definitions.current("individual"))
    async with act(PUBLIC, at) as this:
        await individuals.course(employer.scheme)
        for statement in (_PEOPLE, _STAFF, _EMPLOYED, _PHOTOGRAPHED, _TRAINED, _VETTED):
            await sql.execute(
                statement, [ref], employer.organisation, at, employer.force, employer.scheme, world.people["priya"]
            )
        await sql.execute(_CASES, [ref], employer.organisation, at, employer.force, employer.scheme, digest)
        await sql.execute("UPDATE casefile SET state = 'with-decision-maker' WHERE ref = $1", ref)
        await sql.execute(_REQUESTS, [ref], employer.force, employer.scheme)
        await sql.execute(_ASKED, [ref], list(powers), list(employer.areas))
        await sql.execute(_FOUND, [ref], list(powers), at, world.people["priya"])
        await sql.execute(
            """INSERT INTO individual_recommendation (request_id, round, outcome, powers, reasons, made_by, made_at)
               SELECT r.id, 1, 'grant', $2, 'Fit.', $3, $4 FROM individual_request r JOIN casefile c ON c.id = r.case_id
               WHERE c.ref = $1""",
            ref,
            list(powers),
            world.people["priya"],
            at,
        )
        await this.record("individual:recommended", scheme=employer.scheme)
    return ref
