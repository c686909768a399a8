"""Requests for local endorsement and their answers, row to record and back.

It loads whole requests, with every round of answers and every interest. Who may
see them is asked before: commands lock the case, reads take the actor.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec.structs import replace

from csas.domain import casework, refusals
from csas.domain.application_changes import PACK
from csas.domain.casework import Case
from csas.domain.endorsements import Authority, Interest, Reply, Request
from csas.domain.values import Struct
from csas.store import calendars, cases, endorsement_replies, sql

_COLUMNS = f"""{cases.COLUMNS}, e.id AS endorsement_id, e.application_id, e.round, e.version_id, e.reminders,
    e.extended_for, e.why_not_asked, t.name AS partnership_name, t.lead_organisation_id,
    r.name AS respondent_name, o.name AS applicant_name,
    ARRAY(SELECT a.code FROM sought_area s JOIN partnership_area pa ON pa.area_id = s.area_id
        JOIN area a ON a.id = s.area_id WHERE s.version_id = e.version_id AND pa.partnership_id = e.partnership_id
        ORDER BY a.name) AS areas,
    ARRAY(SELECT p.code FROM sought_power s JOIN power p ON p.id = s.power_id WHERE s.version_id = e.version_id
        ORDER BY p.id) AS powers,
    ARRAY(SELECT jsonb_object_keys(v.content) FROM application_version v WHERE v.id = e.version_id ORDER BY 1) AS sections
  FROM endorsement e JOIN casefile c ON c.id = e.case_id JOIN partnership t ON t.id = e.partnership_id
    LEFT JOIN organisation r ON r.id = c.respondent_organisation_id
    LEFT JOIN organisation o ON o.id = c.organisation_id"""  # noqa: S608 - constant text
_BY_CASE = f"SELECT {_COLUMNS} WHERE e.case_id = ANY ($1::bigint[]) ORDER BY t.name"
_BY_REF = f"SELECT {_COLUMNS} WHERE c.ref = ANY ($1::text[]) ORDER BY c.state_since, c.id"
_OF_APPLICATION = f"SELECT {_COLUMNS} WHERE e.application_id = $1 ORDER BY t.name"

_WAITING = f"""SELECT {_COLUMNS} WHERE c.process = 'endorsement' AND c.state IN ('requested', 'passed-on')
    ORDER BY c.id"""


async def load(case: Case) -> Request:
    """The request of one case."""
    found = await list_of_cases([case.id])
    if not found:
        raise refusals.NotFound
    return found[0]


async def list_of_refs(refs: list[str]) -> list[Request]:
    return await _requests(await sql.fetch(_BY_REF, refs))


async def list_of_cases(ids: Iterable[int]) -> list[Request]:
    return await _requests(await sql.fetch(_BY_CASE, list(ids)))


async def list_of_application(application: int) -> list[Request]:
    """Every request about one application, in the order of the partnerships’ names."""
    return await _requests(await sql.fetch(_OF_APPLICATION, application))


async def _requests(rows: list[sql.Record]) -> list[Request]:
    return [request for _, request in await _with_cases(rows)]


async def _with_cases(rows: list[sql.Record]) -> list[tuple[Case, Request]]:
    ids = [row["endorsement_id"] for row in rows]
    replies = await endorsement_replies.list_replies(ids)
    interests = await endorsement_replies.list_interests(ids)
    holidays = await calendars.holidays()
    found = []
    for row in rows:
        case = await cases.to_case(row)
        deadline = casework.deadline(case, holidays)
        due_on = deadline.due_on if deadline else None
        key = row["endorsement_id"]
        found.append((case, _request(row, case, due_on, replies.get(key, ()), interests.get(key, ()))))
    return found


def _request(
    row: sql.Record,
    case: Case,
    due_on: date | None,
    replies: tuple[Reply, ...],
    interests: tuple[Interest, ...],
) -> Request:
    return Request(
        id=row["endorsement_id"],
        case=case.id,
        ref=case.ref,
        application=row["application_id"],
        partnership=case.partnership or 0,
        partnership_name=row["partnership_name"],
        lead=row["lead_organisation_id"],
        applicant=case.organisation,
        applicant_name=row["applicant_name"] or "",
        body=row["respondent_name"] or row["partnership_name"],
        respondent=case.respondent_organisation,
        state=case.state,
        since=case.state_since,
        closed=case.is_closed,
        round=row["round"],
        version=row["version_id"],
        areas=tuple(row["areas"]),
        powers=tuple(row["powers"]),
        sections=tuple(each for each in row["sections"] if each in PACK),
        due_on=due_on,
        extended_for=row["extended_for"],
        extended_to=case.extended_to,
        reminders=row["reminders"],
        why_not_asked=row["why_not_asked"],
        replies=replies,
        interests=interests,
    )


class Covering(Struct):
    """A partnership that covers some of what is sought."""

    id: int
    name: str


async def list_covering(scheme: int, version: int) -> list[Covering]:
    """The partnerships of the scheme in whose areas something is sought."""
    rows = await sql.fetch(
        """SELECT DISTINCT t.id, t.name FROM partnership t JOIN partnership_area pa ON pa.partnership_id = t.id
             JOIN sought_area s ON s.area_id = pa.area_id
           WHERE t.scheme_id = $1 AND t.ended_at IS NULL AND s.version_id = $2 ORDER BY t.name""",
        scheme,
        version,
    )
    return [Covering(**dict(row)) for row in rows]


async def add(case: Case, application: int, version: int, hash_: str) -> None:
    await sql.execute(
        """INSERT INTO endorsement (force_id, scheme_id, case_id, application_id, partnership_id, version_id, hash)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        case.force,
        case.scheme,
        case.id,
        application,
        case.partnership,
        version,
        hash_,
    )


