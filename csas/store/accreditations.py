"""Accreditations and the facts of their life: what a grant rests on, granting, shortening and narrowing.

A fact is never edited: to change one, it is closed as known and the corrected one put beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.casework import Case
from csas.domain.individuals import Agreement, Asked, Verdict
from csas.domain.values import Period, Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Held(Struct):
    """An accreditation as acts need it; ids are internal. `until` is the end of its last term."""

    id: int
    ref: str
    scheme: int
    organisation: int
    employer: str
    person: int
    name: str
    staff_ref: str
    line: str
    since: datetime | None
    until: datetime | None


_HELD = """SELECT a.id, a.ref, a.scheme_id AS scheme, a.organisation_id AS organisation, o.name AS employer,
        a.person_id AS person, p.name, s.ref AS staff_ref, a.arrangement_line AS line,
        (SELECT max(lower(t.valid)) FROM accreditation_term t WHERE t.accreditation_id = a.id
            AND upper_inf(t.known)) AS since,
        (SELECT max(upper(t.valid)) FROM accreditation_term t WHERE t.accreditation_id = a.id
            AND upper_inf(t.known)) AS until
    FROM accreditation a JOIN person p ON p.id = a.person_id JOIN organisation o ON o.id = a.organisation_id
        JOIN staff_member s ON s.id = a.staff_member_id"""


async def find_of_case(case: int) -> Held | None:
    """The accreditation that a case led to, renewed or varied."""
    row = await sql.fetchrow(
        f"""{_HELD} WHERE a.case_id = $1 OR a.id = (SELECT accreditation_id FROM individual_request WHERE case_id = $1)
            ORDER BY a.id LIMIT 1""",  # noqa: S608 - constant text
        case,
    )
    return Held(**dict(row)) if row else None


async def find(accreditation: int) -> Held:
    row = await sql.fetchrow(f"{_HELD} WHERE a.id = $1", accreditation)
    if row is None:
        raise LookupError(accreditation)
    return Held(**dict(row))


LIVE = """EXISTS (SELECT 1 FROM accreditation_term t WHERE t.accreditation_id = a.id AND upper_inf(t.known)
        AND upper(t.valid) > $1::timestamptz)
    AND EXISTS (SELECT 1 FROM employment e WHERE e.ref = a.employment_ref AND upper_inf(e.known)
        AND coalesce(upper(e.valid) > $1::timestamptz, true))
    AND EXISTS (SELECT 1 FROM arrangement r WHERE r.line = a.arrangement_line AND upper_inf(r.known)
        AND upper(r.valid) > $1::timestamptz)
    AND NOT EXISTS (SELECT 1 FROM restriction n WHERE n.accreditation_id = a.id AND upper_inf(n.known)
        AND n.kind IN ('withdrawal', 'surrender'))"""
"""Not ended for good: what is merely suspended lives. `$1` is the moment, `a` the accreditation."""


async def is_live(accreditation: int, now: datetime) -> bool:
    found: bool = await sql.fetchval(f"SELECT {LIVE} FROM accreditation a WHERE a.id = $2", now, accreditation)  # noqa: S608
    return found


async def find_live(person: int, organisation: int, scheme: int, now: datetime) -> int | None:
    """The accreditation somebody has with this employer, if it has not ended for good."""
    found: int | None = await sql.fetchval(
        f"""SELECT a.id FROM accreditation a WHERE a.person_id = $2 AND a.organisation_id = $3 AND a.scheme_id = $4
            AND {LIVE}
            ORDER BY a.id DESC LIMIT 1""",  # noqa: S608 - constant text
        now,
        person,
        organisation,
        scheme,
    )
    return found


async def present_case(accreditation: int, other_than: int = 0) -> int | None:
    """The case that carries an accreditation now."""
    found: int | None = await sql.fetchval(
        """SELECT c.id FROM casefile c WHERE c.state = 'accredited' AND c.id <> $2 AND c.id IN (
               SELECT a.case_id FROM accreditation a WHERE a.id = $1
               UNION ALL SELECT r.case_id FROM individual_request r WHERE r.accreditation_id = $1)
           ORDER BY c.id DESC LIMIT 1""",
        accreditation,
        other_than,
    )
    return found


_AGREEMENT = """SELECT a.ref, a.line, upper(a.valid) AS until,
        coalesce((SELECT f.satisfied FROM finding f WHERE f.application_id = a.application_id
            AND f.subject = 'fit-and-proper'
            ORDER BY f.id DESC LIMIT 1), false) AS fit_and_proper
    FROM arrangement a WHERE a.scheme_id = $1 AND a.organisation_id = $2 AND upper_inf(a.known)
        AND a.valid @> $3::timestamptz AND a.ending NOT IN ('notice', 'surrender')"""


async def hold_agreement(scheme: int, organisation: int, now: datetime) -> Agreement | None:
    """The arrangement in force, held against its end until the act is over (FOR SHARE: a foreign key's lock is too weak).

    Whoever waited for another act to end or replace it asks again, for the row that took its place.
    """
    for _ in range(2):
        row = await sql.fetchrow(f"{_AGREEMENT} FOR SHARE OF a", scheme, organisation, now)
        if row is not None:
            return Agreement(**dict(row))
    return None


async def hold_adoptions(scheme: int, powers: Sequence[str], now: datetime) -> frozenset[str]:
    """The powers of these that the force uses and the law gives now, held against their end.

    An act that waited is older than the end that passed it: a use that has an end and does not go on is over.
    """
    rows = await sql.fetch(
        """SELECT p.code FROM power_adoption d JOIN power p ON p.id = d.power_id
           WHERE d.scheme_id = $1 AND p.code = ANY ($2::text[]) AND upper_inf(d.known) AND d.valid @> $3::timestamptz
             AND p.statutory AND p.in_law @> ($3::timestamptz AT TIME ZONE 'Europe/London')::date
             AND (upper_inf(d.valid) OR EXISTS (SELECT 1 FROM power_adoption n WHERE n.scheme_id = d.scheme_id
                 AND n.power_id = d.power_id AND upper_inf(n.known) AND n.valid @> upper(d.valid)))
           ORDER BY d.id FOR SHARE OF d""",
        scheme,
        list(powers),
        now,
    )
    return frozenset(row["code"] for row in rows)


async def hold_uniform(scheme: int, organisation: int, now: datetime) -> str | None:
    """The uniform approved now, held against a rebrand until the act is over."""
    found: str | None = await sql.fetchval(
        """SELECT ref FROM uniform WHERE scheme_id = $1 AND organisation_id = $2 AND upper_inf(known)
             AND valid @> $3::timestamptz FOR SHARE""",
        scheme,
        organisation,
        now,
    )
    return found


async def add(case: Case, asked: Asked, employment: str, agreement: Agreement, now: datetime) -> tuple[int, str]:
    """Who is accredited, with whom, by whom; it holds no standing."""
    ref = new_ref()
    found: int = await sql.fetchval(
        """INSERT INTO accreditation (ref, force_id, scheme_id, organisation_id, person_id, staff_member_id, employment_ref,
                                      arrangement_line, case_id, granted_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id""",
        ref,
        case.force,
        case.scheme,
        asked.organisation,
        asked.person,
        asked.staff,
        employment,
        agreement.line,
        case.id,
        now,
    )
    return found, ref


async def add_term(
    accreditation: int, valid: Period, uniform: str, rests_on: Sequence[str], decision: int, ref: str | None = None
) -> None:
    await sql.execute(
        """INSERT INTO accreditation_term (ref, accreditation_id, person_id, organisation_id, scheme_id, valid, uniform_ref,
                                           rests_on, decision_id)
           SELECT $1, id, person_id, organisation_id, scheme_id, tstzrange($3, $4), $5, $6, $7
           FROM accreditation WHERE id = $2""",
        ref or new_ref(),
        accreditation,
        valid.start,
        valid.end,
        uniform,
        list(rests_on),
        decision,
    )


async def add_power(accreditation: int, verdict: Verdict, asked: Asked, decision: int, valid: Period) -> None:
    """A power granted, with the zones and offences asked for and the courses its pathway needs now."""
    wanted = next(each for each in asked.powers if each.code == verdict.power)
    await sql.execute(
        """INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, zones, offences,
            conditions,
                                      courses)
           VALUES ($1, $2, $3, $4, tstzrange($5, $6), $7,
               ARRAY(SELECT z.ref FROM zone z WHERE z.ref = ANY ($8::text[]) AND z.areas && $7::text[] ORDER BY z.ref),
               $9, $10, ARRAY(SELECT w.course_id FROM pathway w JOIN course c ON c.id = w.course_id
                   WHERE w.power_id = $3 AND c.scheme_id = $11 ORDER BY w.course_id))""",
        new_ref(),
        accreditation,
        wanted.id,
        decision,
        valid.start,
        valid.end,
        list(verdict.areas),
        list(wanted.zones),
        list(wanted.offences),
        list(verdict.conditions),
        asked.scheme,
    )
