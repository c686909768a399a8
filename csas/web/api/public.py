"""What anybody may ask by program: the check, the register, the editions; and the office's concerns.

The same reads and the same three answers as the pages. “Cannot confirm” is a refusal here,
so that no program can take it for an answer about the number.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from msgspec import Meta

from csas.domain import intake, refusals
from csas.domain.calendar import london_day
from csas.domain.cards_check import May
from csas.domain.certificates import normalise
from csas.domain.refusals import CannotConfirm, Fault, Faults, Refusal
from csas.domain.standards import Edition
from csas.domain.values import Struct
from csas.store import checks, concerns, register, standards
from csas.store.certificates import Found, FoundCertificate
from csas.store.found_cards import FoundCard
from csas.store.register import Entry, Provider
from csas.web.api import body
from csas.web.pages.reception import now
from csas.web.pages.register import PAGE_SIZE, find, wanted_of
from csas.web.show import Asked, actor_of, visitor_of
from csas.web.views import card_checks
from csas.web.views import checks as views
from csas.web.views.register import last_day

log = logging.getLogger("csas.web")
NEVER_KEPT = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


class CheckedPower(Struct):
    """A power that may be used now: where, for which offences, on which conditions."""

    paragraph: str
    title: str
    plain: str
    anywhere: bool
    areas: tuple[str, ...]
    zones: tuple[str, ...]
    offences: tuple[str, ...]
    conditions: tuple[str, ...]


class Checked(Struct):
    """The answer to one number: `verdict` is in-force or not-in-force, with the borough asked about.

    `kind` says what the number is on, of one in force: a certificate gives nobody any power, and
    `may` lists what the holder of a card may do there and then.
    """

    verdict: str
    words: str
    checked_at: datetime
    kind: str = ""
    name: str = ""
    provider: str = ""
    force: str = ""
    areas: tuple[str, ...] = ()
    until: date | None = None
    powers: tuple[str, ...] = ()
    may: tuple[CheckedPower, ...] = ()
    conditions: tuple[str, ...] = ()
    uniform: str = ""
    badge: str = ""
    gives_power: bool = False
    cause: str = ""


def checked(found: Found | None, at: datetime, borough: str, request: Asked) -> Checked:
    """What the page says too, as plain values."""
    good = views.may_rely(found, at, borough)
    verdict = checks.IN_FORCE if good else checks.NOT_IN_FORCE
    short = Checked(verdict=verdict, words=views.title_of(good=good), checked_at=at)
    if found is None:
        return short
    knows = views.may_know(actor_of(request), found)
    if isinstance(found, FoundCard):
        return _card(found, short, borough, knows=knows)
    return _certificate(found, short, knows=knows)


def _card(found: FoundCard, short: Checked, borough: str, *, knows: bool) -> Checked:
    standing = card_checks.standing_in(found, short.checked_at, borough)
    cause = standing.words if knows else ""
    if not standing.in_force:
        return msgspec.structs.replace(short, cause=cause)
    may = tuple(_power(power) for power in standing.may if power.here != "no")
    return msgspec.structs.replace(
        short,
        kind=found.card.kind,
        name=found.printed.person,
        provider=found.provider,
        force=found.force,
        until=found.printed.last_day,
        powers=tuple(power.title for power in may),
        may=may,
        uniform=standing.uniform,
        badge=standing.badge,
        gives_power=bool(may),
        cause=cause,
    )


def _power(power: May) -> CheckedPower:
    return CheckedPower(
        paragraph=power.paragraph,
        title=power.title,
        plain=power.plain,
        anywhere=power.anywhere,
        areas=card_checks.names_of(power.areas),
        zones=power.zones,
        offences=power.offences,
        conditions=power.conditions,
    )


def _certificate(found: FoundCertificate, short: Checked, *, knows: bool) -> Checked:
    cause = found.standing.words if knows else ""
    named = msgspec.structs.replace(short, provider=found.provider, force=found.force, cause=cause)
    if not found.standing.in_force:
        return named
    return msgspec.structs.replace(
        named,
        kind="certificate",
        areas=found.certificate.areas,
        until=found.certificate.last_day,
        powers=tuple(power.title for power in found.certificate.powers),
        conditions=found.certificate.conditions,
    )


@get("/api/v1/checks/{number:str}", opt={"action": "check:read"}, include_in_schema=False)
async def check(request: Asked, number: FromPath[str]) -> Response[Checked]:
    """Whether a number is in force; any fault is the refusal “cannot confirm”."""
    at = now()
    try:
        found = await checks.look_up(number, visitor_of(request).address, at)
        answer = checked(found, at, request.query_params.get("borough", ""), request)
    except refusals.TooMany:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, we cannot confirm
        raise unconfirmed(error) from None
    return Response(answer, headers=NEVER_KEPT)


def unconfirmed(error: Exception) -> Refusal:
    log.error("cannot confirm", extra={"code": error.code if isinstance(error, Refusal) else type(error).__name__})
    return CannotConfirm()


class Numbers(Struct):
    numbers: Annotated[tuple[str, ...], Meta(title="Numbers", min_length=1, max_length=500)]


@post("/api/v1/checks", opt={"action": "check:read"}, status_code=200, include_in_schema=False)
async def check_many(request: Asked) -> Response[dict[str, Any]]:
    """Every number answered, in its order."""
    wanted = intake.read(Numbers, await body.read(request))
    at = now()
    try:
        found = await checks.look_up_many(wanted.numbers, visitor_of(request).address, at)
        answers = [checked(found.get(normalise(each) or ""), at, "", request) for each in wanted.numbers]
    except refusals.TooMany:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, we cannot confirm
        raise unconfirmed(error) from None
    return Response({"answers": answers}, headers=NEVER_KEPT)


@get("/api/v1/register", opt={"action": "register:read"}, include_in_schema=False)
async def list_register(request: Asked) -> Response[dict[str, Any]]:
    """Accredited providers, now or as at the end of a past day."""
    at = now()
    wanted, faults = wanted_of(request, at)
    if faults:
        raise Faults(*(Fault(field=fault.field, message=fault.message) for fault in faults))
    found = await find(wanted, at, PAGE_SIZE)
    return Response(
        {
            "as_at": london_day(wanted.at(at)),
            "total": found.total,
            "page": wanted.page,
            "by_area": found.by_area,
            "providers": [line_shape(provider) for provider in found.providers],
        }
    )


def line_shape(provider: Provider) -> dict[str, Any]:
    return {
        "ref": provider.ref,
        "name": provider.name,
        "sector": provider.sector,
        "powers": provider.powers,
        "areas": provider.areas,
        "people": provider.people,
        "since": london_day(provider.since),
        "until": last_day(provider.until) if provider.until else None,
        "certificate": provider.number,
    }


@get("/api/v1/register/{ref:str}", opt={"action": "register:read"}, include_in_schema=False)
async def show_provider(request: Asked, ref: FromPath[str]) -> Response[dict[str, Any]]:
    """One provider, now or as at the end of a past day."""
    at = now()
    wanted, faults = wanted_of(request, at)
    moment = wanted.at(at)
    entry = None if faults else await register.find_entry(ref, moment, wanted.known(at))
    if entry is None:
        raise refusals.NotFound
    return Response({**entry_shape(entry), "as_at": london_day(moment), "in_force": entry.in_force(moment)})


def entry_shape(entry: Entry) -> dict[str, Any]:
    return {
        "ref": entry.ref,
        "name": entry.name,
        "force": entry.force,
        "powers": [
            {"paragraph": power.paragraph, "words": power.plain, "law": power.law, "people": power.people}
            for power in entry.powers
        ],
        "people": entry.people,
        "roles": entry.roles,
        "areas": entry.areas,
        "conditions": [condition.sentence for condition in entry.conditions],
        "since": london_day(entry.since),
        "until": last_day(entry.until) if entry.until else None,
        "edition": entry.edition_ref,
        "certificate": entry.certificate,
    }


@get("/api/v1/editions", opt={"action": "standards:read"}, include_in_schema=False)
async def list_editions() -> Response[dict[str, Any]]:
    """Published editions of the standards, newest first."""
    return Response({"editions": [edition_shape(each) for each in await standards.list_published()]})


@get("/api/v1/editions/{ref:str}", opt={"action": "standards:read"}, include_in_schema=False)
async def show_edition(ref: FromPath[str]) -> Response[dict[str, Any]]:
    """One published edition with its requirements and fees; a draft is not found."""
    edition = await standards.find_published(ref)
    if edition is None:
        raise refusals.NotFound
    content = {"requirements": edition.requirements, "fees": edition.fees}
    return Response({**edition_shape(edition), **content})


def edition_shape(edition: Edition) -> dict[str, Any]:
    return {
        "ref": edition.ref,
        "number": edition.number,
        "title": edition.title,
        "standing": edition.standing,
        "since": london_day(edition.since) if edition.since else None,
        "until": london_day(edition.until) if edition.until else None,
    }


@get("/api/v1/concerns", opt={"action": "concern:read"}, include_in_schema=False)
async def list_concerns(request: Asked) -> Response[dict[str, Any]]:
    """What the public reported, newest first, for the office."""
    return Response({"concerns": await concerns.list_for(actor_of(request))})


ROUTES = [check, check_many, list_register, show_provider, list_editions, show_edition, list_concerns]
