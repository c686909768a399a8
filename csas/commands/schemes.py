"""Setting up a scheme: an operator's act, not offered on any page.

It is the one act that puts many things down at once: a scheme that is half set
up would let somebody apply to nobody.
"""

from __future__ import annotations

from datetime import datetime

from csas.commands import enrolling
from csas.domain.bank_holidays import LONDON_BANK_HOLIDAYS as HOLIDAYS
from csas.domain.calendar import civil_period
from csas.domain.delegations import MATTERS
from csas.domain.events import Event
from csas.domain.permissions import PUBLIC, ROLES
from csas.domain.refusals import Fault, Faults
from csas.domain.schemes import Beginning, PartnershipPlan, PersonPlan, SchemePlan
from csas.store import catalogue, delegations, joining, partnerships, phases, schemes
from csas.store.invitations import Place
from csas.store.transaction import act

ALL = "all"
SAID = {
    "name": "what the scheme is called",
    "force": "what the police force is called",
    "chief_officer": "who accredits, such as “the Chief Constable of Thames Valley Police”",
    "purpose": "what the scheme is for",
    "telephone": "the telephone number of the office",
}
OFFICE = frozenset(
    {"scheme-manager", "case-officer", "assessor", "decision-maker", "appeal-decider", "vetting-officer", "officer"}
)


async def establish(plan: SchemePlan, now: datetime) -> tuple[Event, dict[str, int]]:
    """Set a scheme up (s.40); returns the event and the people by their slugs."""
    async with act(PUBLIC, now) as this:
        await catalogue.load(dict(HOLIDAYS))
        force, scheme = await schemes.add_scheme(plan)
        await phases.add(force, scheme, plan.phase, civil_period(plan.phase.starts_on, plan.phase.ends_on))
        await schemes.adopt(force, scheme, plan.adopted, now)
        organisations = {o.name: await schemes.add_organisation(o, now) for o in plan.organisations}
        partnerships = {p.name: await _add_partnership(force, scheme, p, organisations) for p in plan.partnerships}
        people = await _add_people(plan, scheme, organisations, partnerships, now)
        for delegation in plan.delegations:
            valid = civil_period(delegation.starts_on, delegation.ends_on)
            given = (delegation.post, delegation.instrument, tuple(MATTERS))
            await delegations.add((force, scheme), people[delegation.person], given, valid)
        event = await this.record("scheme:established", scheme=scheme, subjects={"person": [*people.values()]})
    return event, people


async def create(plan: Beginning, manager: tuple[str, str], now: datetime) -> str:
    """Set up the one scheme of an installation and invite its first manager, (e-mail, name); the link’s path."""
    email, name = manager
    enrolling.check_registration(email, name)
    async with act(PUBLIC, now) as this:
        await schemes.hold()
        await catalogue.load(dict(HOLIDAYS))
        await _check(plan)
        force, scheme = await schemes.add_scheme(plan)
        await schemes.adopt(force, scheme, await _chosen(plan), now)
        place = Place(role="scheme-manager", scheme=scheme)
        path = await enrolling.invite(email, name.strip(), place, now, post=ROLES["scheme-manager"])
        await this.record("scheme:established", scheme=scheme)
    return path


async def _check(plan: Beginning) -> None:
    """Name every fault of a plan at once."""
    faults = [Fault(field=name, message=f"Say {words}") for name, words in SAID.items() if not getattr(plan, name)]
    areas = {area.police_area for area in await catalogue.list_areas()}
    if plan.police_area not in areas:
        message = f"There are no boroughs of a police area “{plan.police_area}”. Known are: {', '.join(sorted(areas))}"
        faults.append(Fault(field="police_area", message=message))
    first = await schemes.find_first()
    if first is not None:
        message = (
            f"“{first.name}” of {first.force_name} is set up already, and an installation has one scheme. "
            "Run another force’s scheme in an installation and a database of its own"
        )
        faults.append(Fault(field="police_area", message=message))
    known = {power.code for power in await catalogue.list_powers()}
    faults += [
        Fault(field="adopted", message=f"There is no power {code}")
        for code in plan.adopted
        if code not in {*known, ALL}
    ]
    if faults:
        raise Faults(*faults)


async def _chosen(plan: Beginning) -> tuple[str, ...]:
    """The codes of the powers, with `all` for those of the Act that are in law on the day."""
    if ALL not in plan.adopted:
        return plan.adopted
    return tuple(power.code for power in await catalogue.list_in_law(plan.established_on))


async def _add_partnership(force: int, scheme: int, plan: PartnershipPlan, organisations: dict[str, int]) -> int:
    lead = organisations.get(plan.lead)
    partnership, _ = await partnerships.add((force, scheme), plan.name, plan.email, lead, plan.areas)
    for each in plan.authorities:
        await partnerships.add_authority(partnership, organisations[each.organisation], each.kind, each.turn)
    return partnership


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
