"""A check by the public: limited and answered over one connection, and counted afterwards.

Whether the number is malformed, unknown or a certificate's, the same statements run in the
same order, so that the time taken tells nothing. Counts stand outside the journal.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from csas.domain.certificates import normalise
from csas.store import certificates, check_counts, limits, sql
from csas.store.certificates import FoundCertificate

LIMIT = "check-address"
IN_FORCE, NOT_IN_FORCE, UNKNOWN = "in-force", "not-in-force", "unknown"


async def look_up(typed: str, address: str, now: datetime) -> FoundCertificate | None:
    """What a number stands for; None where it is no number of ours, however it is written."""
    number = normalise(typed)
    async with _one_connection():
        await limits.require(LIMIT, address)
        return await certificates.find_by_number(number or "", now)


async def note(typed: str, found: FoundCertificate | None) -> None:
    """Count a check once it is answered, so that nobody waits for it."""
    async with _one_connection():
        await check_counts.count(verdict_of(found))
        if found is None:
            await check_counts.note_unknown(normalise(typed) or typed)


async def look_up_many(typed: Sequence[str], address: str, now: datetime) -> Mapping[str, FoundCertificate]:
    """The same for many lines at once; the answer is by the number as it is kept."""
    numbers = [normalise(line) for line in typed]
    async with _one_connection():
        await limits.require(LIMIT, address)
        found = await certificates.find_by_numbers({number for number in numbers if number}, now)
        for verdict, hits in _tally(numbers, found).items():
            await check_counts.count(verdict, hits)
    return found


def verdict_of(found: FoundCertificate | None) -> str:
    """The kind of answer, as it is counted."""
    if found is None:
        return UNKNOWN
    return IN_FORCE if found.standing.in_force else NOT_IN_FORCE


def _tally(numbers: Sequence[str | None], found: Mapping[str, FoundCertificate]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for number in numbers:
        verdict = verdict_of(found.get(number or ""))
        tally[verdict] = tally.get(verdict, 0) + 1
    return tally


@asynccontextmanager
async def _one_connection() -> AsyncIterator[None]:
    async with sql.connection_of_pool() as connection:
        with sql.hold(connection):
            yield
