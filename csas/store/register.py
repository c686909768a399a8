"""The public register: which providers are accredited, now or on a past day, in one statement.

It is derived from the arrangements' periods and the people accredited, as known now or as known
then. It tells nothing of an organisation without an arrangement; no reasons, and of people their number.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from csas.domain.conditions import Condition
from csas.domain.values import Struct
from csas.store import sql


class Power(Struct):
    """A power as the public reads it; `people` is how many may use it at the moment asked about."""

    code: str
    paragraph: str
    title: str
    plain: str = ""
    law: str = ""
    people: int = 0


class Provider(Struct):
    """A line of the register."""

    ref: str
    organisation: str
    name: str
    sector: str
    since: datetime
    until: datetime | None
    powers: tuple[str, ...]
    areas: tuple[str, ...]
    people: int
    number: str | None


class Register(Struct):
    """One page of the register, the number of all that fit, providers by area, and the powers in it."""

    providers: tuple[Provider, ...]
    total: int
    by_area: dict[str, int]
    powers: tuple[Power, ...]


_HELD = """SELECT a.ref, a.decision_id, lower(a.valid) AS since, upper(a.valid) AS until, a.scheme_id,
        o.id, o.ref AS organisation, o.name, o.sector
    FROM arrangement a JOIN organisation o ON o.id = a.organisation_id
    WHERE then_held(a.valid, a.known, $1::timestamptz, coalesce($7::timestamptz, 'infinity'))"""

LIST = f"""WITH held AS MATERIALIZED ({_HELD}),
    fitting AS MATERIALIZED (SELECT * FROM held h
        WHERE ($2 = '' OR strpos(lower(h.name), lower($2)) > 0)
          AND ($3 = '' OR EXISTS (SELECT 1 FROM decided_area d JOIN area r ON r.id = d.area_id
                WHERE d.decision_id = h.decision_id AND r.code = $3))
          AND ($4 = '' OR EXISTS (SELECT 1 FROM decided_power d JOIN power p ON p.id = d.power_id
                WHERE d.decision_id = h.decision_id AND p.code = $4))
          AND ($8 = '' OR h.sector = $8)),
    page AS MATERIALIZED (SELECT * FROM fitting ORDER BY lower(name), ref LIMIT $5 OFFSET $6),
    place AS (SELECT d.decision_id, array_agg(r.name ORDER BY r.name) AS names
        FROM decided_area d JOIN area r ON r.id = d.area_id
        WHERE d.decision_id IN (SELECT decision_id FROM page) GROUP BY d.decision_id),
    may AS (SELECT d.decision_id, array_agg(p.title ORDER BY p.id) AS titles
        FROM decided_power d JOIN power p ON p.id = d.power_id
        WHERE d.decision_id IN (SELECT decision_id FROM page) GROUP BY d.decision_id),
    shown AS (SELECT f.ref, f.organisation, f.name, f.sector, f.since, f.until,
            coalesce(may.titles, '{{}}') AS powers, coalesce(place.names, '{{}}') AS areas,
            (SELECT count(*) FROM accredited_of(f.id, $1::timestamptz, coalesce($7::timestamptz, 'infinity')) w
                WHERE w.scheme_id = f.scheme_id) AS people,
            (SELECT d.number FROM document d WHERE d.arrangement_ref = f.ref AND d.kind = 'certificate'
                AND d.issued_at <= $1 AND (d.replaced_at IS NULL OR d.replaced_at > $1)
                ORDER BY d.id DESC LIMIT 1) AS number
        FROM page f LEFT JOIN place USING (decision_id) LEFT JOIN may USING (decision_id))
    SELECT (SELECT coalesce(jsonb_agg(shown ORDER BY lower(name), ref), '[]') FROM shown) AS providers,
        (SELECT count(*) FROM fitting) AS total,
        (SELECT coalesce(jsonb_object_agg(r.code, counted.many), '{{}}') FROM area r JOIN
            (SELECT d.area_id, count(*) AS many FROM held JOIN decided_area d USING (decision_id)
             GROUP BY d.area_id) counted ON counted.area_id = r.id) AS by_area,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('code', code, 'paragraph', paragraph, 'title', title)
                ORDER BY id), '[]') FROM power
            WHERE id IN (SELECT d.power_id FROM held JOIN decided_power d USING (decision_id))) AS powers"""  # noqa: S608 - constant text


async def list_providers(
    at: datetime,
    *,
    name: str = "",
    area: str = "",
    power: str = "",
    sector: str = "",
    known: datetime | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Register:
    """The providers whose arrangement was in force at a moment, and how many there were in each area.

    `known` asks for what was known at an earlier moment; without it what is known now counts.
    """
    row = await sql.fetchrow(LIST, at, name, area, power, limit, offset, known, sector)
    if row is None:
        raise LookupError(at)
    return Register(
        providers=msgspec.convert(row["providers"], tuple[Provider, ...]),
        total=row["total"],
        by_area=row["by_area"],
        powers=msgspec.convert(row["powers"], tuple[Power, ...]),
    )


class Term(Struct):
    """One arrangement's period, as the public may know it."""

    ref: str
    since: datetime
    until: datetime | None


