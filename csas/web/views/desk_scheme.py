"""On the manager’s desk: what the scheme stands on, and what is still missing for anybody to decide."""

from __future__ import annotations

from datetime import datetime, timedelta

from csas.domain.permissions import ROLES, Actor
from csas.store import colleagues, delegations, partnerships, phases, uniforms
from csas.web import templating
from csas.web.parts import Link
from csas.web.views.desk import Cell, DeskSection, Tag, section

NEEDED = ("case-officer", "assessor", "decision-maker", "appeal-decider", "vetting-officer")
SOON = timedelta(days=90)


@section
async def standing(actor: Actor, now: datetime) -> tuple[DeskSection, ...] | None:
    """Phase, partnerships, delegations, powers and colleagues, each with where it is changed."""
    return tuple([await _of(scheme, now) for scheme in sorted(actor.schemes("scheme-manager"))]) or None


async def _of(scheme: int, now: datetime) -> DeskSection:
    rows: tuple[tuple[Cell, ...], ...] = (
        (Link("Colleagues", "/colleagues"), *await _colleagues(scheme, now)),
        (Link("Phases", "/phases"), *await _phase(scheme, now)),
        (Link("Partnerships", "/partnerships"), *await _partnerships(scheme)),
        (Link("Delegations", "/delegations"), *await _delegations(scheme, now)),
        (Link("Powers the force uses", "/adoptions"), *await _powers(scheme, now)),
    )
    return DeskSection(
        title="What the scheme stands on",
        head=("What", "Now", "State"),
        rows=rows,
        links=(Link("Settings of the scheme", "/settings"), Link("Courses", "/courses")),
        order=65,
    )


GOOD = Tag("In place", "green")


async def _colleagues(scheme: int, now: datetime) -> tuple[Cell, Cell]:
    held = await colleagues.list_all(scheme, now)
    roles = {each.role for each in held}
    missing = [ROLES[role].lower() for role in NEEDED if role not in roles]
    words = templating.plural(len({each.person for each in held}), "person", "people")
    if not missing:
        return words, GOOD
    return f"{words}; nobody is {templating.series(missing)}", Tag("Roles missing", "red")


async def _phase(scheme: int, now: datetime) -> tuple[Cell, Cell]:
    phase = await phases.find_phase(scheme, now)
    if phase is None:
        return "No phase: nothing limits the number of providers", Tag("None", "yellow")
    near = phase.until - now < SOON
    words = f"{phase.name}, to {templating.short_day(phase.last_day)}"
    if not near:
        return words, GOOD
    ending = [each for each in await phases.list_reached(scheme, now) if each.until and each.until <= phase.until]
    return f"{words}; {templating.plural(len(ending), 'arrangement')} end by then", Tag("Ends soon", "orange")


async def _partnerships(scheme: int) -> tuple[Cell, Cell]:
    found = [each for each in await partnerships.list_all({scheme}) if each.ended_at is None]
    uncovered = len(await partnerships.list_uncovered(scheme))
    words = templating.plural(len(found), "partnership")
    return words, Tag(f"{templating.plural(uncovered, 'area')} without one", "red") if uncovered else GOOD


async def _delegations(scheme: int, now: datetime) -> tuple[Cell, Cell]:
    found = [each for each in await delegations.list_all({scheme}) if each.since <= now < each.until]
    if not found:
        return "Nobody can decide", Tag("None", "red")
    first = min(each.until for each in found)
    words = templating.plural(len(found), "delegation")
    return f"{words} in force", Tag("Ends soon", "orange") if first - now < SOON else GOOD


async def _powers(scheme: int, now: datetime) -> tuple[Cell, Cell]:
    found = await uniforms.list_adopted(scheme, now)
    return templating.plural(len(found), "power"), GOOD if found else Tag("None", "red")
