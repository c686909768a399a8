"""Hash and check passwords without holding up anybody else's request.

Argon2id with 19 MiB, two passes and one lane, in two threads of its own, so
that a flood of sign-ins waits in line instead of stopping the service.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from csas.domain.accounts import LONGEST

THREADS: Final = 2
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)

_threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="argon2")


async def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return await asyncio.get_running_loop().run_in_executor(_threads, HASHER.hash, password)


async def is_right(kept: str | None, password: str) -> bool:
    """Say whether a password is right; an unknown account costs the same time."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _is_right, kept, password)


def _is_right(kept: str | None, password: str) -> bool:
    possible = kept is not None and len(password) <= LONGEST
    try:
        HASHER.verify(kept if kept is not None else _nobodys(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return possible


@cache
def _nobodys() -> str:
    """Return the digest of a password that nobody has, made once in each process."""
    return HASHER.hash("no account has this password")
