"""Finishing a reserved certificate: draw, look it over, sign, keep the file, then say that it is issued.

Each step may be done again without harm, so a worker that was killed anywhere is
followed by another that finishes. Nothing here changes what a certificate says.
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
from csas.domain.certificates import ProviderCertificate
from csas.outbound.documents import draw
from csas.outbound.documents.lint import lint
from csas.outbound.documents.signing import SigningKey, load_or_make, sign
from csas.settings import Settings
from csas.store import documents

FOLDER = "documents"
log = logging.getLogger("csas.issuing")


class Faulty(Exception):
    """A drawn certificate does not say what it must; `faults` say in what. It stays reserved."""

    def __init__(self, number: str, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(f"certificate {number}: {'; '.join(faults)}")


async def issue(document: int, settings: Settings) -> bool:
    """Finish one document; False if there is nothing (left) to finish."""
    found = await documents.find(document)
    if found is None or found.state != "reserved" or found.certificate is None:
        return False
    now = datetime.now(UTC)
    pdf = await asyncio.to_thread(make, found.certificate, settings.keys_dir, now)
    digest, name = await asyncio.to_thread(keep, settings.files_dir / FOLDER, pdf)
    return await commands.issue(document, digest, name, datetime.now(UTC)) is not None


async def recover(settings: Settings) -> int:
    """Finish everything that an earlier process left reserved, one faulty or not; how many were."""
    done = 0
    for document in await documents.list_reserved():
        try:
            done += await issue(document, settings)
        except Faulty:
            log.exception("a certificate does not say what it must")
    return done


def make(certificate: ProviderCertificate, keys: Path, now: datetime) -> bytes:
    """The signed file of a certificate; refuses to sign what does not say what it must."""
    pdf = draw(certificate)
    faults = lint(certificate, pdf)
    if faults:
        raise Faulty(certificate.number, faults)
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