async def show_version(request: Request, version: int, hash_: str) -> None:
    """Lay another version of the application before whoever answers."""
    await sql.execute("UPDATE endorsement SET version_id = $2, hash = $3 WHERE id = $1", request.id, version, hash_)


async def as_asked(request: Request, version: int) -> Request:
    """The request as it would be asked about another version."""
    row = await sql.fetchrow(
        """SELECT ARRAY(SELECT a.code FROM sought_area s JOIN area a ON a.id = s.area_id
                 JOIN partnership_area pa ON pa.area_id = a.id AND pa.partnership_id = $2 WHERE s.version_id = $1) AS areas,
               ARRAY(SELECT p.code FROM sought_power s JOIN power p ON p.id = s.power_id
                 WHERE s.version_id = $1) AS powers""",
        version,
        request.partnership,
    )
    return replace(request, areas=tuple(row["areas"]), powers=tuple(row["powers"])) if row else request


async def ask_again(request: Request) -> None:
    """Begin another round: no answer, no reminder, no more time yet."""
    await sql.execute(
        "UPDATE endorsement SET round = round + 1, reminders = 0, extended_for = NULL, why_not_asked = NULL WHERE id = $1",
        request.id,
    )


async def start_afresh(request: Request, now: datetime) -> None:
    """Let the clock of an open request start again, with its reminders and its one extension."""
    await sql.execute("UPDATE casefile SET state_since = $2, extended_to = NULL WHERE id = $1", request.case, now)
    await sql.execute("UPDATE endorsement SET reminders = 0, extended_for = NULL WHERE id = $1", request.id)


async def not_asked(request: Request, reason: str) -> None:
    await sql.execute("UPDATE endorsement SET why_not_asked = $2 WHERE id = $1", request.id, reason)


async def extend(request: Request, meeting: str, reminders: int) -> None:
    await sql.execute(
        "UPDATE endorsement SET extended_for = $2, reminders = $3 WHERE id = $1", request.id, meeting, reminders
    )


async def reminded(request: Request, count: int) -> None:
    await sql.execute("UPDATE endorsement SET reminders = $2 WHERE id = $1", request.id, count)


async def list_authorities(partnership: int) -> list[Authority]:
    """The responsible authorities behind a partnership, and whether an endorser of theirs can sign in."""
    rows = await sql.fetch(
        """SELECT r.organisation_id AS organisation, o.name, r.kind, r.turn, EXISTS (
               SELECT 1 FROM role_holding h WHERE h.organisation_id = r.organisation_id AND h.role = 'endorser'
                 AND h.valid @> now() AND upper_inf(h.known)) AS can_sign_in
           FROM responsible_authority r JOIN organisation o ON o.id = r.organisation_id
           WHERE r.partnership_id = $1 AND r.left_at IS NULL ORDER BY r.turn""",
        partnership,
    )
    return [Authority(**dict(row)) for row in rows]


async def list_waiting() -> list[tuple[Case, Request]]:
    """Every request that waits for an answer, with its case, for the clock to remind of."""
    return await _with_cases(await sql.fetch(_WAITING))
