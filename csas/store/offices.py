"""Who signs for a scheme at a moment: the holder of a role, by name and post.

Letters are drawn again from the same facts, so the moment asked about is that of the letter.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql


class Signatory(Struct):
    """Somebody who holds a role of the scheme, and their post."""

    name: str
    post: str


async def find_holder(scheme: int, role: str, at: datetime) -> Signatory | None:
    """The holder of a role at a moment, or failing that the first who ever held it."""
    row = await sql.fetchrow(
        """SELECT p.name, h.post FROM role_holding h JOIN person p ON p.id = h.person_id
           WHERE h.scheme_id = $1 AND h.role = $2 AND upper_inf(h.known)
           ORDER BY (h.valid @> $3::timestamptz) DESC, h.id LIMIT 1""",
        scheme,
        role,
        at,
    )
    return Signatory(name=row["name"], post=row["post"]) if row else None
