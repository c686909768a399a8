"""A print run of 1,000 cards by the real worker, from the press of the button to the last signed file.

The cards are put down as issued, each with its own number, person and frozen words; the worker draws,
looks over, signs, keeps and records. Counted are the seconds, how often somebody who looks sees the run
move on, and how much memory the worker comes to hold.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import msgspec

from csas.commands import print_runs
from csas.domain.cards import Photograph
from csas.domain.permissions import PUBLIC
from csas.store import files, sql
from csas.store import print_runs as runs
from csas.store.transaction import act
from tests import crowds
from tests.bench.cards import sample
from tests.bench.memory import resident
from tests.bench.public import analyse
from tests.bench.racing import Result
from tests.bench.stage import Stage
from tests.carded import portrait
from tests.people import SINCE, Provider, provider
from tests.world import NOW, World

CARDS = 1_000
SECONDS, MEGABYTES = 60.0, 500.0
LONGEST = 600
EMPLOYER, AREA = "St Alder NHS Trust", "Southwark"


class Printed(NamedTuple):
    """How long it took, how many steps were seen, and the most memory."""

    seconds: float
    seen: int
    megabytes: float


def measure(stage: Stage, cards: int = CARDS) -> list[Result]:
    """Accredit so many people, give each a card, and print them."""
    files.use(stage.settings.files_dir)
    employer = stage.do(lambda world: _staff(world, cards))
    asyncio.run(analyse(stage))
    with working(stage) as worker:
        done: Printed = stage.do(lambda world: _print(world, employer, worker))
    name = f"a print run of {cards:,} cards by the worker"
    said = f"{done.seconds:.1f} s, {cards / done.seconds:.0f} cards a second, {done.seen} steps seen"
    return [
        Result(f"{name}, beside a minute", round(done.seconds / SECONDS, 3), 1.0, most=True, notes=said),
        Result(f"megabytes of the worker in {name}", round(done.megabytes, 1), MEGABYTES, most=True),
    ]


async def _staff(world: World, cards: int) -> Provider:
    employer = await provider(world, EMPLOYER, areas=(AREA,))
    ids = await crowds.crowd(world, employer, cards)
    content = portrait()
    picture = Photograph(sha256=hashlib.sha256(content).hexdigest(), stored_as=await files.keep(content))
    for start in range(0, len(ids), crowds.AT_ONCE):
        await _issue(employer, ids[start : start + crowds.AT_ONCE], picture)
    return employer


async def _issue(employer: Provider, ids: Sequence[int], picture: Photograph) -> None:
    """An issued card for each."""
    said = [msgspec.structs.replace(sample(each), photograph=picture) for each in ids]
    async with act(PUBLIC, SINCE) as this:
        numbers = [each.number for each in said]
        await sql.execute("INSERT INTO document_number (number) SELECT unnest($1::text[])", numbers)
        await sql.execute(_CARDS, ids, numbers, [msgspec.json.encode(each).decode() for each in said], SINCE)
        await this.record("document:issued", scheme=employer.scheme)


_CARDS = """INSERT INTO document (ref, force_id, scheme_id, case_id, organisation_id, accreditation_id, kind, number,
        snapshot, state, sha256, stored_as, reserved_at, issued_at)
    SELECT 'print' || a.id, a.force_id, a.scheme_id, a.case_id, a.organisation_id, a.id, 'card', x.number, x.said::jsonb,
        'issued', 'none', 'none', $4, $4
    FROM unnest($1::bigint[], $2::text[], $3::text[]) x (id, number, said) JOIN accreditation a ON a.id = x.id"""


@contextmanager
def working(stage: Stage) -> Iterator[int]:
    """The real worker on this database; the number of its process."""
    environ = os.environ | {"CSAS_DATABASE_URL": stage.addresses.url, "CSAS_VAR_DIR": str(stage.settings.var_dir)}
    with (stage.folder / "worker.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "csas", "worker"], env=environ, stdout=log, stderr=log)
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)


_READY = """SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'csas worker'
    AND datname = current_database())"""


async def _print(world: World, employer: Provider, worker: int) -> Printed:
    """Press the button and look five times a second until the run is ready."""
    colin = await world.actor("colin")
    organisation = await sql.fetchval("SELECT ref FROM organisation WHERE id = $1", employer.organisation)
    while not await sql.fetchval(_READY):
        await asyncio.to_thread(time.sleep, 0.2)
    began, steps, held = time.monotonic(), set[int](), [0.0]
    event = await print_runs.start(print_runs.Start(organisation=organisation), colin, NOW)
    while (run := await runs.load(colin, event.ref)).finished_at is None:
        if time.monotonic() - began > LONGEST:
            raise TimeoutError(f"{run.made} of {run.files}")
        steps.add(run.made)
        held.append(resident(worker))
        await asyncio.sleep(0.2)
    if run.printed != run.cards:
        raise AssertionError(run)
    return Printed(time.monotonic() - began, len(steps), max(held))
