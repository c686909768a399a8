"""A request repeated with the same key has the effect of one request.

The web layer names the request with `asking`; the transaction calls `claim` as
its first statement and `settle` as its last, so the key is kept if and only if
the act is. A twin running at the same time waits at the primary key and then
finds the answer; one that waits longer than the lock timeout is told so by the
database, and may be repeated.

A form sent by a page carries its key too. A browser that goes back may fetch the
form anew and with it a new key; so a form may also ask that the same person has
not sent the same answers a short time ago.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, ClassVar

from csas.domain.calendar import LONDON
from csas.domain.refusals import KeyReused, Refusal, SentAlike
from csas.domain.values import Struct
from csas.store import sql

KEPT = timedelta(days=2)
ALIKE_WITHIN = timedelta(minutes=10)


class Asked(Struct):
    """Which person asks what under which key; `unlike`, if nothing alike may have been done a short time ago."""

    person: int
    key: str
    command: str
    body_hash: bytes
    unlike: bool = False


class Answered(Struct):
    """What the first request was answered."""

    status: int
    response: Any


class AnsweredBefore(Refusal):
    """Not an error: the act was done by an earlier request, whose answer this carries."""

    code: ClassVar[str] = "answered-before"
    words: ClassVar[str] = "This was done by an earlier request with the same key."

    def __init__(self, answer: Answered) -> None:
        super().__init__()
        self.answer = answer


_asked: ContextVar[Asked | None] = ContextVar("idempotency_asked", default=None)


def asked(person: int, key: str, command: str, body: bytes) -> Asked:
    """Describe a request; the body counts by its digest."""
    return Asked(person=person, key=key, command=command, body_hash=hashlib.sha256(body).digest())


@contextmanager
def asking(request: Asked | None) -> Iterator[None]:
    """Run a command on behalf of this request."""
    token = _asked.set(request)
    try:
        yield
    finally:
        _asked.reset(token)


async def find(request: Asked) -> Answered | None:
    """Return the answer already given, refusing a key used for something else."""
    row = await sql.fetchrow(
        "SELECT command, body_hash, status, response FROM idempotency WHERE person_id = $1 AND key = $2",
        request.person,
        request.key,
    )
    if row is None:
        return None
    if row["command"] != request.command or bytes(row["body_hash"]) != request.body_hash:
        raise KeyReused
    return Answered(status=row["status"], response=row["response"])


async def claim() -> None:
    """Take the key inside the act's transaction, or stop with the earlier answer."""
    request = _asked.get()
    if request is None:
        return
    taken = await sql.execute(
        "INSERT INTO idempotency (person_id, key, command, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        request.person,
        request.key,
        request.command,
        request.body_hash,
    )
    if not taken:
        answer = await find(request)
        raise AnsweredBefore(answer) if answer else KeyReused
    if request.unlike:
        await _require_unlike(request)


async def _require_unlike(request: Asked) -> None:
    """Refuse what the same person has done by another form a short time ago, word for word."""
    at = await sql.fetchval(
        """SELECT max(created_at) FROM idempotency WHERE person_id = $1 AND command = $2 AND body_hash = $3
             AND key <> $4 AND created_at > now() - $5::interval""",
        request.person,
        request.command,
        request.body_hash,
        request.key,
        ALIKE_WITHIN,
    )
    if at is not None:
        raise SentAlike(at=f"{at.astimezone(LONDON):%H:%M}")


async def settle(status: int, response: Any) -> None:
    """Keep the answer beside the act, in its transaction."""
    request = _asked.get()
    if request is not None:
        await sql.execute(
            "UPDATE idempotency SET status = $3, response = $4 WHERE person_id = $1 AND key = $2",
            request.person,
            request.key,
            status,
            response,
        )


async def sweep() -> int:
    """Remove keys older than any client repeats."""
    return await sql.execute("DELETE FROM idempotency WHERE created_at < now() - $1::interval", KEPT)
