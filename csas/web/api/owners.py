"""Whom something belongs to that is neither a case nor an organisation, for commands of the API.

Each noun says how its reference is found; what the actor may not see is not found.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from csas.domain import refusals
from csas.domain.permissions import Actor, Subject
from csas.store import courses, own, uses, vettings

Find = Callable[[Actor, str], Awaitable[Subject]]


async def _vetting(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await vettings.load(actor, ref)).scheme)


async def _course(actor: Actor, ref: str) -> Subject:
    for scheme in sorted(actor.schemes()):
        if await courses.find(scheme, ref):
            return Subject(scheme=scheme)
    raise refusals.NotFound


async def _use(actor: Actor, ref: str) -> Subject:
    found = await uses.load(actor, ref)
    return Subject(scheme=found.scheme, organisation=found.organisation, person=found.person)


async def _notice(actor: Actor, ref: str) -> Subject:
    await own.load_notice(actor, ref)
    return Subject(person=actor.person)


FIND: dict[str, Find] = {"vetting": _vetting, "courses": _course, "uses": _use, "notices": _notice}
