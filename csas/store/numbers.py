"""Random references: what the world sees instead of internal ids."""

from __future__ import annotations

import secrets

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH = 12
# 256 is a multiple of 32, so every letter is as likely; an act on thousands needs tens of thousands of references.
_LETTERS = (ALPHABET * 8).encode()


def new_ref() -> str:
    """Sixty random bits that tell nothing and cannot be guessed."""
    return secrets.token_bytes(LENGTH).translate(_LETTERS).decode()


def random_bits() -> int:
    """The sixty bits of a new document number."""
    return secrets.randbits(60)
