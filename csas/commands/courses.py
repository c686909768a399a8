"""The courses of a scheme and which powers need them: kept by the scheme manager."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import refusals
from csas.domain.events import Event
from csas.domain.fitness import Course
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import catalogue, courses, schemes
from csas.store.transaction import act

MOST_MONTHS = 120
Title = Annotated[str, Meta(title="Title", min_length=1, max_length=120)]
Hours = Annotated[int, Meta(title="Hours", ge=1, le=1000)]
Months = Annotated[
    int,
    Meta(
        title="Months for which a pass is good",
        description="Passes recorded before keep their end.",
        ge=1,
        le=MOST_MONTHS,
    ),
]
Providers = Annotated[
    tuple[Annotated[str, Meta(max_length=120)], ...],
    Meta(
        title="Approved training providers",
        description="One on each line. A pass elsewhere cannot be recorded.",
        min_length=1,
        max_length=50,
        extra={"kind": "lines", "absent": "Enter at least one approved training provider"},
    ),
]
Powers = Annotated[
    tuple[Annotated[str, Meta(max_length=20)], ...],
    Meta(
        title="Powers that need this course",
        description="Somebody needs every course that one of their powers needs.",
        extra={"kind": "checkboxes", "choices": "course-powers"},
    ),
]


class AddCourse(Struct):
    code: Annotated[
        str,
        Meta(
            title="Code",
            description="Two to six capital letters or figures, such as TRA.",
            min_length=1,
            max_length=6,
            pattern="^[A-Z][A-Z0-9]{1,5}$",
            extra={
                "pattern": "Code must be a capital letter followed by up to 5 capital letters or figures, such as TRA"
            },
        ),
    ]
    title: Title
    hours: Hours
    months: Months
    providers: Providers
    powers: Powers = ()


@command("course:add", AddCourse, "Add a course")
async def add(wanted: AddCourse, actor: Actor, now: datetime) -> Event:
    """Add a course to the scheme, with the powers that need it."""
    scheme = (await schemes.require(actor, "course:add")).id
    await _require_powers(wanted.powers)
    course = Course(
        id=0,
        code=wanted.code,
        title=wanted.title,
        hours=wanted.hours,
        months=wanted.months,
        providers=wanted.providers,
        powers=wanted.powers,
    )
    async with act(actor, now) as this:
        this.role = "course:add"
        if not await courses.add(scheme, course):
            raise refusals.Faults(Fault(field="code", message="Another course has this code"))
        return await this.record("course:added", scheme=scheme, ref=wanted.code, facts={"code": wanted.code})


class EditCourse(Struct):
    ref: str
    title: Title
    hours: Hours
    months: Months
    providers: Providers
    powers: Powers = ()


@command("course:edit", EditCourse, "Change a course")
async def edit(wanted: EditCourse, actor: Actor, now: datetime) -> Event:
    """Change a course, named by its code, and which powers need it; a pass recorded before keeps its end."""
    scheme = (await schemes.require(actor, "course:edit")).id
    await _require_powers(wanted.powers)
    async with act(actor, now) as this:
        this.role = "course:edit"
        found = await courses.find(scheme, wanted.ref)
        if found is None:
            raise refusals.NotFound
        changed = Course(
            id=found.id,
            code=found.code,
            title=wanted.title,
            hours=wanted.hours,
            months=wanted.months,
            providers=wanted.providers,
            powers=wanted.powers,
        )
        await courses.change(changed)
        return await this.record("course:changed", scheme=scheme, ref=found.code, facts={"code": found.code})


class StartList(Struct):
    pass


@command("course:start-list", StartList, "Start from the national courses")
async def start_list(_wanted: StartList, actor: Actor, now: datetime) -> Event:
    """Put the courses that schemes usually start from into this scheme; those it has are left as they are."""
    scheme = (await schemes.require(actor, "course:start-list")).id
    async with act(actor, now) as this:
        this.role = "course:start-list"
        added = [course.code for course in courses.in_file() if await courses.add(scheme, course)]
        if not added:
            raise refusals.AlreadyDone
        return await this.record("course:list-started", scheme=scheme, facts={"added": added})


async def _require_powers(codes: tuple[str, ...]) -> None:
    known = {power.code for power in await catalogue.list_powers() if power.statutory}
    if not set(codes) <= known:
        raise refusals.Faults(Fault(field="powers", message="Select powers from the list"))
