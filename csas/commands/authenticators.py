"""Authenticator apps: the shared secret, its picture, and the step of a code.

A code counts once: the step it belongs to is kept, and only a later one is
accepted. Secrets are sealed under the service's own key before they are stored.
"""

import base64
import hashlib
import hmac
import io
import os
import secrets
from datetime import datetime
from typing import Final

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SECRET_BYTES: Final = 20
NONCE_BYTES: Final = 12
SECONDS: Final = 30
CODE_LENGTH: Final = 6


class SealBrokenError(RuntimeError):
    """A stored secret was sealed under another key than the service has now."""


def new_secret() -> bytes:
    """Return a new shared secret."""
    return secrets.token_bytes(SECRET_BYTES)


def spelled(secret: bytes) -> str:
    """Return a secret as people type it into an app, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture(secret: bytes, email: str, service: str) -> bytes:
    """Return the QR code that an app reads, as SVG."""
    uri = _totp(secret).provisioning_uri(name=email, issuer_name=service)
    out = io.BytesIO()
    code = segno.make(uri, error="m", micro=False)
    code.save(out, kind="svg", scale=5, border=4, light="#ffffff", title="Code for your authenticator app")
    return out.getvalue()


def step_of(secret: bytes, typed: str, now: datetime, last_step: int) -> int | None:
    """Return the unused step to which a code belongs: this one, the last or the next."""
    code = "".join(typed.split())
    if len(code) != CODE_LENGTH or not (code.isascii() and code.isdigit()):
        return None
    this = int(now.timestamp()) // SECONDS
    right = [step for step in (this, this - 1, this + 1) if hmac.compare_digest(_totp(secret).generate_otp(step), code)]
    return next((step for step in right if step > last_step), None)


def seal(key: bytes, secret: bytes) -> bytes:
    """Return a secret as it is stored."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_sealing_key(key)).encrypt(nonce, secret, None)


def unseal(key: bytes, stored: bytes) -> bytes:
    """Return a stored secret as it was."""
    try:
        return AESGCM(_sealing_key(key)).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], None)
    except InvalidTag:
        raise SealBrokenError from None


def _sealing_key(key: bytes) -> bytes:
    return hashlib.sha256(b"csas authenticator secrets\0" + key).digest()


def _totp(secret: bytes) -> pyotp.TOTP:
    return pyotp.TOTP(base64.b32encode(secret).decode(), interval=SECONDS)
