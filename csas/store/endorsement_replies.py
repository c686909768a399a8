"""Answers to requests for endorsement and declared interests: added, and never changed."""

from __future__ import annotations

from datetime import datetime

from csas.domain.casework import Case
from csas.domain.endorsements import Interest, Reply, Request, View
from csas.store import sql


async def list_replies(ids: list[int]) -> dict[int, tuple[Reply, ...]]:
    rows = await sql.fetch(
        """SELECT r.*, (SELECT jsonb_agg(jsonb_build_object('area', a.code, 'power', p.code, 'opinion', w.opinion,
                    'condition', w.condition) ORDER BY p.id, a.name)
               FROM endorsement_view w JOIN area a ON a.id = w.area_id JOIN power p ON p.id = w.power_id
               WHERE w.reply_id = r.id) AS views
           FROM endorsement_reply r WHERE r.endorsement_id = ANY ($1::bigint[]) ORDER BY r.round""",
        ids,
    )
    found: dict[int, tuple[Reply, ...]] = {}
    for row in rows:
        key = row["endorsement_id"]
        found[key] = (*found.get(key, ()), _reply(row))
    return found


def _reply(row: sql.Record) -> Reply:
    return Reply(
        body=row["body_name"],
        signatory=row["signatory"],
        post=row["post"],
        authority=row["authority"],
        meeting_on=row["meeting_on"],
        minute=row["minute"],
        to_be_ratified=row["to_be_ratified"],
        remarks=row["remarks"],
        replied_at=row["replied_at"],
        round=row["round"],
        version=row["version_id"],
        views=tuple(View(**view) for view in row["views"] or ()),
    )


async def list_interests(ids: list[int]) -> dict[int, tuple[Interest, ...]]:
    rows = await sql.fetch(
        """SELECT d.endorsement_id, coalesce(o.name, t.name) AS body, d.organisation_id AS organisation,
               d.partnership_id AS partnership, d.who, d.interest, p.name AS declared_by, d.declared_at
           FROM declared_interest d JOIN person p ON p.id = d.person_id
               LEFT JOIN organisation o ON o.id = d.organisation_id LEFT JOIN partnership t ON t.id = d.partnership_id
           WHERE d.endorsement_id = ANY ($1::bigint[]) ORDER BY d.id""",
        ids,
    )
    found: dict[int, tuple[Interest, ...]] = {}
    for row in rows:
        values = dict(row)
        key = values.pop("endorsement_id")
        found[key] = (*found.get(key, ()), Interest(**values))
    return found


async def declare(request: Request, case: Case, person: int | None, who: str, interest: str, now: datetime) -> None:
    """Keep an interest, for the authority that answers now or else for the partnership."""
    authority = case.respondent_organisation
    await sql.execute(
        """INSERT INTO declared_interest (endorsement_id, organisation_id, partnership_id, person_id, who, interest,
                                          declared_at) VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        request.id,
        authority,
        None if authority else case.partnership,
        person,
        who,
        interest,
        now,
    )


async def add_reply(request: Request, reply: Reply, person: int | None) -> None:
    """Keep an answer; it is never changed."""
    reply_id = await sql.fetchval(
        """INSERT INTO endorsement_reply (endorsement_id, round, version_id, body_name, signatory, post, authority,
               meeting_on, minute, to_be_ratified, remarks, replied_by, replied_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id""",
        request.id,
        reply.round,
        reply.version,
        reply.body,
        reply.signatory,
        reply.post,
        reply.authority,
        reply.meeting_on,
        reply.minute,
        reply.to_be_ratified,
        reply.remarks,
        person,
        reply.replied_at,
    )
    await sql.execute(
        """INSERT INTO endorsement_view (reply_id, area_id, power_id, opinion, condition)
           SELECT $1, a.id, p.id, g.opinion, g.condition
           FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS g (area, power, opinion, condition)
             JOIN area a ON a.code = g.area JOIN power p ON p.code = g.power""",
        reply_id,
        [view.area for view in reply.views],
        [view.power for view in reply.views],
        [view.opinion for view in reply.views],
        [view.condition for view in reply.views],
    )
