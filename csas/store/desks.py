"""What a person's desk shows besides cases: questions to answer, what ends, a delegation.

Every read takes the actor and returns only what is theirs.
"""

from __future__ import annotations

from datetime import date, datetime

from csas.domain.appeals import Appealable
from csas.domain.permissions import APPLICANT, SIGNING, Actor
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


class Against(Struct):
    """The latest decision on an application of one's own that nobody has appealed against."""

    ref: str
    title: str
    scheme: int
    decision: Appealable


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


async def list_against(actor: Actor) -> list[Against]:
    """The latest decisions on the actor's own applications; whoever may appeal asks which went against them."""
    rows = await sql.fetch(
        """SELECT DISTINCT ON (c.id) c.ref, c.title, c.scheme_id AS scheme, d.outcome, d.decided_at, d.conditions,
                  EXISTS (SELECT 1 FROM appeal x WHERE x.decision_id = d.id) AS appealed,
                  (SELECT upper(a.valid) FROM arrangement a
                    WHERE a.decision_id = d.id AND a.ending = 'notice' AND upper_inf(a.known)) AS ended_at
           FROM decision d JOIN application p ON p.id = d.application_id JOIN casefile c ON c.id = p.case_id
           WHERE c.organisation_id = ANY ($1::bigint[]) ORDER BY c.id, d.id DESC""",
        sorted(actor.organisations(*SIGNING)),
    )
    return [
        Against(
            ref=row["ref"],
            title=row["title"],
            scheme=row["scheme"],
            decision=Appealable(
                outcome=row["outcome"],
                decided_at=row["decided_at"],
                conditions=tuple(str(each) for each in row["conditions"]),
                ended_at=row["ended_at"],
                appealed=row["appealed"],
            ),
        )
        for row in rows
    ]


async def list_delegations(actor: Actor, now: datetime) -> list[Delegation]:
    rows = await sql.fetch(
        """SELECT d.post, d.instrument, s.name AS scheme, upper(d.valid) AS until FROM delegation d
           JOIN scheme s ON s.id = d.scheme_id
           WHERE d.person_id = $1 AND d.valid @> $2::timestamptz AND upper_inf(d.known) ORDER BY d.id""",
        actor.person,
        now,
    )
    return [Delegation(**dict(row)) for row in rows]
