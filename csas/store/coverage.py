"""Who works in an area with which powers: how many of each provider, and nobody's name.

For those who answer for an area: its endorsers, the office and officers.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import permissions
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import sql


class Area(Struct):
    """An area somebody may look at."""

    code: str
    name: str


async def list_areas(actor: Actor) -> list[Area]:
    """The areas of somebody’s partnerships, or behind which their authority stands; for the force, all of its own."""
    rows = await sql.fetch(
        """SELECT r.code, r.name FROM area r
           WHERE r.id IN (SELECT a.area_id FROM partnership_area a WHERE a.partnership_id = ANY ($1::bigint[])
                   OR a.partnership_id IN (SELECT t.partnership_id FROM responsible_authority t
                       WHERE t.left_at IS NULL AND t.organisation_id = ANY ($2::bigint[])))
               OR r.police_area IN (SELECT f.police_area FROM scheme s JOIN force f ON f.id = s.force_id
                   WHERE s.id = ANY ($3::bigint[]))
           ORDER BY r.name""",
        sorted(actor.partnerships()),
        sorted(actor.organisations("endorser")),
        permissions.schemes_for(actor, "coverage:read"),
    )
    return [Area(**dict(row)) for row in rows]


class Covered(Struct):
    """How many people of a provider may use a power in an area at a moment; an empty code is any power or none."""

    provider: str
    ref: str
    code: str
    paragraph: str
    power: str
    people: int


async def count_providers(area: str, at: datetime) -> int:
    """How many providers may work in the area at a moment."""
    found: int = await sql.fetchval(f"SELECT count(*) FROM ({_HERE}) h", area, at)  # noqa: S608 - constant text
    return found


async def count_powers(area: str, at: datetime, *, limit: int, offset: int = 0) -> list[Covered]:
    """Counts by power of those who may use it in the area, for some providers; powers good anywhere are left out."""
    rows = await sql.fetch(_POWERS, area, at, limit, offset)
    return [Covered(**dict(row)) for row in rows]


# One arrangement of an organisation in a scheme holds at a moment.
_HERE = """SELECT o.id, o.name, a.ref, a.scheme_id FROM arrangement a JOIN organisation o ON o.id = a.organisation_id
    WHERE then_held(a.valid, a.known, $2::timestamptz, 'infinity') AND EXISTS (SELECT 1 FROM decided_area d
        JOIN area r ON r.id = d.area_id WHERE d.decision_id = a.decision_id AND r.code = $1)"""
_POWERS = f"""SELECT o.name AS provider, o.ref, p.code, p.paragraph, p.title AS power, h.people
    FROM ({_HERE} ORDER BY lower(o.name), a.ref LIMIT $3 OFFSET $4) o
        CROSS JOIN LATERAL (SELECT w.power_id, count(DISTINCT w.person_id) AS people
            FROM authority_of(o.id, $2::timestamptz, 'infinity') w
            WHERE w.scheme_id = o.scheme_id AND w.areas @> ARRAY[$1::text] GROUP BY w.power_id) h
        JOIN power p ON p.id = h.power_id
    WHERE p.territory = 'area' ORDER BY lower(o.name), o.ref, p.id"""  # noqa: S608 - constant text
