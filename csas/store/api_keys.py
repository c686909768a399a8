"""API keys: a secret by which a program acts as the person who made it.

The key is shown once and kept as its digest. It acts with the person's roles of
the moment and stops with the person's account; it opens no browser session.
"""

from datetime import datetime, timedelta

from csas.domain.refusals import SentAlready
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref
from csas.store.tokens import digest, mint

MARK = "csas_"
LASTS = timedelta(days=365)
SEEN_EVERY = timedelta(minutes=1)
AGAIN_WITHIN = timedelta(minutes=1)
SHOWN = len(MARK) + 6

_FIND = """
SELECT k.ref, k.person_id AS person, k.name, k.key_prefix AS prefix, k.created_at, k.expires_at, k.last_used_at,
       k.last_used_at IS NULL OR k.last_used_at < now() - $2::interval AS needs_touch
FROM api_key k LEFT JOIN account a ON a.person_id = k.person_id
WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > now() AND a.disabled_at IS NULL
"""
_JUST_MADE = """
SELECT true FROM api_key WHERE key_hash = $1 AND person_id = $2 AND name = $3 AND revoked_at IS NULL
    AND created_at > now() - $4::interval
"""
_OPEN = """
SELECT ref, person_id AS person, name, key_prefix AS prefix, created_at, expires_at, last_used_at
FROM api_key WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > now()
ORDER BY created_at DESC
"""


class ApiKey(Struct):
    """What is known of a key without knowing the key."""

    ref: str
    person: int
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    needs_touch: bool = False


async def create(person: int, name: str, secret: str | None = None) -> str:
    """Make a key and return it, for the one time that it is shown.

    With a secret of one form the same form makes the same key, so that a double click makes one
    and shows it; sent again later, or with another name, it is refused.
    """
    key = MARK + (secret or mint())
    statement = """INSERT INTO api_key (ref, key_hash, key_prefix, person_id, name, expires_at)
                   VALUES ($1, $2, $3, $4, $5, now() + $6::interval) ON CONFLICT (key_hash) DO NOTHING"""
    made = await sql.execute(statement, new_ref(), digest(key), key[:SHOWN], person, name, LASTS)
    if not made and not await sql.fetchval(_JUST_MADE, digest(key), person, name, AGAIN_WITHIN):
        raise SentAlready
    return key


async def find(key: str) -> ApiKey | None:
    """Return the key's row while it counts; a disabled account's keys do not."""
    if not key.startswith(MARK):
        return None
    row = await sql.fetchrow(_FIND, digest(key), SEEN_EVERY)
    return ApiKey(**row) if row else None


async def touch(ref: str) -> None:
    """Note that a key is in use, at most once a minute."""
    statement = """UPDATE api_key SET last_used_at = now()
                   WHERE ref = $1 AND (last_used_at IS NULL OR last_used_at < now() - $2::interval)"""
    await sql.execute(statement, ref, SEEN_EVERY)


async def revoke(person: int, ref: str) -> bool:
    """Stop one of a person's own keys, once and for all; another's is not found."""
    statement = "UPDATE api_key SET revoked_at = coalesce(revoked_at, now()) WHERE person_id = $1 AND ref = $2"
    return bool(await sql.execute(statement, person, ref))


async def list_open(person: int) -> list[ApiKey]:
    """Return a person's keys that still count, the newest first."""
    return [ApiKey(**row) for row in await sql.fetch(_OPEN, person)]
