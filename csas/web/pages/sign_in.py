"""Pages of signing in and out: password, code, authenticator, and the demonstration's people."""

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.params import FromPath

from csas.commands import signin
from csas.domain.accounts import CodeRefused, LinkSpent, SignInRefused
from csas.domain.refusals import NotFound, Refusal, TooMany
from csas.store import sessions
from csas.store.accounts import STEP_LASTS
from csas.web.fields import Field
from csas.web.pages.reception import (
    HOME,
    SERVICE,
    again,
    key_of,
    list_personas,
    next_of,
    now,
    onward,
    refilled,
    typed,
    visit_of,
)
from csas.web.routing import change, page
from csas.web.show import Asked, show, then
from csas.web.visitors import Visitor, require_visitor

ACTION = "account:sign-in"

EMAIL = Field("email", "E-mail address", "email", autocomplete="username")
PASSWORD = Field("password", "Password", "password", autocomplete="current-password")
CODE = Field(
    "code",
    "Code from your authenticator app",
    hint="Six digits. Each code works once",
    width="5",
    inputmode="numeric",
    autocomplete="one-time-code",
)


@page("/sign-in", ACTION, form=True)
async def show_sign_in(request: Asked) -> Response[str]:
    """The form, and in the demonstration the people one may play."""
    people = await list_personas(request)
    values = {"fields": (EMAIL, PASSWORD), "onward": next_of(request), "personas": people}
    return show(request, "sign_in/sign_in.html", 200, **values)


@change("/sign-in", ACTION)
async def sign_in(request: Asked) -> Response[Any]:
    """The first step; a right password leads to the page for the code."""
    given = await typed(request, "email", "password", "next")
    try:
        step = await signin.check_password(given["email"], given["password"], visit_of(request), key_of(request))
    except (SignInRefused, TooMany) as refusal:
        return again(
            request,
            "sign_in/sign_in.html",
            refusal,
            fields=refilled((EMAIL, PASSWORD), refusal, given),
            onward=onward(given["next"]),
            personas=await list_personas(request),
        )
    require_visitor(request).begin_step(step, int(STEP_LASTS.total_seconds()))
    return then(_with_next("/sign-in/code", given["next"]))


@page("/sign-in/code", ACTION, form=True)
async def show_code(request: Asked) -> Response[Any]:
    """The page for the code, or first the authenticator's set-up."""
    try:
        enrolment = await signin.find_enrolment(_step(request), key_of(request))
    except LinkSpent:
        return then("/sign-in")
    if enrolment is not None:
        return then(_with_next("/sign-in/authenticator", next_of(request)))
    return show(request, "sign_in/code.html", fields=(CODE,), onward=next_of(request))


@page("/sign-in/authenticator", ACTION, form=True)
async def show_authenticator(request: Asked) -> Response[Any]:
    """How to set up an authenticator app, once."""
    try:
        enrolment = await signin.find_enrolment(_step(request), key_of(request))
    except LinkSpent:
        return then("/sign-in")
    if enrolment is None:
        return then(_with_next("/sign-in/code", next_of(request)))
    values = {"fields": (CODE,), "onward": next_of(request), "secret": enrolment.spelled}
    return show(request, "sign_in/authenticator.html", 200, **values)


@page("/sign-in/authenticator.svg", ACTION)
async def show_picture(request: Asked) -> Response[bytes]:
    """The QR code of the set-up under way, for this browser only."""
    try:
        enrolment = await signin.find_enrolment(_step(request), key_of(request))
    except LinkSpent:
        enrolment = None
    if enrolment is None:
        raise NotFound
    headers = {"Cache-Control": "no-store"}
    return Response(enrolment.picture(SERVICE), media_type="image/svg+xml", headers=headers)


@change("/sign-in/code", ACTION)
async def check_code(request: Asked) -> Response[Any]:
    """The second step; a right code makes the session."""
    given = await typed(request, "code", "next")
    visit, key = visit_of(request), key_of(request)
    try:
        token = await signin.check_code(_step(request), given["code"], visit, key, now())
    except LinkSpent:
        return then("/sign-in")
    except (CodeRefused, TooMany) as refusal:
        return await _code_again(request, refusal, given["next"])
    visitor = require_visitor(request)
    await _leave(visitor)
    visitor.sign_in(token)
    return then(onward(given["next"], HOME))


async def _code_again(request: Asked, refusal: Refusal, wanted: str) -> Response[str]:
    enrolment = await signin.find_enrolment(_step(request), key_of(request))
    values: dict[str, object] = {"fields": (CODE,), "onward": onward(wanted)}
    if enrolment is None:
        return again(request, "sign_in/code.html", refusal, **values)
    values["secret"] = enrolment.spelled
    return again(request, "sign_in/authenticator.html", refusal, **values)


@change("/sign-in/as/{slug:str}", ACTION)
async def sign_in_as(request: Asked, slug: FromPath[str]) -> Response[Any]:
    """Play one of the demonstration's people; elsewhere there is nothing here."""
    people = await list_personas(request)
    persona = next((each for each in people if each.slug == slug), None)
    if persona is None:
        raise NotFound
    given = await typed(request, "next")
    visitor = require_visitor(request)
    await _leave(visitor)
    visitor.sign_in(await sessions.start(persona.person, browser=visit_of(request).browser))
    return then(onward(given["next"], HOME))


@change("/sign-out", "account:sign-out")
async def sign_out(request: Asked) -> Response[Any]:
    """End this browser's session."""
    visitor = require_visitor(request)
    await _leave(visitor)
    visitor.sign_out()
    return then("/")


async def _leave(visitor: Visitor) -> None:
    if visitor.session is not None and visitor.token is not None:
        await sessions.end(visitor.token)


def _step(request: Asked) -> str:
    return require_visitor(request).step or ""


def _with_next(path: str, wanted: str) -> str:
    on = onward(wanted)
    return f"{path}?next={quote(on, safe='')}" if on else path


ROUTES = [
    show_sign_in,
    sign_in,
    show_code,
    check_code,
    show_authenticator,
    show_picture,
    sign_in_as,
    sign_out,
]
