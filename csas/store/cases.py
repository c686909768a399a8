"""Cases, row to record and back: lock, load, move by compare and set.

Locks are taken in the order of ids, so a parent always before its child. They leave the key
alone, so that an event which refers to a case waits for nobody who holds it.
"""

from __future__ import annotations

from datetime import date, datetime

from csas.domain import permissions, refusals
from csas.domain.casework import Case, Pause
from csas.domain.permissions import Actor
from csas.domain.workflow import Definition
from csas.store import definitions, events, sql
from csas.store.numbers import new_ref

NOUNS = {
    "standards": "standards",
    "accreditation": "application",
    "vehicle-stopping": "application",
    "endorsement": "endorsement",
    "review": "review",
    "appeal": "appeal",
    "individual": "individual",
}

# The action of reading a case; a published edition is read as standards, not as a case.
READING = {
    process: "standards:read-draft" if noun == "standards" else f"{noun}:read" for process, noun in NOUNS.items()
}

COLUMNS = """c.id, c.ref, c.title, c.digest, c.state, c.state_since, c.version, c.opened_at, c.force_id, c.scheme_id,
    c.organisation_id, c.partnership_id, c.respondent_organisation_id, c.person_id,
    c.parent_id, c.root_id, c.assigned_id, c.extended_to,
    (SELECT jsonb_agg(jsonb_build_array(p.person_id, p.part)) FROM participation p
      WHERE p.case_id = coalesce(c.root_id, c.id)) AS parts,
    (SELECT jsonb_agg(jsonb_build_object('kind', CASE WHEN q.case_id = c.id THEN q.kind ELSE 'hold-above' END,
        'why', CASE WHEN q.case_id = c.id THEN q.why ELSE 'the application is on hold' END,
        'since', lower(q.during), 'until', upper(q.during)) ORDER BY lower(q.during))
      FROM pause q WHERE q.case_id = c.id
        OR (q.case_id = c.parent_id AND q.kind = 'hold' AND c.process = 'endorsement')) AS pauses"""

LOCK = "SELECT id FROM casefile WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE"
BY_ID = f"SELECT {COLUMNS} FROM casefile c WHERE c.id = $1"  # noqa: S608 - constant text
BY_REF = f"SELECT {COLUMNS} FROM casefile c WHERE c.ref = $1"  # noqa: S608 - constant text


async def lock(ref: str) -> Case | None:
    """Lock a case and whatever stands above it, then load it."""
    row = await sql.fetchrow("SELECT id, parent_id, root_id FROM casefile WHERE ref = $1", ref)
    return await _lock(row) if row else None


async def lock_id(case_id: int) -> Case:
    row = await sql.fetchrow("SELECT id, parent_id, root_id FROM casefile WHERE id = $1", case_id)
    if row is None:
        raise refusals.NotFound
    return await _lock(row)


async def _lock(row: sql.Record) -> Case:
    ids = [found for found in (row["root_id"], row["parent_id"], row["id"]) if found is not None]
    await sql.fetch(LOCK, ids)
    loaded = await sql.fetchrow(BY_ID, row["id"])
    if loaded is None:
        raise refusals.NotFound
    return await to_case(loaded)


async def find(ref: str) -> Case | None:
    """Read a case without locking it."""
    row = await sql.fetchrow(BY_REF, ref)
    return await to_case(row) if row else None


async def find_id(case_id: int) -> Case | None:
    """The same by its internal id, for what another case leads to."""
    row = await sql.fetchrow(BY_ID, case_id)
    return await to_case(row) if row else None


async def to_case(row: sql.Record) -> Case:
    return Case(
        id=row["id"],
        ref=row["ref"],
        title=row["title"],
        definition=await definitions.get(row["digest"]),
        state=row["state"],
        state_since=row["state_since"],
        version=row["version"],
        opened_at=row["opened_at"],
        force=row["force_id"],
        scheme=row["scheme_id"],
        organisation=row["organisation_id"],
        partnership=row["partnership_id"],
        respondent_organisation=row["respondent_organisation_id"],
        person=row["person_id"],
        parent=row["parent_id"],
        root=row["root_id"],
        assigned=row["assigned_id"],
        extended_to=row["extended_to"],
        parts=tuple((person, part) for person, part in row["parts"] or ()),
        pauses=tuple(_pause(each) for each in row["pauses"] or ()),
    )


