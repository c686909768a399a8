"""With the journal silenced no command can keep anything: the database itself refuses (INV-13)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from csas.domain.refusals import Refusal
from csas.store import events, files, limits, sql
from tests.database import Addresses
from tests.lives import ground
from tests.lives.applicants import MANY, Applicant
from tests.lives.test_applications import story
from tests.stateful import load, paths, take
from tests.world import World

COUNTED = """SELECT (SELECT count(*) FROM casefile) + (SELECT sum(version) FROM casefile) + (SELECT count(*) FROM event)
    + (SELECT count(*) FROM outbox_message) + (SELECT count(*) FROM decision) + (SELECT count(*) FROM participation)
    + (SELECT count(*) FROM application_version) + (SELECT count(*) FROM endorsement_reply)"""
# What saves a draft, which is no act, or waits for another case's act.
LEFT_OUT = {"edit", "correct", "settle", "replace", "reopen", "detach", "recommend", "refuse"}


async def _silent(*_: object, **__: object) -> int:
    return 0


async def _no_limit(bucket: str, principal: str) -> None:
    return None


async def _tried(act: Callable[[str], Awaitable[object]], ref: str) -> str:
    try:
        await act(ref)
    except Refusal:
        return "refused"
    except asyncpg.PostgresError as error:
        return error.constraint_name or type(error).__name__
    return "done"


async def test_no_step_is_kept_without_its_event(
    world: World, database: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "require", _no_limit)
    files.use(tmp_path)
    await ground.loosen(database)
    await ground.places(database, MANY)
    life = Applicant(world, database)
    told = story(life)
    stopped = set()
    for path in paths(told).values():
        ref = await told.begin()
        for name in path:
            assert await take(told, ref, name)
        for name in sorted(set(told.takes) - LEFT_OUT):
            before = await sql.fetchval(COUNTED)
            with monkeypatch.context() as patch:
                patch.setattr(events, "append", _silent)
                ended = await _tried(told.takes[name], ref)
            assert await sql.fetchval(COUNTED) == before, (name, (await load(ref)).state)
            assert ended != "done", name
            stopped |= {name} if ended == "change_has_event" else set()
    assert len(stopped) > 20, stopped
