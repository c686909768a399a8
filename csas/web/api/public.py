"""What anyone may ask without a key: the register, a number, the standards.

The same reads as the public pages, and nothing more than they tell. A number that is
malformed and one that is unknown get the same answer; any fault is “cannot confirm”.
"""

from __future__ import annotations

import logging
from typing import Any, ClassVar

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from csas.domain.permissions import PUBLIC
from csas.domain.refusals import Fault, Faults, NotFound, Refusal, TooMany
from csas.domain.standards import Edition
from csas.store import checks, contacts, register, schemes, standards
from csas.web.api.shapes import stamp
from csas.web.errors import problem
from csas.web.pages.register import PAGE_SIZE, wanted_of
from csas.web.show import Asked, visitor_of
from csas.web.steps import now
from csas.web.views import checks as views

UNAVAILABLE = 503
log = logging.getLogger("csas.web")


class CannotConfirm(Refusal):
    """The third answer to a number: we do not know, and it means neither yes nor no."""

    code: ClassVar[str] = "cannot-confirm"
    words: ClassVar[str] = "Cannot confirm. This says nothing about the card or certificate either way."


@get("/api/v1/register", opt={"action": "register:read"}, include_in_schema=False)
async def list_providers(request: Asked) -> Response[Any]:
    """The providers in force now, or at the end of a past day: `q`, `area`, `power`, `on`, `page`."""
    wanted, faults = wanted_of(request, now())
    if faults:
        raise Faults(*(Fault(field=fault.field, message=fault.message) for fault in faults))
    moment = wanted.at(now())
    found = await register.list_providers(
        moment,
        name=wanted.name,
        area=wanted.area,
        power=wanted.power,
        limit=PAGE_SIZE,
        offset=(wanted.page - 1) * PAGE_SIZE,
    )
    lines = [_line(provider) for provider in found.providers]
    return Response({"as_at": stamp(moment), "page": wanted.page, "total": found.total, "providers": lines})


def _line(provider: register.Provider) -> dict[str, Any]:
    return {
        "ref": provider.organisation,
        "name": provider.name,
        "sector": provider.sector,
        "since": stamp(provider.since),
        "until": stamp(provider.until) if provider.until else None,
        "powers": list(provider.powers),
        "areas": list(provider.areas),
        "certificate": provider.number,
    }


@get("/api/v1/check/{number:str}", opt={"action": "check:read"}, include_in_schema=False)
async def check(request: Asked, number: FromPath[str]) -> Response[Any]:
    """Whether a certificate is in force now; a certificate gives no person any power."""
    at = now()
    try:
        found = await checks.look_up(number, visitor_of(request).address, at)
        told = views.answer(found, at, "", PUBLIC, await contacts.office())
    except TooMany:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is that we cannot confirm
        return _unconfirmed(error)
    return Response(_answer(told), headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"})


def _unconfirmed(error: Exception) -> Response[Any]:
    log.error("cannot confirm: %s", error.code if isinstance(error, Refusal) else type(error).__name__)
    refused = problem(CannotConfirm(), UNAVAILABLE)
    refused.headers["Retry-After"] = "10"
    return refused


def _answer(told: views.Answer) -> dict[str, Any]:
    return {
        "in_force": told.kind == "yes",
        "answer": told.title,
        "words": told.lead,
        "as_at": stamp(told.at),
        "number": told.number or None,
        "provider": told.provider or None,
        "powers": [{"paragraph": paragraph, "title": title} for paragraph, title in told.powers],
        "conditions": list(told.conditions),
        "telephone": told.telephone,
    }


@get("/api/v1/standards", opt={"action": "standards:read"}, include_in_schema=False)
async def show_standards(request: Asked) -> Response[Any]:
    """The edition of the standards in force, and the references of earlier ones."""
    del request
    scheme = await schemes.find_first()
    edition = await standards.find_in_force(scheme.id, now()) if scheme else None
    published = await standards.list_published()
    earlier = [_named(each) for each in published if edition is None or each.id != edition.id]
    return Response({"edition": _edition(edition) if edition else None, "earlier": earlier})


@get("/api/v1/standards/editions/{ref:str}", opt={"action": "standards:read"}, include_in_schema=False)
async def show_edition(request: Asked, ref: FromPath[str]) -> Response[Any]:
    """One published edition; a draft is not found."""
    del request
    edition = await standards.find_published(ref)
    if edition is None:
        raise NotFound
    return Response(_edition(edition))


def _named(edition: Edition) -> dict[str, Any]:
    return {
        "ref": edition.ref,
        "number": edition.number,
        "title": edition.title,
        "standing": edition.standing,
        "since": stamp(edition.since) if edition.since else None,
        "until": stamp(edition.until) if edition.until else None,
    }


def _edition(edition: Edition) -> dict[str, Any]:
    """What is published of an edition; who was consulted is on its page."""
    return {
        **_named(edition),
        "basis": edition.basis,
        "changes": edition.changes,
        "requirements": msgspec.to_builtins(edition.requirements),
        "fees": msgspec.to_builtins(edition.fees),
    }


ROUTES = [list_providers, check, show_standards, show_edition]
