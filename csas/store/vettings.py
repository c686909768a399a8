"""Vetting: who was asked, what was recorded, and who may look.

The application itself may read of an outcome only whether it was clear and for which time. Level,
reference, conditions and answers come through functions of the database, which give them to a
vetting officer while an opened sight lasts. Called inside an act where it writes.
"""

from __future__ import annotations

from datetime import date, datetime

from csas.domain import refusals
from csas.domain.fitness import Vetted
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref

OFFICER = "vetting-officer"


class Request(Struct):
    """Somebody asked to be vetted. `address` is theirs and shown to vetting officers alone."""

    id: int
    ref: str
    force: int
    scheme: int
    person: int
    person_ref: str
    name: str
    organisation: int
    employer: str
    born_on: date | None
    job: str
    suggested: str
    address: str | None
    asked_at: datetime
    sent_at: datetime | None
    open_until: datetime | None
    opened_at: datetime | None
    answered_at: datetime | None
    settled_at: datetime | None
    settled: str
    seen_until: datetime | None
    employed: bool


class Recorded(Struct):
    """An outcome with all that is kept of it."""

    ref: str
    outcome: str
    level: str
    reference: str
    conditions: str
    decided_by: str
    since: datetime
    until: datetime | None
    is_known: bool


_REQUEST = """SELECT r.id, r.ref, r.force_id AS force, r.scheme_id AS scheme, r.person_id AS person, p.ref AS person_ref,
    coalesce(m.name, p.name) AS name, r.organisation_id AS organisation, o.name AS employer, m.born_on,
    coalesce(m.job, '') AS job, coalesce(nullif(m.email, ''), p.email, '') AS suggested, r.address, r.asked_at, r.sent_at,
    l.expires_at AS open_until, l.opened_at, r.answered_at, r.settled_at, r.settled,
    (SELECT max(upper(s.during)) FROM vetting_sight s WHERE s.seen_by = $1 AND s.person_id = r.person_id
        AND s.scheme_id = r.scheme_id AND s.during @> clock_timestamp()) AS seen_until,
    EXISTS (SELECT 1 FROM employment e WHERE e.staff_member_id = m.id AND upper_inf(e.known)
        AND e.valid @> clock_timestamp()) AS employed
    FROM vetting_request r JOIN person p ON p.id = r.person_id JOIN organisation o ON o.id = r.organisation_id
        LEFT JOIN staff_member m ON m.person_id = r.person_id AND m.organisation_id = r.organisation_id
        LEFT JOIN LATERAL (SELECT k.expires_at, k.opened_at FROM vetting_link k WHERE k.request_id = r.id
            ORDER BY k.created_at DESC LIMIT 1) l ON true
    WHERE r.scheme_id = ANY ($2::bigint[]) AND r.person_id <> coalesce($1::bigint, 0)"""


async def load(actor: Actor, ref: str) -> Request:
    """A request of a scheme whose vetting officer the actor is; for everybody else it is not found."""
    row = await sql.fetchrow(f"{_REQUEST} AND r.ref = $3", actor.person, sorted(actor.schemes(OFFICER)), ref)
    if row is None:
        raise refusals.NotFound
    return Request(**dict(row))


async def lock(actor: Actor, ref: str) -> Request:
    """The same, held until the act is over."""
    await sql.fetchval("SELECT id FROM vetting_request WHERE ref = $1 FOR UPDATE", ref)
    return await load(actor, ref)


async def list_waiting(actor: Actor) -> list[Request]:
    """Everybody whose vetting is not settled, those who have answered first, then the longest waiting."""
    rows = await sql.fetch(
        f"{_REQUEST} AND r.settled_at IS NULL ORDER BY r.answered_at NULLS LAST, r.asked_at, r.id LIMIT 1000",
        actor.person,
        sorted(actor.schemes(OFFICER)),
    )
    return [Request(**dict(row)) for row in rows]


async def list_settled(actor: Actor, most: int = 50) -> list[Request]:
    """What was settled last."""
    rows = await sql.fetch(
        f"{_REQUEST} AND r.settled_at IS NOT NULL ORDER BY r.settled_at DESC, r.id DESC LIMIT $3",
        actor.person,
        sorted(actor.schemes(OFFICER)),
        most,
    )
    return [Request(**dict(row)) for row in rows]


class Ending(Struct):
    """A clearance that ends soon or has ended, of somebody employed now and not asked again yet."""

    name: str
    employer: str
    organisation_ref: str
    staff: str
    until: datetime


async def list_ending(actor: Actor, now: datetime, until: datetime) -> list[Ending]:
    """Clearances of people employed now that end before a moment, the first to end first."""
    rows = await sql.fetch(
        """SELECT m.name, o.name AS employer, o.ref AS organisation_ref, m.ref AS staff, upper(v.valid) AS until
           FROM vetting v JOIN employment e ON e.person_id = v.person_id AND upper_inf(e.known)
                   AND e.valid @> $2::timestamptz
               JOIN staff_member m ON m.id = e.staff_member_id JOIN organisation o ON o.id = e.organisation_id
           WHERE v.scheme_id = ANY ($1::bigint[]) AND upper_inf(v.known) AND v.outcome = 'clear'
             AND upper(v.valid) <= $3::timestamptz AND upper(v.valid) > $2::timestamptz - interval '1 year'
             AND NOT EXISTS (SELECT 1 FROM vetting n WHERE n.scheme_id = v.scheme_id AND n.person_id = v.person_id
                 AND upper_inf(n.known) AND lower(n.valid) >= upper(v.valid))
             AND NOT EXISTS (SELECT 1 FROM vetting_request r WHERE r.scheme_id = v.scheme_id AND r.person_id = v.person_id
                 AND r.settled_at IS NULL)
           ORDER BY upper(v.valid), m.name LIMIT 500""",
        sorted(actor.schemes(OFFICER)),
        now,
        until,
    )
    return [Ending(**dict(row)) for row in rows]


