"""People already accredited, put down directly as lawful facts: for tests of what comes after.

Everything the database demands is there: arrangement, employment, findings, decision, uniform,
training and vetting. Each is made inside one act with its event, as a command would make it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from csas.domain.casework import Case
from csas.domain.permissions import PUBLIC
from csas.domain.values import Struct
from csas.store import cases, definitions, joining, schemes, sql
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests.public import providers
from tests.world import NOW, World

SINCE = NOW - timedelta(days=30)
UNTIL = NOW + timedelta(days=335)
TITLE = "Warden"


class Provider(Struct):
    """An employer with an arrangement in force; ids are internal."""

    organisation: int
    scheme: int
    force: int
    arrangement: str
    uniform: str
    areas: tuple[str, ...]


class Accredited(Struct):
    """A person with an accreditation; ids are internal, refs are what the world sees."""

    person: int
    staff: int
    staff_ref: str
    employment: str
    accreditation: int
    ref: str
    case: str
    term: str
    granted: dict[str, str]
    provider: Provider


async def provider(
    world: World,
    name: str = "Northbank Homes",
    *,
    areas: Sequence[str] = ("Lambeth", "Southwark"),
    since: datetime = SINCE - timedelta(days=30),
    until: datetime = UNTIL + timedelta(days=30),
    powers: Sequence[str] = providers.POWERS,
) -> Provider:
    """An employer in force with its uniform approved and found fit and proper."""
    arrangement, _ = await providers.accredited(
        world, name, areas=tuple(areas), since=since, until=until, powers=tuple(powers)
    )
    row = await sql.fetchrow(
        """SELECT a.organisation_id, a.scheme_id, a.force_id, a.application_id,
                  (SELECT array_agg(x.code ORDER BY x.code) FROM area x WHERE x.name = ANY ($2::text[])) AS areas
           FROM arrangement a WHERE a.ref = $1""",
        arrangement,
        list(areas),
    )
    assert row
    uniform = new_ref()
    async with act(PUBLIC, since) as this:
        await sql.execute(
            """INSERT INTO finding (application_id, round, subject, satisfied, evidence, found_by, found_at)
               VALUES ($1, 1, 'fit-and-proper', true, 'Seen.', $2, $3)""",
            row["application_id"],
            world.people["priya"],
            since,
        )
        await sql.execute(
            """INSERT INTO uniform (ref, force_id, scheme_id, organisation_id, description, badge, valid)
               VALUES ($1, $2, $3, $4, 'Green jacket with the name of the employer', 'Left breast', tstzrange($5, NULL))""",
            uniform,
            row["force_id"],
            row["scheme_id"],
            row["organisation_id"],
            since,
        )
        await _adopt_earlier(row["scheme_id"], since)
        await this.record("application:found", scheme=row["scheme_id"])
    return Provider(
        organisation=row["organisation_id"],
        scheme=row["scheme_id"],
        force=row["force_id"],
        arrangement=arrangement,
        uniform=uniform,
        areas=tuple(row["areas"]),
    )


async def _adopt_earlier(scheme: int, since: datetime) -> None:
    """The cast's force adopted its powers when the tests begin; these people were accredited before."""
    await sql.execute(
        """INSERT INTO power_adoption (force_id, scheme_id, power_id, valid)
           SELECT force_id, scheme_id, power_id, tstzrange($2, min(lower(valid))) FROM power_adoption
           WHERE scheme_id = $1 AND upper_inf(known) GROUP BY 1, 2, 3 HAVING min(lower(valid)) > $2::timestamptz""",
        scheme,
        since,
    )


