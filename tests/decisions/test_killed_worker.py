"""`kill -9` of the worker while it issues: every certificate is issued once, and its file is whole."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from csas.outbound import issuing
from csas.outbound.documents import signing
from csas.settings import Settings
from csas.store import documents, sql
from tests.decided import hours, in_force
from tests.world import World

PROVIDERS = (
    ("Westminster City Council", "ruth"),
    ("Northbank Homes", "sam"),
    ("Halcyon Guarding", "dana"),
    ("Lantern University", "imogen"),
    ("Hobb Market", "walter"),
    ("Tideway Events", "nora"),
    ("Kingsmarch Centre", "beatrix"),
    ("Ferryman CIC", "elis"),
)
ISSUE_ALL = """
import asyncio
from csas.commands.loading import prepare
from csas.outbound import issuing
from csas.settings import load
from csas.store import definitions, engine
import os

async def main():
    settings = load(os.environ)
    prepare(settings)
    await engine.open_pool(settings.database_url)
    print("ready", flush=True)
    await issuing.recover(settings)

asyncio.run(main())
"""
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
async def test_killed_at_any_moment_it_leaves_nothing_lost_and_nothing_twice(world: World, settings: Settings) -> None:
    for organisation, by in PROVIDERS:
        await in_force(world, organisation, by, place="not-needed")
    kills = 0
    while await documents.list_reserved() and kills < 60:
        await asyncio.to_thread(_start_and_kill, settings, random.uniform(0.01, 0.5))  # noqa: S311 - when to kill
        kills += 1
    await issuing.recover(settings)
    assert not await documents.list_reserved()
    rows = await sql.fetch("SELECT id, number, sha256, stored_as, issued_at FROM document WHERE state = 'issued'")
    assert len(rows) == len(PROVIDERS) == len({row["number"] for row in rows})
    for row in rows:
        await asyncio.to_thread(_is_whole, settings, dict(row))
    told = await sql.fetch("SELECT subject_id, count(*) AS n FROM event_subject WHERE kind = 'document' GROUP BY 1")
    assert sorted((row["subject_id"], row["n"]) for row in told) == sorted((row["id"], 1) for row in rows)
    letters = await sql.fetchval(
        "SELECT count(DISTINCT unique_key) FROM outbox_message WHERE kind = 'arrangement-started'"
    )
    assert letters == len(PROVIDERS)


def _start_and_kill(settings: Settings, after: float) -> None:
    environ = os.environ | {"CSAS_DATABASE_URL": str(settings.database_url), "CSAS_VAR_DIR": str(settings.var_dir)}
    with subprocess.Popen([sys.executable, "-c", ISSUE_ALL], env=environ, cwd=ROOT, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        worker.stdout.readline()
        try:
            worker.wait(after)
        except subprocess.TimeoutExpired:
            worker.send_signal(signal.SIGKILL)


def _is_whole(settings: Settings, row: dict[str, object]) -> None:
    content = (settings.files_dir / issuing.FOLDER / str(row["stored_as"])).read_bytes()
    key = signing.load_or_make(settings.keys_dir, hours(0))
    verdict = signing.verify(content, str(row["sha256"]), key, row["issued_at"])  # type: ignore[arg-type]
    assert verdict.genuine, verdict.findings
