"""Ask ClamAV's daemon about a file, where one is configured.

Without a socket files are marked as not scanned, and pages say so. With one, a
scanner that does not answer lets nothing in.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from csas.domain.refusals import ScannerAway

NOT_SCANNED, CLEAN = "not scanned", "clean"
CHUNK = 64 * 1024
PATIENCE = 30

_socket: Path | None = None


def use(socket: Path | None) -> None:
    """Say where clamd listens, once at the start."""
    global _socket  # noqa: PLW0603 - set once at the start
    _socket = socket


async def scan(content: bytes) -> tuple[str, str]:
    """What the scanner says: `clean` or `not scanned`, and the name of what it found, if anything."""
    if _socket is None:
        return NOT_SCANNED, ""
    try:
        reply = await asyncio.wait_for(_ask(_socket, content), PATIENCE)
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        raise ScannerAway from None
    if reply.endswith("FOUND"):
        return CLEAN, reply.removeprefix("stream:").removesuffix("FOUND").strip()
    if reply != "stream: OK":
        raise ScannerAway
    return CLEAN, ""


async def _ask(socket: Path, content: bytes) -> str:
    """The INSTREAM command: each chunk after its length, an empty one at the end."""
    reader, writer = await asyncio.open_unix_connection(str(socket))
    try:
        writer.write(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            writer.write(len(chunk).to_bytes(4, "big") + chunk)
            await writer.drain()
        writer.write(bytes(4))
        await writer.drain()
        return (await reader.readuntil(b"\0")).rstrip(b"\0").decode("utf-8", "replace")
    finally:
        writer.close()
