"""By program: courses, who was trained, what ends soon, and of vetting: clear, not clear or expired."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta
from msgspec.structs import asdict

from csas.domain.fitness import state_of
from csas.domain.permissions import CENTRAL
from csas.store import courses, fitness, lapses, training_failures, trainings, vettings
from csas.store.lapses import Ending
from csas.web.api.looking import Asking, Look, Query, Shape
from csas.web.pages.courses import scheme_seen
from csas.web.pages.training import days_of, organisation_for, staff_named

Vetted = Annotated[str, Meta(description="clear, not-clear or expired")]
Taught = Annotated[str, Meta(description="missing, expired, ends-30, ends-60, ends-90 or in-date")]


class CourseRead(Shape):
    """A course of the scheme; it counts for so many months from the day it was passed."""

    code: str
    title: str
    hours: int
    months: int
    providers: tuple[str, ...]
    powers: Annotated[tuple[str, ...], Meta(description="Codes of the powers that need it")]


class CourseList(Shape):
    courses: tuple[CourseRead, ...]


class EmployerLine(Shape):
    """An employer with so many people employed now."""

    ref: str
    name: str
    people: int


class EndingLine(Shape):
    """Something that an accreditation rests on and that ends; `kind` says what."""

    name: str
    staff: str
    employer: str
    employer_ref: str
    kind: str
    course: str
    ends: datetime


class EndingList(Shape):
    """What ends within so many days, the soonest first."""

    days: int
    endings: tuple[EndingLine, ...]


class Training(Shape):
    """The employers one may look at, and what ends within 30 days."""

    employers: tuple[EmployerLine, ...]
    soon: tuple[EndingLine, ...]


class CourseNeed(Shape):
    """A course somebody needs; `until` is the end of their newest pass."""

    course: str
    title: str
    powers: tuple[str, ...]
    until: datetime | None
    state: Taught


class PersonNeeds(Shape):
    """One person against what their role, their powers and their requests need."""

    staff: str
    name: str
    number: str
    job: str
    role: str
    vetted: Vetted
    vetted_until: datetime | None
    asked: Annotated[bool, Meta(description="Whether a vetting is under way")]
    needs: tuple[CourseNeed, ...]


class TrainingMatrix(Shape):
    """A page of the matrix, by name; `after` asks for the next, empty on the last."""

    count: int
    people: tuple[PersonNeeds, ...]
    after: str


class PassRead(Shape):
    """A course passed."""

    ref: str
    course: str
    title: str
    provider: str
    certificate: str
    passed_on: date
    until: datetime
    state: Taught


class FailureRead(Shape):
    """A course not passed."""

    ref: str
    course: str
    title: str
    provider: str
    evidence: str
    failed_on: date


class PersonTraining(Shape):
    """Every pass of one person, wherever it was earned, every failure, and where vetting stands."""

    staff: str
    name: str
    number: str
    job: str
    vetted: Vetted
    vetted_until: datetime | None
    passes: tuple[PassRead, ...]
    failures: tuple[FailureRead, ...]


async def list_courses(asking: Asking) -> object:
    return {"courses": await courses.list_all(await scheme_seen(asking.actor))}


async def training(asking: Asking) -> object:
    office, own = sorted(asking.actor.schemes(*CENTRAL)), sorted(asking.actor.organisations())
    soon = await lapses.list_soon(asking.at, asking.at + timedelta(days=30), schemes=office, organisations=own, most=20)
    return {"employers": await fitness.list_employers(office, own, asking.at), "soon": soon}


async def matrix(asking: Asking) -> object:
    employer, scheme = await organisation_for(asking.request, asking.ref)
    found = await fitness.matrix(employer.id, scheme, asking.at, fitness.read_token(asking.said("after")))
    people = [
        {**asdict(each), "needs": [{**asdict(need), "state": state_of(need.until, asking.at)} for need in each.needs]}
        for each in found.people
    ]
    after = fitness.token(found.following) if found.following else ""
    return {"count": await fitness.count_people(employer.id, asking.at), "people": people, "after": after}


async def person(asking: Asking) -> object:
    employer, scheme = await organisation_for(asking.request, asking.ref)
    found = await staff_named(employer, asking.said("person"))
    vetted, until = await vettings.state_of(scheme, found.person, asking.at)
    passes = await trainings.list_of(employer.id, found.ref)
    return {
        "staff": found.ref,
        "name": found.name,
        "number": found.number,
        "job": found.job,
        "vetted": vetted,
        "vetted_until": until,
        "passes": [{**asdict(each), "state": state_of(each.until, asking.at)} for each in passes],
        "failures": await training_failures.list_of(employer.id, found.ref),
    }


async def lapsing(asking: Asking) -> object:
    actor = asking.actor
    return await _soon(asking, sorted(actor.schemes(*CENTRAL)), sorted(actor.organisations()))


async def lapsing_of(asking: Asking) -> object:
    employer, _ = await organisation_for(asking.request, asking.ref)
    return await _soon(asking, [], [employer.id])


async def _soon(asking: Asking, schemes: list[int], employers: list[int]) -> dict[str, int | list[Ending]]:
    days = days_of(asking.request)
    until = asking.at + timedelta(days=days)
    return {
        "days": days,
        "endings": await lapses.list_soon(asking.at, until, schemes=schemes, organisations=employers),
    }


WITHIN = (Query("days", "Within how many days; 90 if not asked", ("30", "60", "90")),)
NEXT = (Query("after", "Where the next page begins, as the page before said"),)
PERSON = (Query("person", "The reference of somebody on the staff list"),)
READ = "training:read"
LOOKS = (
    Look(
        "/courses", "course:read", "The courses of the scheme and the powers that need them", CourseList, list_courses
    ),
    Look("/training", READ, "Employers, and what ends within 30 days", Training, training),
    Look(
        "/organisations/{ref}/training", READ, "People against what they need", TrainingMatrix, matrix, NEXT, "training"
    ),
    Look(
        "/organisations/{ref}/training/person",
        READ,
        "What one person passed",
        PersonTraining,
        person,
        PERSON,
        "training",
    ),
    Look("/lapsing", READ, "What ends soon, for all one answers for", EndingList, lapsing, WITHIN, "training"),
    Look(
        "/organisations/{ref}/lapsing",
        READ,
        "What ends soon at one employer",
        EndingList,
        lapsing_of,
        WITHIN,
        "training",
    ),
)
