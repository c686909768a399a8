"""The end of a power’s use that was entered by mistake: what it took away, and taking the entry back.

Nothing is deleted: what was known stays known until this moment. Whose notice was given is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql
from csas.store.statutory import HANDED_OVER


class Ended(Struct):
    """A use of a power that ended and did not go on; `by` ended it. Ids are internal."""

    code: str
    title: str
    at: datetime
    by: int


class Taken(Struct):
    """What the end took from one person, and whether its notice was given."""

    accreditation: int
    name: str
    restriction: str
    notice: str
    served: bool


async def list_ended(scheme: int, now: datetime) -> list[Ended]:
    """Uses of powers in law that somebody ended and nobody began again; one that ends later than now is none."""
    rows = await sql.fetch(
        """SELECT p.code, p.title, upper(d.valid) AS at, e.actor_id AS by FROM power_adoption d
               JOIN power p ON p.id = d.power_id
               JOIN LATERAL (SELECT actor_id FROM event WHERE scheme_id = $1 AND tag = 'adoption:ended'
                   AND facts ->> 'power' = p.code ORDER BY id DESC LIMIT 1) e ON e.actor_id IS NOT NULL
           WHERE d.scheme_id = $1 AND upper_inf(d.known) AND upper(d.valid) <= $2::timestamptz
             AND p.in_law @> ($2::timestamptz AT TIME ZONE 'Europe/London')::date
             AND NOT EXISTS (SELECT 1 FROM power_adoption n WHERE n.scheme_id = d.scheme_id AND n.power_id = d.power_id
               AND upper_inf(n.known) AND lower(n.valid) >= upper(d.valid))
           ORDER BY p.id""",
        scheme,
        now,
    )
    return [Ended(**dict(row)) for row in rows]


async def reopen(scheme: int, ended: Ended) -> bool:
    """Close the ended use as it was known and put the one that goes on beside it; False if somebody was first."""
    done = await sql.execute(
        """WITH old AS (UPDATE power_adoption SET known = tstzrange(lower(known), clock_timestamp())
             WHERE scheme_id = $1 AND power_id = (SELECT id FROM power WHERE code = $2) AND upper_inf(known)
               AND upper(valid) = $3::timestamptz RETURNING *)
           INSERT INTO power_adoption (force_id, scheme_id, power_id, valid)
           SELECT force_id, scheme_id, power_id, tstzrange(lower(valid), NULL) FROM old""",
        scheme,
        ended.code,
        ended.at,
    )
    return bool(done)


_REACHED = """FROM restriction r JOIN accreditation a ON a.id = r.accreditation_id JOIN person w ON w.id = a.person_id
        JOIN statutory_notice n ON n.ref = r.notice_ref
        JOIN notice_copy k ON k.notice_id = n.id AND k.copy_for = 'person'
    WHERE a.scheme_id = $1 AND r.power_id = (SELECT id FROM power WHERE code = $2) AND r.reach = 'power'
        AND r.kind = 'modification' AND upper_inf(r.known) AND upper_inf(r.valid) AND lower(r.valid) >= $3::timestamptz
        AND 'adoption-ended' = ANY (n.reasons)"""
_TAKEN = f"""SELECT a.id AS accreditation, w.name, r.ref AS restriction, n.ref AS notice,
        k.served_at IS NOT NULL OR EXISTS (SELECT 1 FROM outbox_message m WHERE m.notice_id = n.id
            AND {HANDED_OVER}) AS served
    {_REACHED} ORDER BY w.name, a.id"""  # noqa: S608 - constant text
_COPIES = f"SELECT k.notice_id {_REACHED} ORDER BY k.notice_id FOR UPDATE OF k"


async def list_taken(scheme: int, ended: Ended) -> list[Taken]:
    """Whom this end took the power from, as it stands. A message once handed over may have arrived: it counts."""
    return [Taken(**dict(row)) for row in await sql.fetch(_TAKEN, scheme, ended.code, ended.at)]


async def hold_copies(scheme: int, ended: Ended) -> None:
    """Hold the persons’ copies, so that none is recorded as given while the end is undone."""
    await sql.execute(_COPIES, scheme, ended.code, ended.at)


async def stop(notices: Sequence[str]) -> None:
    """What still waits to be sent for these notices is sent no more.

    A message to an employer about many goes only if it is about none besides.
    """
    await sql.execute(
        """UPDATE outbox_message m SET state = 'failed', next_try_at = NULL,
            problem = 'The notice was undone before it was sent.'
           WHERE (m.state = 'kept' OR m.state = 'waiting' AND m.attempts = 0) AND (
             m.notice_id IN (SELECT id FROM statutory_notice WHERE ref = ANY ($1::text[]))
             OR m.notice_batch IN (SELECT batch FROM statutory_notice WHERE ref = ANY ($1::text[])
               EXCEPT SELECT batch FROM statutory_notice WHERE batch IN (SELECT batch FROM statutory_notice
                 WHERE ref = ANY ($1::text[])) AND NOT ref = ANY ($1::text[])))""",
        list(notices),
    )


async def unrestrict(restrictions: Sequence[str]) -> None:
    """What was entered by mistake is no longer known to hold; what was known stays in the record."""
    await sql.execute(
        """UPDATE restriction SET known = tstzrange(lower(known), clock_timestamp())
           WHERE ref = ANY ($1::text[]) AND upper_inf(known)""",
        list(restrictions),
    )