class Entry(Struct):
    """A provider's own page: the organisation, the arrangement meant, and all its periods."""

    ref: str
    organisation: str
    name: str
    legal_name: str
    number: str | None
    website: str | None
    sector: str
    scheme: str
    force: str
    telephone: str
    since: datetime
    until: datetime | None
    powers: tuple[Power, ...]
    people: int
    roles: tuple[str, ...]
    areas: tuple[str, ...]
    area_codes: tuple[str, ...]
    conditions: tuple[Condition, ...]
    edition: str
    edition_ref: str
    edition_number: int
    provisional: bool
    certificate: str | None
    terms: tuple[Term, ...]

    def in_force(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


# The arrangement named; or of the organisation named the one in force then, else the last that had started.
_ENTRY = """WITH named AS (
        SELECT a.* FROM arrangement a JOIN organisation o ON o.id = a.organisation_id
        WHERE (a.ref = $1 OR o.ref = $1) AND a.known @> coalesce($3::timestamptz, 'infinity') AND lower(a.valid) <= $2
        ORDER BY a.ref = $1 DESC, lower(a.valid) DESC LIMIT 1),
    holding AS MATERIALIZED (SELECT h.power_id, count(*) AS people
        FROM named, authority_of(named.organisation_id, $2::timestamptz, coalesce($3::timestamptz, 'infinity')) h
        WHERE h.scheme_id = named.scheme_id GROUP BY h.power_id)
    SELECT a.ref, o.ref AS organisation, o.name, o.legal_name, o.number, o.website, o.sector, s.name AS scheme,
        f.name AS force, s.telephone, lower(a.valid) AS since, upper(a.valid) AS until,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'paragraph', p.paragraph, 'title', p.title,
                'plain', p.plain, 'law', p.law, 'people', coalesce(h.people, 0)) ORDER BY p.id), '[]')
            FROM decided_power d JOIN power p ON p.id = d.power_id LEFT JOIN holding h ON h.power_id = p.id
            WHERE d.decision_id = a.decision_id) AS powers,
        (SELECT count(*) FROM accredited_of(a.organisation_id, $2::timestamptz, coalesce($3::timestamptz, 'infinity')) w
            WHERE w.scheme_id = a.scheme_id) AS people,
        ARRAY(SELECT r.title FROM role_profile r WHERE r.organisation_id = a.organisation_id ORDER BY r.title) AS roles,
        ARRAY(SELECT r.name FROM decided_area d JOIN area r ON r.id = d.area_id WHERE d.decision_id = a.decision_id
            ORDER BY r.name) AS areas,
        ARRAY(SELECT r.code FROM decided_area d JOIN area r ON r.id = d.area_id WHERE d.decision_id = a.decision_id
            ORDER BY r.name) AS area_codes,
        c.conditions, e.title AS edition, e.ref AS edition_ref, e.number AS edition_number,
        e.standing = 'provisional' AS provisional,
        (SELECT d.number FROM document d WHERE d.arrangement_ref = a.ref AND d.kind = 'certificate'
            AND d.issued_at <= $2 AND (d.replaced_at IS NULL OR d.replaced_at > $2)
            ORDER BY d.id DESC LIMIT 1) AS certificate,
        (SELECT jsonb_agg(jsonb_build_object('ref', t.ref, 'since', lower(t.valid), 'until', upper(t.valid))
                ORDER BY lower(t.valid) DESC)
            FROM arrangement t WHERE t.organisation_id = a.organisation_id
              AND t.known @> coalesce($3::timestamptz, 'infinity') AND lower(t.valid) <= $2) AS terms
    FROM named a JOIN organisation o ON o.id = a.organisation_id JOIN scheme s ON s.id = a.scheme_id
        JOIN force f ON f.id = a.force_id JOIN decision c ON c.id = a.decision_id
        JOIN application l ON l.id = a.application_id JOIN edition e ON e.id = l.edition_id"""


async def find_entry(ref: str, at: datetime, known: datetime | None = None) -> Entry | None:
    """The provider's page by the reference of its arrangement or of itself, as at a moment."""
    row = await sql.fetchrow(_ENTRY, ref, at, known)
    if row is None:
        return None
    return Entry(
        **{
            **dict(row),
            "powers": msgspec.convert(row["powers"], tuple[Power, ...]),
            "conditions": msgspec.convert(row["conditions"], tuple[Condition, ...]),
            "terms": msgspec.convert(row["terms"], tuple[Term, ...]),
            "roles": tuple(row["roles"]),
            "areas": tuple(row["areas"]),
            "area_codes": tuple(row["area_codes"]),
        }
    )
