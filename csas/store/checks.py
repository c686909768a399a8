"""A check by the public: limited, answered and counted in one statement.

Whether the number is malformed, unknown or one of ours, the same statement runs, so that
the time taken tells nothing. Its counts may be lost with the power; no answer waits for a disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import LiteralString

from csas.domain.certificates import normalise
from csas.store import certificates, check_counts, limits, sql
from csas.store.certificates import Found
from csas.store.found_cards import FoundCard

LIMIT = "check-address"
IN_FORCE, NOT_IN_FORCE, UNKNOWN = "in-force", "not-in-force", "unknown"

_CHECK = f"""WITH hit AS ({limits.HIT}), found AS ({certificates.FIND.replace("$1", "$4")})
    SELECT set_config('synchronous_commit', 'off', true),
        (SELECT jsonb_agg(to_jsonb(hit)) FROM hit) AS windows, found.* FROM (VALUES (1)) one LEFT JOIN found ON true"""  # noqa: S608 - constant text
# A plan for many is so dear that for one number a new one would be made each time.
_CHECK_MANY = _CHECK.replace("= $4::text", "= ANY ($4::text[])")


async def look_up(typed: str, address: str, now: datetime) -> Found | None:
    """What a number stands for; None where it is no number of ours, however it is written."""
    number = normalise(typed)
    rows = await _check(_CHECK, address, number or "")
    found = certificates.read(rows[0], now) if rows[0]["number"] else None
    check_counts.count(verdict_of(found))
    if found is None:
        check_counts.note_unknown(number or typed)
    return found


async def look_up_many(typed: Sequence[str], address: str, now: datetime) -> Mapping[str, Found]:
    """The same for many lines at once; the answer is by the number as it is kept."""
    numbers = [normalise(line) or "" for line in typed]
    rows = await _check(_CHECK_MANY, address, sorted(set(numbers)))
    found = {row["number"]: certificates.read(row, now) for row in rows if row["number"]}
    for verdict, hits in Counter(verdict_of(found.get(number)) for number in numbers).items():
        check_counts.count(verdict, hits)
    return found


async def picture(typed: str, address: str, now: datetime) -> str | None:
    """The file of the photograph on a card in force, where the scheme shows it; not counted as a check."""
    await limits.require("check-picture", address)
    row = await sql.fetchrow(certificates.FIND, normalise(typed) or "")
    found = certificates.read(row, now) if row else None
    if not isinstance(found, FoundCard) or not (found.standing.in_force and found.pictured):
        return None
    return found.printed.photograph.stored_as if found.printed.photograph else None


async def _check(statement: LiteralString, address: str, wanted: str | list[str]) -> list[sql.Record]:
    rows = await sql.fetch(statement, *limits.values(LIMIT, address), wanted)
    limits.refuse(limits.judge(LIMIT, rows[0]["windows"]))
    return rows


def verdict_of(found: Found | None) -> str:
    """The kind of answer, as it is counted."""
    if found is None:
        return UNKNOWN
    return IN_FORCE if found.standing.in_force else NOT_IN_FORCE
