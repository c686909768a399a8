"""A worker that reserves, issues and prints, killed again and again while people lose their cards.

At the end nothing may be lost, nothing done twice, and every file be whole. The test kills it a few
times; `python -m tests.cards.killing 150` does so on a database of its own as often as it is told.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from csas.commands import cards as card_commands
from csas.commands import papers, print_runs
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.outbound import issuing, printing, worker
from csas.outbound.documents import signing
from csas.settings import Settings
from csas.store import engine, sql
from csas.store.transaction import act
from tests import carded
from tests.bench.stage import staged
from tests.decided import case_of
from tests.people import Accredited
from tests.world import NOW, World

CHANGED = 0.3
ROOT = Path(__file__).parents[2]
# One process that has everything loaded makes a worker of itself for each line it is sent.
WORK = """
import asyncio, os, sys
from csas.commands.loading import prepare
from csas.outbound import issuing, printing, worker
from csas.settings import load
from csas.store import engine

settings = load(os.environ)
prepare(settings)

async def main():
    await engine.open_pool(settings.database_url)
    os.write(1, b"ready\\n")
    while True:
        done = await printing.recover(settings) + await issuing.recover(settings) + await worker.reserve_due()
        if not done:
            await asyncio.sleep(0.02)

for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        asyncio.run(main())
    os.write(1, b"%d\\n" % child)
    os.waitpid(child, 0)
    os.write(1, b"gone\\n")