async def accredited(
    world: World,
    employer: Provider,
    name: str = "Mo Farrow",
    *,
    powers: Sequence[str] = ("1a", "3"),
    since: datetime = SINCE,
    until: datetime = UNTIL,
    rests_on: Sequence[str] = (),
    zones: Sequence[str] = (),
    born_on: date = date(1990, 5, 4),
    person: int | None = None,
) -> Accredited:
    """A person of this employer, accredited from one moment to another with powers in all its areas.

    `person` is somebody known already, such as by another employer.
    """
    async with act(PUBLIC, since) as this:
        person = person or await _person(name)
        staff, staff_ref = await _staff(employer, person, born_on, since)
        employment = await _employ(employer, person, staff, since)
        courses = await _train(employer, person, powers, since)
        await _vet(world, employer, person, since)
        case, request = await _request(employer, person, staff, name, powers, since)
        decision = await _decide(world, employer, request, powers, since)
        found, ref = await _accredit(employer, person, staff, employment, case.id, since)
        term = await _term(employer, person, found, decision, since, until, rests_on)
        granted = {
            power: await _grant(employer, found, power, decision, since, courses[power], zones) for power in powers
        }
        await this.record("individual:decided", case=case, subjects={"person": [person], "accreditation": [found]})
    return Accredited(
        person=person,
        staff=staff,
        staff_ref=staff_ref,
        employment=employment,
        accreditation=found,
        ref=ref,
        case=case.ref,
        term=term,
        granted=granted,
        provider=employer,
    )


async def officer(world: World) -> str:
    """A police officer of the force, as far as the service knows one; the slug to sign in by."""
    if "officer" not in world.people:
        async with act(PUBLIC, NOW) as this:
            person = await joining.add_person("Ida Marsh", "ida.marsh@people.example")
            await schemes.give_role(
                person, "officer", "Constable", NOW - timedelta(days=1), scheme=await world.scheme()
            )
            await this.record("role:given")
        world.people["officer"] = person
    return "officer"


async def _person(name: str) -> int:
    return await joining.add_person(name, f"{name.lower().replace(' ', '.')}@people.example")


async def _staff(employer: Provider, person: int, born_on: date, since: datetime) -> tuple[int, str]:
    ref = new_ref()
    staff: int = await sql.fetchval(
        """INSERT INTO staff_member (ref, organisation_id, person_id, number, email, born_on, job, added_at)
           VALUES ($1, $2, $3, $4, (SELECT email FROM person WHERE id = $3), $5, $6, $7) RETURNING id""",
        ref,
        employer.organisation,
        person,
        f"W{person}",
        born_on,
        TITLE,
        since,
    )
    return staff, ref


async def _employ(employer: Provider, person: int, staff: int, since: datetime) -> str:
    ref = new_ref()
    await sql.execute(
        """INSERT INTO employment (ref, staff_member_id, person_id, organisation_id, valid)
           VALUES ($1, $2, $3, $4, tstzrange($5, NULL))""",
        ref,
        staff,
        person,
        employer.organisation,
        since - timedelta(days=60),
    )
    return ref


async def _train(employer: Provider, person: int, powers: Sequence[str], since: datetime) -> dict[str, list[int]]:
    """One course for all powers, passed the day before."""
    course: int | None = await sql.fetchval(
        "SELECT id FROM course WHERE scheme_id = $1 AND code = 'G1'", employer.scheme
    )
    if course is None:
        course = await sql.fetchval(
            """INSERT INTO course (scheme_id, code, title, hours, months, providers)
               VALUES ($1, 'G1', 'General accreditation course', 60, 36, '{Calder College}') RETURNING id""",
            employer.scheme,
        )
        await sql.execute("INSERT INTO pathway (course_id, power_id) SELECT $1, id FROM power WHERE statutory", course)
    assert course is not None
    await sql.execute(
        """INSERT INTO training (ref, person_id, organisation_id, course_id, provider, passed_on, valid)
           VALUES ($1, $2, $3, $4, 'Calder College', $5, tstzrange($6, $7))""",
        new_ref(),
        person,
        employer.organisation,
        course,
        (since - timedelta(days=1)).date(),
        since - timedelta(days=1),
        since + timedelta(days=3 * 365),
    )
    return {power: [course] for power in powers}


async def _vet(world: World, employer: Provider, person: int, since: datetime) -> None:
    await sql.execute(
        """INSERT INTO vetting (ref, force_id, scheme_id, person_id, outcome, level, reference, decided_by, valid)
           VALUES ($1, $2, $3, $4, 'clear', 'NPPV 2', 'V/1', $5, tstzrange($6, $7)) ON CONFLICT DO NOTHING""",
        new_ref(),
        employer.force,
        employer.scheme,
        person,
        world.people["priya"],
        since - timedelta(days=2),
        since + timedelta(days=3 * 365),
    )


