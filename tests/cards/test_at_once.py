"""Notices, the worker and the printer at the same time: nothing stale is issued, and no notice is held up."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from csas.commands import papers, print_runs
from csas.domain import refusals
from csas.domain.cards import Issuer
from csas.domain.permissions import PUBLIC
from csas.outbound import issuing, printing, worker
from csas.settings import Settings
from csas.store import papers as store_papers
from csas.store import sql
from csas.store.transaction import act
from tests import carded, cards_of
from tests.decided import case_of
from tests.people import Accredited
from tests.world import NOW, World


async def take_away(whose: Accredited) -> None:
    """Power 1a by notice; the act and its effect on the papers come one after the other, as fast as they can."""
    await cards_of.restrict(whose, "modification", NOW, power="1a")
    async with act(PUBLIC, NOW) as this:
        await papers.replace_for(this, [whose.accreditation])
        await this.record("individual:decided", case=await case_of(whose.case))


async def print_all(world: World, settings: Settings) -> None:
    try:
        event = await print_runs.start(print_runs.Start(), await world.actor("colin"), NOW)
    except (refusals.NothingToPrint, refusals.AlreadyDone):
        return
    run = await sql.fetchval("SELECT id FROM print_run WHERE ref = $1", event.ref)
    await printing.make(run, settings)


async def test_nothing_stale_survives(world: World, settings: Settings) -> None:
    whose = [await carded.warden(world, settings, f"Warden Number {at}") for at in range(6)]
    for one in whose:
        await carded.reserved(one)
    await asyncio.gather(
        issuing.recover(settings),
        issuing.recover(settings),
        print_all(world, settings),
        *(take_away(one) for one in whose),
        *(papers.reserve_due([one.accreditation], NOW) for one in whose),
    )
    for one in whose:
        await papers.reserve_due([one.accreditation], NOW)
    await issuing.recover(settings)
    rows = await sql.fetch(
        "SELECT snapshot->'powers' AS powers, kind FROM document WHERE state = 'issued' AND kind = 'card'"
    )
    assert len(rows) == len(whose)
    assert all([power["code"] for power in row["powers"]] == ["3"] for row in rows)
    assert not await sql.fetchval("SELECT count(*) FROM document WHERE state = 'reserved'")


async def test_many_end_in_one_act_beside_others(world: World, settings: Settings) -> None:
    whose = [await carded.warden(world, settings, f"Patrol Number {at}") for at in range(4)]
    for one in whose:
        await carded.issued(one, settings)

    async def end_all(these: list[Accredited]) -> int:
        async with act(PUBLIC, NOW) as this:
            ended = await papers.replace_for(this, [one.accreditation for one in these])
            await this.record("individual:decided")
        return len(ended)

    ended = await asyncio.gather(end_all(whose), end_all(whose[::-1]), end_all(whose[1:3]))
    assert sum(ended) == 2 * len(whose)


async def due(world: World, settings: Settings, name: str, many: int) -> list[int]:
    """People whose papers have ended in one act and must be made again."""
    whose = [await carded.warden(world, settings, f"{name} {at}") for at in range(many)]
    ids = [one.accreditation for one in whose]
    async with act(PUBLIC, NOW) as this:
        await papers.replace_for(this, ids)
        await this.record("individual:decided")
    return ids


async def reserved(ids: list[int]) -> dict[int, int]:
    rows = await sql.fetch(
        """SELECT accreditation_id AS id, count(DISTINCT number) AS papers FROM document
           WHERE accreditation_id = ANY ($1::bigint[]) AND state = 'reserved' GROUP BY 1""",
        ids,
    )
    return {row["id"]: row["papers"] for row in rows}


async def test_many_are_reserved_in_one_act_that_leaves_alone_who_is_held(world: World, settings: Settings) -> None:
    ids = await due(world, settings, "Beat Number", 4)
    events = await sql.fetchval("SELECT count(*) FROM event")
    jobs = "SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = 'papers' AND payload = $1"
    assert await sql.fetchval(jobs, str(ids[0]).encode()) == 1, "one job for all of them"
    held, over = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with act(PUBLIC, NOW) as this:
            await papers.replace_for(this, ids[1:2])
            held.set()
            await over.wait()
            await this.record("individual:decided")

    async with asyncio.TaskGroup() as group:
        group.create_task(hold())
        await held.wait()
        assert await worker.tasks(settings)["papers"](ids[0])
        assert await reserved(ids) == dict.fromkeys([ids[0], *ids[2:]], 2)
        over.set()
    assert await sql.fetchval("SELECT count(*) FROM event") == events + 2
    assert await worker.reserve_due()
    assert await reserved(ids) == dict.fromkeys(ids, 2)
    assert not await worker.reserve_due()


async def test_one_that_cannot_be_worded_keeps_nobody_from_theirs(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await due(world, settings, "Ward Number", 3)
    load = store_papers.load_issuers

    async def lacking(accreditations: list[int], now: datetime) -> dict[int, Issuer]:
        return {each: issuer for each, issuer in (await load(accreditations, now)).items() if each != ids[1]}

    monkeypatch.setattr(store_papers, "load_issuers", lacking)
    assert await worker.reserve_due() == 2
    assert await reserved(ids) == dict.fromkeys([ids[0], ids[2]], 2)
    monkeypatch.undo()
    assert await worker.reserve_due() == 1
    assert await reserved(ids) == dict.fromkeys(ids, 2)
