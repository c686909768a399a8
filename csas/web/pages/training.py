"""Training: the matrix of an employer's people, recording and correcting passes, what ends soon."""

from __future__ import annotations

from datetime import timedelta

from litestar import Response
from litestar.params import FromPath

from csas.domain import permissions
from csas.domain.fitness import VETTED, WORDS, last_day, state_of
from csas.domain.permissions import CENTRAL, Subject
from csas.domain.refusals import NotFound
from csas.store import courses, fitness, lapses, organisations, training_failures, trainings, vettings
from csas.store.organisations import Organisation
from csas.store.trainings import Pass
from csas.web import acts, sheets, templating
from csas.web.acts import Laid
from csas.web.fields import Choice
from csas.web.pages.register import plain
from csas.web.parts import Link, Row
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views import fitness as views
from csas.web.views.vetting import people_choices

READ = "training:read"
WHOLE = 20_000
WINDOWS = (30, 60, 90)
MOST_SHOWN = 200
MORE = f"Only the first {MOST_SHOWN} people are shown. Find others by name; record each group by itself."


@page("/training", READ)
async def show_training(request: Asked) -> Response[str]:
    """For a provider its own people, for the office every employer with people; what ends soon for both."""
    actor, at = actor_of(request), now()
    office = sorted(actor.schemes(*CENTRAL))
    employers = await fitness.list_employers(office, sorted(actor.organisations()), at)
    soon = await lapses.list_soon(
        at, at + timedelta(days=30), schemes=office, organisations=sorted(actor.organisations()), most=20
    )
    return show(
        request,
        "training/training.html",
        employers=employers,
        soon=views.ending_rows(soon, at),
        head=views.ENDING_HEAD,
        is_office=bool(office),
    )


async def organisation_for(request: Asked, ref: str) -> tuple[Organisation, int]:
    """An organisation whose training this visitor may see, with its scheme."""
    actor = actor_of(request)
    organisation = await organisations.load(actor, ref)
    scheme = await fitness.scheme_of(organisation.id)
    subject = Subject(organisation=organisation.id, scheme=scheme)
    if scheme is None or not permissions.allows(actor, READ, subject):
        raise NotFound
    return organisation, scheme


@page("/organisations/{ref:str}/training", READ)
async def show_matrix(request: Asked, ref: FromPath[str]) -> Response[str]:
    """People against what they need, a page at a time in the order of their names."""
    organisation, scheme = await organisation_for(request, ref)
    at, actor = now(), actor_of(request)
    found = await fitness.matrix(organisation.id, scheme, at, _after(request))
    subject = Subject(organisation=organisation.id, scheme=scheme)
    return show(
        request,
        "training/matrix.html",
        organisation=organisation,
        matrix=views.matrix_of(found.people, at),
        count=await fitness.count_people(organisation.id, at),
        following=fitness.token(found.following) if found.following else "",
        is_first=not request.query_params.get("after"),
        may_record=permissions.allows(actor, "training:record", subject),
        may_ask=permissions.allows(actor, "vetting:ask", subject),
        at=at,
        has_courses=bool(await courses.list_all(scheme)),
    )


def _after(request: Asked) -> tuple[str, int]:
    return fitness.read_token(request.query_params.get("after", ""))


@page("/organisations/{ref:str}/training.csv", READ)
async def download_matrix(request: Asked, ref: FromPath[str]) -> Response[str]:
    """The whole matrix as a file."""
    organisation, scheme = await organisation_for(request, ref)
    at = now()
    found = await fitness.matrix(organisation.id, scheme, at, most=WHOLE)
    return sheets.download("training", views.SHEET, views.sheet_rows(found.people, at))


@page("/organisations/{ref:str}/training/person", READ)
async def show_person(request: Asked, ref: FromPath[str]) -> Response[str]:
    """Every pass of one person, and where vetting stands."""
    organisation, scheme = await organisation_for(request, ref)
    at, actor = now(), actor_of(request)
    staff = await staff_named(organisation, request.query_params.get("person", ""))
    vetted, until = await vettings.state_of(scheme, staff.person, at)
    passes = await trainings.list_of(organisation.id, staff.ref)
    subject = Subject(organisation=organisation.id, scheme=scheme)
    return show(
        request,
        "training/person.html",
        organisation=organisation,
        staff=staff,
        failures=await training_failures.list_of(organisation.id, staff.ref),
        passes=[(each, WORDS[state_of(each.until, at)], _rows(each)) for each in passes],
        vetted=VETTED[vetted],
        vetted_until=last_day(until) if until else None,
        may_change=permissions.allows(actor, "training:correct", subject),
        may_ask=permissions.allows(actor, "vetting:ask", subject),
        is_office=scheme in actor.schemes(),
    )


async def staff_named(organisation: Organisation, ref: str) -> trainings.Staff:
    found = await trainings.find_staff(organisation.id, [ref], now())
    if not found:
        raise NotFound
    return found[0]


