"""The link by which somebody answers, and the sealed answers themselves.

A link opens once; from then on the browser that opened it is the way in, until the link's end.
Only digests are stored. Answers go in sealed and come out through a function of the database.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from csas.domain.refusals import DraftChanged
from csas.domain.values import Struct
from csas.domain.vetting_form import Answers
from csas.store import sealing, sql
from csas.store.tokens import digest, mint


class Way(Struct):
    """A request as the person who answers it knows it."""

    request: int
    ref: str
    scheme: int
    person: int
    name: str
    address: str
    organisation: int
    employer: str
    open_until: datetime
    opened: bool
    answered: bool
    version: int


_WAY = """SELECT r.id AS request, r.ref, r.scheme_id AS scheme, r.person_id AS person, p.name, r.address,
    r.organisation_id AS organisation, o.name AS employer, l.expires_at AS open_until,
    l.opened_at IS NOT NULL AS opened, r.answered_at IS NOT NULL AS answered, coalesce(a.version, 0) AS version
    FROM vetting_link l JOIN vetting_request r ON r.id = l.request_id JOIN person p ON p.id = r.person_id
        JOIN organisation o ON o.id = r.organisation_id LEFT JOIN vetting_answer a ON a.request_id = r.id
    WHERE r.settled_at IS NULL AND r.address IS NOT NULL"""


async def create(request: int, lasts: timedelta) -> str:
    """Make a link and end those before it; returns its secret."""
    token = mint()
    await sql.execute(
        "UPDATE vetting_link SET expires_at = now() WHERE request_id = $1 AND expires_at > now()", request
    )
    await sql.execute(
        "INSERT INTO vetting_link (token_hash, request_id, expires_at) VALUES ($1, $2, now() + $3::interval)",
        digest(token),
        request,
        lasts,
    )
    return token


async def find(token: str) -> Way | None:
    """The request a link leads to, opened or not, as long as it is not settled and the link has not ended."""
    row = await sql.fetchrow(f"{_WAY} AND l.token_hash = $1 AND l.expires_at > now()", digest(token))
    return Way(**dict(row)) if row else None


async def open_once(token: str) -> str | None:
    """Use a link up and bind it to a browser; returns the browser's secret, or None if it was used before."""
    secret = mint()
    done = await sql.execute(
        """UPDATE vetting_link SET opened_at = now(), browser_hash = $2
           WHERE token_hash = $1 AND opened_at IS NULL AND expires_at > now()""",
        digest(token),
        digest(secret),
    )
    return secret if done else None


async def find_of_browser(secret: str) -> Way | None:
    """The request this browser may answer."""
    row = await sql.fetchrow(f"{_WAY} AND l.browser_hash = $1 AND l.expires_at > now()", digest(secret))
    return Way(**dict(row)) if row else None


async def load_answers(way: Way, secret: str) -> Answers:
    """What was written so far; nothing once it was sent."""
    sealed: bytes | None = await sql.fetchval("SELECT own_answers($1)", digest(secret))
    return read(sealed, way.ref)


def read(sealed: bytes | None, ref: str) -> Answers:
    """Sealed answers opened."""
    return msgspec.json.decode(sealing.unseal(sealed, ref), type=Answers) if sealed else {}


async def save_answers(way: Way, answers: Answers, seen: int) -> None:
    """Keep the answers sealed, unless another tab was first."""
    body = sealing.seal(msgspec.json.encode(answers), way.ref)
    if seen == 0:
        statement = """INSERT INTO vetting_answer (request_id, body) SELECT $1, $2 WHERE $3 = 0
            ON CONFLICT (request_id) DO NOTHING"""
    else:
        statement = """UPDATE vetting_answer SET body = $2, version = version + 1, saved_at = now()
            WHERE request_id = $1 AND version = $3"""
    if not await sql.execute(statement, way.request, body, seen):
        raise DraftChanged(who="Another window of yours")


async def sweep() -> int:
    """Erase what was never sent once its last link has been over for a month."""
    return await sql.execute(
        """DELETE FROM vetting_answer a USING vetting_request r WHERE r.id = a.request_id AND r.answered_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM vetting_link l WHERE l.request_id = r.id
               AND l.expires_at > now() - interval '30 days')"""
    )