async def _request(
    employer: Provider, person: int, staff: int, name: str, powers: Sequence[str], since: datetime
) -> tuple[Case, int]:
    case = await cases.open_case(
        definitions.current("individual"),
        title=name,
        force=employer.force,
        scheme=employer.scheme,
        now=since,
        organisation=employer.organisation,
        person=person,
    )
    request: int = await sql.fetchval(
        """INSERT INTO individual_request (force_id, scheme_id, case_id, organisation_id, person_id, staff_member_id, sort)
           VALUES ($1, $2, $3, $4, $5, $6, 'new') RETURNING id""",
        employer.force,
        employer.scheme,
        case.id,
        employer.organisation,
        person,
        staff,
    )
    await sql.execute(
        """INSERT INTO requested_power (request_id, power_id, areas)
           SELECT $1, id, $3 FROM power WHERE code = ANY ($2::text[])""",
        request,
        list(powers),
        list(employer.areas),
    )
    await sql.execute("UPDATE casefile SET state = 'accredited' WHERE id = $1", case.id)
    return case, request


async def _decide(world: World, employer: Provider, request: int, powers: Sequence[str], since: datetime) -> int:
    await sql.execute(
        """INSERT INTO person_finding (request_id, round, subject, power_id, satisfied, evidence, found_by, found_at)
           SELECT $1::bigint, 1, s.subject, NULL::bigint, true, 'Seen.', $3::bigint, $4::timestamptz
               FROM (VALUES ('suitable'), ('capable')) s (subject)
           UNION ALL SELECT $1::bigint, 1, 'trained', p.id, true, 'Seen.', $3, $4
               FROM power p WHERE p.code = ANY ($2::text[])""",
        request,
        list(powers),
        world.people["priya"],
        since,
    )
    decision: int = await sql.fetchval(
        """INSERT INTO individual_decision (ref, request_id, round, outcome, explanation, delegation_id, decided_by,
                                            decided_at)
           VALUES ($1, $2, 1, 'grant', '', (SELECT min(id) FROM delegation), $3, $4) RETURNING id""",
        new_ref(),
        request,
        world.people["helen"],
        since,
    )
    await sql.execute(
        """INSERT INTO individual_decided_power (decision_id, request_id, power_id, granted, areas)
           SELECT $1, $2, id, true, $4 FROM power WHERE code = ANY ($3::text[])""",
        decision,
        request,
        list(powers),
        list(employer.areas),
    )
    return decision


async def _accredit(
    employer: Provider, person: int, staff: int, employment: str, case: int, since: datetime
) -> tuple[int, str]:
    ref = new_ref()
    found: int = await sql.fetchval(
        """INSERT INTO accreditation (ref, force_id, scheme_id, organisation_id, person_id, staff_member_id, employment_ref,
                                      arrangement_line, case_id, granted_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT line FROM arrangement WHERE ref = $8 LIMIT 1), $9, $10)
           RETURNING id""",
        ref,
        employer.force,
        employer.scheme,
        employer.organisation,
        person,
        staff,
        employment,
        employer.arrangement,
        case,
        since,
    )
    return found, ref


async def _term(
    employer: Provider,
    person: int,
    accreditation: int,
    decision: int,
    since: datetime,
    until: datetime,
    rests_on: Sequence[str],
) -> str:
    ref = new_ref()
    await sql.execute(
        """INSERT INTO accreditation_term (ref, accreditation_id, person_id, organisation_id, scheme_id, valid, uniform_ref,
                                           rests_on, decision_id)
           VALUES ($1, $2, $3, $4, $5, tstzrange($6, $7), $8, $9, $10)""",
        ref,
        accreditation,
        person,
        employer.organisation,
        employer.scheme,
        since,
        until,
        employer.uniform,
        list(rests_on),
        decision,
    )
    return ref


async def _grant(
    employer: Provider,
    accreditation: int,
    power: str,
    decision: int,
    since: datetime,
    courses: list[int],
    zones: Sequence[str] = (),
) -> str:
    ref = new_ref()
    await sql.execute(
        """INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, courses, zones)
           VALUES ($1, $2, (SELECT id FROM power WHERE code = $3), $4, tstzrange($5, NULL), $6, $7, $8)""",
        ref,
        accreditation,
        power,
        decision,
        since,
        list(employer.areas),
        courses,
        list(zones),
    )
    return ref