async def ask(
    force: int, scheme: int, person: int, organisation: int, asked_by: int | None, now: datetime
) -> tuple[int, str] | None:
    """Put somebody on the vetting officer's list; None if they are on it."""
    row = await sql.fetchrow(
        """INSERT INTO vetting_request (ref, force_id, scheme_id, person_id, organisation_id, asked_by, asked_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (scheme_id, person_id) WHERE settled_at IS NULL DO NOTHING RETURNING id, ref""",
        new_ref(),
        force,
        scheme,
        person,
        organisation,
        asked_by,
        now,
    )
    return (row["id"], row["ref"]) if row else None


async def note_sent(request: int, address: str, now: datetime) -> None:
    await sql.execute("UPDATE vetting_request SET address = $2, sent_at = $3 WHERE id = $1", request, address, now)


async def note_answered(request: int, now: datetime) -> bool:
    """Note that the answers were sent; False if they were sent or settled before."""
    return bool(
        await sql.execute(
            """UPDATE vetting_request SET answered_at = $2 WHERE id = $1 AND answered_at IS NULL AND settled_at IS NULL""",
            request,
            now,
        )
    )


async def settle(request: int, how: str, now: datetime) -> None:
    """Close a request and erase its answers."""
    await sql.execute("UPDATE vetting_request SET settled = $2, settled_at = $3 WHERE id = $1", request, how, now)
    await sql.execute("DELETE FROM vetting_answer WHERE request_id = $1", request)


async def open_sight(request: Request, viewer: int) -> datetime:
    """Let a vetting officer look for ten minutes, by the database's clock; returns when that ends."""
    until: datetime = await sql.fetchval(
        """INSERT INTO vetting_sight (scheme_id, person_id, seen_by, during)
           VALUES ($1, $2, $3, tstzrange(clock_timestamp(), clock_timestamp() + interval '599 seconds'))
           RETURNING upper(during)""",
        request.scheme,
        request.person,
        viewer,
    )
    return until


async def see(request: Request, viewer: int | None) -> list[Recorded]:
    """What was recorded of the person, newest first; nothing without an open sight."""
    rows = await sql.fetch(
        """SELECT v.ref, v.outcome, v.level, v.reference, v.conditions, coalesce(p.name, '') AS decided_by,
               lower(v.valid) AS since, upper(v.valid) AS until, upper_inf(v.known) AS is_known
           FROM see_vetting($1, $2, $3) v LEFT JOIN person p ON p.id = v.decided_by
           ORDER BY lower(v.known) DESC, lower(v.valid) DESC""",
        viewer,
        request.person,
        request.scheme,
    )
    return [Recorded(**dict(row)) for row in rows]


async def see_answers(request: Request, viewer: int | None) -> bytes | None:
    """The sealed answers; nothing without an open sight."""
    found: bytes | None = await sql.fetchval("SELECT see_answers($1, $2)", viewer, request.id)
    return found


async def replace(
    request: Request, outcome: str, since: datetime, until: datetime | None, kept: tuple[str, str, str], by: int | None
) -> None:
    """Record an outcome from a moment on; what stood then ends there. `kept` is level, reference, conditions."""
    level, reference, conditions = kept
    closed = await sql.fetch(
        """UPDATE vetting SET known = tstzrange(lower(known), clock_timestamp())
           WHERE scheme_id = $1 AND person_id = $2 AND upper_inf(known) AND valid && tstzrange($3, NULL)
           RETURNING id, lower(valid) AS since""",
        request.scheme,
        request.person,
        since,
    )
    for row in closed:
        if row["since"] < since:
            await _shorten(row["id"], since)
    await sql.execute(
        """INSERT INTO vetting (ref, force_id, scheme_id, person_id, outcome, level, reference, conditions,
                                decided_by, valid)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, tstzrange($10, $11))""",
        new_ref(),
        request.force,
        request.scheme,
        request.person,
        outcome,
        level,
        reference,
        conditions,
        by,
        since,
        until,
    )


async def _shorten(number: int, until: datetime) -> None:
    """The same fact again with its new end; the application cannot read all of it, so the database copies it."""
    await sql.fetchval("SELECT end_vetting($1, $2::timestamptz)", number, until)


async def state_of(scheme: int, person: int, at: datetime) -> tuple[Vetted, datetime | None]:
    """What anybody but a vetting officer may know: clear, not clear or expired, and until when it is clear."""
    row = await sql.fetchrow(
        """SELECT outcome, upper(valid) AS until, valid @> $3::timestamptz AS now FROM vetting
           WHERE scheme_id = $1 AND person_id = $2 AND upper_inf(known) AND lower(valid) <= $3::timestamptz
           ORDER BY lower(valid) DESC LIMIT 1""",
        scheme,
        person,
        at,
    )
    return vetted(row["outcome"], row["until"], at) if row else ("not-clear", None)


def vetted(outcome: str | None, until: datetime | None, at: datetime) -> tuple[Vetted, datetime | None]:
    """The newest outcome as anybody else is told it."""
    if outcome != "clear":
        return "not-clear", None
    return ("clear", until) if until is None or until > at else ("expired", until)
