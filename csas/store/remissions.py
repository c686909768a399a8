"""What upheld appeals of people leave to be done, row to record and back; giving back is written here too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.casework import Case
from csas.domain.individuals import Wanted
from csas.domain.permissions import Actor
from csas.domain.remitting import Against
from csas.domain.standing_facts import Granted
from csas.domain.values import Struct
from csas.store import sql
from csas.store.accreditations import LIVE

# Whether the notice `n` still takes away one power, or keeps one narrower, of the accreditation `a`; `$1` is the moment.
_TAKES = """(EXISTS (SELECT 1 FROM restriction r WHERE r.notice_ref = n.ref AND r.kind = 'modification'
        AND r.reach = 'person' AND upper_inf(r.known) AND upper_inf(r.valid))
    OR EXISTS (SELECT 1 FROM granted_power g WHERE g.notice_ref = n.ref AND upper_inf(g.known) AND EXISTS (
        SELECT 1 FROM granted_power h WHERE h.accreditation_id = g.accreditation_id AND h.ref = g.ref
            AND upper_inf(h.known) AND coalesce(upper(h.valid) > $1::timestamptz, true))))"""


_AGAINST = f"""SELECT x.id AS appeal, a.id AS accreditation, d.request_id AS request, coalesce(n.kind, '') AS kind,
        coalesce(n.ref, '') AS notice, coalesce((SELECT r.ref FROM restriction r WHERE r.notice_ref = n.ref
            AND r.kind = 'suspension' AND r.reach = 'person' AND upper_inf(r.known) AND upper_inf(r.valid)), '')
            AS suspended,
        coalesce({_TAKES}, false) AS takes, coalesce({LIVE}, false) AS live
    FROM appeal x LEFT JOIN individual_decision d ON d.id = x.individual_decision_id
        LEFT JOIN individual_request q ON q.id = d.request_id
        LEFT JOIN statutory_notice n ON n.id = x.notice_id
        LEFT JOIN accreditation a ON a.id = coalesce(n.accreditation_id, q.accreditation_id,
            (SELECT max(o.id) FROM accreditation o WHERE o.case_id = q.case_id))
    WHERE x.case_id = $2"""  # noqa: S608 - constant text


async def find_against(case: Case, now: datetime) -> Against | None:
    """What an appeal of a person was about: the decision or the notice, with what is left of it."""
    row = await sql.fetchrow(_AGAINST, now, case.id)
    return Against(**dict(row)) if row else None


async def list_refused(request: int) -> list[Wanted]:
    """What a decision left out or put a condition on, as it was asked for."""
    rows = await sql.fetch(
        """SELECT p.code AS power, q.areas, q.zones, q.offences FROM requested_power q JOIN power p ON p.id = q.power_id
               JOIN LATERAL (SELECT d.id FROM individual_decision d WHERE d.request_id = q.request_id
                   ORDER BY d.round DESC LIMIT 1) newest ON true
               JOIN individual_decided_power v ON v.decision_id = newest.id AND v.power_id = q.power_id
           WHERE q.request_id = $1 AND (NOT v.granted OR NOT q.areas <@ v.areas OR v.conditions <> '{}')
           ORDER BY p.id""",
        request,
    )
    many = ("areas", "zones", "offences")
    return [Wanted(**{**dict(row), **{name: tuple(row[name]) for name in many}}) for row in rows]


async def acted_at(notice: str) -> datetime:
    found: datetime = await sql.fetchval("SELECT acted_at FROM statutory_notice WHERE ref = $1", notice)
    return found


async def carry_identity(request: int, person: int, organisation: int, months: int, now: datetime) -> bool:
    """Identity checked for an earlier request of this person with this employer counts for a remitted one.

    A check older than so many months does not: then identity is checked again, as for any other request.
    """
    return bool(
        await sql.execute(
            """INSERT INTO identity_check (request_id, documents, photograph_id, checked_by, checked_at)
               SELECT $1, i.documents, i.photograph_id, i.checked_by, i.checked_at FROM identity_check i
                   JOIN individual_request r ON r.id = i.request_id
               WHERE r.person_id = $2 AND r.organisation_id = $3
                   AND i.checked_at > $5::timestamptz - make_interval(months => $4::int) ORDER BY i.id DESC LIMIT 1""",
            request,
            person,
            organisation,
            months,
            now,
        )
    )


async def add(against: Against, what: str, by: int | None, now: datetime, request_case: int | None = None) -> None:
    await sql.execute(
        """INSERT INTO remission (appeal_id, accreditation_id, what, notice_ref, request_case_id, remitted_by,
               remitted_at) VALUES ($1, $2, $3, nullif($4, ''), $5, $6, $7)""",
        against.appeal,
        against.accreditation,
        what,
        against.notice,
        request_case,
        by,
        now,
    )


class Remitted(Struct):
    """What an upheld appeal left to be done, and by whom it may not be."""

    what: str
    notice: str
    by: int


async def find_due(accreditation: int, what: str) -> Remitted | None:
    """The oldest that waits on an accreditation, locked."""
    row = await sql.fetchrow(
        """SELECT what, notice_ref AS notice, remitted_by AS by FROM remission
           WHERE accreditation_id = $1 AND what = $2 AND done_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE""",
        accreditation,
        what,
    )
    return Remitted(**dict(row)) if row else None


async def settle(notice: str, by: int | None, now: datetime) -> None:
    await sql.execute(
        "UPDATE remission SET done_by = $2, done_at = $3 WHERE notice_ref = $1 AND done_at IS NULL "
        "AND what IN ('lift', 'restore')",
        notice,
        by,
        now,
    )


class Due(Struct):
    """Somebody to whom something is to be given back, and the case on which that is done."""

    case_ref: str
    name: str
    employer: str
    what: str
    remitted_at: datetime


_DUE = f"""SELECT c.ref AS case_ref, p.name, o.name AS employer, m.what, m.remitted_at
    FROM remission m JOIN accreditation a ON a.id = m.accreditation_id JOIN person p ON p.id = a.person_id
        JOIN organisation o ON o.id = a.organisation_id LEFT JOIN statutory_notice n ON n.ref = m.notice_ref
        JOIN LATERAL (SELECT c.id, c.ref FROM (SELECT a.case_id UNION ALL SELECT r.case_id FROM individual_request r
                WHERE r.accreditation_id = a.id) x JOIN casefile c ON c.id = x.case_id WHERE c.state = 'accredited'
            ORDER BY c.id DESC LIMIT 1) c ON true
    WHERE m.what IN ('lift', 'restore') AND m.done_at IS NULL AND {LIVE} AND ({_TAKES} OR EXISTS (
        SELECT 1 FROM restriction r WHERE r.notice_ref = n.ref AND r.kind = 'suspension' AND upper_inf(r.known)
            AND upper_inf(r.valid)))"""  # noqa: S608 - constant text


async def list_due(schemes: Sequence[int], now: datetime, most: int = 50) -> list[Due]:
    """What waits for a second person, the oldest first."""
    rows = await sql.fetch(
        f"{_DUE} AND a.scheme_id = ANY ($2::bigint[]) ORDER BY m.id LIMIT $3",
        now,
        list(schemes),
        most,
    )
    return [Due(**dict(row)) for row in rows]


async def due_of(accreditation: int, now: datetime) -> list[Due]:
    """The same of one accreditation."""
    rows = await sql.fetch(f"{_DUE} AND a.id = $2 ORDER BY m.id", now, accreditation)
    return [Due(**dict(row)) for row in rows]


class Outcome(Struct):
    """An appeal of one's own that was upheld, and what follows from it."""

    ref: str
    decided_at: datetime
    what: str
    request: str | None


