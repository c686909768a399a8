"""Arrangements as facts with a period, and the signatures they start with.

An arrangement is never edited: to end one, the fact as it was known is closed and the
corrected period is added beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from csas.domain.arrangements import Arrangement
from csas.domain.casework import Case
from csas.domain.values import Period, Struct
from csas.store import sql
from csas.store.numbers import new_ref


class Signature(Struct):
    """One side's signature, with the wording it was put to."""

    side: str
    signed_as: str
    post: str
    protocols: tuple[str, ...]
    wording: str
    signed_at: datetime


async def sign(
    decision: int,
    side: str,
    person: int | None,
    signed_as: str,
    post: str,
    protocols: Iterable[str],
    wording: str,
    now: datetime,
) -> None:
    await sql.execute(
        """INSERT INTO signature (decision_id, side, person_id, signed_as, post, protocols, wording, signed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
        decision,
        side,
        person,
        signed_as,
        post,
        list(protocols),
        wording,
        now,
    )


async def list_signatures(decision: int) -> list[Signature]:
    rows = await sql.fetch(
        """SELECT side, signed_as, post, protocols, wording, signed_at FROM signature
           WHERE decision_id = $1 ORDER BY signed_at, id""",
        decision,
    )
    return [Signature(**{**dict(row), "protocols": tuple(row["protocols"])}) for row in rows]


async def find_signature(decision: int, side: str) -> Signature | None:
    return next((each for each in await list_signatures(decision) if each.side == side), None)


_FACT = """SELECT ref, line, organisation_id AS organisation, application_id AS application, decision_id AS decision, ending,
    lower(valid) AS since, upper(valid) AS until FROM arrangement"""


async def find_of_application(application: int) -> Arrangement | None:
    """The arrangement that an application led to, as it is known now."""
    row = await sql.fetchrow(
        f"{_FACT} WHERE application_id = $1 AND upper_inf(known) ORDER BY id DESC LIMIT 1",
        application,
    )
    return _arrangement(row) if row else None


async def is_over(application: int, now: datetime) -> bool:
    """Whether an application led to an arrangement that has ended: then it stands by itself when it is decided again."""
    found = await find_of_application(application)
    return found is not None and found.valid.end is not None and found.valid.end <= now


def _arrangement(row: sql.Record) -> Arrangement:
    return Arrangement(
        ref=row["ref"],
        line=row["line"],
        organisation=row["organisation"],
        application=row["application"],
        decision=row["decision"],
        valid=Period(start=row["since"], end=row["until"]),
        ending=row["ending"],
    )


async def list_over(now: datetime) -> list[str]:
    """The cases still open whose arrangement the law has ended with its term."""
    rows = await sql.fetch(
        """SELECT c.ref FROM arrangement r JOIN application a ON a.id = r.application_id JOIN casefile c ON c.id = a.case_id
               JOIN definition d ON d.digest = c.digest
           WHERE upper(r.valid) <= $1::timestamptz AND r.ending = 'term' AND upper_inf(r.known)
             AND NOT coalesce((d.body -> 'states' -> c.state ->> 'closed')::boolean, false)
           ORDER BY upper(r.valid), c.id""",
        now,
    )
    return [row["ref"] for row in rows]


async def start(
    case: Case, application: int, decision: int, valid: Period, replaced: Arrangement | None = None
) -> Arrangement:
    """Add the fact that an arrangement runs, in the line of the one it takes the place of.

    The database refuses a second one at the same time.
    """
    ref = new_ref()
    added = Arrangement(
        ref=ref,
        line=replaced.line if replaced else ref,
        organisation=case.organisation or 0,
        application=application,
        decision=decision,
        valid=valid,
    )
    await _add(case, added)
    return added


async def _add(case: Case, added: Arrangement) -> None:
    await sql.execute(
        """INSERT INTO arrangement (ref, line, force_id, scheme_id, organisation_id, application_id, decision_id,
                                    valid, ending)
           VALUES ($1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9), $10)""",
        added.ref,
        added.line,
        case.force,
        case.scheme,
        case.organisation,
        added.application,
        added.decision,
        added.valid.start,
        added.valid.end,
        added.ending,
    )


async def hold(ref: str) -> None:
    """Hold an arrangement against grants, waiting for those under way, until the act that ends it is over."""
    await sql.fetchval("SELECT id FROM arrangement WHERE ref = $1 AND upper_inf(known) FOR NO KEY UPDATE", ref)


async def end(case: Case, arrangement: Arrangement, valid: Period, ending: str) -> None:
    """Close the fact as it was known and put the corrected period beside it."""
    await sql.execute(
        """UPDATE arrangement SET known = tstzrange(lower(known), clock_timestamp())
           WHERE ref = $1 AND upper_inf(known)""",
        arrangement.ref,
    )
    await _add(case, msgspec.structs.replace(arrangement, valid=valid, ending=ending))
