"""Recommendations, notices and decisions: added and never changed, but for a notice's answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from csas.domain.conditions import Condition
from csas.domain.decisions import Considered, Delegation, Recommended, Terms
from csas.domain.delegations import Matter
from csas.domain.notices import Notice
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Decided(Struct):
    """A decision as it stands; ids are internal."""

    id: int
    ref: str
    round: int
    outcome: str
    terms: Terms
    reasons: tuple[str, ...]
    explanation: str
    against: str
    term_until: date | None
    version: int
    version_number: int
    hash: str
    decided_by: str
    decided_at: datetime
    post: str
    instrument: str
    chained_to: int | None


_DELEGATION = """SELECT id, ref, post, instrument, lower(valid) AS since, upper(valid) AS until FROM delegation
    WHERE person_id = $1 AND scheme_id = $2 AND valid @> $3::timestamptz AND upper_inf(known) AND $4 = ANY (matters)"""


async def find_delegation(person: int | None, scheme: int, at: datetime, matter: Matter) -> Delegation | None:
    """The delegation under which this person may decide in such a matter at that moment."""
    row = await sql.fetchrow(_DELEGATION, person, scheme, at, matter)
    return Delegation(**dict(row)) if row else None


async def hold_delegation(person: int | None, scheme: int, at: datetime, matter: Matter) -> Delegation | None:
    """The same for somebody who decides now: it cannot be ended until the act ends.

    The moment of an act is taken before it waits, so one that was ended meanwhile counts no more.
    """
    row = await sql.fetchrow(f"{_DELEGATION} AND ended_why = '' FOR SHARE", person, scheme, at, matter)
    return Delegation(**dict(row)) if row else None


async def add_recommendation(
    on: Considered, outcome: str, terms: Terms | None, reasons: str, by: int | None, now: datetime
) -> None:
    said = terms or Terms()
    await sql.execute(
        """INSERT INTO recommendation (application_id, round, version_id, outcome, powers, areas, conditions, reasons,
                                       made_by, made_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        on.application,
        on.round,
        on.version,
        outcome,
        list(said.powers),
        list(said.areas),
        msgspec.to_builtins(said.conditions),
        reasons,
        by,
        now,
    )


async def find_recommendation(on: Considered) -> Recommended | None:
    """The newest recommendation of the present round."""
    row = await sql.fetchrow(
        """SELECT r.outcome, r.powers, r.areas, r.conditions, r.reasons, p.name AS by, r.made_at AS at
           FROM recommendation r JOIN person p ON p.id = r.made_by
           WHERE r.application_id = $1 AND r.round = $2 ORDER BY r.id DESC LIMIT 1""",
        on.application,
        on.round,
    )
    if row is None:
        return None
    return Recommended(outcome=row["outcome"], terms=_terms(row), reasons=row["reasons"], by=row["by"], at=row["at"])


def _terms(row: sql.Record) -> Terms:
    return Terms(powers=tuple(row["powers"]), areas=tuple(row["areas"]), conditions=_conditions(row["conditions"]))


def _conditions(stored: object) -> tuple[Condition, ...]:
    return msgspec.convert(stored, tuple[Condition, ...])


