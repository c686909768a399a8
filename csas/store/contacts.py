"""Whom the public can ring: the scheme's office, remembered so that it can be told in a failure."""

from __future__ import annotations

import time

from csas.domain.refusals import Unavailable
from csas.domain.values import Struct
from csas.store import reach, sql

FRESH_SECONDS = 60.0


class Contact(Struct):
    """The office of the scheme as the public knows it."""

    scheme: str
    force: str
    telephone: str


_kept: tuple[float, Contact | None] | None = None


async def office() -> Contact | None:
    """The first scheme's office; read again after a minute."""
    global _kept  # noqa: PLW0603 - the one memory of this room
    if _kept is None or time.monotonic() - _kept[0] > FRESH_SECONDS:
        row = await sql.fetchrow(
            """SELECT s.name AS scheme, f.name AS force, s.telephone FROM scheme s JOIN force f ON f.id = s.force_id
               ORDER BY s.id LIMIT 1"""
        )
        _kept = (time.monotonic(), Contact(**dict(row)) if row else None)
    return _kept[1]


async def told() -> Contact | None:
    """The office, or what is remembered of it while nobody can be asked."""
    try:
        with reach.reaching():
            return await office()
    except Unavailable:
        return remembered()


def remembered() -> Contact | None:
    """The office as last read, however long ago, without asking anybody."""
    return _kept[1] if _kept else None


def forget() -> None:
    """Read it again next time."""
    global _kept  # noqa: PLW0603 - the one memory of this room
    _kept = None
