"""Places in the acts of the decision maker: needed for every outcome but deferral."""

from __future__ import annotations

from datetime import datetime

from csas.domain import decisions as rules
from csas.domain.decisions import Considered
from csas.store import places

HELD = frozenset({"held", "not-needed"})


async def require_place(on: Considered, scheme: int, now: datetime) -> None:
    """Refuse any outcome but deferral while the phase is full and this application holds no place."""
    found = await places.load(scheme, now)
    rules.require_place(on.place, is_free=found.free != 0, cap=found.cap or 0, phase=_phase(found.phase))


async def require_none(on: Considered, scheme: int, now: datetime) -> None:
    """Refuse deferral where there is a place."""
    found = await places.load(scheme, now)
    rules.require_no_place(on.place, is_free=found.free != 0)


async def take_place(on: Considered, scheme: int, now: datetime) -> None:
    """Hold a place for this application, under the lock of its phase, or refuse."""
    if on.place in HELD:
        return
    if await places.take(scheme, on.application, now) not in HELD:
        await require_place(on, scheme, now)


def _phase(name: str) -> str:
    return name[:1].lower() + name[1:] if name else "phase"