def _pause(each: dict[str, str | None]) -> Pause:
    until = each["until"]
    return Pause(
        kind=str(each["kind"]),
        why=str(each["why"]),
        since=datetime.fromisoformat(str(each["since"])),
        until=datetime.fromisoformat(until) if until else None,
    )


async def open_case(
    definition: Definition,
    *,
    title: str,
    force: int,
    scheme: int,
    now: datetime,
    organisation: int | None = None,
    partnership: int | None = None,
    person: int | None = None,
    parent: Case | None = None,
) -> Case:
    """Begin a case in the initial state of its process."""
    digest = await definitions.keep(definition)
    root = (parent.root or parent.id) if parent else None
    case_id: int = await sql.fetchval(
        """INSERT INTO casefile (ref, force_id, scheme_id, process, digest, title, state, state_since, organisation_id,
                                 partnership_id, parent_id, root_id, person_id, opened_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $8) RETURNING id""",
        new_ref(),
        force,
        scheme,
        definition.process,
        digest,
        title,
        definition.initial,
        now,
        organisation,
        partnership,
        parent.id if parent else None,
        root,
        person,
    )
    row = await sql.fetchrow(BY_ID, case_id)
    if row is None:
        raise refusals.NotFound
    return await to_case(row)


async def move(case: Case, to: str, now: datetime) -> Case:
    """Put the case into a state if nobody moved it since it was read; always counts the version up."""
    changed = await sql.fetchval(
        """UPDATE casefile SET state = $2, version = version + 1,
                  state_since = CASE WHEN state = $2 THEN state_since ELSE $3 END,
                  extended_to = CASE WHEN state = $2 THEN extended_to END
           WHERE id = $1 AND state = $4 AND version = $5 RETURNING id""",
        case.id,
        to,
        now,
        case.state,
        case.version,
    )
    if changed is None:
        raise refusals.Stale(state=case.standing.words, happened=await events.last_words(case.id))
    row = await sql.fetchrow(BY_ID, case.id)
    if row is None:
        raise refusals.NotFound
    return await to_case(row)


async def take_part(case: Case, actor: Actor, action: str, now: datetime) -> None:
    """Note the part this person takes; the exclusion constraint keeps hands separate."""
    part = permissions.PARTS.get(action)
    if part is None or actor.person is None:
        return
    await sql.execute(
        """INSERT INTO participation (case_id, person_id, part, since) VALUES ($1, $2, $3, $4)
           ON CONFLICT ON CONSTRAINT participation_pkey DO NOTHING""",
        case.root or case.id,
        actor.person,
        part,
        now,
    )


async def pause(case: Case, kind: str, why: str, now: datetime) -> None:
    await sql.execute(
        "INSERT INTO pause (case_id, kind, why, during) VALUES ($1, $2, $3, tstzrange($4, NULL))",
        case.id,
        kind,
        why,
        now,
    )


async def unpause(case: Case, kind: str, now: datetime) -> None:
    """End the open pause; one ended in the moment it began is kept as an instant of a microsecond."""
    await sql.execute(
        """UPDATE pause SET during = tstzrange(lower(during), greatest($3, lower(during) + interval '1 microsecond'))
           WHERE case_id = $1 AND kind = $2 AND upper(during) IS NULL""",
        case.id,
        kind,
        now,
    )


async def set_respondent(case: Case, organisation: int | None) -> None:
    await sql.execute("UPDATE casefile SET respondent_organisation_id = $2 WHERE id = $1", case.id, organisation)


async def assign(case: Case, person: int | None) -> None:
    await sql.execute("UPDATE casefile SET assigned_id = $2 WHERE id = $1", case.id, person)


async def extend(case: Case, until: date) -> None:
    await sql.execute("UPDATE casefile SET extended_to = $2 WHERE id = $1", case.id, until)