async def list_own(actor: Actor) -> list[Outcome]:
    """What follows the actor's own upheld appeals and is not done yet; a new request as long as it is open."""
    rows = await sql.fetch(
        """SELECT c.ref, x.decided_at, m.what, q.ref AS request FROM remission m JOIN appeal x ON x.id = m.appeal_id
               JOIN casefile c ON c.id = x.case_id LEFT JOIN casefile q ON q.id = m.request_case_id
           WHERE c.person_id = $1 AND m.done_at IS NULL AND (m.what IN ('lift', 'restore') OR q.state IN
               ('identity', 'vetting', 'training', 'assessment', 'with-decision-maker')
               OR (m.what = 'ask' AND x.decided_at > now() - interval '90 days'))
           ORDER BY m.id DESC""",
        actor.person,
    )
    return [Outcome(**dict(row)) for row in rows]


async def find_of(appeal: Case) -> str:
    """What followed an appeal; empty if nothing was remitted."""
    found: str | None = await sql.fetchval(
        "SELECT m.what FROM remission m JOIN appeal x ON x.id = m.appeal_id WHERE x.case_id = $1", appeal.id
    )
    return found or ""


async def release(notice: str, now: datetime) -> None:
    """A power that this notice took away is not held back by it any more from now on."""
    await sql.execute(
        """WITH old AS (UPDATE restriction r SET known = tstzrange(lower(known), clock_timestamp())
             WHERE r.notice_ref = $1 AND r.kind = 'modification' AND upper_inf(r.known) AND upper_inf(r.valid)
             RETURNING r.*)
           INSERT INTO restriction (ref, accreditation_id, power_id, kind, notice_ref, valid, reach)
           SELECT ref, accreditation_id, power_id, kind, notice_ref,
               tstzrange(lower(valid), greatest($2::timestamptz, lower(valid) + interval '1 microsecond')), reach
           FROM old""",
        notice,
        now,
    )


async def widen(accreditation: int, wider: Granted, now: datetime) -> None:
    """A row of a grant ends now, and goes on wider from now to its own end, by the same decision.

    It names the notice that still narrows it, if another does.
    """
    await sql.execute(
        """WITH old AS (UPDATE granted_power g SET known = tstzrange(lower(known), clock_timestamp())
             WHERE g.accreditation_id = $1 AND g.ref = $2 AND upper_inf(g.known) AND lower(g.valid) = $3 RETURNING g.*),
           kept AS (INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, zones,
                   offences, conditions, courses, notice_ref)
               SELECT ref, accreditation_id, power_id, decision_id, tstzrange(lower(valid), $4), areas, zones, offences,
                   conditions, courses, notice_ref FROM old WHERE lower(valid) < $4::timestamptz)
           INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, zones, offences,
               conditions, courses, notice_ref)
           SELECT ref, accreditation_id, power_id, decision_id, tstzrange(greatest(lower(valid), $4), upper(valid)), $5,
               $6, $7, $8, courses, nullif($9, '') FROM old""",
        accreditation,
        wider.ref,
        wider.valid.start,
        now,
        list(wider.areas),
        list(wider.zones),
        list(wider.offences),
        list(wider.conditions),
        wider.notice,
    )
