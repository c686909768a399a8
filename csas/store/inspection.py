"""Whether an uploaded file is what it says, and a clean copy of it.

PDF, JPEG and PNG only: by its first bytes, by the end of its name, and by
opening it in a process with bounded memory and time that writes it again. What
is kept is that copy, never the bytes that came.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import unicodedata
from pathlib import Path

from csas.domain.refusals import FileRefused
from csas.domain.values import Struct
from csas.store import scanning

LARGEST = 10 * 1024 * 1024
LARGEST_COPY = 40 * 1024 * 1024
LONGEST_NAME = 120
PATIENCE = 40
PROGRAM = Path(__file__).with_name("sanitising.py")
TURNS = 2

KINDS = {
    "pdf": ("application/pdf", (b"%PDF-",), (".pdf",), "a PDF"),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",), (".jpg", ".jpeg"), "a JPEG image"),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",), (".png",), "a PNG image"),
}


class Inspected(Struct):
    """A file fit to be kept."""

    name: str
    media_type: str
    content: bytes
    scan: str


async def inspect(name: str, content: bytes) -> Inspected:
    """The clean copy, or FileRefused with the reason."""
    shown = plain_name(name)
    kind = kind_of(shown, content)
    scan, found = await scanning.scan(content)
    if found:
        raise FileRefused(name=shown, why="the virus scanner found something harmful in it")
    copy = await _write_again(shown, kind, content)
    return Inspected(name=shown, media_type=KINDS[kind][0], content=copy, scan=scan)


def plain_name(name: str) -> str:
    """The name as it may be shown: no folders, no characters that hide or turn, not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
    kept = " ".join(kept.split()).lstrip(".")
    stem, dot, end = kept.rpartition(".")
    if len(kept) > LONGEST_NAME and dot and len(end) <= len("jpeg"):
        return f"{stem[: LONGEST_NAME - len(end) - 1]}.{end}"
    return kept[:LONGEST_NAME] or "file"


def kind_of(name: str, content: bytes, taken: str = "PDF, JPEG or PNG") -> str:
    """Which of the three kinds it is by content, refused where its name says otherwise; `taken` says what is."""
    if not content:
        raise FileRefused(name=name, why="it is empty")
    if len(content) > LARGEST:
        raise FileRefused(name=name, why="it is larger than 10 MB")
    kind = next((kind for kind, (_, magic, *_) in KINDS.items() if content.startswith(magic)), None)
    if kind is None:
        raise FileRefused(name=name, why=f"it is not a {taken} file, whatever its name says")
    if not name.lower().endswith(KINDS[kind][2]):
        raise FileRefused(name=name, why=f"it is {KINDS[kind][3]} but its name says otherwise")
    return kind


_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


def _turn() -> asyncio.Semaphore:
    """At most two inspections at a time in one process."""
    loop = asyncio.get_running_loop()
    if loop not in _turns:
        _turns.clear()
        _turns[loop] = asyncio.Semaphore(TURNS)
    return _turns[loop]


async def inspect_portrait(name: str, content: bytes) -> Inspected:
    """A photograph painted anew in the shape of a card's picture, always as a JPEG image."""
    shown = plain_name(name)
    kind = kind_of(shown, content, "JPEG or PNG")
    if kind == "pdf":
        raise FileRefused(name=shown, why="it is a PDF, and a photograph must be a JPEG or PNG image")
    scan, found = await scanning.scan(content)
    if found:
        raise FileRefused(name=shown, why="the virus scanner found something harmful in it")
    copy = await _write_again(shown, f"portrait-{kind}", content)
    return Inspected(name=shown, media_type="image/jpeg", content=copy, scan=scan)


async def _write_again(name: str, kind: str, content: bytes) -> bytes:
    async with _turn():
        line, _, copy = (await _run(kind, content)).partition(b"\n")
    why = _why(line, copy)
    if why:
        raise FileRefused(name=name, why=why)
    return copy


def _why(line: bytes, copy: bytes) -> str:
    """The reason the program gave; one that was stopped gave none."""
    try:
        told = json.loads(line)
    except ValueError:
        return "it needs too much memory or time to be opened"
    if told["why"]:
        return str(told["why"])
    if len(copy) != told["size"] or len(copy) > LARGEST_COPY:
        return "it becomes too large when it is opened"
    return ""


async def _run(kind: str, content: bytes) -> bytes:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(PROGRAM), kind,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env={},
    )  # fmt: skip
    try:
        out, _ = await asyncio.wait_for(program.communicate(content), PATIENCE)
    except TimeoutError:
        return b""
    finally:
        if program.returncode is None:
            program.kill()
            await program.wait()
    return out
