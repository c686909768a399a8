"""Concerns, row to record and back; what was written lies in the private part of their event."""

from __future__ import annotations

from datetime import datetime

import msgspec

from csas.domain.concerns import Concern
from csas.domain.permissions import CENTRAL, Actor
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


async def list_for(actor: Actor) -> list[Concern]:
    """The concerns of the schemes in whose office this actor works, newest first."""
    rows = await sql.fetch(
        """SELECT c.ref, c.about, c.number, a.name AS area, c.acknowledged, c.reported_at, v.body
           FROM concern c LEFT JOIN area a ON a.id = c.area_id
               LEFT JOIN event_subject s ON s.kind = 'concern' AND s.subject_id = c.id
               LEFT JOIN event_private v ON v.event_id = s.event_id
           WHERE c.scheme_id = ANY ($1::bigint[]) ORDER BY c.reported_at DESC, c.id DESC LIMIT $2""",
        sorted(actor.schemes(*CENTRAL)),
        MOST,
    )
    return [_concern(row) for row in rows]


def _concern(row: sql.Record) -> Concern:
    codes = {name: value for name, value in row.items() if name != "body"}
    return Concern(**codes, **(msgspec.json.decode(row["body"]) if row["body"] else {}))
