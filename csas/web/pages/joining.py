"""Pages of joining and coming back: register, accept an invitation, choose a new password."""

from typing import Any

from litestar import Response
from litestar.background_tasks import BackgroundTask
from litestar.params import FromPath

from csas.commands import enrolling
from csas.domain.accounts import LinkSpent
from csas.domain.refusals import Faults, TooMany
from csas.store import limits
from csas.web.fields import Field
from csas.web.pages.reception import HOME, again, now, refilled, typed
from csas.web.routing import change, page
from csas.web.show import Asked, show, then
from csas.web.visitors import require_visitor

ACCEPT = "account:accept-invitation"
RESET = "account:reset"
REGISTER = "account:register"

NAME = Field("name", "Your name", autocomplete="name")
EMAIL = Field("email", "E-mail address", "email", hint="We send a link to this address")
NEW = Field(
    "password",
    "New password",
    "password",
    hint="At least 15 characters. Three or four unrelated words work well",
    autocomplete="new-password",
)
AGAIN = Field("again", "New password again", "password", autocomplete="new-password")


@page("/accounts/register", REGISTER, form=True)
async def show_register(request: Asked) -> Response[str]:
    """How to get an account when nobody has invited one."""
    return show(request, "sign_in/register.html", fields=(NAME, EMAIL))


@change("/accounts/register", REGISTER)
async def register(request: Asked) -> Response[str]:
    """Send a link; the answer is the same whether or not the address is known."""
    given = await typed(request, "name", "email")
    try:
        enrolling.check_registration(given["email"], given["name"])
        await limits.require("register-address", require_visitor(request).address)
    except (Faults, TooMany) as refusal:
        fields = refilled((NAME, EMAIL), refusal, given)
        return again(request, "sign_in/register.html", refusal, fields=fields)
    send = BackgroundTask(enrolling.register, given["email"], given["name"], now())
    return _sent(request, send)


@page("/invitations/{token:str}", ACCEPT, form=True)
async def show_invitation(request: Asked, token: FromPath[str]) -> Response[str]:
    """What the invitation is to, and the form for a password."""
    try:
        await limits.require("link-address", require_visitor(request).address)
        invitation = await enrolling.find_invitation(token)
    except (LinkSpent, TooMany) as refusal:
        return again(request, "sign_in/spent.html", refusal)
    values = {"fields": (NEW, AGAIN), "invitation": invitation, "token": token}
    return show(request, "sign_in/invitation.html", 200, **values)


@change("/invitations/{token:str}/accept", ACCEPT)
async def accept(request: Asked, token: FromPath[str]) -> Response[Any]:
    """Open the account, or let somebody who has one take on the role."""
    given = await typed(request, "password", "again")
    visitor = require_visitor(request)
    try:
        await limits.require("link-address", visitor.address)
        if visitor.session is not None:
            await enrolling.accept_as(token, visitor.actor, now())
            return then(HOME)
        await enrolling.accept(token, given["password"], given["again"], now())
    except Faults as refusal:
        values = {"invitation": await enrolling.find_invitation(token), "token": token}
        fields = refilled((NEW, AGAIN), refusal, given)
        return again(request, "sign_in/invitation.html", refusal, **values, fields=fields)
    except (LinkSpent, TooMany) as refusal:
        return again(request, "sign_in/spent.html", refusal)
    return then("/sign-in")


@page("/sign-in/forgotten", RESET, form=True)
async def show_forgotten(request: Asked) -> Response[str]:
    """Ask for a link by which to choose a new password."""
    return show(request, "sign_in/forgotten.html", fields=(EMAIL,))


@change("/sign-in/forgotten", RESET)
async def forgotten(request: Asked) -> Response[str]:
    """Send a link; the answer is the same whether or not the address is known."""
    given = await typed(request, "email")
    try:
        await enrolling.limit_reset(given["email"], require_visitor(request).address)
    except TooMany as refusal:
        fields = refilled((EMAIL,), refusal, given)
        return again(request, "sign_in/forgotten.html", refusal, fields=fields)
    return _sent(request, BackgroundTask(enrolling.send_reset, given["email"], now()))


@page("/sign-in/new-password/{token:str}", RESET, form=True)
async def show_new_password(request: Asked, token: FromPath[str]) -> Response[str]:
    """The form for a new password, if the link still works."""
    try:
        await limits.require("link-address", require_visitor(request).address)
        await enrolling.find_reset(token)
    except (LinkSpent, TooMany) as refusal:
        return again(request, "sign_in/spent.html", refusal)
    return show(request, "sign_in/new_password.html", fields=(NEW, AGAIN), token=token)


@change("/sign-in/new-password/{token:str}/replace", RESET)
async def replace_password(request: Asked, token: FromPath[str]) -> Response[Any]:
    """Replace the password; every session of the account ends."""
    given = await typed(request, "password", "again")
    try:
        await limits.require("link-address", require_visitor(request).address)
        await enrolling.replace_password(token, given["password"], given["again"])
    except Faults as refusal:
        fields = refilled((NEW, AGAIN), refusal, given)
        page_name = "sign_in/new_password.html"
        return again(request, page_name, refusal, fields=fields, token=token)
    except (LinkSpent, TooMany) as refusal:
        return again(request, "sign_in/spent.html", refusal)
    return then("/sign-in")


def _sent(request: Asked, send: BackgroundTask) -> Response[str]:
    """The answer goes first and the work follows, so that its length tells nothing."""
    response = show(request, "sign_in/sent.html")
    response.background = send
    return response


ROUTES = [
    show_register,
    register,
    show_invitation,
    accept,
    show_forgotten,
    forgotten,
    show_new_password,
    replace_password,
]