"""


class Fray:
    """The people, and what the office and they keep asking for while the worker dies."""

    def __init__(self, world: World, settings: Settings, whose: list[Accredited]) -> None:
        self.world, self.settings, self.whose = world, settings, whose
        self.dice = random.Random(11)  # noqa: S311 - when to kill is no secret
        self.asked = self.runs = 0

    async def ask(self) -> None:
        """Somebody loses their card and asks for another, and the office prints what waits."""
        colin = await self.world.actor("colin")
        one = self.dice.choice(self.whose)
        ref = await sql.fetchval(
            "SELECT ref FROM document WHERE accreditation_id = $1 AND kind = 'card' AND state = 'issued'",
            one.accreditation,
        )
        try:
            if ref:
                await card_commands.report_lost(card_commands.ReportLost(ref=ref, what="lost", note="."), colin, NOW)
                await card_commands.replace(card_commands.Replace(ref=ref, note="."), colin, NOW)
                self.asked += 1
            elif self.dice.random() < CHANGED:
                async with act(PUBLIC, NOW) as this:
                    await papers.replace_for(this, [one.accreditation])
                    await this.record("individual:decided", case=await case_of(one.case))
        except (refusals.AlreadyDone, refusals.StillBeingMade):
            pass
        try:
            await print_runs.start(print_runs.Start(), colin, NOW)
            self.runs += 1
        except (refusals.NothingToPrint, refusals.AlreadyDone):
            pass


async def prepared(world: World, settings: Settings, many: int) -> Fray:
    """People whose papers are reserved and not yet made."""
    whose = [await carded.warden(world, settings, f"Warden Number {at}") for at in range(many)]
    for one in whose:
        await carded.reserved(one)
    return Fray(world, settings, whose)


async def fight(fray: Fray, kills: int) -> None:
    """Kill the worker so many times, each time in the middle of its work."""
    with maker_of_workers(fray.settings) as maker:
        for _ in range(kills):
            life = fray.dice.uniform(0.02, 0.6)
            await asyncio.gather(asyncio.to_thread(start_and_kill, maker, life), fray.ask())
    for _ in range(20):
        done = await finish(fray.settings)
        if not done:
            return
    raise AssertionError("there is no end of what is left")


async def finish(settings: Settings) -> int:
    """What the next worker does."""
    return await worker.reserve_due() + await issuing.recover(settings) + await printing.recover(settings)


@contextmanager
def maker_of_workers(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    environ = os.environ | {"CSAS_DATABASE_URL": str(settings.database_url), "CSAS_VAR_DIR": str(settings.var_dir)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", WORK], env=environ, cwd=ROOT, stdin=pipe, stdout=pipe, text=True
    ) as maker:
        yield maker
        assert maker.stdin
        maker.stdin.close()


def start_and_kill(maker: subprocess.Popen[str], after: float) -> None:
    """A worker that lives for so many seconds."""
    assert maker.stdin
    assert maker.stdout
    maker.stdin.write("another\n")
    maker.stdin.flush()
    said: set[str] = set()
    while "ready" not in said or not any(line.isdigit() for line in said):
        line = maker.stdout.readline().strip()
        assert line not in {"", "gone"}, said
        said.add(line)
    time.sleep(after)
    os.kill(next(int(line) for line in said if line.isdigit()), signal.SIGKILL)
    assert maker.stdout.readline().strip() == "gone"


async def judge(fray: Fray) -> str:
    """Everything that must hold; what was seen, in a sentence."""
    numbers = [row["number"] for row in await sql.fetch("SELECT number FROM document WHERE number IS NOT NULL")]
    assert len(numbers) == len(set(numbers)), "a number was used twice"
    assert not await sql.fetchval("SELECT count(*) FROM document WHERE state = 'reserved'"), "something was left"
    files = await _files(fray)
    await _journal()
    await _outbox()
    printed = await sql.fetch("SELECT document_id FROM print_run_card WHERE outcome = 'printed'")
    assert len(printed) == len({row["document_id"] for row in printed}), "a card was printed twice"
    assert not await sql.fetchval("SELECT count(*) FROM print_run WHERE finished_at IS NULL"), "a run was left"
    for one in fray.whose:
        states = Counter(state for state, _ in await carded.papers_of(one, "card"))
        assert states["issued"] == 1, states
    issued = await sql.fetchval(
        "SELECT count(*) FROM document WHERE accreditation_id IS NOT NULL AND issued_at IS NOT NULL"
    )
    seen = f"{len(numbers)} numbers, {issued} papers issued, {files} files whole"
    return f"{seen}, {len(printed)} cards printed in {fray.runs} runs"


async def _files(fray: Fray) -> int:
    """Every recorded file is there, is what was recorded, and its signature holds."""
    rows = await sql.fetch(
        """SELECT sha256, stored_as, issued_at FROM document WHERE stored_as IS NOT NULL AND accreditation_id IS NOT NULL
           UNION ALL SELECT sha256, stored_as, made_at FROM print_run_file WHERE stored_as IS NOT NULL"""
    )
    key = signing.load_or_make(fray.settings.keys_dir, NOW)
    for row in rows:
        path = fray.settings.files_dir / issuing.FOLDER / row["stored_as"]
        content = await asyncio.to_thread(path.read_bytes)
        verdict = await asyncio.to_thread(
            signing.verify, content, row["sha256"], key, row["issued_at"] + timedelta(seconds=1)
        )
        assert verdict.genuine, verdict.findings
    return len(rows)


async def _journal() -> None:
    """One event for each thing done: issued, made, finished."""
    for tag, kind, statement in (
        ("card:issued", "document", "SELECT id FROM document WHERE kind = 'card' AND issued_at IS NOT NULL"),
        (
            "instrument:issued",
            "document",
            "SELECT id FROM document WHERE kind = 'instrument' AND issued_at IS NOT NULL",
        ),
        ("print-run:finished", "print-run", "SELECT id FROM print_run"),
    ):
        told = await sql.fetch(
            """SELECT s.subject_id AS id FROM event e JOIN event_subject s ON s.event_id = e.id
               WHERE e.tag = $1 AND s.kind = $2""",
            tag,
            kind,
        )
        assert sorted(row["id"] for row in told) == sorted(row["id"] for row in await sql.fetch(statement)), tag
    made = await sql.fetchval("SELECT count(*) FROM event WHERE tag IN ('print-run:file-made', 'print-run:finished')")
    assert made == await sql.fetchval("SELECT count(*) FROM print_run_file")


async def _outbox() -> None:
    """One letter for each paper issued and each run finished."""
    papers_made = await sql.fetchval(
        "SELECT count(*) FROM document WHERE accreditation_id IS NOT NULL AND issued_at IS NOT NULL"
    )
    assert papers_made == await sql.fetchval("SELECT count(*) FROM outbox_message WHERE kind = 'paper-ready'")
    runs = await sql.fetchval("SELECT count(*) FROM print_run")
    assert runs == await sql.fetchval("SELECT count(*) FROM outbox_message WHERE kind = 'print-run-ready'")


async def main(kills: int, world: World, settings: Settings) -> None:
    await engine.open_pool(str(settings.database_url))
    try:
        fray = await prepared(world, settings, 40)
        await fight(fray, kills)
        sys.stdout.write(f"{kills} kills: {await judge(fray)}\n")
    finally:
        await engine.close_pool()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="csas-kill-") as folder, staged(Path(folder)) as stage:
        times = int(sys.argv[1]) if len(sys.argv) > 1 else 150
        asyncio.run(main(times, World(stage.people), stage.settings))
