"""A case step through the API beside its own statements in a bare handler.

The step is the withdrawal of an application: it is locked, checked, moved, told to
the applicant by mail, journalled with its reason, and its job is enqueued.
"""

from __future__ import annotations

import pickle
from typing import Any

import asyncpg
import httpx

from csas.app import create_app
from csas.demonstration.cast import NORTHBANK
from csas.store import api_keys, sql
from tests.bench.racing import Result, Side, race, request, result_of
from tests.bench.recording import LEAST_RETURNED, Script, recording
from tests.bench.stage import Stage, served
from tests.build import submitted
from tests.world import BASE, World

TURNS, WARM = 240, 40
MUST = 0.35
BODY = b'{"reason": "We have changed our plans for this year."}'


def measure(stage: Stage) -> list[Result]:
    """Withdraw as many applications on either side, one after the other."""
    stage.do(_raise_numbers(stage))
    refs, key = stage.do(_prepare)
    scripts = stage.do(lambda world: _record(stage, refs[1::2], key))
    (stage.folder / "scripts").write_bytes(pickle.dumps(scripts))
    with served(stage, "csas", "web") as real, served(stage, "tests.bench.floor") as floor:
        sides = Side(real[0], lambda turn: withdrawal(refs[::2][turn], key, turn)), Side(floor[0], replayed)
        times = race(*sides, TURNS, WARM)
    events = stage.do(lambda _: _count())
    if events != 2 * (TURNS + WARM):
        raise AssertionError(f"{events} withdrawals were journalled, not {2 * (TURNS + WARM)}")
    statements = len(scripts[0].before) + len(scripts[0].inside)
    result = result_of("a case step through the API, beside its statements", times, MUST)
    return [result._replace(notes=f"{result.notes}, {statements} statements")]


def withdrawal(ref: str, key: str, turn: int) -> bytes:
    path = f"/api/v1/applications/{ref}/withdraw"
    return request("POST", path, BODY, Authorization=f"Bearer {key}", Content_Type="application/json", **_key(turn))


def _key(turn: int) -> dict[str, str]:
    return {"Idempotency_Key": f"turn-{turn}"}


def replayed(turn: int) -> bytes:
    return request("POST", f"/replay/{turn}", BODY, Content_Type="application/json")


def _raise_numbers(stage: Stage) -> Any:
    """Let new numbers be ones that occur nowhere else among the values of a statement."""

    async def run(_world: World) -> None:
        owner = await asyncpg.connect(stage.addresses.owner_url)
        for at, table in enumerate(("event", "outbox_message"), 1):
            await owner.execute(f"ALTER TABLE {table} ALTER id RESTART WITH {at * 10 * LEAST_RETURNED}")
        await owner.close()

    return run


async def _prepare(world: World) -> tuple[list[str], str]:
    refs = [await submitted(world, NORTHBANK, place="held") for _ in range(2 * (TURNS + WARM))]
    return refs, await api_keys.create(world.people["sam"], "Bench")


async def _record(stage: Stage, refs: list[str], key: str) -> list[Script]:
    """Take the step in each case, and take it back, keeping its statements."""
    transport = httpx.ASGITransport(app=create_app(stage.settings))  # type: ignore[arg-type]
    scripts = []
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        for turn, ref in enumerate(refs):
            await sql.execute("DELETE FROM rate_limit")
            with recording() as recorder:
                answer = await client.post(
                    f"/api/v1/applications/{ref}/withdraw",
                    content=BODY,
                    headers={"authorization": f"Bearer {key}", "idempotency-key": f"floor-{turn}"},
                )
            if answer.status_code != httpx.codes.OK:
                raise AssertionError(answer.text)
            scripts.append(recorder.script)
    return scripts


async def _count() -> int:
    found: int = await sql.fetchval("SELECT count(*) FROM event WHERE tag = 'application:withdrawn'")
    return found
