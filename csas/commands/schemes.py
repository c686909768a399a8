"""Setting up a scheme: an operator's act, not offered on any page.

It is the one act that puts many things down at once: a scheme that is half set
up would let somebody apply to nobody.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain.bank_holidays import LONDON_BANK_HOLIDAYS as HOLIDAYS
from csas.domain.events import Event
from csas.domain.permissions import PUBLIC
from csas.domain.schemes import PersonPlan, SchemePlan
from csas.store import catalogue, joining, schemes
from csas.store.transaction import act

OFFICE = frozenset(
    {"scheme-manager", "case-officer", "assessor", "decision-maker", "appeal-decider", "vetting-officer", "officer"}
)


async def establish(plan: SchemePlan, now: datetime) -> tuple[Event, dict[str, int]]:
    """Set a scheme up (s.40); returns the event and the people by their slugs."""
    async with act(PUBLIC, now) as this:
        await catalogue.load(dict(HOLIDAYS))
        force, scheme = await schemes.add_scheme(plan)
        await schemes.add_phase(force, scheme, plan.phase)
        await schemes.adopt(force, scheme, plan.adopted, now)
        organisations = {o.name: await schemes.add_organisation(o, now) for o in plan.organisations}
        partnerships = {
            p.name: await schemes.add_partnership(force, scheme, p, organisations) for p in plan.partnerships
        }
        people = await _add_people(plan, scheme, organisations, partnerships, now)
        for delegation in plan.delegations:
            await schemes.delegate(force, scheme, people[delegation.person], delegation)
        event = await this.record("scheme:established", scheme=scheme, subjects={"person": [*people.values()]})
    return event, people


async def _add_people(
    plan: SchemePlan,
    scheme: int,
    organisations: dict[str, int],
    partnerships: dict[str, int],
    now: datetime,
) -> dict[str, int]:
    """Each person once, with every role the plan gives them."""
    people: dict[str, int] = {}
    for person in plan.people:
        if person.slug not in people:
            people[person.slug] = await joining.add_person(person.name, person.email)
        await _give(person, people[person.slug], scheme, organisations, partnerships, now)
    return people


async def _give(
    plan: PersonPlan,
    person: int,
    scheme: int,
    organisations: dict[str, int],
    partnerships: dict[str, int],
    now: datetime,
) -> None:
    if plan.role in OFFICE:
        await schemes.give_role(person, plan.role, plan.post, now, scheme=scheme)
    elif plan.place in partnerships:
        await schemes.give_role(person, plan.role, plan.post, now, partnership=partnerships[plan.place])
    else:
        await schemes.give_role(person, plan.role, plan.post, now, organisation=organisations[plan.place])
