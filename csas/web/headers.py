"""Headers that every response carries, whatever answered and whether it went well.

A response that sets one of them itself keeps its own, for example the sandbox of
an uploaded file.
"""

from typing import Final

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
YEAR: Final = 31_536_000
HSTS: Final = f"max-age={YEAR}; includeSubDomains"


_ALWAYS = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
_SECURE = [*_ALWAYS, (b"strict-transport-security", HSTS.encode())]
_NO_CACHE = (b"cache-control", b"no-cache")


def dress(message: Message, *, secure: bool, private: bool) -> None:
    """Add what the response does not say itself."""
    if message["type"] != "http.response.start":
        return
    sent = list(message["headers"])
    named = {bytes(name).lower() for name, _ in sent}
    sent.extend(pair for pair in (_SECURE if secure else _ALWAYS) if pair[0] not in named)
    message["headers"] = sent
    if private or b"set-cookie" in named:
        MutableScopeHeaders.from_message(message)["Cache-Control"] = "no-store"
    elif b"cache-control" not in named:
        sent.append(_NO_CACHE)


def is_page(scope: Scope) -> bool:
    """Whether a response goes to a person rather than to a program."""
    return not scope["path"].startswith("/api/")
