"""Process definitions: those of the files, and those that running cases keep.

A case refers to the digest of the merged definition it started with, so a
changed file never changes a case that is under way.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from csas.domain import workflow
from csas.domain.workflow import Definition
from csas.store import sql

_current: dict[str, Definition] = {}
_by_digest: dict[str, Definition] = {}


def read(folder: Path) -> dict[str, str]:
    """The text of every process file in a folder, by file name."""
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}


def use(definitions: dict[str, Definition]) -> None:
    """Make these the definitions new cases start with."""
    _current.clear()
    _current.update(definitions)


def current(process: str) -> Definition:
    return _current[process]


def all_current() -> dict[str, Definition]:
    return dict(_current)


async def keep(definition: Definition) -> str:
    """Store a definition by its digest, once."""
    digest = workflow.digest(definition)
    await sql.execute(
        "INSERT INTO definition (digest, process, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        digest,
        definition.process,
        msgspec.to_builtins(definition),
    )
    return digest


async def keep_all() -> None:
    """Store what the files say, as the service does at every start."""
    for definition in _current.values():
        await keep(definition)


async def get(digest: str) -> Definition:
    """The definition a case keeps."""
    if digest not in _by_digest:
        body = await sql.fetchval("SELECT body FROM definition WHERE digest = $1", digest)
        if body is None:
            raise LookupError(digest)
        _by_digest[digest] = msgspec.convert(body, Definition)
    return _by_digest[digest]
