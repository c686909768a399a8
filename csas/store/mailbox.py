"""Looking at the messages of a scheme: recorded with their acts, worded and sent by the worker."""

from __future__ import annotations

from datetime import datetime

from csas.domain import refusals
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import installation, sql


class Message(Struct):
    """A message as it stands; subject and body are empty until it has been worded."""

    ref: str
    kind: str
    to_name: str
    to_address: str
    subject: str
    body: str
    state: str
    problem: str
    created_at: datetime
    sent_at: datetime | None
    case_ref: str
    case_title: str
    process: str
    sealed: bool


_MESSAGE = """SELECT m.ref, m.kind, m.to_name, m.to_address, coalesce(m.subject, '') AS subject,
    CASE WHEN m.kind = ANY ($2::text[]) THEN '' ELSE coalesce(m.body, '') END AS body, m.kind = ANY ($2::text[]) AS sealed,
    m.state, coalesce(m.problem, '') AS problem, m.created_at, m.sent_at,
    coalesce(c.ref, '') AS case_ref, coalesce(c.title, '') AS case_title, coalesce(c.process, '') AS process
    FROM outbox_message m LEFT JOIN casefile c ON c.id = m.case_id
    WHERE m.scheme_id = ANY ($1::bigint[])"""


# Messages whose link opens what only their reader may see. The demonstration shows them, for there nothing is real.
SEALED = ("vetting-link",)


def _sealed() -> list[str]:
    return [] if installation.current().demonstration else list(SEALED)


async def list_messages(actor: Actor, roles: tuple[str, ...], first: int, most: int) -> list[Message]:
    """Messages of the schemes in which the actor holds one of these roles, newest first."""
    rows = await sql.fetch(
        f"{_MESSAGE} ORDER BY m.created_at DESC, m.id DESC OFFSET $3 LIMIT $4",
        sorted(actor.schemes(*roles)),
        _sealed(),
        first,
        most,
    )
    return [Message(**dict(row)) for row in rows]


async def count_messages(actor: Actor, roles: tuple[str, ...]) -> int:
    found: int = await sql.fetchval(
        "SELECT count(*) FROM outbox_message WHERE scheme_id = ANY ($1::bigint[])", sorted(actor.schemes(*roles))
    )
    return found


async def load_message(actor: Actor, roles: tuple[str, ...], ref: str) -> Message:
    """One message; another scheme's is not found."""
    row = await sql.fetchrow(f"{_MESSAGE} AND m.ref = $3", sorted(actor.schemes(*roles)), _sealed(), ref)
    if row is None:
        raise refusals.NotFound
    return Message(**dict(row))
