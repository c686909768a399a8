"""Random references: what the world sees instead of internal ids."""

from __future__ import annotations

import secrets

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
LENGTH = 12


def new_ref() -> str:
    """Sixty random bits that tell nothing and cannot be guessed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def random_bits() -> int:
    """The sixty bits of a new document number."""
    return secrets.randbits(60)
