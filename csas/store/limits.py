"""How often something may be tried, counted in the database for all processes.

One statement counts a try in every window of its bucket, so that concurrent
tries cannot slip past each other. Buckets never share a count. Principals (an
address, an account, a key) are kept only as digests and swept within a day.
Count before opening a transaction: a rolled-back try would not be counted.
"""

import hashlib
from collections.abc import Iterable
from typing import Final, NamedTuple

from csas.domain.refusals import TooMany
from csas.domain.values import Struct
from csas.store import sql

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86400
EVERYONE: Final = "everyone"


class Window(NamedTuple):
    """So many tries in so many seconds."""

    tries: int
    seconds: int


BUCKETS: Final[dict[str, tuple[Window, ...]]] = {
    "sign-in-account": (Window(10, 5 * MINUTE),),
    "sign-in-address": (Window(10, 5 * MINUTE),),
    "sign-in-everyone": (Window(1000, 5 * MINUTE),),
    "code": (Window(5, 5 * MINUTE), Window(20, HOUR), Window(50, DAY)),
    "reset-account": (Window(5, DAY),),
    "reset-address": (Window(20, DAY),),
    "link-address": (Window(30, 5 * MINUTE),),
    "vetting-link": (Window(5, DAY),),
    "register-address": (Window(10, HOUR),),
    "invite": (Window(50, DAY),),
    "concern-address": (Window(10, HOUR),),
    "check-address": (Window(30, MINUTE), Window(300, HOUR)),
    "verify-address": (Window(10, MINUTE), Window(60, HOUR)),
    "check-picture": (Window(60, MINUTE), Window(600, HOUR)),
    "upload": (Window(20, HOUR),),
    "photograph": (Window(200, HOUR),),
    "organisation": (Window(5, DAY),),
    "export": (Window(10, DAY),),
    "api-write": (Window(600, MINUTE),),
    "api-key": (Window(20, DAY),),
}

# $1 the bucket, $2 the principal, $3 the lengths of its windows.
HIT = """
INSERT INTO rate_limit AS r (bucket, principal, seconds)
SELECT $1, $2, seconds FROM unnest($3::int[]) AS seconds ORDER BY seconds
ON CONFLICT (bucket, principal, seconds) DO UPDATE SET
    hits = CASE WHEN r.window_start + r.seconds * interval '1 second' <= now() THEN 1 ELSE r.hits + 1 END,
    window_start = CASE WHEN r.window_start + r.seconds * interval '1 second' <= now() THEN now()
                   ELSE r.window_start END
RETURNING seconds, hits,
    ceil(extract(epoch FROM window_start + seconds * interval '1 second' - now()))::int AS left
"""


class Allowed(Struct):
    """The try counts and may go on."""

    remaining: int


class Refused(Struct):
    """Too many tries; when the next may succeed, in seconds."""

    retry_after: int


async def hit(bucket: str, principal: str) -> Allowed | Refused:
    """Count one try and say whether it may go on."""
    return judge(bucket, await sql.fetch(HIT, *values(bucket, principal)))


def values(bucket: str, principal: str) -> tuple[str, bytes, list[int]]:
    """What the statement is to be given."""
    return bucket, _digest(principal), [window.seconds for window in BUCKETS[bucket]]


def judge(bucket: str, rows: Iterable[sql.Record]) -> Allowed | Refused:
    """What the counts of all windows say together."""
    windows = {window.seconds: window.tries for window in BUCKETS[bucket]}
    rows = list(rows)
    over = [row["left"] for row in rows if row["hits"] > windows[row["seconds"]]]
    if over:
        return Refused(retry_after=max(1, *over))
    return Allowed(remaining=min(windows[row["seconds"]] - row["hits"] for row in rows))


async def require(bucket: str, principal: str) -> None:
    """Count one try and refuse it when there were too many."""
    refuse(await hit(bucket, principal))


def refuse(outcome: Allowed | Refused) -> None:
    """Turn too many tries into their refusal."""
    if isinstance(outcome, Refused):
        raise TooMany(retry_after=outcome.retry_after)


async def forget(bucket: str, principal: str) -> None:
    """Start a count again, for example after a successful sign-in."""
    await sql.execute("DELETE FROM rate_limit WHERE bucket = $1 AND principal = $2", bucket, _digest(principal))


async def sweep() -> int:
    """Remove counts whose window has passed."""
    return await sql.execute("DELETE FROM rate_limit WHERE window_start + seconds * interval '1 second' < now()")


def _digest(principal: str) -> bytes:
    return hashlib.sha256(principal.encode("utf-8", "surrogatepass")).digest()
