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
                       WHERE t.organisation_id = ANY ($2::bigint[])))
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


async def count_powers(area: str, at: datetime) -> list[Covered]:
    """Counts by provider and power of those who may use it in the area; powers good anywhere are left out."""
    rows = await sql.fetch(
        """SELECT o.name AS provider, (SELECT a.ref FROM arrangement a WHERE a.organisation_id = o.id
                   AND a.scheme_id = h.scheme_id AND upper_inf(a.known) AND a.valid @> $2::timestamptz LIMIT 1) AS ref,
               p.code, p.paragraph, p.title AS power, h.people
           FROM (SELECT organisation_id, scheme_id, power_id, count(DISTINCT person_id) AS people
                 FROM authority_at($2::timestamptz, 'infinity')
                 WHERE areas @> ARRAY[$1::text] AND organisation_id = ANY (ARRAY(
                     SELECT a.organisation_id FROM arrangement a JOIN decided_area d ON d.decision_id = a.decision_id
                     JOIN area r ON r.id = d.area_id
                     WHERE r.code = $1 AND a.valid @> $2::timestamptz AND upper_inf(a.known))) GROUP BY 1, 2, 3) h
               JOIN organisation o ON o.id = h.organisation_id JOIN power p ON p.id = h.power_id
           WHERE p.territory = 'area' ORDER BY lower(o.name), o.id, p.id""",
        area,
        at,
    )
    return [Covered(**{**dict(row), "ref": row["ref"] or ""}) for row in rows]
