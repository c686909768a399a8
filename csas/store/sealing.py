"""Seals what only named people may read, under a key of the installation's own.

The key lies beside the key that signs documents, in a file only its owner may read, made once.
What was sealed for one thing cannot be opened as another: the name is part of the seal.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from csas.store.secret_files import keep_once

FILE: Final = "answers.key"
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12

_folder: Path | None = None


class SealBroken(RuntimeError):
    """It was sealed under another key, for another thing, or was changed since."""


class NoKey(RuntimeError):
    """Nobody has said where the key lies."""


def use(folder: Path) -> None:
    """Keep the key in this folder; it is made when it is first needed."""
    global _folder  # noqa: PLW0603 - set once as a process starts, as files and scanning are
    _folder = folder


def seal(text: bytes, name: str) -> bytes:
    """The text as it is stored."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(_key()).encrypt(nonce, text, name.encode())


def unseal(stored: bytes, name: str) -> bytes:
    """The text as it was, if it was sealed here under this name."""
    try:
        return AESGCM(_key()).decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], name.encode())
    except InvalidTag:
        raise SealBroken from None


def _key() -> bytes:
    if _folder is None:
        raise NoKey
    path = _folder / FILE
    if not path.exists():
        keep_once(path, secrets.token_bytes(KEY_BYTES))
    return path.read_bytes()
