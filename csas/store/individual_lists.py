"""Lists of people on their way to powers and with them, a page at a time, for whoever may see them."""

from __future__ import annotations

from datetime import datetime

from csas.domain.permissions import APPLICANT, CENTRAL, Actor
from csas.domain.values import Struct
from csas.store import sql


class Line(Struct):
    """One request or accreditation in a list."""

    ref: str
    name: str
    employer: str
    number: str
    sort: str
    state: str
    words: str
    colour: str
    since: datetime
    powers: tuple[str, ...]


_SEEN = """(c.scheme_id = ANY ($1::bigint[]) OR c.organisation_id = ANY ($2::bigint[]) OR c.person_id = $3)"""
_LINES = f"""SELECT c.ref, c.title AS name, o.name AS employer, s.number, r.sort, c.state,
        d.body -> 'states' -> c.state ->> 'words' AS words, coalesce(d.body -> 'states' -> c.state ->> 'colour',
            'grey') AS colour,
        c.state_since AS since, ARRAY(SELECT p.code FROM requested_power x JOIN power p ON p.id = x.power_id
            WHERE x.request_id = r.id ORDER BY p.id) AS powers
    FROM casefile c JOIN individual_request r ON r.case_id = c.id JOIN staff_member s ON s.id = r.staff_member_id
        JOIN organisation o ON o.id = r.organisation_id JOIN definition d ON d.digest = c.digest
    WHERE c.process = 'individual' AND {_SEEN} AND ($4 = '' OR c.state = $4)
      AND ($5 = '' OR strpos(lower(c.title), lower($5)) > 0)
    ORDER BY c.state_since DESC, c.id DESC OFFSET $6 LIMIT $7"""  # noqa: S608 - constant text


async def list_lines(actor: Actor, *, state: str = "", name: str = "", start: int = 0, most: int = 50) -> list[Line]:
    """The newest first; of a state, or whose name holds what was typed."""
    rows = await sql.fetch(_LINES, *_seen(actor), state, name, start, most)
    return [Line(**{**dict(row), "powers": tuple(row["powers"])}) for row in rows]


def _seen(actor: Actor) -> tuple[list[int], list[int], int | None]:
    return sorted(actor.schemes(*CENTRAL, "vetting-officer")), sorted(actor.organisations(*APPLICANT)), actor.person


_STATES = f"""SELECT c.state, max(d.body -> 'states' -> c.state ->> 'words') AS words, count(*) AS count
    FROM casefile c JOIN definition d ON d.digest = c.digest WHERE c.process = 'individual' AND {_SEEN}
    GROUP BY c.state ORDER BY 2"""  # noqa: S608 - constant text


async def count_states(actor: Actor) -> list[tuple[str, str, int]]:
    """How many stand in each state, with its words."""
    rows = await sql.fetch(_STATES, *_seen(actor))
    return [(row["state"], row["words"], row["count"]) for row in rows]


class Ready(Struct):
    """Somebody who waits for a decision, with what is recommended."""

    ref: str
    name: str
    employer: str
    profile: str
    powers: tuple[str, ...]
    advice: str


async def list_ready(actor: Actor, most: int) -> list[Ready]:
    """Who waits for this decision maker: nobody on whose case they had another part. People of one role stand together."""
    rows = await sql.fetch(
        """SELECT c.ref, c.title AS name, o.name AS employer, coalesce(f.title, '') AS profile,
                  ARRAY(SELECT p.code FROM requested_power x JOIN power p ON p.id = x.power_id
                      WHERE x.request_id = r.id ORDER BY p.id) AS powers,
                  coalesce((SELECT CASE a.outcome WHEN 'grant'
                      THEN 'Grant ' || coalesce(nullif(array_to_string(a.powers, ', '), ''),
                      'without powers') ELSE 'Refuse' END FROM individual_recommendation a
                      WHERE a.request_id = r.id ORDER BY a.id DESC LIMIT 1), '') AS advice
           FROM casefile c JOIN individual_request r ON r.case_id = c.id JOIN organisation o ON o.id = r.organisation_id
               LEFT JOIN role_profile f ON f.id = r.profile_id
           WHERE c.process = 'individual' AND c.state = 'with-decision-maker' AND c.scheme_id = ANY ($1::bigint[])
             AND NOT EXISTS (SELECT 1 FROM participation q WHERE q.case_id = c.id AND q.person_id = $2
               AND q.part <> 'decision maker')
           ORDER BY o.name, f.title NULLS LAST, c.title LIMIT $3""",
        sorted(actor.schemes("decision-maker")),
        actor.person,
        most,
    )
    return [Ready(**{**dict(row), "powers": tuple(row["powers"])}) for row in rows]