async def add_notice(
    on: Considered,
    proposal: str,
    terms: Terms | None,
    reasons: Iterable[str],
    explanation: str,
    by: int | None,
    now: datetime,
    answer_until: datetime,
) -> None:
    said = terms or Terms()
    await sql.execute(
        """INSERT INTO adverse_notice (application_id, round, proposal, powers, areas, conditions, reasons, explanation,
                                       given_by, given_at, answer_until)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        on.application,
        on.round,
        proposal,
        list(said.powers),
        list(said.areas),
        msgspec.to_builtins(said.conditions),
        list(reasons),
        explanation,
        by,
        now,
        answer_until,
    )


_NOTICES = """SELECT n.id, n.proposal, n.powers, n.areas, n.conditions, n.reasons, n.explanation, g.name AS by, n.given_at,
        n.answer_until, n.answer, w.name AS answered_by, n.answered_at
    FROM adverse_notice n JOIN person g ON g.id = n.given_by LEFT JOIN person w ON w.id = n.answered_by
    WHERE n.application_id = $1 AND ($2::int IS NULL OR n.round = $2) ORDER BY n.id DESC"""


async def list_notices(application: int, in_round: int | None = None) -> list[Notice]:
    """The notices given on an application, newest first."""
    return [_notice(row) for row in await sql.fetch(_NOTICES, application, in_round)]


async def find_notice(on: Considered) -> Notice | None:
    """The newest notice of the present round."""
    return next(iter(await list_notices(on.application, on.round)), None)


def _notice(row: sql.Record) -> Notice:
    kept = {
        name: value for name, value in dict(row).items() if name not in {"powers", "areas", "conditions", "reasons"}
    }
    return Notice(**kept, terms=_terms(row), reasons=tuple(row["reasons"]))


async def answer_notice(notice: int, answer: str, by: int | None, now: datetime) -> None:
    await sql.execute(
        "UPDATE adverse_notice SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1",
        notice,
        answer,
        by,
        now,
    )


async def add(
    on: Considered,
    outcome: str,
    terms: Terms | None,
    *,
    reasons: Iterable[str],
    explanation: str,
    against: str,
    delegation: Delegation,
    term_until: date | None,
    by: int | None,
    now: datetime,
) -> int:
    """The one decision of a round, on exactly this version and its hash, chained to the one before."""
    said = terms or Terms()
    decision: int = await sql.fetchval(
        """INSERT INTO decision (ref, application_id, round, version_id, hash, outcome, reasons, explanation, conditions,
                                 against, delegation_id, term_until, chained_to, decided_by, decided_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
                   (SELECT max(id) FROM decision WHERE application_id = $2), $13, $14) RETURNING id""",
        new_ref(),
        on.application,
        on.round,
        on.version,
        on.hash,
        outcome,
        list(reasons),
        explanation,
        msgspec.to_builtins(said.conditions),
        against,
        delegation.id,
        term_until,
        by,
        now,
    )
    await _add_terms(decision, on.version, said)
    return decision


async def _add_terms(decision: int, version: int, terms: Terms) -> None:
    await sql.execute(
        """INSERT INTO decided_power (decision_id, version_id, power_id)
           SELECT $1, $2, id FROM power WHERE code = ANY ($3)""",
        decision,
        version,
        list(terms.powers),
    )
    await sql.execute(
        """INSERT INTO decided_area (decision_id, version_id, area_id)
           SELECT $1, $2, id FROM area WHERE code = ANY ($3)""",
        decision,
        version,
        list(terms.areas),
    )


_DECISIONS = """SELECT d.id, d.ref, d.round, d.outcome, d.reasons, d.explanation, d.against, d.term_until,
        d.version_id AS version, v.number AS version_number, d.hash, p.name AS decided_by, d.decided_at, g.post,
        g.instrument, d.chained_to, d.conditions,
        ARRAY(SELECT w.code FROM decided_power x JOIN power w ON w.id = x.power_id
              WHERE x.decision_id = d.id ORDER BY w.id) AS powers,
        ARRAY(SELECT r.code FROM decided_area x JOIN area r ON r.id = x.area_id
              WHERE x.decision_id = d.id ORDER BY r.name) AS areas
    FROM decision d JOIN person p ON p.id = d.decided_by JOIN delegation g ON g.id = d.delegation_id
        JOIN application_version v ON v.id = d.version_id
    WHERE d.application_id = $1 ORDER BY d.id DESC"""


async def list_decisions(application: int) -> list[Decided]:
    """Every decision on an application, newest first."""
    return [_decided(row) for row in await sql.fetch(_DECISIONS, application)]


async def find_decision(on: Considered) -> Decided | None:
    """The decision of the present round."""
    found = await list_decisions(on.application)
    return next((each for each in found if each.round == on.round), None)


def _decided(row: sql.Record) -> Decided:
    kept = {
        name: value for name, value in dict(row).items() if name not in {"powers", "areas", "conditions", "reasons"}
    }
    return Decided(**kept, terms=_terms(row), reasons=tuple(row["reasons"]))
