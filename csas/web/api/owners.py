"""Whom something belongs to that is neither a case nor an organisation, for commands of the API.

Each noun says how its reference is found; what the actor may not see is not found.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from csas.domain import refusals
from csas.domain.permissions import Actor, Subject
from csas.store import courses, vettings

Find = Callable[[Actor, str], Awaitable[Subject]]


async def _vetting(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await vettings.load(actor, ref)).scheme)


async def _course(actor: Actor, ref: str) -> Subject:
    for scheme in sorted(actor.schemes()):
        if await courses.find(scheme, ref):
            return Subject(scheme=scheme)
    raise refusals.NotFound


FIND: dict[str, Find] = {"vetting": _vetting, "courses": _course}
