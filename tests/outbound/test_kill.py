"""A worker killed at any moment loses no acknowledged act, and repeats a message only as itself."""

import asyncio
import os
import random
import signal
import subprocess
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from csas.store import sql
from tests.database import Addresses
from tests.outbound.post import SENDER, Postbox, mail_server, post, states, until, working
from tests.world import World

ACTS = 40
EACH = 3


class KillsAtTheWorst(Postbox):
    """Takes the message, and has the worker killed before it can note that."""

    def __init__(self) -> None:
        super().__init__()
        self.victim: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.keep(envelope)
        victim, self.victim = self.victim, None
        if victim is not None:
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
        return "250 taken"


@pytest.mark.slow
async def test_cut_off_between_acceptance_and_our_mark(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("cut-off@people.example")
    server = KillsAtTheWorst()
    with mail_server(server) as url:
        with working(store.url, tmp_path, CSAS_SMTP_URL=url, CSAS_MAIL_FROM=SENDER) as first:
            server.victim = first
            await until(lambda: first.poll() is not None)
        assert await states() == {"waiting": 1}
        with working(store.url, tmp_path, CSAS_SMTP_URL=url, CSAS_MAIL_FROM=SENDER):
            await until(_all_sent, seconds=40)
    row = await sql.fetchrow("SELECT message_id, attempts FROM outbox_message WHERE id = $1", number)
    assert row
    assert [taken["message-id"] for taken in server.taken] == [row["message_id"]] * 2
    assert row["attempts"] == 2


@pytest.mark.slow
async def test_killed_again_and_again_under_load(world: World, store: Addresses, tmp_path: Path) -> None:
    server = Postbox()
    dice = random.Random(7)  # noqa: S311 - when to kill is no secret
    with mail_server(server) as url:
        mailing = {"CSAS_SMTP_URL": url, "CSAS_MAIL_FROM": SENDER}
        acts = asyncio.create_task(_act())
        for _ in range(3):
            with working(store.url, tmp_path, **mailing) as worker:
                before = len(server.taken)
                await until(partial(_has_taken_more, server, before), seconds=40)
                await asyncio.sleep(dice.random() / 10)
                worker.kill()
        acknowledged = await acts
        with working(store.url, tmp_path, **mailing):
            await until(_all_sent, seconds=60)
    recorded = await sql.fetch("SELECT message_id FROM outbox_message WHERE unique_key LIKE 'test:%@load.example'")
    assert len(recorded) == acknowledged * EACH
    arrived = Counter(taken["message-id"] for taken in server.taken)
    assert set(arrived) >= {row["message_id"] for row in recorded}
    assert len(server.taken) - len(arrived) <= 3 * 6
    assert await sql.fetchval("SELECT count(*) FROM event WHERE tag = 'account:joined'") >= acknowledged


def _has_taken_more(server: Postbox, before: int) -> bool:
    return len(server.taken) > before


async def _act() -> int:
    """Acts that each cause several messages, one after the other while workers die."""
    for number in range(ACTS):
        await post(*(f"{number}-{each}@load.example" for each in range(EACH)))
        await asyncio.sleep(0.05)
    return ACTS


async def _all_sent() -> bool:
    return set(await states()) == {"sent"}
