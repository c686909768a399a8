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

FILE: Final = "answers.key"
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
OWNER_ONLY: Final = 0o600

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
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    """Write a key beside its place and link it in, so that of two processes only one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(waiting, path)
    except FileExistsError:
        pass
    finally:
        waiting.unlink()
