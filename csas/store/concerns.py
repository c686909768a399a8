"""Concerns, row to record and back; what was written lies in the private part of their event."""

from __future__ import annotations

from datetime import datetime

import msgspec

from csas.domain import refusals
from csas.domain.concerns import Concern
from csas.domain.permissions import CENTRAL, Actor
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref

MOST = 500


async def add(
    force: int, scheme: int, about: str, number: str | None, area: str | None, now: datetime, *, acknowledged: bool
) -> tuple[int, str]:
    """Keep a concern's codes; returns its id and its reference."""
    ref = new_ref()
    concern: int = await sql.fetchval(
        """INSERT INTO concern (ref, force_id, scheme_id, about, number, area_id, acknowledged, reported_at)
           VALUES ($1, $2, $3, $4, $5, (SELECT id FROM area WHERE code = $6), $7, $8) RETURNING id""",
        ref,
        force,
        scheme,
        about,
        number,
        area,
        acknowledged,
        now,
    )
    return concern, ref


_READ = """SELECT c.ref, c.about, c.number, a.name AS area, c.acknowledged, c.reported_at, v.body,
        o.outcome, coalesce(o.told, false) AS told, o.closed_at, coalesce(p.name, '') AS closed_by, w.body AS closing
    FROM concern c LEFT JOIN area a ON a.id = c.area_id
        LEFT JOIN concern_outcome o ON o.concern_id = c.id LEFT JOIN person p ON p.id = o.closed_by
        LEFT JOIN LATERAL (SELECT e.id FROM event_subject s JOIN event e ON e.id = s.event_id
            WHERE s.kind = 'concern' AND s.subject_id = c.id AND e.tag = 'concern:reported') r ON true
        LEFT JOIN event_private v ON v.event_id = r.id
        LEFT JOIN LATERAL (SELECT e.id FROM event_subject s JOIN event e ON e.id = s.event_id
            WHERE s.kind = 'concern' AND s.subject_id = c.id AND e.tag = 'concern:closed') d ON true
        LEFT JOIN event_private w ON w.event_id = d.id
    WHERE c.scheme_id = ANY ($1::bigint[]) AND ($2::text IS NULL OR c.ref = $2)
    ORDER BY c.reported_at DESC, c.id DESC LIMIT $3"""


class Kept(Struct):
    """Where a concern belongs; ids are internal."""

    id: int
    force: int
    scheme: int
    concern: Concern


async def list_for(actor: Actor) -> list[Concern]:
    """The concerns of the schemes in whose office this actor works, newest first."""
    rows = await sql.fetch(_READ, sorted(actor.schemes(*CENTRAL)), None, MOST)
    return [_concern(row) for row in rows]


async def load(actor: Actor, ref: str) -> Kept:
    """One concern, as far as this actor may read it."""
    row = await sql.fetchrow(_READ, sorted(actor.schemes(*CENTRAL)), ref, 1)
    if row is None:
        raise refusals.NotFound
    where = await sql.fetchrow("SELECT id, force_id AS force, scheme_id AS scheme FROM concern WHERE ref = $1", ref)
    if where is None:
        raise refusals.NotFound
    return Kept(**dict(where), concern=_concern(row))


async def close(kept: Kept, outcome: str, person: int, now: datetime, *, told: bool) -> None:
    """Keep what became of a concern; a second time is refused by the database."""
    await sql.execute(
        """INSERT INTO concern_outcome (concern_id, force_id, scheme_id, outcome, told, closed_by, closed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        kept.id,
        kept.force,
        kept.scheme,
        outcome,
        told,
        person,
        now,
    )


def _concern(row: sql.Record) -> Concern:
    codes = {name: value for name, value in row.items() if name not in {"body", "closing"}}
    closing = msgspec.json.decode(row["closing"]) if row["closing"] else {}
    said = msgspec.json.decode(row["body"]) if row["body"] else {}
    return Concern(**codes, **said, done=closing.get("done", ""))
