"""Notifiable events: what an employer told an office about one of its people, and what became of it.

Kinds, days and outcomes only; what happened in words is the private part of its event.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from csas.domain import permissions, refusals
from csas.domain.permissions import CENTRAL, Actor, Subject
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref
from csas.store.staff import Member


class Occurrence(Struct):
    """One notifiable event as told to one scheme; ids are internal. `what` is the employer's own account."""

    id: int
    ref: str
    scheme: int
    organisation: int
    organisation_name: str
    staff: int
    staff_ref: str
    name: str
    kind: str
    happened_on: date
    due_on: date
    told_by: str
    told_at: datetime
    outcome: str
    settled_by: str
    settled_at: datetime | None
    what: str = ""
    reasons: str = ""

    @property
    def subject(self) -> Subject:
        return Subject(organisation=self.organisation, scheme=self.scheme)


_OCCURRENCE = """SELECT n.id, n.ref, n.scheme_id AS scheme, n.organisation_id AS organisation, o.name AS organisation_name,
        n.staff_member_id AS staff, s.ref AS staff_ref, s.name, n.kind, n.happened_on, n.due_on, t.name AS told_by,
        n.told_at, coalesce(n.outcome, '') AS outcome, coalesce(d.name, '') AS settled_by, n.settled_at
    FROM occurrence n JOIN staff_member s ON s.id = n.staff_member_id JOIN organisation o ON o.id = n.organisation_id
        JOIN person t ON t.id = n.told_by LEFT JOIN person d ON d.id = n.settled_by"""


async def load(actor: Actor, ref: str) -> Occurrence:
    """One that this actor may see, with what was said of it."""
    row = await sql.fetchrow(f"{_OCCURRENCE} WHERE n.ref = $1", ref)
    if row is None:
        raise refusals.NotFound
    found = Occurrence(**dict(row))
    if not permissions.allows(actor, "occurrence:read", found.subject):
        raise refusals.NotFound
    said = await _with_words(found)
    return said if found.scheme in actor.schemes(*CENTRAL) else msgspec.structs.replace(said, reasons="")


async def hold(actor: Actor, ref: str, action: str) -> Occurrence:
    """The same, locked until the act ends, for somebody who may do this to it."""
    found = await load(actor, ref)
    if not permissions.allows(actor, action, found.subject):
        raise refusals.NotAllowed
    await sql.execute("SELECT 1 FROM occurrence WHERE id = $1 FOR UPDATE", found.id)
    return await load(actor, ref)


async def _with_words(found: Occurrence) -> Occurrence:
    rows = await sql.fetch(
        """SELECT v.body FROM event_subject u JOIN event_private v ON v.event_id = u.event_id
           WHERE u.kind = 'occurrence' AND u.subject_id = $1 ORDER BY u.event_id""",
        found.id,
    )
    said: dict[str, str] = {}
    for row in rows:
        said |= msgspec.json.decode(row["body"], type=dict[str, str])
    return msgspec.structs.replace(found, what=said.get("what", ""), reasons=said.get("reasons", ""))


async def list_for(actor: Actor, *, settled: bool = False) -> list[Occurrence]:
    """Those told to the actor's offices, or by the actor's employer; open ones, or those dealt with."""
    rows = await sql.fetch(
        f"""{_OCCURRENCE} WHERE (n.scheme_id = ANY ($1::bigint[]) OR n.organisation_id = ANY ($2::bigint[]))
            AND (n.outcome IS NOT NULL) = $3 ORDER BY n.due_on, n.id LIMIT 500""",
        sorted(actor.schemes(*CENTRAL)),
        sorted(actor.organisations(*permissions.MANAGING)),
        settled,
    )
    return [Occurrence(**dict(row)) for row in rows]


async def list_of(member: Member, actor: Actor) -> list[Occurrence]:
    """Those about one person that this actor may see."""
    rows = await sql.fetch(f"{_OCCURRENCE} WHERE n.staff_member_id = $1 ORDER BY n.id DESC", member.id)
    found = [Occurrence(**dict(row)) for row in rows]
    return [each for each in found if permissions.allows(actor, "occurrence:read", each.subject)]


async def add(
    member: Member, scheme: int, kind: str, happened_on: date, due_on: date, person: int | None, now: datetime
) -> tuple[int, str]:
    row = await sql.fetchrow(
        """INSERT INTO occurrence (ref, force_id, scheme_id, staff_member_id, person_id, organisation_id, kind, happened_on,
                                   due_on, told_by, told_at)
           SELECT $1, force_id, id, $3, $4, $5, $6, $7, $8, $9, $10 FROM scheme WHERE id = $2 RETURNING id, ref""",
        new_ref(),
        scheme,
        member.id,
        member.person,
        member.organisation,
        kind,
        happened_on,
        due_on,
        person,
        now,
    )
    if row is None:
        raise refusals.NotFound
    return row["id"], row["ref"]


async def settle(occurrence: int, outcome: str, person: int | None, now: datetime) -> None:
    await sql.execute(
        "UPDATE occurrence SET outcome = $2, settled_by = $3, settled_at = $4 WHERE id = $1",
        occurrence,
        outcome,
        person,
        now,
    )


async def list_schemes(member: Member) -> list[int]:
    """Whom to tell: the schemes that deal with the person, or else with the employer."""
    rows = await sql.fetch(
        """SELECT DISTINCT scheme_id, bool_or(person_id = $1) AS own FROM casefile WHERE organisation_id = $2 GROUP BY 1
           UNION SELECT scheme_id, true FROM accreditation WHERE person_id = $1 AND organisation_id = $2""",
        member.person,
        member.organisation,
    )
    own = {row["scheme_id"] for row in rows if row["own"]}
    return sorted(own or {row["scheme_id"] for row in rows})
