"""Sessions: who is signed in, until when, on which proof.

A session's id is always made here and never taken from a visitor; it is stored
as its digest. Whether a session still counts is asked of the account with every
request, so that an account disabled or changed is signed out at once.
"""

from datetime import datetime, timedelta

from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref
from csas.store.tokens import digest, mint

ABSOLUTE = timedelta(hours=8)
IDLE = timedelta(minutes=15)
PERSONA_IDLE = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)
PROOF_LASTS = timedelta(minutes=5)
BROWSER_LENGTH = 80

_FIND = """
SELECT s.ref, s.person_id AS person, s.account_id AS account, s.acting_as, s.browser,
       s.created_at, s.seen_at, s.proved_at,
       s.seen_at < now() - $4::interval AS stale,
       s.proved_at > now() - $5::interval AS proved
FROM session s LEFT JOIN account a ON a.id = s.account_id
WHERE s.token_hash = $1
  AND s.created_at > now() - $2::interval
  AND CASE WHEN s.account_id IS NULL
        THEN $6 AND s.seen_at > now() - $7::interval
        ELSE s.seen_at > now() - $3::interval AND a.disabled_at IS NULL AND a.version = s.account_version
      END
"""
_OPEN = """
SELECT s.ref, s.person_id AS person, s.account_id AS account, s.acting_as, s.browser,
       s.created_at, s.seen_at, s.proved_at, false AS stale, false AS proved
FROM session s LEFT JOIN account a ON a.id = s.account_id
WHERE s.person_id = $1 AND s.created_at > now() - $2::interval
  AND CASE WHEN s.account_id IS NULL THEN s.seen_at > now() - $4::interval
      ELSE s.seen_at > now() - $3::interval AND a.disabled_at IS NULL AND a.version = s.account_version END
ORDER BY s.seen_at DESC LIMIT 50
"""
_START = """
INSERT INTO session (token_hash, ref, person_id, account_id, account_version, browser)
SELECT $1, $2, $3, a.id, a.version, $5 FROM (SELECT) AS one LEFT JOIN account a ON a.id = $4
"""
_ROTATE = """
UPDATE session SET token_hash = $2, acting_as = coalesce($3, acting_as),
    proved_at = CASE WHEN $4 THEN now() ELSE proved_at END
WHERE token_hash = $1
"""


class Session(Struct):
    """One signed-in browser; `account` is None for a persona of the demonstration."""

    ref: str
    person: int
    account: int | None
    acting_as: str | None
    browser: str
    created_at: datetime
    seen_at: datetime
    proved_at: datetime
    stale: bool
    proved: bool

    @property
    def ends_at(self) -> datetime:
        """When it ends whatever happens in between."""
        return self.created_at + ABSOLUTE


async def start(person: int, *, account: int | None = None, browser: str = "") -> str:
    """Begin a session after sign-in and return its secret, which is shown to nobody else."""
    token = mint()
    await sql.execute(_START, digest(token), new_ref(), person, account, browser[:BROWSER_LENGTH])
    return token


async def find(token: str, *, personas: bool = False) -> Session | None:
    """Return the session of this secret while it counts; personas only where they are allowed."""
    row = await sql.fetchrow(_FIND, digest(token), ABSOLUTE, IDLE, SEEN_EVERY, PROOF_LASTS, personas, PERSONA_IDLE)
    return Session(**row) if row else None


async def touch(token: str) -> None:
    """Note that the session is in use, at most once a minute."""
    statement = "UPDATE session SET seen_at = now() WHERE token_hash = $1 AND seen_at < now() - $2::interval"
    await sql.execute(statement, digest(token), SEEN_EVERY)


async def rotate(token: str, *, acting_as: str | None = None, proved: bool = False) -> str:
    """Give the session a new secret, when the role changes or the person proves themselves again."""
    fresh = mint()
    await sql.execute(_ROTATE, digest(token), digest(fresh), acting_as, proved)
    return fresh


async def end(token: str) -> None:
    """Sign out."""
    await sql.execute("DELETE FROM session WHERE token_hash = $1", digest(token))


async def end_one(person: int, ref: str) -> bool:
    """End one of a person's own sessions; another's is not found."""
    return bool(await sql.execute("DELETE FROM session WHERE person_id = $1 AND ref = $2", person, ref))


async def end_all(person: int) -> int:
    """End every session of a person."""
    return await sql.execute("DELETE FROM session WHERE person_id = $1", person)


async def list_open(person: int) -> list[Session]:
    """Return a person's sessions that still count, the latest used first."""
    rows = await sql.fetch(_OPEN, person, ABSOLUTE, IDLE, PERSONA_IDLE)
    return [Session(**row) for row in rows]


async def sweep() -> int:
    """Remove the sessions that can never count again."""
    return await sql.execute("DELETE FROM session WHERE created_at < now() - $1::interval", ABSOLUTE)
