"""A million accreditations beside a thousand: the one question, the check, the register and a staff list.

The crowd stays in the stage's database, so this bench comes last.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from csas.domain.permissions import PUBLIC
from csas.domain.standing import power_standing
from csas.store import accounts, engine, sessions, sql, standing
from csas.store.transaction import act
from tests.bench import crowd
from tests.bench.crowd import Crowd
from tests.bench.public import asking
from tests.bench.racing import Result, Side, race, request
from tests.bench.stage import Stage, served, staged
from tests.world import NOW, World

FEW, MANY = 1_000, 1_000_000
TURNS, ROUNDS, RACES = 300, 6, 3
PAST = NOW + timedelta(days=2)


def measure(stage: Stage, many: int = MANY) -> list[Result]:
    """Fill two databases and ask both in turn."""
    with tempfile.TemporaryDirectory(prefix="csas-few-") as folder, staged(Path(folder)) as little:
        few, lots = crowd.make(little, FEW), crowd.make(stage, many)
        return [_made(lots), _question(little, few, stage, lots), *_served(little, few, stage, lots)]


def _made(lots: Crowd) -> Result:
    made = f"{lots.many:,} accreditations with five powers each made and checked in {lots.seconds:.0f} s"
    return Result("making the crowd, beside ten minutes", round(lots.seconds / 600, 3), 1.0, most=True, notes=made)


def _question(little: Stage, few: Crowd, stage: Stage, lots: Crowd) -> Result:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        times[0].append(statistics.median(asyncio.run(_ask(little, few))))
        times[1].append(statistics.median(asyncio.run(_ask(stage, lots))))
    large, small = min(times[1]), min(times[0])  # the round that other work on the machine disturbed least
    return _beside(f"a standing question among {lots.many:,}, beside {few.many:,}", (large, small), 1.5)


async def _ask(stage: Stage, of: Crowd) -> list[float]:
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


def _served(little: Stage, few: Crowd, stage: Stage, lots: Crowd) -> list[Result]:
    """The pages, each beside the same page of a small crowd, of a small provider, or the raw query."""
    token = stage.do(lambda world: _sign_in(world, lots))
    day = f"{PAST:%Y-%m-%d}"
    with (
        served(little, "csas", "web") as small,
        served(stage, "csas", "web") as large,
        served(stage, "tests.bench.floor") as bare,
    ):
        checked = _calmest(Side(large[0], _checks(lots)), Side(small[0], _checks(few)))
        raw = Side(bare[0], lambda _: request("GET", f"/register?on={PAST:%Y-%m-%dT%H:%M:%S}%2B00:00"))
        listed = _calmest(Side(large[0], asking(f"/register?on={day}")), raw)
        staff = _calmest(Side(large[0], _staff(lots.large, token)), Side(large[0], _staff(lots.small, token)))
    return [
        _beside(f"the public check of a card among {lots.many:,}, beside {few.many:,}", checked, 1.5),
        _beside("the register as at a past day, first page, beside its query", listed, 3.0),
        _beside("the staff list of a provider of 5,000, first page, beside one of 50", staff, 1.2),
    ]


def _calmest(one: Side, other: Side) -> tuple[float, float]:
    """Of several races what each side needed when other work on the machine disturbed it least."""
    times = [race(one, other, TURNS) for _ in range(RACES)]
    return min(each for each, _ in times), min(each for _, each in times)


def _beside(name: str, times: tuple[float, float], must: float) -> Result:
    real, floor = times
    notes = f"{real * 1000:.2f} ms beside {floor * 1000:.2f} ms"
    return Result(name, round(real / floor, 3), must, most=True, notes=notes)


def _checks(of: Crowd) -> Callable[[int], bytes]:
    """Another card each time, so that none is asked for twice."""
    places = crowd.shuffled(of, 2 * RACES * TURNS)

    def ask(turn: int) -> bytes:
        return asking(f"/check/{of.number(next(places))}")(turn)

    return ask


def _staff(organisation: str, token: str) -> Callable[[int], bytes]:
    return lambda _: request("GET", f"/organisations/{organisation}/staff", Cookie=f"csas={token}")


async def _sign_in(world: World, lots: Crowd) -> str:
    """Sam answers for both providers, so that one session sees both lists."""
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """INSERT INTO role_holding (person_id, role, organisation_id, valid)
               SELECT $1, 'responsible-officer', id, tstzrange($3, NULL) FROM organisation WHERE ref = ANY ($2::text[])""",
            world.people["sam"],
            [lots.large, lots.small],
            NOW,
        )
        await this.record("account:joined", scheme=await world.scheme())
        account = await accounts.create(world.people["sam"], "sam@people.example", "none")
    return await sessions.start(world.people["sam"], account=account.id)
