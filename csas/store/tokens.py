"""Make secrets that nobody can guess, and the digests under which they are kept.

A secret leaves this process once, in a cookie, a link or on a page; only its
digest is stored. 256 random bits need no slow hash.
"""

import hashlib
import secrets

SECRET_BYTES = 32
LONGEST_TOKEN = 200


def mint() -> str:
    """Return a new secret of 256 bits, safe in a URL and a cookie."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(token: str) -> bytes:
    """Return what is stored of a secret; anything oversized is cut, so it matches nothing."""
    return hashlib.sha256(token[:LONGEST_TOKEN].encode("utf-8", "surrogatepass")).digest()
