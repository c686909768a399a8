"""Looking things up for somebody: every read takes the actor it must be given.

It returns records, never rows, and only what this actor may see; what they may
not see is not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from msgspec import structs

from csas.domain import casework, refusals
from csas.domain.casework import Case
from csas.domain.permissions import APPLICANT, CENTRAL, Actor, Holding
from csas.domain.values import Struct
from csas.store import calendars, cases, events, idle, places, sql
from csas.store.events import Happened
from csas.store.transaction import may_see


async def load_actor(person: int) -> Actor | None:
    """A person with the roles they hold now."""
    rows = await sql.fetch(
        """SELECT p.name, h.role, h.scheme_id, h.organisation_id, h.partnership_id,
               EXISTS (SELECT 1 FROM accreditation a WHERE a.person_id = p.id) AS accredited
           FROM person p LEFT JOIN role_holding h ON h.person_id = p.id AND h.valid @> now() AND upper_inf(h.known)
           WHERE p.id = $1 ORDER BY h.id""",
        person,
    )
    if not rows:
        return None
    holdings = tuple(
        Holding(
            role=row["role"],
            scheme=row["scheme_id"],
            organisation=row["organisation_id"],
            partnership=row["partnership_id"],
        )
        for row in rows
        if row["role"] is not None
    )
    return Actor(
        person=person, name=rows[0]["name"], kind="person", holdings=holdings, accredited=rows[0]["accredited"]
    )


async def load_case(actor: Actor, ref: str) -> Case:
    """A case this actor may see; another's is not found."""
    case = await cases.find(ref)
    if case is None or not may_see(actor, case):
        raise refusals.NotFound
    now = datetime.now(UTC)
    return await idle.without_idle(await places.with_room(case, now), now)


# What the office does for itself, which the history tells to nobody else.
OFFICE_ONLY = frozenset({"application:noted", "application:assigned", "individual:noted"})
# What the office says to itself, and what a person says of giving up: not the applicant’s or the employer’s to read.
WITHHELD = frozenset(
    {
        "application:recommended",
        "application:returned",
        "individual:recommended",
        "individual:returned",
        "individual:lifting-proposed",
        "individual:surrendered",
    }
)
AGAINST_ADVICE = "against"


async def list_history(actor: Actor, case: Case) -> list[Happened]:
    """The history of a case; reasons and names only for the office and the case's own organisation.

    A person's own appeal is unknown to their employer, and so is its outcome.
    """
    office = case.scheme in actor.schemes(*CENTRAL)
    told = await events.list_history(case.id, with_private=office or case.organisation in actor.organisations())
    if office:
        return told
    found = [_outside(line) for line in told if line.tag not in OFFICE_ONLY]
    if case.process != "individual" or (actor.person is not None and actor.person == case.person):
        return found
    return [line for line in found if not line.tag.startswith("appeal:")]


def _outside(line: Happened) -> Happened:
    """A line without what was said inside the office."""
    told = {} if line.tag in WITHHELD else {name: text for name, text in line.private.items() if name != AGAINST_ADVICE}
    return structs.replace(line, private=told)


class CaseLine(Struct):
    """A line of a worklist. `id` and `parent` tie requests to their application; neither is shown."""

    id: int
    parent: int | None
    ref: str
    noun: str
    process: str
    title: str
    organisation: str
    code: str
    state: str
    colour: str
    stage: str
    turn: str
    draft: bool
    since: datetime
    due_on: date | None
    paused: bool
    held: bool
    questioned: bool
    closed: bool
    assigned: int | None
    assigned_name: str
    partnership: str
    sort: str

    def overdue(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


_LINES = f"""SELECT {cases.COLUMNS}, coalesce(o.name, '') AS organisation_name,
        coalesce(h.name, '') AS assigned_name, coalesce(t.name, '') AS partnership_name, coalesce(n.sort, '') AS sort
    FROM casefile c LEFT JOIN organisation o ON o.id = c.organisation_id
        LEFT JOIN person h ON h.id = c.assigned_id LEFT JOIN partnership t ON t.id = c.partnership_id
        LEFT JOIN application n ON n.case_id = c.id
    WHERE (c.scheme_id = ANY ($1::bigint[])
        OR (c.scheme_id = ANY ($6::bigint[]) AND c.process = 'individual')
        OR (c.organisation_id = ANY ($2::bigint[]) AND c.process = ANY ($5::text[]))
        OR (c.process = 'endorsement'
            AND (c.partnership_id = ANY ($3::bigint[]) OR c.respondent_organisation_id = ANY ($2::bigint[]))))
      AND ($4::text[] IS NULL OR c.process = ANY ($4::text[]))
      AND (c.process <> 'individual' OR c.state IN ('identity', 'vetting', 'training', 'assessment', 'with-decision-maker'))
    ORDER BY c.state_since, c.id LIMIT 2000"""  # noqa: S608 - constant text

OWN_PROCESSES = ["accreditation", "vehicle-stopping", "review", "appeal", "individual"]


async def list_cases(actor: Actor, *processes: str) -> list[CaseLine]:
    """Every case this actor may see, oldest turn first; of people, only the requests still under way."""
    rows = await sql.fetch(
        _LINES,
        sorted(actor.schemes(*CENTRAL)),
        sorted(actor.organisations()),
        sorted(actor.partnerships()),
        list(processes) or None,
        OWN_PROCESSES,
        sorted(actor.schemes("vetting-officer")),
    )
    days = await calendars.holidays()
    return [await _line(row, days) for row in rows]


async def list_requests(actor: Actor) -> list[CaseLine]:
    """The requests for endorsement under the applications of the actor's own organisations."""
    own = sorted(actor.organisations(*APPLICANT))
    rows = await sql.fetch(_LINES, [], own, [], ["endorsement"], ["endorsement"], [])
    days = await calendars.holidays()
    return [await _line(row, days) for row in rows]


async def _line(row: sql.Record, days: Mapping[date, str]) -> CaseLine:
    case = await cases.to_case(row)
    deadline = casework.deadline(case, days)
    return CaseLine(
        id=case.id,
        parent=case.parent,
        ref=case.ref,
        noun=cases.NOUNS[case.process],
        process=case.process,
        title=case.title,
        organisation=row["organisation_name"],
        code=case.state,
        state=case.standing.words,
        colour=case.standing.colour,
        stage=case.standing.stage,
        turn=case.turn,
        draft=case.standing.editable,
        since=case.state_since,
        due_on=deadline.due_on if deadline else None,
        paused=case.paused,
        held=case.held,
        questioned=case.questioned,
        closed=case.is_closed,
        assigned=case.assigned,
        assigned_name=row["assigned_name"],
        partnership=row["partnership_name"],
        sort=row["sort"],
    )
