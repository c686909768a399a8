"""A print run of 1,000 cards by the real worker, from the press of the button to the last signed file.

Every card has a number, a person and the snapshot that was frozen when it was reserved. Counted are the
seconds, the files that were seen made one after another, and how much memory the worker came to hold.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import asyncpg

from csas.commands import papers, print_runs
from csas.domain.permissions import PUBLIC
from csas.store import files, sql
from csas.store import print_runs as runs
from csas.store.transaction import act
from tests import crowds
from tests.bench.memory import resident
from tests.bench.public import analyse
from tests.bench.racing import Result
from tests.bench.stage import Stage
from tests.carded import portrait
from tests.people import Provider, provider
from tests.world import NOW, World

CARDS = 1_000
SECONDS, MEGABYTES = 60.0, 500.0
LONGEST = 900


class Printed(NamedTuple):
    """How long both took, how many files were seen made, and the most memory."""

    reserving: float
    printing: float
    seen: int
    megabytes: float


def measure(stage: Stage, cards: int = CARDS) -> list[Result]:
    """Accredit so many people, have their papers issued, and print their cards."""
    employer = stage.do(_staff)
    asyncio.run(_photograph(stage, cards, employer))
    with working(stage) as worker:
        done: Printed = stage.do(lambda world: _print(world, worker, cards))
    said = f"{done.printing:.1f} s, {done.seen} steps seen, {cards / done.printing:.0f} cards a second"
    before = f"{done.reserving:.0f} s to issue {2 * cards:,} papers, {done.megabytes:.0f} MB at most"
    name = f"a print run of {cards:,} cards by the worker"
    return [
        Result(f"{name}, beside a minute", round(done.printing / SECONDS, 3), 1.0, most=True, notes=said),
        Result(f"{name}: its memory in megabytes", round(done.megabytes, 1), MEGABYTES, most=True, notes=before),
    ]


async def _staff(world: World) -> Provider:
    return await provider(world, "St Alder NHS Trust", areas=("Southwark",))


async def _photograph(stage: Stage, cards: int, employer: Provider) -> None:
    """The people, each with a photograph that somebody confirmed."""
    content = portrait()
    files.use(stage.settings.files_dir)
    stored = await files.keep(content)
    await asyncio.to_thread(lambda: stage.do(lambda world: crowds.crowd(world, employer, cards)))
    owner = await asyncpg.connect(stage.addresses.owner_url)
    await owner.execute("ALTER TABLE photograph DISABLE TRIGGER USER")
    await owner.execute(
        "UPDATE photograph SET stored_as = $1, sha256 = $2, likeness_by = added_by, likeness_at = added_at",
        stored,
        hashlib.sha256(content).hexdigest(),
    )
    await owner.execute("ALTER TABLE photograph ENABLE TRIGGER USER")
    await owner.close()
    await analyse(stage)


@contextmanager
def working(stage: Stage) -> Iterator[int]:
    """The real worker on this database; the number of its process."""
    environ = os.environ | {
        "CSAS_DATABASE_URL": stage.addresses.url,
        "CSAS_VAR_DIR": str(stage.settings.var_dir),
    }
    with (stage.folder / "worker.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "csas", "worker"], env=environ, stdout=log, stderr=log)
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)


async def _print(world: World, worker: int, cards: int) -> Printed:
    began = time.monotonic()
    async with act(PUBLIC, NOW) as this:
        rows = await sql.fetch("SELECT a.id FROM accreditation a ORDER BY a.id DESC LIMIT $1", cards)
        await papers.replace_for(this, [row["id"] for row in rows])
        await this.record("individual:decided", scheme=await world.scheme())
    issued = "SELECT count(*) FROM document WHERE kind = 'card' AND state = 'issued' AND issued_at >= $1"
    await _until(lambda: sql.fetchval(issued, NOW), cards, worker, [])
    reserving, began, held = time.monotonic() - began, time.monotonic(), [0.0]
    colin = await world.actor("colin")
    event = await print_runs.start(print_runs.Start(), colin, NOW)
    run = await runs.load(colin, event.ref)
    seen = await _until(lambda: _made(run.id), run.files, worker, held)
    return Printed(reserving, time.monotonic() - began, len(seen), max(held))


async def _made(run: int) -> int:
    found = await runs.find(run)
    return found.made if found else 0


async def _until(count: Callable[[], Awaitable[int]], whole: int, worker: int, held: list[float]) -> set[int]:
    """Look every now and then until all is done; the counts seen on the way."""
    seen: set[int] = set()
    ends = time.monotonic() + LONGEST
    while (done := await count()) < whole:
        if time.monotonic() > ends:
            raise TimeoutError(f"{done} of {whole}")
        seen.add(done)
        held.append(resident(worker))
        await asyncio.sleep(0.2)
    return seen
