"""Pages of signing in and out: password, code, authenticator, and the demonstration's people."""

from typing import Annotated
from urllib.parse import quote

from litestar import Response, get, post
from litestar.params import Parameter

from csas.commands import signin
from csas.domain.accounts import CodeRefused, LinkSpent, SignInRefused
from csas.domain.refusals import NotFound, TooMany
from csas.store import sessions
from csas.store.accounts import STEP_LASTS
from csas.web.fields import Field
from csas.web.pages.reception import Asked, Reception, faults_of, go, laid, onward, typed, visit_of
from csas.web.visitors import Visitor

SIGN_IN = {"action": "account:sign-in"}
Next = Annotated[str, Parameter(query="next", max_length=500)]

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
MISSED = "That took too long. Start again with your password."


@get("/sign-in", opt=SIGN_IN)
async def show_sign_in(visitor: Visitor, reception: Reception, next_page: Next = "") -> Response[str]:
    """The form, and in the demonstration the people one may play."""
    people = await reception.personas() if reception.personas else ()
    values = {"fields": (EMAIL, PASSWORD), "onward": onward(next_page, ""), "personas": people}
    return reception.page("sign_in/sign_in.html", visitor, **values)


@post("/sign-in", opt=SIGN_IN, status_code=200)
async def sign_in(request: Asked, visitor: Visitor, reception: Reception) -> Response[str] | Response[None]:
    """The first step; a right password leads to the page for the code."""
    given = await typed(request, "email", "password", "next")
    try:
        step = await signin.check_password(
            given["email"], given["password"], visit_of(request, visitor), reception.key
        )
    except (SignInRefused, TooMany) as refusal:
        fields = (Field("email", EMAIL.label, "email", value=given["email"], autocomplete="username"), PASSWORD)
        people = await reception.personas() if reception.personas else ()
        values = {"fields": fields, "onward": onward(given["next"], ""), "personas": people}
        return reception.again("sign_in/sign_in.html", visitor, refusal, **values)
    visitor.begin_step(step, int(STEP_LASTS.total_seconds()))
    return go(_with_next("/sign-in/code", given["next"]))


@get("/sign-in/code", opt=SIGN_IN)
async def show_code(visitor: Visitor, reception: Reception, next_page: Next = "") -> Response[str] | Response[None]:
    """The page for the code, or first the authenticator's set-up."""
    try:
        enrolment = await signin.find_enrolment(visitor.step or "", reception.key)
    except LinkSpent:
        return go("/sign-in")
    if enrolment is not None:
        return go(_with_next("/sign-in/authenticator", next_page))
    return reception.page("sign_in/code.html", visitor, fields=(CODE,), onward=onward(next_page, ""))


@get("/sign-in/authenticator", opt=SIGN_IN)
async def show_authenticator(
    visitor: Visitor, reception: Reception, next_page: Next = ""
) -> Response[str] | Response[None]:
    """How to set up an authenticator app, once."""
    try:
        enrolment = await signin.find_enrolment(visitor.step or "", reception.key)
    except LinkSpent:
        return go("/sign-in")
    if enrolment is None:
        return go(_with_next("/sign-in/code", next_page))
    values = {"fields": (CODE,), "onward": onward(next_page, ""), "secret": enrolment.spelled}
    return reception.page("sign_in/authenticator.html", visitor, **values)


@get("/sign-in/authenticator.svg", opt=SIGN_IN)
async def show_picture(visitor: Visitor, reception: Reception) -> Response[bytes]:
    """The QR code of the set-up under way, for this browser only."""
    try:
        enrolment = await signin.find_enrolment(visitor.step or "", reception.key)
    except LinkSpent:
        enrolment = None
    if enrolment is None:
        raise NotFound
    picture = enrolment.picture(reception.post.service)
    return Response(picture, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@post("/sign-in/code", opt=SIGN_IN, status_code=200)
async def check_code(request: Asked, visitor: Visitor, reception: Reception) -> Response[str] | Response[None]:
    """The second step; a right code makes the session."""
    given = await typed(request, "code", "next")
    step, visit, now = visitor.step or "", visit_of(request, visitor), reception.clock()
    try:
        token = await signin.check_code(step, given["code"], visit, reception.key, now)
    except LinkSpent:
        return go("/sign-in")
    except (CodeRefused, TooMany) as refusal:
        enrolment = await signin.find_enrolment(step, reception.key)
        fields = laid((CODE,), [fault for fault in faults_of(refusal) if fault.field])
        values = {"fields": fields, "onward": onward(given["next"], "")}
        if enrolment is None:
            return reception.again("sign_in/code.html", visitor, refusal, **values)
        values["secret"] = enrolment.spelled
        return reception.again("sign_in/authenticator.html", visitor, refusal, **values)
    await _leave(visitor)
    visitor.sign_in(token)
    return go(onward(given["next"], reception.home))


@post("/sign-in/as/{slug:str}", opt=SIGN_IN)
async def sign_in_as(request: Asked, slug: str, visitor: Visitor, reception: Reception) -> Response[None]:
    """Play one of the demonstration's people; elsewhere there is nothing here."""
    people = await reception.personas() if reception.personas else ()
    persona = next((each for each in people if each.slug == slug), None)
    if persona is None:
        raise NotFound
    given = await typed(request, "next")
    await _leave(visitor)
    visit = visit_of(request, visitor)
    visitor.sign_in(await sessions.start(persona.person, browser=visit.browser))
    return go(onward(given["next"], reception.home))


@post("/sign-out", opt={"action": "account:sign-out"})
async def sign_out(visitor: Visitor) -> Response[None]:
    """End this browser's session."""
    await _leave(visitor)
    visitor.sign_out()
    return go("/")


async def _leave(visitor: Visitor) -> None:
    if visitor.session is not None and visitor.token is not None:
        await sessions.end(visitor.token)


def _with_next(path: str, wanted: str) -> str:
    on = onward(wanted, "")
    return f"{path}?next={quote(on, safe='')}" if on else path


HANDLERS = (
    show_sign_in,
    sign_in,
    show_code,
    check_code,
    show_authenticator,
    show_picture,
    sign_in_as,
    sign_out,
)
