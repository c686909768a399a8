"""Pages of joining and coming back: register, accept an invitation, choose a new password."""

from litestar import Response, get, post
from litestar.background_tasks import BackgroundTask

from csas.commands import enrolling
from csas.domain.accounts import LinkSpent
from csas.domain.refusals import Faults, Refusal, TooMany
from csas.store import limits
from csas.web.fields import Field
from csas.web.pages.reception import Asked, Reception, faults_of, go, laid, typed
from csas.web.visitors import Visitor

ACCEPT = {"action": "account:accept-invitation"}
RESET = {"action": "account:reset"}
REGISTER = {"action": "account:register"}

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


@get("/accounts/register", opt=REGISTER)
async def show_register(visitor: Visitor, reception: Reception) -> Response[str]:
    """How to get an account when nobody has invited one."""
    return reception.page("sign_in/register.html", visitor, fields=(NAME, EMAIL))


@post("/accounts/register", opt=REGISTER, status_code=200)
async def register(request: Asked, visitor: Visitor, reception: Reception) -> Response[str]:
    """Send a link; the answer is the same whether or not the address is known."""
    given = await typed(request, "name", "email")
    try:
        enrolling.check_registration(given["email"], given["name"])
        await limits.require("register-address", visitor.address)
    except (Faults, TooMany) as refusal:
        return _again(reception, visitor, "sign_in/register.html", refusal, (NAME, EMAIL), given)
    send = BackgroundTask(enrolling.register, given["email"], given["name"], reception.post)
    return _sent(reception, visitor, send)


@get("/invitations/{token:str}", opt=ACCEPT)
async def show_invitation(token: str, visitor: Visitor, reception: Reception) -> Response[str]:
    """What the invitation is to, and the form for a password."""
    try:
        await limits.require("link-address", visitor.address)
        invitation = await enrolling.find_invitation(token)
    except (LinkSpent, TooMany) as refusal:
        return reception.again("sign_in/spent.html", visitor, refusal)
    values = {"fields": (NEW, AGAIN), "invitation": invitation, "token": token}
    return reception.page("sign_in/invitation.html", visitor, **values)


@post("/invitations/{token:str}/accept", opt=ACCEPT, status_code=200)
async def accept(
    request: Asked, token: str, visitor: Visitor, reception: Reception
) -> Response[str] | Response[None]:
    """Open the account, or let somebody who has one take on the role."""
    given = await typed(request, "password", "again")
    try:
        await limits.require("link-address", visitor.address)
        if visitor.session is not None:
            await enrolling.accept_as(token, visitor.actor, reception.clock())
            return go(reception.home)
        await enrolling.accept(token, given["password"], given["again"], reception.clock())
    except Faults as refusal:
        invitation = await enrolling.find_invitation(token)
        values = {"fields": laid((NEW, AGAIN), faults_of(refusal)), "invitation": invitation}
        page = "sign_in/invitation.html"
        return reception.again(page, visitor, refusal, **values, token=token)
    except (LinkSpent, TooMany) as refusal:
        return reception.again("sign_in/spent.html", visitor, refusal)
    return go("/sign-in")


@get("/sign-in/forgotten", opt=RESET)
async def show_forgotten(visitor: Visitor, reception: Reception) -> Response[str]:
    """Ask for a link by which to choose a new password."""
    return reception.page("sign_in/forgotten.html", visitor, fields=(EMAIL,))


@post("/sign-in/forgotten", opt=RESET, status_code=200)
async def forgotten(request: Asked, visitor: Visitor, reception: Reception) -> Response[str]:
    """Send a link; the answer is the same whether or not the address is known."""
    given = await typed(request, "email")
    try:
        await enrolling.limit_reset(given["email"], visitor.address)
    except (Faults, TooMany) as refusal:
        return _again(reception, visitor, "sign_in/forgotten.html", refusal, (EMAIL,), given)
    send = BackgroundTask(enrolling.send_reset, given["email"], reception.post)
    return _sent(reception, visitor, send)


@get("/sign-in/new-password/{token:str}", opt=RESET)
async def show_new_password(token: str, visitor: Visitor, reception: Reception) -> Response[str]:
    """The form for a new password, if the link still works."""
    try:
        await limits.require("link-address", visitor.address)
        await enrolling.find_reset(token)
    except (LinkSpent, TooMany) as refusal:
        return reception.again("sign_in/spent.html", visitor, refusal)
    return reception.page("sign_in/new_password.html", visitor, fields=(NEW, AGAIN), token=token)


@post("/sign-in/new-password/{token:str}/replace", opt=RESET, status_code=200)
async def replace_password(
    request: Asked, token: str, visitor: Visitor, reception: Reception
) -> Response[str] | Response[None]:
    """Replace the password; every session of the account ends."""
    given = await typed(request, "password", "again")
    try:
        await limits.require("link-address", visitor.address)
        await enrolling.replace_password(
            token, given["password"], given["again"], reception.post
        )
    except Faults as refusal:
        fields = laid((NEW, AGAIN), faults_of(refusal))
        page = "sign_in/new_password.html"
        return reception.again(page, visitor, refusal, fields=fields, token=token)
    except (LinkSpent, TooMany) as refusal:
        return reception.again("sign_in/spent.html", visitor, refusal)
    return go("/sign-in")


def _sent(reception: Reception, visitor: Visitor, send: BackgroundTask) -> Response[str]:
    response = reception.page("sign_in/sent.html", visitor)
    response.background = send
    return response


def _again(
    reception: Reception,
    visitor: Visitor,
    template: str,
    refusal: Refusal,
    fields: tuple[Field, ...],
    given: dict[str, str],
) -> Response[str]:
    filled = tuple(
        Field(f.name, f.label, f.kind, f.hint, given[f.name], autocomplete=f.autocomplete)
        for f in fields
    )
    shown = laid(filled, faults_of(refusal))
    return reception.again(template, visitor, refusal, fields=shown)


HANDLERS = (
    show_register,
    register,
    show_invitation,
    accept,
    show_forgotten,
    forgotten,
    show_new_password,
    replace_password,
)
