"""What gives power and waits until a second person confirms it; of settings, see `settings_of_scheme`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from csas.domain.values import Struct
from csas.store import sql
from csas.store.invitations import KEPT
from csas.store.numbers import new_ref


class Proposal(Struct):
    """One that waits; `person` is whom it is about, where somebody is. Ids are internal."""

    id: int
    ref: str
    scheme: int
    kind: str
    about: str
    person: int | None
    content: dict[str, Any]
    why: str
    by: int
    by_name: str
    at: datetime


_OPEN = """SELECT r.id, r.ref, r.scheme_id AS scheme, r.kind, r.about, r.person_id AS person, r.content, r.why,
        r.proposed_by AS by, p.name AS by_name, r.proposed_at AS at
    FROM proposal r JOIN person p ON p.id = r.proposed_by
    WHERE r.outcome IS NULL AND r.scheme_id = ANY ($1::bigint[])"""


async def list_open(schemes: Iterable[int], kind: str) -> list[Proposal]:
    """Those of a kind that wait, the longest first."""
    rows = await sql.fetch(f"{_OPEN} AND r.kind = $2 ORDER BY r.id", sorted(schemes), kind)
    return [Proposal(**dict(row)) for row in rows]


async def list_waiting(schemes: Iterable[int]) -> list[Proposal]:
    """All that wait, whatever they give."""
    return [Proposal(**dict(row)) for row in await sql.fetch(f"{_OPEN} ORDER BY r.id", sorted(schemes))]


async def find(schemes: Iterable[int], kind: str, ref: str) -> Proposal | None:
    row = await sql.fetchrow(f"{_OPEN} AND r.kind = $2 AND r.ref = $3", sorted(schemes), kind, ref)
    return Proposal(**dict(row)) if row else None


async def add(
    scheme: int,
    about: tuple[str, str, int | None],
    content: Mapping[str, object],
    why: str,
    by: int | None,
    now: datetime,
) -> str:
    """Put one down for a second person; `about` is its kind, what it is about, and whom."""
    ref = new_ref()
    await sql.execute(
        """INSERT INTO proposal (ref, scheme_id, kind, about, person_id, content, why, proposed_by, proposed_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        ref,
        scheme,
        *about,
        dict(content),
        why,
        by,
        now,
    )
    return ref


async def settle(proposal: int, outcome: str, by: int | None, now: datetime) -> bool:
    """Confirm or decline one that waits; False if somebody was first."""
    done = await sql.execute(
        "UPDATE proposal SET outcome = $2, settled_by = $3, settled_at = $4 WHERE id = $1 AND outcome IS NULL",
        proposal,
        outcome,
        by,
        now,
    )
    return bool(done)


async def sweep() -> int:
    """Forget the name, address and reason of invitations settled long ago; who proposed and settled them stays."""
    return await sql.execute(
        """UPDATE proposal SET content = jsonb_build_object('role', content ->> 'role'), about = content ->> 'role',
               why = '-'
           WHERE kind = 'colleague' AND content ? 'email' AND settled_at < now() - $1::interval""",
        KEPT,
    )
