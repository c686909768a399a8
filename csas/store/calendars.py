"""The bank holidays that deadlines skip, as the operator's table has them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date

from csas.store import sql

FRESH_SECONDS = 60.0
_kept: tuple[float, dict[date, str]] | None = None


async def holidays() -> Mapping[date, str]:
    """Day to name; read again after a minute, so a new proclamation soon counts."""
    global _kept  # noqa: PLW0603 - the one cache of this room
    if _kept is None or time.monotonic() - _kept[0] > FRESH_SECONDS:
        rows = await sql.fetch("SELECT day, name FROM bank_holiday")
        _kept = (time.monotonic(), {row["day"]: row["name"] for row in rows})
    return _kept[1]


async def put(days: Mapping[date, str]) -> None:
    """Add days to the table; a day already there keeps its name."""
    await sql.execute(
        "INSERT INTO bank_holiday (day, name) SELECT * FROM unnest($1::date[], $2::text[]) ON CONFLICT DO NOTHING",
        list(days),
        list(days.values()),
    )
