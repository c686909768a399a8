"""The effect before the act: what stands above the confirmation of every act that takes powers away."""

from __future__ import annotations

from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import accreditations, applications, arrangements, provider_suspensions, reached
from csas.web.steps import ABOUT, now
from csas.web.views import effects


async def suspended(_actor: Actor, case: Case) -> dict[str, object]:
    ids = await reached.of_provider(case.scheme, case.organisation, now())
    return await effects.about(ids, now(), organisation=case.organisation)


async def ended(_actor: Actor, case: Case) -> dict[str, object]:
    """Whom ending or surrendering this very arrangement reaches: the accreditations rest on it."""
    found = await arrangements.find_of_application((await applications.load(case)).id)
    ids: list[int] = []
    if found is not None and found.valid.contains(now()):
        ids = await reached.of_line(case.scheme, found.organisation, found.line, now())
    return await effects.about(ids, now(), organisation=case.organisation, by_law=True)


async def lifted(actor: Actor, case: Case) -> dict[str, object]:
    """Who proposed it and why, and whom it reaches."""
    found = await provider_suspensions.find(case.scheme, case.organisation or 0, now())
    about = await suspended(actor, case)
    if found is None:
        return {"text": ("The provider is not suspended.",)}
    proposed = f"{found.proposed_name} proposed it: {found.why}" if found.proposed_by else "Nobody has proposed it yet."
    return {**about, "text": (f"Suspended by {found.by_name}: {found.explanation}", proposed)}


async def one_person(_actor: Actor, case: Case) -> dict[str, object]:
    held = await accreditations.find_of_case(case.id)
    return await effects.about([held.id] if held else [], now())


ABOUT.update(
    {
        "application:suspend": suspended,
        "application:lift-suspension": lifted,
        "application:end": ended,
        "application:surrender": ended,
        "individual:suspend": one_person,
        "individual:withdraw": one_person,
        "individual:surrender": one_person,
    }
)

ROUTES: list[object] = []
