"""How often the public checks a number, and how often an unknown one is tried.

Counts only: neither who asked nor, for a number that exists, which one. They stand outside
the journal, since looking is not an act on a case. They gather in the process and are
written once a second, so that an answer never waits for its own count.
"""

import asyncio
import hashlib
import logging
from collections import Counter

from csas.store import reach, sql

SECONDS = 1.0
MOST_DIGESTS = 10_000
log = logging.getLogger("csas.store")

_hits: Counter[str] = Counter()
_digests: list[bytes] = []
_waiting: asyncio.TimerHandle | None = None
_writing: set[asyncio.Task[None]] = set()
_loop: asyncio.AbstractEventLoop | None = None


def count(verdict: str, hits: int = 1) -> None:
    """Count public checks by their verdict."""
    _hits[verdict] += hits
    _write_soon()


def note_unknown(number: str) -> None:
    """Keep the digest of a number that never was, so that guessing can be seen."""
    if len(_digests) < MOST_DIGESTS:
        _digests.append(hashlib.sha256(number.encode("utf-8", "surrogatepass")).digest())
    _write_soon()


def _write_soon() -> None:
    global _waiting, _loop  # noqa: PLW0603 - the one timer of this room
    running = asyncio.get_running_loop()
    if _waiting is None or _loop is not running:
        _loop = running
        _waiting = running.call_later(SECONDS, _start)


def _start() -> None:
    global _waiting  # noqa: PLW0603 - the same
    _waiting = None
    task = asyncio.get_running_loop().create_task(flush())
    _writing.add(task)
    task.add_done_callback(_writing.discard)


async def flush() -> None:
    """Write what has gathered; what cannot be written now is kept for the next time."""
    hits, digests = Counter(_hits), list(_digests)
    _hits.clear()
    _digests.clear()
    try:
        await sql.execute(_WRITE, list(hits), list(hits.values()), digests)
    except reach.LOST as lost:
        _hits.update(hits)
        _digests.extend(digests[: MOST_DIGESTS - len(_digests)])
        log.warning("checks not counted yet", extra={"code": type(lost).__name__})


_WRITE = """
WITH noted AS (INSERT INTO unknown_number (hash) SELECT unnest($3::bytea[]))
INSERT INTO public_check_count AS c (day, verdict, hits)
SELECT (now() AT TIME ZONE 'Europe/London')::date, * FROM unnest($1::text[], $2::bigint[])
ON CONFLICT (day, verdict) DO UPDATE SET hits = c.hits + excluded.hits
"""


async def totals(days: int) -> dict[str, int]:
    """Return the counts by verdict over the last so many days."""
    rows = await sql.fetch(
        "SELECT verdict, sum(hits)::bigint AS hits FROM public_check_count"
        " WHERE day > (now() AT TIME ZONE 'Europe/London')::date - $1::int GROUP BY verdict",
        days,
    )
    return {row["verdict"]: row["hits"] for row in rows}
