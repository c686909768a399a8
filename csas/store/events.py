"""The journal: one event an act, appended and never changed.

It is output: no rule reads it. Pages read it only to tell the history of a case.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

import msgspec

from csas.domain.casework import Case
from csas.domain.events import WORDS, Event, tell
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Happened(Struct):
    """A line of a case's history; `private` is empty for those who may not read it."""

    tag: str
    words: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    private: dict[str, str] = {}


async def append(
    event: Event,
    now: datetime,
    *,
    case: Case | None = None,
    scheme: int | None = None,
    role: str = "",
    subjects: Mapping[str, list[int]] | None = None,
) -> int:
    """Insert the event, its private text and its subjects; the database stamps time and actor."""
    if event.tag not in WORDS:
        raise LookupError(event.tag)
    salt = secrets.token_bytes(32) if event.private else None
    body = msgspec.json.encode(event.private, order="sorted") if event.private else None
    digest = hashlib.sha256(salt + body).digest() if salt and body else None
    event_id: int = await sql.fetchval(
        """INSERT INTO event (ref, xid, recorded_at, occurred_at, tag, force_id, scheme_id, case_id, actor_kind,
                              actor_role, moves, facts, private_hash)
           VALUES ($1, '0', now(), $2, $3, (SELECT force_id FROM scheme WHERE id = $4), $4, $5, 'public', $6, $7, $8, $9)
           RETURNING id""",
        new_ref(),
        now,
        event.tag,
        case.scheme if case else scheme,
        case.id if case else None,
        role or None,
        msgspec.to_builtins(event.moves),
        event.facts,
        digest,
    )
    if salt and body:
        await sql.execute(
            "INSERT INTO event_private (event_id, salt, body) VALUES ($1, $2, $3)",
            event_id,
            salt,
            body,
        )
    await _append_subjects(event_id, subjects or {})
    return event_id


async def _append_subjects(event_id: int, subjects: Mapping[str, list[int]]) -> None:
    for kind, ids in subjects.items():
        if not ids:
            continue
        await sql.execute(
            "INSERT INTO event_subject (event_id, kind, subject_id) SELECT $1, $2, unnest($3::bigint[])",
            event_id,
            kind,
            ids,
        )


async def last_words(case_id: int) -> str:
    """What happened last on a case, as a sentence for somebody who came too late; of no person’s own appeal."""
    row = await sql.fetchrow(
        """SELECT e.tag, e.facts, coalesce(p.name, '') AS actor FROM event e LEFT JOIN person p ON p.id = e.actor_id
           WHERE e.id IN (SELECT id FROM event WHERE case_id = $1
               UNION ALL SELECT event_id FROM event_subject WHERE kind = 'case' AND subject_id = $1)
             AND NOT (e.tag LIKE 'appeal:%' AND EXISTS (SELECT 1 FROM casefile c
               WHERE c.id = $1 AND c.process = 'individual'))
           ORDER BY e.id DESC LIMIT 1""",
        case_id,
    )
    return f"{tell(row['tag'], row['facts'], row['actor'])}." if row else ""


async def list_history(case_id: int, *, with_private: bool) -> list[Happened]:
    """The history of a case, newest first."""
    rows = await sql.fetch(
        """SELECT e.tag, e.facts, e.occurred_at, e.recorded_at, coalesce(p.name, '') AS actor, v.body
           FROM event e LEFT JOIN person p ON p.id = e.actor_id
           LEFT JOIN event_private v ON v.event_id = e.id AND $2
           WHERE e.id IN (SELECT id FROM event WHERE case_id = $1
               UNION ALL SELECT event_id FROM event_subject WHERE kind = 'case' AND subject_id = $1)
           ORDER BY e.occurred_at DESC, e.id DESC""",
        case_id,
        with_private,
    )
    return [happened(row) for row in rows]


def happened(row: sql.Record) -> Happened:
    """A row of the journal as a line of a history."""
    return Happened(
        tag=row["tag"],
        words=tell(row["tag"], row["facts"], row["actor"]),
        actor=row["actor"],
        occurred_at=row["occurred_at"],
        recorded_at=row["recorded_at"],
        private=msgspec.json.decode(row["body"]) if row["body"] else {},
    )
