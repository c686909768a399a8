"""How often the public checks a number, and how often an unknown one is tried.

Counts only: neither who asked nor, for a number that exists, which one. They
stand outside the journal, since looking is not an act on a case.
"""

import hashlib

from csas.store import sql


async def count(verdict: str, hits: int = 1) -> None:
    """Count public checks by their verdict and the day in London."""
    await sql.execute(
        "INSERT INTO public_check_count AS c (day, verdict, hits)"
        " VALUES ((now() AT TIME ZONE 'Europe/London')::date, $1, $2)"
        " ON CONFLICT (day, verdict) DO UPDATE SET hits = c.hits + excluded.hits",
        verdict,
        hits,
    )


async def note_unknown(number: str) -> None:
    """Keep the digest of a number that never was, so that guessing can be seen."""
    digest = hashlib.sha256(number.encode("utf-8", "surrogatepass")).digest()
    await sql.execute("INSERT INTO unknown_number (hash) VALUES ($1)", digest)


async def totals(days: int) -> dict[str, int]:
    """Return the counts by verdict over the last so many days."""
    rows = await sql.fetch(
        "SELECT verdict, sum(hits)::bigint AS hits FROM public_check_count"
        " WHERE day > (now() AT TIME ZONE 'Europe/London')::date - $1::int GROUP BY verdict",
        days,
    )
    return {row["verdict"]: row["hits"] for row in rows}
