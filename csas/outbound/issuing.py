"""Finishing a reserved document: draw, look it over, sign, keep the file, then say that it is issued.

Each step may be done again without harm, so a worker that was killed anywhere is
followed by another that finishes. Nothing here changes what a document says.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from csas.commands import documents as commands
from csas.domain.cards import PowersCard
from csas.outbound.documents import draw
from csas.outbound.documents.lint import lint
from csas.outbound.documents.photograph import NotAPhotograph
from csas.outbound.documents.signing import SigningKey, load_or_make, sign
from csas.settings import Settings
from csas.store import documents, files
from csas.store.documents import Said

FOLDER = "documents"
log = logging.getLogger("csas.issuing")


class Faulty(Exception):
    """A drawn document does not say what it must; `faults` say in what. It stays reserved."""

    def __init__(self, number: str, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(f"document {number}: {'; '.join(faults)}")


async def issue(document: int, settings: Settings) -> bool:
    """Finish one document; False if there is nothing (left) to finish."""
    found = await documents.find(document)
    if found is None or found.state != "reserved" or found.said is None:
        return False
    now = datetime.now(UTC)
    photograph = await photograph_of(found.said)
    pdf = await asyncio.to_thread(make, found.said, settings.keys_dir, now, photograph)
    digest, name = await asyncio.to_thread(keep, settings.files_dir / FOLDER, pdf)
    return await commands.issue(document, digest, name, datetime.now(UTC)) is not None


async def photograph_of(said: Said) -> bytes:
    """The picture a card carries, and the very one: its hash was frozen with the words."""
    if not isinstance(said, PowersCard):
        return b""
    content = await files.read(said.photograph.stored_as)
    if hashlib.sha256(content).hexdigest() != said.photograph.sha256:
        raise Faulty(said.number, ["The photograph is not the one that was chosen."])
    return content


async def recover(settings: Settings) -> int:
    """Finish everything that an earlier process left reserved, one faulty or not; how many were."""
    done = 0
    for document in await documents.list_reserved():
        try:
            done += await issue(document, settings)
        except (Faulty, NotAPhotograph, OSError):
            log.exception("a document could not be made")
    return done


def make(said: Said, keys: Path, now: datetime, photograph: bytes = b"") -> bytes:
    """The signed file of a document; refuses to sign what does not say what it must."""
    pdf = draw(said, photograph)
    faults = lint(said, pdf)
    if faults:
        raise Faulty(said.number, faults)
    key: SigningKey = load_or_make(keys, now)
    return sign(pdf, key)


def keep(folder: Path, content: bytes) -> tuple[str, str]:
    """Store a file under its own hash so that it is wholly there or not at all; hash and name."""
    digest = hashlib.sha256(content).hexdigest()
    name = f"{digest[:2]}/{digest}.pdf"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = path.with_name(f".{digest}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    waiting.rename(path)
    _sync_folder(path.parent)
    _sync_folder(folder)
    return digest, name


def _sync_folder(folder: Path) -> None:
    """A new name lasts only when its folder has reached the disk too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
