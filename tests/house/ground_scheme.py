"""What the scheme itself stands on: its phase, a partnership, a delegation and what waits to be confirmed."""

from __future__ import annotations

from csas.store import sql


async def lay() -> dict[str, str]:
    """The reference of one of each, by its kind."""
    return {"phase": await sql.fetchval("SELECT ref FROM phase ORDER BY id LIMIT 1")}
