"""By program: people on their way to powers and with them, uniforms, adopted powers, and who works where.

What an act would reach can be read before it, as above its confirmation on the page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta
from msgspec.structs import asdict

from csas.domain import refusals
from csas.store import (
    accreditation_changes,
    accreditations,
    cards,
    coverage,
    individual_lists,
    proposals,
    reached,
    schemes,
    standing,
    uniforms,
)
from csas.web.api.looking import PAGE, Asking, Look, Query, Shape
from csas.web.api.scheme import ProposalRead
from csas.web.api.shared import AccreditationStanding, Code, Effect, standing_of
from csas.web.pages import applications, individuals
from csas.web.pages.coverage import asked_about
from csas.web.views import individuals as views
from csas.web.views.coverage import PAGE as PROVIDERS

PAGE_SIZE = 50


class IndividualLine(Shape):
    """A request or an accreditation in a list; `powers` are those asked for."""

    ref: str
    name: str
    employer: str
    number: str
    sort: str
    state: str
    words: str
    since: datetime
    powers: tuple[str, ...]


class StateCount(Shape):
    state: str
    words: str
    count: int


class IndividualList(Shape):
    """A page of the list, and how many stand in each state."""

    lines: tuple[IndividualLine, ...]
    more: Annotated[bool, Meta(description="Whether another page follows")]
    states: tuple[StateCount, ...]


class RestrictionRead(Shape):
    """What takes powers away: of one power, or of all where `power` is null. `reach` is person or provider."""

    ref: str
    kind: str
    reach: str
    power: Code | None
    since: datetime
    until: datetime | None
    notice: str
    served_at: datetime | None


class NoticeGiven(Shape):
    """A statutory notice as the asker may know it."""

    title: str
    acted_at: datetime
    by: str
    reasons: tuple[str, ...]
    explanation: str


class PaperRead(Shape):
    """An instrument or a card made for an accreditation."""

    ref: str
    kind: str
    number: str
    state: str
    issued_at: datetime | None


class AccreditationRead(Shape):
    """An accreditation: as it stands now, the facts of it, and its papers."""

    name: str
    employer: str
    staff: str
    since: datetime | None
    until: datetime | None
    rests_on: Annotated[tuple[str, ...], Meta(description="What the instrument says its powers last only as long as")]
    uniform: str
    standing: AccreditationStanding
    restrictions: tuple[RestrictionRead, ...]
    notices: tuple[NoticeGiven, ...]
    papers: tuple[PaperRead, ...]


class UniformLine(Shape):
    """A provider's approved uniform; `otherwise` instruments describe another."""

    organisation_ref: str
    name: str
    description: str
    badge: str
    since: datetime | None
    otherwise: int


class UniformList(Shape):
    uniforms: tuple[UniformLine, ...]


class AdoptionLine(Shape):
    """A power the force uses, and how many accreditations hold it."""

    code: Code
    title: str
    held: int


class AdoptionList(Shape):
    powers: tuple[AdoptionLine, ...]
    proposed: tuple[ProposalRead, ...]


class AreaName(Shape):
    code: Code
    name: str


class AreaPower(Shape):
    """So many people of a provider with a power in the area."""

    provider: str
    ref: str
    code: Code
    paragraph: str
    power: str
    people: int


class Coverage(Shape):
    """The areas the asker answers for, and who has which powers in the one asked about: a page of its `providers`."""

    areas: tuple[AreaName, ...]
    area: AreaName | None
    providers: int
    powers: tuple[AreaPower, ...]


async def list_individuals(asking: Asking) -> object:
    lines = await individual_lists.list_lines(
        asking.actor,
        state=asking.said("state"),
        name=asking.said("name"),
        start=(asking.page - 1) * PAGE_SIZE,
        most=PAGE_SIZE + 1,
    )
    states = await individual_lists.count_states(asking.actor)
    return {
        "lines": lines[:PAGE_SIZE],
        "more": len(lines) > PAGE_SIZE,
        "states": [dict(zip(("state", "words", "count"), each, strict=True)) for each in states],
    }


