"""The trail of a powers card: who wrote down when where it was. Lines are added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql


class Entry(Struct):
    """One line of a trail."""

    what: str
    at: datetime
    by: str
    note: str


async def add(document: int, what: str, at: datetime, by: int | None = None, note: str = "") -> None:
    await add_all([document], what, at, by, note)


async def add_all(documents: Sequence[int], what: str, at: datetime, by: int | None = None, note: str = "") -> None:
    """Write the same line into several trails."""
    await sql.execute(
        """INSERT INTO custody (document_id, what, at, recorded_by, note)
           SELECT id, $2, $3, $4, $5 FROM unnest($1::bigint[]) AS id""",
        list(documents),
        what,
        at,
        by,
        note,
    )


async def list_trail(document: int) -> list[Entry]:
    """The trail of one card, oldest line first."""
    rows = await sql.fetch(
        """SELECT c.what, c.at, coalesce(p.name, '') AS by, c.note FROM custody c LEFT JOIN person p ON p.id = c.recorded_by
           WHERE c.document_id = $1 ORDER BY c.id""",
        document,
    )
    return [Entry(**dict(row)) for row in rows]
