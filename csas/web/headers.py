"""Headers that every response carries, whatever answered and whether it went well.

A response that sets one of them itself keeps its own, for example the sandbox of
an uploaded file.
"""

from typing import Final

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

Pair = tuple[bytes, bytes]

CACHE: Final = b"cache-control"
PLAIN: Final = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
SECURE: Final = [*PLAIN, (b"strict-transport-security", HSTS.encode())]


def dress(message: Message, *, secure: bool, private: bool) -> None:
    """Add what the response does not say itself."""
    if message["type"] != "http.response.start":
        return
    said: list[Pair] = [(name.lower(), value) for name, value in message["headers"]]
    names = {name for name, _ in said}
    if private or b"set-cookie" in names:
        said = [*(pair for pair in said if pair[0] != CACHE), (CACHE, b"no-store")]
    elif CACHE not in names:
        said.append((CACHE, b"no-cache"))
    said += [pair for pair in (SECURE if secure else PLAIN) if pair[0] not in names]
    message["headers"] = said


def is_page(scope: Scope) -> bool:
    """Whether a response goes to a person rather than to a program."""
    return not scope["path"].startswith("/api/")
