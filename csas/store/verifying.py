"""Which issued file a hash belongs to: a document, or the sheets of a print run."""

from __future__ import annotations

from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql


class IssuedFile(Struct):
    """A file that was issued. `number` is empty for sheets."""

    kind: str
    ref: str
    number: str
    state: str
    issued_at: datetime


async def find_file(sha256: str) -> IssuedFile | None:
    """The document or sheets with this hash; None if none was ever issued."""
    row = await sql.fetchrow(
        """SELECT kind, ref, coalesce(number, '') AS number, state, issued_at FROM document
           WHERE sha256 = $1 AND issued_at IS NOT NULL
           UNION ALL SELECT 'sheets', r.ref, '', 'issued', f.made_at
           FROM print_run_file f JOIN print_run r ON r.id = f.run_id WHERE f.sha256 = $1 LIMIT 1""",
        sha256,
    )
    return IssuedFile(**dict(row)) if row else None