def _rows(each: Pass) -> tuple[Row, ...]:
    return (
        Row("Passed on", templating.short_day(each.passed_on)),
        Row("In date until", templating.short_day(last_day(each.until))),
        Row("Training provider", each.provider),
        Row("Certificate", each.certificate or "None recorded"),
    )


async def lay_record(request: Asked, ref: str) -> Laid:
    organisation, scheme = await organisation_for(request, ref)
    named, called = request.query_params.get("person", ""), plain(request.query_params.get("called", ""))
    people = (
        await trainings.find_staff(organisation.id, [named], now())
        if named
        else await trainings.list_staff(organisation.id, now(), called, MOST_SHOWN + 1)
    )
    offered = await courses.list_all(scheme)
    providers = dict.fromkeys(name for course in offered for name in course.providers)
    href = f"/organisations/{ref}/training"
    return Laid(
        caption=organisation.name,
        back=href,
        then=href,
        text=(MORE,) if len(people) > MOST_SHOWN else (),
        find=called if called or len(people) > MOST_SHOWN else None,
        choices={
            "course": (
                Choice("", "Choose a course"),
                *(Choice(each.code, f"{each.title} ({templating.plural(each.hours, 'hour')})") for each in offered),
            ),
            "people": people_choices(people[:MOST_SHOWN]),
            "provider": (Choice("", "Choose a provider"), *(Choice(name, name) for name in providers)),
        },
        first={"people": (named,) if named else ()},
    )


async def _lay_change(request: Asked, ref: str) -> Laid:
    """The pass named after the question mark, as it stands."""
    organisation, scheme = await organisation_for(request, ref)
    found = await trainings.find(organisation.id, request.query_params.get("training", ""))
    if found is None:
        raise NotFound
    course = await courses.find(scheme, found.course)
    providers = dict.fromkeys((*(course.providers if course else ()), found.provider))
    href = f"/organisations/{ref}/training/person?person={found.staff}"
    return Laid(
        caption=f"{found.name}, {found.title}",
        back=href,
        then=href,
        text=("What was recorded before is not deleted: it stays on record as what was known until now.",),
        choices={"provider": tuple(Choice(name, name) for name in providers)},
        first={
            "training": found.ref,
            "passed_on": found.passed_on,
            "provider": found.provider,
            "certificate": found.certificate,
        },
    )


@page("/lapsing", READ)
async def list_lapsing(request: Asked) -> Response[str]:
    """What ends soon for everybody this visitor answers for."""
    actor = actor_of(request)
    return await _lapsing(request, "/lapsing", sorted(actor.schemes(*CENTRAL)), sorted(actor.organisations()), "")


@page("/organisations/{ref:str}/lapsing", READ)
async def list_lapsing_of(request: Asked, ref: FromPath[str]) -> Response[str]:
    """What ends soon for one employer's people."""
    organisation, _ = await organisation_for(request, ref)
    return await _lapsing(request, f"/organisations/{ref}/lapsing", [], [organisation.id], organisation.name)


async def _lapsing(request: Asked, href: str, schemes: list[int], employers: list[int], caption: str) -> Response[str]:
    at, days = now(), days_of(request)
    found = await lapses.list_soon(at, at + timedelta(days=days), schemes=schemes, organisations=employers)
    return show(
        request,
        "training/lapsing.html",
        caption=caption,
        rows=views.ending_rows(found, at),
        head=views.ENDING_HEAD,
        days=days,
        windows=tuple(Link(f"{each} days", f"{href}?days={each}", current=each == days) for each in WINDOWS),
        sheet=f"{href}.csv?days={days}",
    )


def days_of(request: Asked) -> int:
    given = request.query_params.get("days", "")
    return int(given) if given in {str(each) for each in WINDOWS} else WINDOWS[-1]


@page("/lapsing.csv", READ)
async def download_lapsing(request: Asked) -> Response[str]:
    actor = actor_of(request)
    return await _file(request, sorted(actor.schemes(*CENTRAL)), sorted(actor.organisations()))


@page("/organisations/{ref:str}/lapsing.csv", READ)
async def download_lapsing_of(request: Asked, ref: FromPath[str]) -> Response[str]:
    organisation, _ = await organisation_for(request, ref)
    return await _file(request, [], [organisation.id])


async def _file(request: Asked, schemes: list[int], employers: list[int]) -> Response[str]:
    at = now()
    until = at + timedelta(days=days_of(request))
    found = await lapses.list_soon(at, until, schemes=schemes, organisations=employers, most=100_000)
    return sheets.download("lapsing", views.ENDING_HEAD[:4], views.ending_sheet(found))


ROUTES = [
    show_training,
    show_matrix,
    download_matrix,
    show_person,
    list_lapsing,
    list_lapsing_of,
    download_lapsing,
    download_lapsing_of,
    *acts.pages("training:record", lay_record, repeats=True),
    *acts.pages("training:correct", _lay_change),
    *acts.pages("training:reverse", _lay_change),
]
