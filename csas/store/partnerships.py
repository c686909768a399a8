"""Partnerships as the office keeps them: their areas, authorities and people; areas that nobody covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from csas.domain.partnerships import Area, Authority, Contact, Partnership
from csas.store import sql
from csas.store.numbers import new_ref

_PARTNERSHIP = """SELECT t.id, t.ref, t.scheme_id AS scheme, t.name, t.email, coalesce(o.name, '') AS lead, t.ended_at,
        coalesce(t.ended_why, '') AS ended_why,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'name', a.name) ORDER BY a.name), '[]')
            FROM partnership_area pa JOIN area a ON a.id = pa.area_id WHERE pa.partnership_id = t.id) AS areas,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'ref', b.ref, 'name', b.name, 'kind', r.kind,
                'turn', r.turn) ORDER BY r.turn), '[]')
            FROM responsible_authority r JOIN organisation b ON b.id = r.organisation_id
            WHERE r.partnership_id = t.id AND r.left_at IS NULL) AS authorities
    FROM partnership t LEFT JOIN organisation o ON o.id = t.lead_organisation_id
    WHERE t.scheme_id = ANY ($1::bigint[])"""


def _partnership(row: sql.Record) -> Partnership:
    areas = tuple(Area(**each) for each in row["areas"])
    authorities = tuple(Authority(**each) for each in row["authorities"])
    return Partnership(**{**dict(row), "areas": areas, "authorities": authorities})


async def list_all(schemes: Iterable[int]) -> list[Partnership]:
    """Every partnership, those in being first."""
    rows = await sql.fetch(f"{_PARTNERSHIP} ORDER BY t.ended_at IS NOT NULL, t.name, t.id", sorted(schemes))
    return [_partnership(row) for row in rows]


async def find(schemes: Iterable[int], ref: str) -> Partnership | None:
    row = await sql.fetchrow(f"{_PARTNERSHIP} AND t.ref = $2", sorted(schemes), ref)
    return _partnership(row) if row else None


async def hold(scheme: int) -> None:
    """Let nobody else change a partnership of the scheme until the act ends."""
    await sql.fetchval("SELECT pg_advisory_xact_lock(hashtext('partnership'), $1::int)", scheme)


async def list_areas(scheme: int) -> list[Area]:
    """The areas of the scheme’s police area."""
    rows = await sql.fetch(
        """SELECT a.code, a.name FROM area a JOIN force f ON f.police_area = a.police_area
           JOIN scheme s ON s.force_id = f.id WHERE s.id = $1 ORDER BY a.name""",
        scheme,
    )
    return [Area(**dict(row)) for row in rows]


async def list_uncovered(scheme: int) -> list[Area]:
    """The areas of the police area for which no partnership answers."""
    rows = await sql.fetch(
        """SELECT a.code, a.name FROM area a JOIN force f ON f.police_area = a.police_area
           JOIN scheme s ON s.force_id = f.id
           WHERE s.id = $1 AND NOT EXISTS (SELECT 1 FROM partnership_area pa JOIN partnership t ON t.id = pa.partnership_id
               WHERE pa.area_id = a.id AND t.scheme_id = s.id AND t.ended_at IS NULL) ORDER BY a.name""",
        scheme,
    )
    return [Area(**dict(row)) for row in rows]


async def body_named(name: str, sector: str, now: datetime) -> int | None:
    """The public body of this name, however it is spaced and signed; else a new one of this sector. None for no name.

    Of several, the one that registered itself counts, so that it cannot endorse its own application.
    """
    if not name:
        return None
    found: int | None = await sql.fetchval(
        """SELECT o.id FROM organisation o WHERE plain_name(o.name) = plain_name($1)
             AND o.sector IN ('local-authority', 'government-agency', 'health', 'responsible-authority')
           ORDER BY EXISTS (SELECT 1 FROM role_holding h WHERE h.organisation_id = o.id AND h.role <> 'endorser') DESC, o.id
           LIMIT 1""",
        name,
    )
    return found or await sql.fetchval(
        """INSERT INTO organisation (ref, name, legal_name, sector, address, registered_at)
           VALUES ($1, $2, $2, $3, '', $4) RETURNING id""",
        new_ref(),
        name,
        sector,
        now,
    )


async def add(place: tuple[int, int], name: str, email: str, lead: int | None, areas: Sequence[str]) -> tuple[int, str]:
    """Put a partnership down in (force, scheme) with the areas it answers for; its id and reference."""
    ref = new_ref()
    partnership: int = await sql.fetchval(
        """INSERT INTO partnership (ref, force_id, scheme_id, name, email, lead_organisation_id)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id""",
        ref,
        *place,
        name,
        email,
        lead,
    )
    await sql.execute(
        "INSERT INTO partnership_area (partnership_id, area_id) SELECT $1, id FROM area WHERE code = ANY ($2)",
        partnership,
        list(areas),
    )
    return partnership, ref


async def edit(partnership: int, name: str, email: str, lead: int | None) -> None:
    await sql.execute(
        "UPDATE partnership SET name = $2, email = $3, lead_organisation_id = $4 WHERE id = $1",
        partnership,
        name,
        email,
        lead,
    )


async def add_authority(partnership: int, organisation: int, kind: str, turn: int) -> None:
    """Put an authority behind a partnership; one that had left comes back in the turn given."""
    await sql.execute(
        """INSERT INTO responsible_authority (partnership_id, organisation_id, kind, turn) VALUES ($1, $2, $3, $4)
           ON CONFLICT (partnership_id, organisation_id) DO UPDATE SET kind = $3, turn = $4, left_at = NULL""",
        partnership,
        organisation,
        kind,
        turn,
    )


async def next_turn(partnership: int) -> int:
    """The turn after every other that was ever given there."""
    found: int = await sql.fetchval(
        "SELECT coalesce(max(turn), 0) + 1 FROM responsible_authority WHERE partnership_id = $1", partnership
    )
    return found


async def end_authority(partnership: int, organisation: int, now: datetime) -> None:
    await sql.execute(
        "UPDATE responsible_authority SET left_at = $3 WHERE partnership_id = $1 AND organisation_id = $2",
        partnership,
        organisation,
        now,
    )


async def end(partnership: int, why: str, now: datetime) -> None:
    """Ask the partnership no more from now on, and end the roles held in it."""
    await sql.execute("UPDATE partnership SET ended_at = $2, ended_why = $3 WHERE id = $1", partnership, now, why)


async def list_waiting(partnership: int, organisation: int | None = None) -> list[str]:
    """The requests that wait for the partnership, or for the authority that stands in for it there."""
    await sql.fetchval("SELECT id FROM partnership WHERE id = $1 FOR UPDATE", partnership)
    rows = await sql.fetch(
        """SELECT c.ref FROM casefile c JOIN definition d ON d.digest = c.digest
           WHERE c.process = 'endorsement' AND c.partnership_id = $1
             AND ($2::bigint IS NULL OR c.respondent_organisation_id = $2)
             AND NOT coalesce((d.body -> 'states' -> c.state ->> 'closed')::boolean, false) ORDER BY c.id""",
        partnership,
        organisation,
    )
    return [row["ref"] for row in rows]


async def list_contacts(partnership: int, now: datetime) -> list[Contact]:
    """Who may answer now, for the partnership itself or for an authority behind it."""
    rows = await sql.fetch(
        """SELECT p.ref, p.name, h.post, coalesce(o.name, '') AS body, lower(h.valid) AS since
           FROM role_holding h JOIN person p ON p.id = h.person_id LEFT JOIN organisation o ON o.id = h.organisation_id
           WHERE h.role = 'endorser' AND h.valid @> $2::timestamptz AND upper_inf(h.known)
             AND (h.partnership_id = $1 OR h.organisation_id IN (SELECT r.organisation_id FROM responsible_authority r
                 WHERE r.partnership_id = $1 AND r.left_at IS NULL)) ORDER BY body, p.name""",
        partnership,
        now,
    )
    return [Contact(**dict(row)) for row in rows]


async def end_role(partnership: int, person: str, now: datetime) -> int:
    """End the roles by which somebody may answer for the partnership or its authorities; how many there were."""
    return await _end_roles(
        """SELECT h.id FROM role_holding h JOIN person p ON p.id = h.person_id
           WHERE p.ref = $2 AND h.role = 'endorser' AND h.valid @> $3::timestamptz AND upper_inf(h.known)
             AND (h.partnership_id = $1 OR h.organisation_id IN (SELECT r.organisation_id FROM responsible_authority r
                 WHERE r.partnership_id = $1 AND r.left_at IS NULL))""",
        partnership,
        person,
        now,
    )


async def end_all_roles(partnership: int, now: datetime) -> int:
    """End every role held in the partnership itself."""
    return await _end_roles(
        """SELECT h.id FROM role_holding h
           WHERE h.partnership_id = $1 AND h.valid @> $2::timestamptz AND upper_inf(h.known)""",
        partnership,
        now,
    )


async def _end_roles(query: str, *given: object) -> int:
    rows = await sql.fetch(query, *given)
    return await end_holdings([row["id"] for row in rows], given[-1])


async def end_holdings(ids: Sequence[int], now: object) -> int:
    """End roles from now: what was known closes, and the same facts with their end take its place."""
    done = await sql.execute(
        """WITH old AS (UPDATE role_holding SET known = tstzrange(lower(known), clock_timestamp())
             WHERE id = ANY ($1::bigint[]) AND upper_inf(known) RETURNING *)
           INSERT INTO role_holding (person_id, role, post, scheme_id, organisation_id, partnership_id, valid)
           SELECT person_id, role, post, scheme_id, organisation_id, partnership_id,
               tstzrange(lower(valid), greatest($2::timestamptz, lower(valid) + interval '1 microsecond')) FROM old""",
        list(ids),
        now,
    )
    return int(done)
