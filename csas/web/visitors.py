"""Who is visiting: the actor, the session or key behind it, and the cookies to set.

A visitor lives for one request. It decides nothing; `access` fills it and asks it.
"""

import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.types import Scope

from csas.domain.permissions import PUBLIC, Actor
from csas.store.api_keys import ApiKey
from csas.store.sessions import Session
from csas.web import csrf

STATE_KEY = "csas_visitor"
UNKNOWN = "unknown"
HOUSEHOLD_BITS = 64
FORM_SECRET_LENGTH = 43


@dataclass(frozen=True)
class CookieNames:
    """The prefix makes a browser insist on https, the whole site and this very host."""

    secure: bool

    def name(self, part: str = "") -> str:
        """The name of one of our cookies."""
        return ("__Host-csas" if self.secure else "csas") + part

    def set(self, part: str, value: str, seconds: int | None = None) -> Cookie:
        """A cookie that scripts cannot read and other sites cannot send with a form."""
        return Cookie(
            key=self.name(part),
            value=value,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
            max_age=seconds,
        )

    def clear(self, part: str) -> Cookie:
        """The cookie that removes one."""
        return self.set(part, "", 0)


SESSION, FORM, STEP = "", "-form", "-step"


@dataclass
class Visitor:
    """One request's visitor. `lost` is set when the database could not be asked."""

    names: CookieNames
    key: bytes
    address: str = UNKNOWN
    actor: Actor = PUBLIC
    session: Session | None = None
    token: str | None = None
    api_key: ApiKey | None = None
    step: str | None = None
    form_secret: str | None = None
    refused: bool = False
    lost: bool = False
    cookies: list[Cookie] = field(default_factory=list)

    @property
    def csrf(self) -> str:
        """The token for this visitor's forms; a stranger gets the cookie that goes with it."""
        if self.session is not None and self.token is not None:
            return csrf.token_for(self.key, self.token, "session")
        if self.form_secret is None:
            self.form_secret = secrets.token_urlsafe(32)
            self.cookies.append(self.names.set(FORM, self.form_secret))
        return csrf.token_for(self.key, self.form_secret, "form")

    @property
    def is_private(self) -> bool:
        """Whether what this visitor sees is for nobody else."""
        return self.token is not None or self.form_secret is not None or self.api_key is not None

    def check_form(self, given: object) -> None:
        """Refuse a form whose token is not this visitor's; a stranger without a cookie has none."""
        if self.session is None and self.form_secret is None:
            csrf.check_token("", None)
        csrf.check_token(self.csrf, given)

    def begin_step(self, token: str, seconds: int) -> None:
        """Carry a right password to the next page."""
        self.cookies.append(self.names.set(STEP, token, seconds))

    def sign_in(self, token: str) -> None:
        """Hand over a session just made; what the stranger held before is dropped."""
        self.token = token
        self.cookies += [self.names.set(SESSION, token), *map(self.names.clear, (FORM, STEP))]

    def sign_out(self) -> None:
        """Take the cookie away."""
        self.token = None
        self.cookies.append(self.names.clear(SESSION))


def visitor_of(scope: Scope) -> Visitor | None:
    """The visitor of a request, if the middleware saw it."""
    found = scope["state"].get(STATE_KEY)
    return found if isinstance(found, Visitor) else None


def address_of(scope: Scope, proxies: frozenset[str]) -> str:
    """The visitor's address; a whole household of IPv6 counts as one.

    `X-Forwarded-For` is believed only from a trusted proxy, and read from its end
    to the first address that is not one.
    """
    peer = scope["client"][0] if scope["client"] else UNKNOWN
    if peer not in proxies:
        return _household(peer)
    sent = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    hops = [hop.strip() for hop in b",".join(sent).decode("latin-1").split(",") if hop.strip()]
    return _household(next((hop for hop in reversed(hops) if hop not in proxies), peer))


@lru_cache(maxsize=1024)
def _household(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, HOUSEHOLD_BITS), strict=False))


def browser_of(headers: Mapping[str, str]) -> str:
    """A few words by which people recognise their own browser in a list."""
    agent = headers.get("user-agent", "")
    browsers = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    said = {"Edg": "Edge", "OPR": "Opera"}
    browser = next((said.get(name, name) for name in browsers if name in agent), "A browser")
    system = next((name for name in systems if name in agent), "")
    return f"{browser} on {system}" if system else browser


def require_visitor(connection: ASGIConnection) -> Visitor:  # type: ignore[type-arg]
    """The visitor of a connection that passed the middleware."""
    found = visitor_of(connection.scope)
    if found is None:
        raise LookupError(STATE_KEY)
    return found
