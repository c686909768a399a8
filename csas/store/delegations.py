"""Delegations: who may decide for the chief officer, from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from csas.domain.delegations import Given
from csas.store import sql
from csas.store.numbers import new_ref

_GIVEN = """SELECT d.id, d.ref, d.scheme_id AS scheme, d.person_id AS person, p.name, d.post, d.instrument, d.matters,
        lower(d.valid) AS since, upper(d.valid) AS until, d.ended_why
    FROM delegation d JOIN person p ON p.id = d.person_id
    WHERE upper_inf(d.known) AND d.scheme_id = ANY ($1::bigint[])"""


def _given(row: sql.Record) -> Given:
    return Given(**{**dict(row), "matters": tuple(row["matters"])})


async def list_all(schemes: Iterable[int]) -> list[Given]:
    """Every delegation, the last to end first."""
    rows = await sql.fetch(f"{_GIVEN} ORDER BY upper(d.valid) DESC, d.id DESC", sorted(schemes))
    return [_given(row) for row in rows]


async def find(schemes: Iterable[int], ref: str) -> Given | None:
    row = await sql.fetchrow(f"{_GIVEN} AND d.ref = $2", sorted(schemes), ref)
    return _given(row) if row else None


async def overlaps(scheme: int, person: int, since: datetime, until: datetime) -> bool:
    """Whether the person holds a delegation at any time of this period."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM delegation WHERE scheme_id = $1 AND person_id = $2 AND upper_inf(known)
             AND valid && tstzrange($3, $4))""",
        scheme,
        person,
        since,
        until,
    )
    return found


async def add(
    place: tuple[int, int],
    person: int,
    given: tuple[str, str, tuple[str, ...]],
    valid: tuple[datetime, datetime | None],
) -> str:
    """Give a delegation in (force, scheme); `given` is the post, the instrument and the matters."""
    ref = new_ref()
    post, instrument, matters = given
    await sql.execute(
        """INSERT INTO delegation (ref, force_id, scheme_id, person_id, post, instrument, matters, valid)
           VALUES ($1, $2, $3, $4, $5, $6, $7, tstzrange($8, $9))""",
        ref,
        *place,
        person,
        post,
        instrument,
        list(matters),
        *valid,
    )
    return ref


async def end(ids: Iterable[int], why: str, now: datetime) -> int:
    """End delegations from now: nothing can be decided under them any more, and what was decided stands."""
    done = await sql.execute(
        """WITH old AS (UPDATE delegation SET known = tstzrange(lower(known), clock_timestamp())
             WHERE id = ANY ($1::bigint[]) AND upper_inf(known) RETURNING *)
           INSERT INTO delegation (ref, force_id, scheme_id, person_id, post, instrument, matters, valid, ended_why)
           SELECT ref, force_id, scheme_id, person_id, post, instrument, matters,
               tstzrange(lower(valid), greatest($3::timestamptz, lower(valid) + interval '1 microsecond')), $2 FROM old""",
        list(ids),
        why,
        now,
    )
    return int(done)
