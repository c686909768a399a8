"""My account: where I am signed in, the keys that act for me, and proving that it is me."""

from litestar import Response, get, post

from csas.commands import signin
from csas.domain.accounts import CodeRefused, SignInRefused
from csas.domain.refusals import Fault, Faults, NotFound, SignInNeeded, TooMany
from csas.store import accounts, api_keys, limits, sessions
from csas.web.fields import Field
from csas.web.pages.reception import Asked, Reception, faults_of, go, laid, onward, typed, visit_of
from csas.web.pages.sign_in import CODE, PASSWORD, Next
from csas.web.visitors import Visitor

LONGEST_KEY_NAME = 80
KEY_NAME = Field("name", "What is the key for?", hint="For example: staff system, nightly export")


@get("/account", opt={"action": "account:read"})
async def show_account(visitor: Visitor, reception: Reception) -> Response[str]:
    """My sessions and keys."""
    return reception.page("sign_in/account.html", visitor, **await _mine(visitor), fields=(KEY_NAME,))


@post("/account/sessions/{ref:str}/end", opt={"action": "account:end-session"})
async def end_session(ref: str, visitor: Visitor) -> Response[None]:
    """Sign one browser out; for this one it is the same as signing out."""
    if not await sessions.end_one(_me(visitor), ref):
        raise NotFound
    if visitor.session is not None and visitor.session.ref == ref:
        visitor.sign_out()
        return go("/")
    return go("/account")


@post("/account/sessions/end", opt={"action": "account:end-session"})
async def end_every_session(visitor: Visitor) -> Response[None]:
    """Sign out everywhere, here too."""
    await sessions.end_all(_me(visitor))
    visitor.sign_out()
    return go("/")


@post("/account/keys/create", opt={"action": "account:create-key"}, status_code=200)
async def create_key(
    request: Asked, visitor: Visitor, reception: Reception
) -> Response[str] | Response[None]:
    """Make a key and show it once; only somebody who has just proved themselves may."""
    if visitor.session is None or not (visitor.session.account is None or visitor.session.proved):
        return go("/account/prove?next=/account")
    given = await typed(request, "name")
    try:
        _check_name(given["name"])
        await limits.require("api-key", str(_me(visitor)))
    except (Faults, TooMany) as refusal:
        field = Field(KEY_NAME.name, KEY_NAME.label, hint=KEY_NAME.hint, value=given["name"])
        fields = laid((field,), faults_of(refusal))
        page = "sign_in/account.html"
        return reception.again(page, visitor, refusal, **await _mine(visitor), fields=fields)
    key = await api_keys.create(_me(visitor), given["name"].strip())
    return reception.page("sign_in/key.html", visitor, key=key, name=given["name"].strip())


@post("/account/keys/{ref:str}/revoke", opt={"action": "account:revoke-key"})
async def revoke_key(ref: str, visitor: Visitor) -> Response[None]:
    """Stop one of my keys."""
    if not await api_keys.revoke(_me(visitor), ref):
        raise NotFound
    return go("/account")


@get("/account/prove", opt={"action": "account:read"})
async def show_prove(visitor: Visitor, reception: Reception, next_page: Next = "") -> Response[str]:
    """Ask again who it is, before something that must not be done by a passer-by."""
    on = onward(next_page, "/account")
    return reception.page("sign_in/prove.html", visitor, fields=(PASSWORD, CODE), onward=on)


@post("/account/prove", opt={"action": "account:read"}, status_code=200)
async def prove(
    request: Asked, visitor: Visitor, reception: Reception
) -> Response[str] | Response[None]:
    """Check password and code again and give the session a new secret."""
    if visitor.token is None:
        raise SignInNeeded
    given = await typed(request, "password", "code", "next")
    on, visit = onward(given["next"], "/account"), visit_of(request, visitor)
    try:
        visitor.sign_in(
            await signin.prove(
                visitor.token,
                signin.Proof(given["password"], given["code"]),
                visit,
                reception.key,
                reception.clock(),
            )
        )
    except (SignInRefused, CodeRefused, TooMany) as refusal:
        values = {"fields": (PASSWORD, CODE), "onward": on}
        return reception.again("sign_in/prove.html", visitor, refusal, **values)
    return go(on)


def _me(visitor: Visitor) -> int:
    if visitor.actor.person is None:
        raise SignInNeeded
    return visitor.actor.person


async def _mine(visitor: Visitor) -> dict[str, object]:
    account = await accounts.find_by_person(_me(visitor))
    return {
        "name": visitor.actor.name,
        "email": account.email if account else "",
        "sessions": await sessions.list_open(_me(visitor)),
        "current": visitor.session.ref if visitor.session else "",
        "keys": await api_keys.list_open(_me(visitor)),
    }


def _check_name(name: str) -> None:
    if not name.strip():
        raise Faults(Fault(field="name", message="Say what the key is for"))
    if len(name) > LONGEST_KEY_NAME or not name.isprintable():
        message = f"Use no more than {LONGEST_KEY_NAME} ordinary characters"
        raise Faults(Fault(field="name", message=message))


HANDLERS = (
    show_account,
    end_session,
    end_every_session,
    create_key,
    revoke_key,
    show_prove,
    prove,
)
