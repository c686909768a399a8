"""The courses of the scheme, which powers need them, and where the scheme manager keeps them."""

from __future__ import annotations

from litestar import Response
from litestar.response import Redirect

from csas.commands import courses as commands
from csas.domain.fitness import Course
from csas.domain.permissions import Actor, allows
from csas.domain.refusals import NotFound
from csas.store import catalogue, courses, schemes
from csas.web import acts, once
from csas.web.acts import Laid
from csas.web.fields import Choice
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now


@page("/courses", "course:read")
async def list_courses(request: Asked) -> Response[str]:
    """Every course with its providers and the powers that need it."""
    actor = actor_of(request)
    found = await courses.list_all(await scheme_seen(actor))
    titles = {power.code: power.title for power in await catalogue.list_powers()}
    return show(
        request,
        "courses/list.html",
        courses=found,
        titles=titles,
        may_edit=allows(actor, "course:add"),
        missing=len({course.code for course in courses.in_file()} - {course.code for course in found}),
    )


async def scheme_seen(actor: Actor) -> int:
    """The scheme whose courses are looked at: one's own office's, else the installation's."""
    own = min(actor.schemes(), default=None)
    first = await schemes.find_first()
    if own is None and first is None:
        raise NotFound
    return own if own is not None else first.id if first else 0


async def _lay_add(_request: Asked, _ref: str) -> Laid:
    return Laid(caption="Courses", back="/courses", then="/courses", choices={"powers": await _powers()})


async def _lay_edit(request: Asked, ref: str) -> Laid:
    course = await courses.find(await scheme_seen(actor_of(request)), ref)
    if course is None:
        raise NotFound
    return Laid(
        caption=course.title,
        back="/courses",
        then="/courses",
        choices={"powers": await _powers()},
        first=_first(course),
    )


def _first(course: Course) -> dict[str, object]:
    return {name: getattr(course, name) for name in ("title", "hours", "months", "providers", "powers")}


async def _powers() -> tuple[Choice, ...]:
    return tuple(
        Choice(power.code, f"{power.code}: {power.title}") for power in await catalogue.list_powers() if power.statutory
    )


@change("/courses/start-list", "course:start-list")
async def start_list(request: Asked) -> Redirect:
    """Put the national courses in."""
    form = await request.form()
    act = commands.start_list(commands.StartList(), actor_of(request), now())
    event = await once.act_once(request, form, act, unlike=False)
    return then(f"/courses?done={event.tag}")


ROUTES = [
    list_courses,
    start_list,
    *acts.pages("course:add", _lay_add),
    *acts.pages("course:edit", _lay_edit),
]
