"""The files of the installation: random names or hashes in one folder, whole or not at all.

Nothing is ever found by a name that somebody typed. Whether bytes are fit to be
kept is inspection's question, and who may read them is uploads'.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import time
from pathlib import Path

UNFINISHED_SECONDS = 24 * 60 * 60

_folder: Path | None = None


class NoFolderError(RuntimeError):
    """Nobody has said where files are kept."""


def use(folder: Path) -> None:
    """Say where files are kept, once at the start."""
    global _folder  # noqa: PLW0603 - set once at the start
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _folder = folder


def folder() -> Path:
    if _folder is None:
        raise NoFolderError
    return _folder


def new_name() -> str:
    """A name that tells nothing: two letters of folder and thirty of file."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name[2:]}"


async def keep(content: bytes) -> str:
    """Write a file so that it is there whole after a crash or not at all; returns its name."""
    name = new_name()
    await asyncio.to_thread(_write, folder() / name, content)
    return name


async def keep_by_hash(content: bytes) -> tuple[str, str]:
    """The same under the hash of its bytes, so that one picture is kept once; the hash and its name."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{digest[:2]}/{digest}"
    path = folder() / name
    if not await asyncio.to_thread(path.exists):
        await asyncio.to_thread(_write, path, content)
    return digest, name


async def read(name: str) -> bytes:
    return await asyncio.to_thread((folder() / name).read_bytes)


async def remove(name: str) -> None:
    """Take away a file whose record did not come about."""
    await asyncio.to_thread((folder() / name).unlink, missing_ok=True)


async def sweep() -> int:
    """Remove what a crash left unfinished more than a day ago; returns how many."""
    return await asyncio.to_thread(_sweep, folder(), time.time() - UNFINISHED_SECONDS)


def _sweep(kept: Path, before: float) -> int:
    old = [path for path in kept.glob("*/*.part") if _is_older(path, before)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _is_older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}.part")
    with unfinished.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    unfinished.rename(path)
    _settle(path.parent)


def _settle(parent: Path) -> None:
    """Make the new name itself last."""
    handle = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
