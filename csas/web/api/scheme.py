"""By program: how the scheme is run: its phases."""

from __future__ import annotations

from datetime import date, datetime

from csas.store import phases
from csas.store.schemes import require
from csas.web.api.looking import Asking, Look, Shape


class PhaseRead(Shape):
    """A phase; one taken back never counted."""

    ref: str
    name: str
    since: datetime
    until: datetime
    last_day: date
    least: int
    most: int
    why: str
    fees_waived: bool
    taken_back: bool


class PhaseChange(Shape):
    """A change of the end of the phase of this reference."""

    phase: str
    was_until: datetime
    until: datetime
    why: str
    by: str
    at: datetime


class PhaseList(Shape):
    """Every phase, the newest first, and every change of an end."""

    phases: tuple[PhaseRead, ...]
    changes: tuple[PhaseChange, ...]


async def list_phases(asking: Asking) -> object:
    scheme = (await require(asking.actor, "phase:read")).id
    return {"phases": await phases.list_all({scheme}), "changes": await phases.list_changes({scheme})}


LOOKS = (Look("/phases", "phase:read", "The phases of the scheme", PhaseList, list_phases),)
