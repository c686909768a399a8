"""Tell a form that we gave to this visitor from one made elsewhere.

Every form carries a token derived from its visitor's own secret: the session's
for those signed in, otherwise that of a short-lived cookie which only says "the
browser that was given the form". A token minted for one is worthless for
another. On top, a browser's own word about where a request comes from is heeded.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from csas.domain.accounts import NotFromHere

FIELD = "csrf"
HEADER = "x-csrf-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def token_for(key: bytes, secret: str, purpose: str) -> str:
    """Derive the token; `purpose` keeps a session's apart from a form cookie's."""
    text = f"csas form\0{purpose}\0{secret}".encode()
    return base64.urlsafe_b64encode(hmac.digest(key, text, hashlib.sha256)).decode().rstrip("=")


def check_token(wanted: str, given: object) -> None:
    """Refuse a token that is missing or somebody else's."""
    if not isinstance(given, str) or not hmac.compare_digest(wanted.encode(), given.encode()):
        raise NotFromHere


def check_origin(headers: Mapping[str, str], origin: str) -> None:
    """Refuse what the browser itself says comes from another site, or will not say."""
    site = headers.get("sec-fetch-site")
    named = headers.get("origin")
    if site is not None and site != "same-origin":
        raise NotFromHere
    if named is not None and named.rstrip("/").lower() != origin.lower():
        raise NotFromHere
