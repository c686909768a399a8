"""What a person's desk shows besides cases: questions to answer, what ends, a delegation.

Every read takes the actor and returns only what is theirs.
"""

from __future__ import annotations

from datetime import date, datetime

from csas.domain.permissions import APPLICANT, Actor
from csas.domain.values import Struct
from csas.store import sql


class OpenQuestion(Struct):
    """An unanswered question to one of the actor's organisations."""

    ref: str
    title: str
    body: str
    due_on: date


class Ending(Struct):
    """An arrangement in force and the moment it ends."""

    ref: str
    title: str
    until: datetime | None


class Delegation(Struct):
    """In whose name the actor decides, and until when."""

    post: str
    instrument: str
    scheme: str
    until: datetime | None


async def list_questions(actor: Actor) -> list[OpenQuestion]:
    rows = await sql.fetch(
        """SELECT c.ref, c.title, q.body, q.due_on FROM question q JOIN casefile c ON c.id = q.case_id
           WHERE c.organisation_id = ANY ($1::bigint[]) AND q.answered_at IS NULL ORDER BY q.due_on, q.id""",
        sorted(actor.organisations(*APPLICANT)),
    )
    return [OpenQuestion(**dict(row)) for row in rows]


async def list_endings(actor: Actor, now: datetime) -> list[Ending]:
    """The arrangements in force of the actor's organisations, the first to end first."""
    rows = await sql.fetch(
        """SELECT c.ref, c.title, upper(r.valid) AS until FROM arrangement r
           JOIN application a ON a.id = r.application_id JOIN casefile c ON c.id = a.case_id
           WHERE r.organisation_id = ANY ($1::bigint[]) AND r.valid @> $2::timestamptz AND upper_inf(r.known)
           ORDER BY upper(r.valid), r.id""",
        sorted(actor.organisations(*APPLICANT)),
        now,
    )
    return [Ending(**dict(row)) for row in rows]


async def list_delegations(actor: Actor, now: datetime) -> list[Delegation]:
    rows = await sql.fetch(
        """SELECT d.post, d.instrument, s.name AS scheme, upper(d.valid) AS until FROM delegation d
           JOIN scheme s ON s.id = d.scheme_id
           WHERE d.person_id = $1 AND d.valid @> $2::timestamptz AND upper_inf(d.known) ORDER BY d.id""",
        actor.person,
        now,
    )
    return [Delegation(**dict(row)) for row in rows]