async def accreditation(asking: Asking) -> object:
    """The accreditation of a case; until one is granted there is none."""
    case = await individuals.load(asking.actor, asking.ref)
    held = await accreditations.find_of_case(case.id)
    if held is None:
        raise refusals.NotFound
    facts = await standing.load(held.id)
    names = await views.names_of(held.organisation)
    about = await views.accreditation_of(held, names, asking.at) or {}
    return {
        "name": held.name,
        "employer": held.employer,
        "staff": held.staff_ref,
        "since": held.since,
        "until": held.until,
        "rests_on": about["rests_on"],
        "uniform": about["uniform"],
        "standing": standing_of(held.ref, facts, asking.at),
        "restrictions": await accreditation_changes.list_restrictions(held.id),
        "notices": await views.notice_rows(case, held, asking.actor),
        "papers": await cards.list_papers(asking.actor, held.id, case.subject),
    }


async def effect_on_person(asking: Asking) -> object:
    case = await individuals.load(asking.actor, asking.ref)
    held = await accreditations.find_of_case(case.id)
    return await reached.effect_of([held.id] if held else [], asking.at)


async def effect_on_provider(asking: Asking) -> object:
    case = await applications.load(asking.actor, asking.ref)
    ids = await reached.of_provider(case.scheme, case.organisation, asking.at)
    return await reached.effect_of(ids, asking.at, organisation=case.organisation)


async def list_uniforms(asking: Asking) -> object:
    scheme = await schemes.require(asking.actor, "individual:note")
    otherwise = await reached.count_described_otherwise(scheme.id, asking.at)
    found = await uniforms.list_providers(scheme.id, asking.at)
    return {"uniforms": [{**asdict(each), "otherwise": otherwise.get(each.organisation, 0)} for each in found]}


async def list_adoptions(asking: Asking) -> object:
    scheme = await schemes.require(asking.actor, "adoption:read")
    held = await reached.count_of_powers(scheme.id, asking.at)
    found = await uniforms.list_adopted(scheme.id, asking.at)
    powers = [{"code": each.code, "title": each.title, "held": held.get(each.code, 0)} for each in found]
    return {"powers": powers, "proposed": await proposals.list_open({scheme.id}, "adoption")}


async def covered(asking: Asking) -> object:
    areas, chosen = await asked_about(asking.request)
    if chosen is None:
        return {"areas": areas, "area": None, "providers": 0, "powers": []}
    skipped = (asking.page - 1) * PROVIDERS
    found = await coverage.count_powers(chosen.code, asking.at, limit=PROVIDERS, offset=skipped)
    providers = await coverage.count_providers(chosen.code, asking.at)
    return {"areas": areas, "area": chosen, "providers": providers, "powers": found}


NAMED = (Query("name", "Part of a name"), Query("state", "The code of a state"), PAGE)
AREA = (Query("area", "The code of one of your areas"), PAGE)
INDIVIDUAL = "individual:read"
LOOKS = (
    Look("/individuals", INDIVIDUAL, "People with requests or powers", IndividualList, list_individuals, NAMED),
    Look(
        "/individuals/{ref}/accreditation", INDIVIDUAL, "How an accreditation stands", AccreditationRead, accreditation
    ),
    Look(
        "/individuals/{ref}/effect", INDIVIDUAL, "What taking a person’s powers away reaches", Effect, effect_on_person
    ),
    Look(
        "/applications/{ref}/effect",
        "application:read",
        "What suspending or ending reaches",
        Effect,
        effect_on_provider,
    ),
    Look("/uniforms", "individual:note", "Approved uniforms of providers", UniformList, list_uniforms),
    Look("/adoptions", "adoption:read", "The powers the force uses", AdoptionList, list_adoptions),
    Look("/coverage", "coverage:read", "People with powers in an area, without names", Coverage, covered, AREA),
)
