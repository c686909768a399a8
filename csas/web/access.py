"""Who may come in: cookie or key to actor, every route's action, every form's token.

Routes are closed unless they name an action. Whether a case is ready for a step
is none of this module's business, and neither is what somebody may see of it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from litestar.connection import ASGIConnection, Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from csas.domain import permissions
from csas.domain.accounts import NotFromHere
from csas.domain.permissions import Actor
from csas.domain.refusals import NotAllowed, NotFound, SignInNeeded, Unavailable
from csas.store import api_keys, sessions
from csas.store.reach import reaching
from csas.web import csrf, headers, visitors
from csas.web.visitors import CookieNames, Visitor

BEARER = "bearer "
AUTHORISATION, COOKIE = b"authorization", b"cookie"
CREDENTIALS = (AUTHORISATION, COOKIE)
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Access:
    """What the door needs to know of this installation."""

    key: bytes
    origin: str
    load_actor: Callable[[int], Awaitable[Actor]]
    personas: bool = False
    proxies: frozenset[str] = frozenset()

    @property
    def secure(self) -> bool:
        """Whether people reach us by https."""
        return self.origin.startswith("https://")


class Door(ASGIMiddleware):
    """Finds out who visits, and asks whether they may.

    The framework's own place for guards copies the route for each of them and runs
    them in a thread, which costs more than the question.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Put the visitor into the request's state, and let them through or not."""
        scope["state"][visitors.STATE_KEY] = await recognise(scope["litestar_app"].state["access"], scope)
        guard(ASGIConnection(scope), scope["route_handler"])
        await next_app(scope, receive, send)


async def recognise(access: Access, scope: Scope) -> Visitor:
    """The visitor behind a request; with the database lost, a stranger marked as such."""
    visitor = Visitor(
        names=CookieNames(access.secure),
        key=access.key,
        address=visitors.address_of(scope, access.proxies),
    )
    try:
        with reaching():
            await _identify(access, visitor, scope)
    except Unavailable:
        visitor.lost = True
    return visitor


async def _identify(access: Access, visitor: Visitor, scope: Scope) -> None:
    given = [(name, value.decode("latin-1")) for name, value in scope["headers"] if name in CREDENTIALS]
    if not given:
        return
    authorisation = next((value for name, value in given if name == AUTHORISATION), None)
    if authorisation is not None:
        await _by_key(access, visitor, authorisation)
        return
    cookies = _cookies([value for _, value in given])
    visitor.form_secret = _plausible(cookies.get(visitor.names.name(visitors.FORM)))
    visitor.step = _plausible(cookies.get(visitor.names.name(visitors.STEP)))
    token = cookies.get(visitor.names.name(visitors.SESSION))
    if token:
        await _by_session(access, visitor, token)


async def _by_key(access: Access, visitor: Visitor, authorisation: str) -> None:
    """A program that names a key gets that key's person or nobody, whatever else it sends."""
    named = authorisation.lower().startswith(BEARER)
    found = await api_keys.find(authorisation[len(BEARER) :].strip()) if named else None
    if found is None:
        visitor.refused = True
        return
    visitor.api_key = found
    visitor.actor = await access.load_actor(found.person)
    if found.needs_touch:
        await api_keys.touch(found.ref)


async def _by_session(access: Access, visitor: Visitor, token: str) -> None:
    found = await sessions.find(token, personas=access.personas)
    if found is None:
        visitor.sign_out()
        return
    visitor.session, visitor.token = found, token
    visitor.actor = await access.load_actor(found.person)
    if found.stale:
        await sessions.touch(token)


def _cookies(sent: list[str]) -> dict[str, str]:
    """The cookies of a request; of two with one name the first counts, as browsers order them."""
    found: dict[str, str] = {}
    for part in ";".join(sent).split(";"):
        name, _, value = part.strip().partition("=")
        found.setdefault(name, value)
    return found


def _plausible(secret: str | None) -> str | None:
    right = secret is not None and len(secret) == visitors.FORM_SECRET_LENGTH and secret.isascii()
    return secret if right else None


def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let through only an actor to whom the route's action is open."""
    action = handler.opt.get("action")
    if action is None:
        if connection.scope.get("method") == "OPTIONS":
            return
        raise NotFound
    visitor = visitors.require_visitor(connection)
    if visitor.refused:
        raise SignInNeeded
    if permissions.allows(visitor.actor, action):
        return
    if visitor.lost:
        raise Unavailable
    raise NotAllowed if visitor.actor.kind == "person" else SignInNeeded


async def check_form(request: Request[Any, Any, Any]) -> None:
    """Refuse a change that did not come from a page given to this visitor.

    A key is never sent by a browser of its own accord, so it needs no token; nor
    does a program without any credential, which can do only what strangers can.
    """
    if request.method in csrf.SAFE_METHODS:
        return
    visitor = visitors.require_visitor(request)
    if visitor.api_key is not None:
        return
    if visitor.lost:
        raise Unavailable
    if visitor.session is None and not headers.is_page(request.scope):
        return
    access = _access(request)
    csrf.check_origin(request.headers, access.origin)
    visitor.check_form(await _given_token(request))


async def _given_token(request: Request[Any, Any, Any]) -> object:
    named = request.headers.get(csrf.HEADER)
    if named is not None:
        return named
    if request.content_type[0] not in FORM_TYPES:
        raise NotFromHere
    return (await request.form()).get(csrf.FIELD)


def _access(request: Request[Any, Any, Any]) -> Access:
    found: Access = request.app.state["access"]
    return found


async def before_send(message: Message, scope: Scope) -> None:
    """Add the visitor's cookies and the headers of every response."""
    if scope["type"] != ScopeType.HTTP or message["type"] != "http.response.start":
        return
    visitor = visitors.visitor_of(scope)
    if visitor is not None and visitor.cookies:
        sent = MutableScopeHeaders.from_message(message)
        for cookie in visitor.cookies:
            sent.add("Set-Cookie", cookie.to_header(header=""))
    access: Access = scope["litestar_app"].state["access"]
    private = visitor is not None and visitor.is_private
    headers.dress(message, secure=access.secure, private=private)
