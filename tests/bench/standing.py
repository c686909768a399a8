"""One standing question among a thousand accreditations and among a million: it must cost about the same."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from csas.domain.standing import power_standing
from csas.store import engine, standing
from tests.bench import crowd
from tests.bench.racing import Result
from tests.bench.stage import Stage, staged
from tests.world import NOW

FEW = 1_000
TURNS, ROUNDS = 300, 6


def measure(stage: Stage, many: int = 1_000_000) -> list[Result]:
    """Fill two databases, ask both in turn."""
    with tempfile.TemporaryDirectory(prefix="csas-few-") as folder, staged(Path(folder)) as little:
        few, lots = crowd.make(little, FEW), crowd.make(stage, many)
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            times[0].extend(asyncio.run(_ask(little, few)))
            times[1].extend(asyncio.run(_ask(stage, lots)))
    small, large = (statistics.median(each) for each in times)
    made = f"{lots.count:,} accreditations with five powers each made and checked in {lots.seconds:.0f} s"
    return [
        Result("making the crowd, beside ten minutes", round(lots.seconds / 600, 3), 1.0, most=True, notes=made),
        Result(
            f"a standing question among {lots.count:,}, beside {few.count:,}",
            round(large / small, 3),
            1.5,
            most=True,
            notes=f"{large * 1000:.2f} ms beside {small * 1000:.2f} ms",
        ),
    ]


async def _ask(stage: Stage, of: crowd.Crowd) -> list[float]:
    await engine.open_pool(stage.addresses.url)
    taken = []
    try:
        for at in crowd.shuffled(of, TURNS):
            began = perf_counter()
            facts = await standing.load(of.first + at)
            answer = power_standing(facts, "3", NOW)
            taken.append(perf_counter() - began)
            if not answer.in_force:
                raise AssertionError(answer)
    finally:
        await engine.close_pool()
    return taken[len(taken) // 5 :]
