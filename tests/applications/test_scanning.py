"""The virus scanner: asked where one is set, and nothing let in while it does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from csas.commands import files
from csas.domain import refusals
from csas.store import inspection, scanning
from tests.applications import telling
from tests.applications.test_files import picture
from tests.world import NOW, World

BAD = b"X5O!P%@AP-a-made-up-signature"


@pytest.fixture(autouse=True)
def _without_scanner() -> Iterator[None]:
    yield
    scanning.use(None)


@asynccontextmanager
async def clamd(folder: Path, answer: bytes | None = None) -> AsyncIterator[None]:
    """A daemon that reads one stream and knows one signature."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            content += await reader.readexactly(size)
        found = b"stream: Made.Up FOUND\0" if BAD in content else b"stream: OK\0"
        writer.write(found if answer is None else answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_unix_server(serve, folder / "clamd.sock")
    scanning.use(folder / "clamd.sock")
    async with server:
        yield


async def test_a_clean_file_is_marked_so(tmp_path: Path) -> None:
    async with clamd(tmp_path):
        assert (await inspection.inspect("a.png", picture("PNG"))).scan == "clean"


async def test_a_harmful_file_is_refused(tmp_path: Path) -> None:
    async with clamd(tmp_path):
        with pytest.raises(refusals.FileRefused) as refused:
            await inspection.inspect("a.png", picture("PNG") + BAD)
    assert "harmful" in refused.value.message


@pytest.mark.parametrize("answer", [b"", b"stream: size limit exceeded. ERROR\0", b"nonsense\0"])
async def test_a_scanner_that_fails_lets_nothing_in(tmp_path: Path, answer: bytes) -> None:
    async with clamd(tmp_path, answer):
        with pytest.raises(refusals.ScannerAway):
            await inspection.inspect("a.png", picture("PNG"))


async def test_no_scanner_at_its_socket_lets_nothing_in(tmp_path: Path) -> None:
    scanning.use(tmp_path / "nobody.sock")
    with pytest.raises(refusals.ScannerAway):
        await inspection.inspect("a.png", picture("PNG"))


async def test_twenty_files_an_hour(world: World) -> None:
    ref = await telling.start(world, "mohan", "St Alder NHS Trust")
    mohan = await world.actor("mohan")
    for _ in range(20):
        with pytest.raises(refusals.FileRefused):
            await files.attach_bytes(ref, "evidence", "a.pdf", b"MZ", mohan, NOW)
    with pytest.raises(refusals.TooMany):
        await files.attach_bytes(ref, "evidence", "a.pdf", b"MZ", mohan, NOW)
