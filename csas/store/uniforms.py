"""Approved uniforms of employers, and which of them instruments describe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Approved(Struct):
    """A uniform as it is approved; ids are internal."""

    organisation: int
    organisation_ref: str
    name: str
    ref: str
    description: str
    badge: str
    since: datetime | None


_APPROVED = """SELECT o.id AS organisation, o.ref AS organisation_ref, o.name, coalesce(u.ref, '') AS ref,
        coalesce(u.description, '') AS description, coalesce(u.badge, '') AS badge, lower(u.valid) AS since
    FROM organisation o LEFT JOIN uniform u ON u.organisation_id = o.id AND u.scheme_id = $1 AND upper_inf(u.known)
        AND u.valid @> $2::timestamptz"""


async def list_providers(scheme: int, now: datetime) -> list[Approved]:
    """Every employer with an application or an arrangement in the scheme, with its uniform if one is approved."""
    rows = await sql.fetch(
        f"""{_APPROVED} WHERE EXISTS (SELECT 1 FROM casefile c WHERE c.organisation_id = o.id
            AND c.scheme_id = $1) ORDER BY o.name""",  # noqa: S608 - constant text
        scheme,
        now,
    )
    return [Approved(**dict(row)) for row in rows]


async def find(scheme: int, organisation_ref: str, now: datetime) -> Approved | None:
    """One employer of the scheme with its uniform."""
    found = await list_providers(scheme, now)
    return next((each for each in found if each.organisation_ref == organisation_ref), None)


async def approve(scheme: tuple[int, int], organisation: int, description: str, badge: str, now: datetime) -> str:
    """End the uniform approved before, if any, and put the new one beside it; `scheme` is (force, scheme)."""
    await sql.execute(
        """WITH old AS (UPDATE uniform SET known = tstzrange(lower(known), clock_timestamp())
             WHERE scheme_id = $1 AND organisation_id = $2 AND upper_inf(known) AND valid @> $3::timestamptz RETURNING *)
           INSERT INTO uniform (ref, force_id, scheme_id, organisation_id, description, badge, valid)
           SELECT ref, force_id, scheme_id, organisation_id, description, badge, tstzrange(lower(valid), $3) FROM old
           WHERE lower(valid) < $3::timestamptz""",
        scheme[1],
        organisation,
        now,
    )
    ref = new_ref()
    await sql.execute(
        """INSERT INTO uniform (ref, force_id, scheme_id, organisation_id, description, badge, valid)
           VALUES ($1, $2, $3, $4, $5, $6, tstzrange($7, NULL))""",
        ref,
        scheme[0],
        scheme[1],
        organisation,
        description,
        badge,
        now,
    )
    return ref


async def redescribe(accreditations: Sequence[int], uniform: str, now: datetime) -> None:
    """From now each term describes this uniform; until now it described the one before."""
    await sql.execute(
        """WITH old AS (UPDATE accreditation_term SET known = tstzrange(lower(known), clock_timestamp())
             WHERE accreditation_id = ANY ($1::bigint[]) AND upper_inf(known) AND upper(valid) > $3::timestamptz
               AND uniform_ref <> $2 RETURNING *),
           parts AS (SELECT o.*, tstzrange(lower(o.valid), $3) AS part, o.uniform_ref AS worn FROM old o
               WHERE lower(o.valid) < $3::timestamptz
             UNION ALL SELECT o.*, tstzrange(greatest(lower(o.valid), $3::timestamptz), upper(o.valid)), $2 FROM old o)
           INSERT INTO accreditation_term (ref, accreditation_id, person_id, organisation_id, scheme_id, valid, uniform_ref,
                                           rests_on, decision_id)
           SELECT ref, accreditation_id, person_id, organisation_id, scheme_id, part, worn, rests_on, decision_id
               FROM parts""",
        list(accreditations),
        uniform,
        now,
    )


class Adoption(Struct):
    """A power the force uses."""

    code: str
    paragraph: str
    title: str
    since: datetime


async def list_adopted(scheme: int, now: datetime) -> list[Adoption]:
    rows = await sql.fetch(
        """SELECT p.code, p.paragraph, p.title, lower(d.valid) AS since FROM power_adoption d
            JOIN power p ON p.id = d.power_id
           WHERE d.scheme_id = $1 AND upper_inf(d.known) AND d.valid @> $2::timestamptz ORDER BY p.id""",
        scheme,
        now,
    )
    return [Adoption(**dict(row)) for row in rows]


async def end_adoption(scheme: int, power: str, now: datetime) -> bool:
    """The force uses the power no longer from now; whether it did."""
    ended = await sql.execute(
        """WITH old AS (UPDATE power_adoption SET known = tstzrange(lower(known), clock_timestamp())
             WHERE scheme_id = $1 AND power_id = (SELECT id FROM power WHERE code = $2) AND upper_inf(known)
               AND valid @> $3::timestamptz RETURNING *)
           INSERT INTO power_adoption (force_id, scheme_id, power_id, valid)
           SELECT force_id, scheme_id, power_id,
               tstzrange(lower(valid), greatest($3::timestamptz, lower(valid) + interval '1 microsecond')) FROM old""",
        scheme,
        power,
        now,
    )
    return bool(ended)
