"""Your account: where you are signed in, the keys that act for you, proving that it is you."""

import hmac
from base64 import urlsafe_b64encode
from typing import Any

from litestar import Response
from litestar.params import FromPath

from csas.commands import signin
from csas.domain.accounts import CodeRefused, SignInRefused
from csas.domain.refusals import Fault, Faults, NotFound, SignInNeeded, TooMany
from csas.store import accounts, api_keys, limits, sessions
from csas.web import once
from csas.web.fields import Field
from csas.web.pages.reception import again, key_of, next_of, now, onward, refilled, typed, visit_of
from csas.web.pages.sign_in import CODE, PASSWORD
from csas.web.routing import change, page
from csas.web.show import Asked, show, then
from csas.web.visitors import Visitor, require_visitor

READ = "account:read"
LONGEST_KEY_NAME = 80
KEY_NAME = Field("name", "What is the key for?", hint="For example: staff system, nightly export")


@page("/account", READ, form=True)
async def show_account(request: Asked) -> Response[str]:
    """My sessions and keys."""
    mine = await _mine(require_visitor(request))
    return show(request, "sign_in/account.html", 200, **mine, fields=(KEY_NAME,))


@change("/account/sessions/{ref:str}/end", "account:end-session")
async def end_session(request: Asked, ref: FromPath[str]) -> Response[Any]:
    """Sign one browser out; for this one it is the same as signing out."""
    visitor = require_visitor(request)
    if not await sessions.end_one(_me(visitor), ref):
        raise NotFound
    if visitor.session is not None and visitor.session.ref == ref:
        visitor.sign_out()
        return then("/")
    return then("/account")


@change("/account/sessions/end", "account:end-session")
async def end_every_session(request: Asked) -> Response[Any]:
    """Sign out everywhere, here too."""
    visitor = require_visitor(request)
    await sessions.end_all(_me(visitor))
    visitor.sign_out()
    return then("/")


@change("/account/keys/create", "account:create-key")
async def create_key(request: Asked) -> Response[Any]:
    """Make a key and show it once; only somebody who has just proved themselves may."""
    visitor = require_visitor(request)
    if not _has_just_proved(visitor):
        return then("/account/prove?next=/account")
    given = await typed(request, "name")
    try:
        _check_name(given["name"])
        await limits.require("api-key", str(_me(visitor)))
    except (Faults, TooMany) as refusal:
        fields = refilled((KEY_NAME,), refusal, given)
        mine = await _mine(visitor)
        return again(request, "sign_in/account.html", refusal, **mine, fields=fields)
    key = await api_keys.create(_me(visitor), given["name"].strip(), await _secret(request))
    return show(request, "sign_in/key.html", key=key, name=given["name"].strip())


@change("/account/keys/{ref:str}/revoke", "account:revoke-key")
async def revoke_key(request: Asked, ref: FromPath[str]) -> Response[Any]:
    """Stop one of my keys."""
    if not await api_keys.revoke(_me(require_visitor(request)), ref):
        raise NotFound
    return then("/account")


@page("/account/prove", READ, form=True)
async def show_prove(request: Asked) -> Response[str]:
    """Ask again who it is, before something that no passer-by may do."""
    on = next_of(request, "/account")
    return show(request, "sign_in/prove.html", fields=(PASSWORD, CODE), onward=on)


@change("/account/prove", READ)
async def prove(request: Asked) -> Response[Any]:
    """Check password and code again and give the session a new secret."""
    visitor = require_visitor(request)
    given = await typed(request, "password", "code", "next")
    on = onward(given["next"], "/account")
    proof = signin.Proof(given["password"], given["code"])
    try:
        token = await signin.prove(visitor.token or "", proof, visit_of(request), key_of(request), now())
    except (SignInRefused, CodeRefused, TooMany) as refusal:
        fields = (PASSWORD, CODE)
        return again(request, "sign_in/prove.html", refusal, fields=fields, onward=on)
    visitor.sign_in(token)
    return then(on)


async def _secret(request: Asked) -> str | None:
    """What this form alone can make again, and nobody can without our own secret; None without its number."""
    number = str((await request.form()).get(once.FIELD, ""))
    if not once.NUMBER.fullmatch(number):
        return None
    said = f"API key of {_me(require_visitor(request))} by {number}".encode()
    made = hmac.digest(key_of(request), said, "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def _me(visitor: Visitor) -> int:
    if visitor.actor.person is None:
        raise SignInNeeded
    return visitor.actor.person


def _has_just_proved(visitor: Visitor) -> bool:
    """A person of the demonstration has no password to prove anything with."""
    session = visitor.session
    return session is not None and (session.account is None or session.proved)


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


ROUTES = [
    show_account,
    end_session,
    end_every_session,
    create_key,
    revoke_key,
    show_prove,
    prove,
]
