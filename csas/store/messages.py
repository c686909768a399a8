"""The messages of the outbox as the worker meets them: taken up, worded, marked.

The words are frozen into the row at the first drawing and never change after that.
A try is counted before it is made, so that one that kills the worker counts too.
Nothing here words or sends anything.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from csas.domain.values import Struct
from csas.store import jobs, sql

# Seconds from one try to the next: about a day in all.
WAITS = (30, 120, 600, 1800, 3600, 7200, 14400, 28800, 28800)
MOST_TRIES = len(WAITS) + 1
LOCK = 0x6D61696C  # "mail" in ASCII
LARGEST_KEY = 2**31


class Message(Struct):
    """One message to one recipient. `subject` and `body` are None until it was first drawn."""

    id: int
    ref: str
    scheme: int | None
    kind: str
    facts: dict[str, Any]
    to_name: str
    to_address: str
    to_organisation: str
    message_id: str
    subject: str | None
    body: str | None
    state: str
    attempts: int
    created_at: datetime


_FIND = """
SELECT m.id, m.ref, m.scheme_id AS scheme, m.kind, m.facts, m.to_name, m.to_address, m.message_id, m.subject, m.body,
       m.state, m.attempts, m.created_at,
       coalesce(
         (SELECT o.name FROM organisation o JOIN role_holding h ON h.organisation_id = o.id
           WHERE h.person_id = m.to_person AND upper_inf(h.known)
           ORDER BY (o.id = m.organisation_id) DESC NULLS LAST, h.id LIMIT 1),
         (SELECT p.name FROM partnership p JOIN role_holding h ON h.partnership_id = p.id
           WHERE h.person_id = m.to_person AND upper_inf(h.known) ORDER BY h.id LIMIT 1),
         '') AS to_organisation
FROM outbox_message m
"""
_BY_ID = _FIND + "WHERE m.id = $1"
_BY_REF = _FIND + "WHERE m.ref = $1"
_TAKE_UP = """
UPDATE outbox_message SET attempts = attempts + 1, next_try_at = now() + $2 * interval '1 second'
WHERE id = $1 AND state = 'waiting'
"""
_STRANDED = """
SELECT m.id FROM outbox_message m
WHERE m.state = 'waiting' AND (m.next_try_at IS NULL OR m.next_try_at <= now())
  AND NOT EXISTS (SELECT 1 FROM jobs.pgqueuer j WHERE j.entrypoint = 'send' AND j.payload = m.id::text::bytea)
ORDER BY m.id LIMIT 1000
"""


async def find(number: int) -> Message | None:
    """Return a message by its number."""
    row = await sql.fetchrow(_BY_ID, number)
    return Message(**row) if row else None


async def find_ref(ref: str) -> Message | None:
    """Return a message by its public reference."""
    row = await sql.fetchrow(_BY_REF, ref)
    return Message(**row) if row else None


@asynccontextmanager
async def held(number: int) -> AsyncIterator[bool]:
    """Keep a message from other workers; False if one of them has it.

    The lock belongs to a connection and not to a transaction: it lasts while the
    message is sent, and is gone at once when the worker is.
    """
    async with sql.connection_of_pool() as connection:
        with sql.hold(connection):
            taken: bool = await sql.fetchval("SELECT pg_try_advisory_lock($1, $2)", LOCK, number % LARGEST_KEY)
            try:
                yield taken
            finally:
                if taken:
                    await sql.fetchval("SELECT pg_advisory_unlock($1, $2)", LOCK, number % LARGEST_KEY)


async def count_try(message: Message) -> bool:
    """Count a try that is about to be made, and say when the next may be; False if it waits no longer."""
    counted = await sql.execute(_TAKE_UP, message.id, WAITS[min(message.attempts, len(WAITS) - 1)])
    return bool(counted)


async def freeze(message: Message, subject: str, body: str) -> tuple[str, str]:
    """Keep the words, unless words are kept already; return those that count."""
    row = await sql.fetchrow(
        """UPDATE outbox_message SET subject = coalesce(subject, $2), body = coalesce(body, $3)
           WHERE id = $1 RETURNING subject, body""",
        message.id,
        subject,
        body,
    )
    return (row["subject"], row["body"]) if row else (subject, body)


async def mark_sent(message: Message) -> None:
    """It was accepted for delivery."""
    await sql.execute(
        """UPDATE outbox_message SET state = 'sent', sent_at = now(), next_try_at = NULL, problem = NULL
           WHERE id = $1 AND state = 'waiting'""",
        message.id,
    )


async def mark_kept(message: Message) -> None:
    """Nothing sends mail here: it is kept to be read on the outbox page."""
    await sql.execute(
        "UPDATE outbox_message SET state = 'kept', next_try_at = NULL WHERE id = $1 AND state = 'waiting'",
        message.id,
    )


async def mark_failed(message: Message, problem: str, *, last: bool) -> None:
    """Note what went wrong; after the last try the message waits no more."""
    await sql.execute(
        """UPDATE outbox_message SET problem = $2, state = CASE WHEN $3 THEN 'failed' ELSE state END,
                  next_try_at = CASE WHEN $3 THEN NULL ELSE next_try_at END
           WHERE id = $1 AND state = 'waiting'""",
        message.id,
        problem,
        last,
    )


async def requeue() -> int:
    """Give a job to each message that is due and has none, because its last try failed or was cut off."""
    numbers = [row["id"] for row in await sql.fetch(_STRANDED)]
    if numbers:
        async with sql.connection_of_pool() as connection:
            await jobs.enqueue(connection, "send", numbers)
    return len(numbers)
