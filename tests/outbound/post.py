"""Messages on their way, mail servers of several tempers, and a worker in a process of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from csas.domain import letters
from csas.domain.permissions import PUBLIC
from csas.store import outbox, sql
from csas.store.transaction import act

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
SENDER = "scheme@force.example"
NUMBERS = count(1)
LETTER = letters.ApplicationWithdrawn(
    organisation="Northbank Homes", reference="abc123", path="/applications/abc123", withdrawn_on=NOW.date()
)


async def post(*addresses: str, letter: letters.Facts = LETTER, name: str = "Sam Okafor") -> list[int]:
    """Record a message to each address in one act, as commands do; return their numbers."""
    to = [outbox.Recipient(name=name, address=address) for address in addresses]
    async with act(PUBLIC, NOW) as this:
        await outbox.tell(f"test:{next(NUMBERS)}", to, letter, NOW)
        await this.record("account:joined")
    rows = await sql.fetch("SELECT id FROM outbox_message WHERE to_address = ANY ($1) ORDER BY id", list(addresses))
    return [row["id"] for row in rows]


async def row_of(number: int) -> sql.Record:
    found = await sql.fetchrow("SELECT * FROM outbox_message WHERE id = $1", number)
    assert found
    return found


class Postbox:
    """What an aiosmtpd server calls; it takes every message, and keeps it."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.keep(envelope)
        return "250 taken"

    def keep(self, envelope: Any) -> None:
        self.taken.append(message_from_bytes(envelope.content, EmailMessage, policy=policy.default))
        assert len(envelope.rcpt_tos) == 1


@contextmanager
def mail_server(handler: Any) -> Iterator[str]:
    """A real SMTP server; its address as a setting."""
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def working(url: str, folder: Path, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`csas worker` on this database."""
    environ = os.environ | {"CSAS_DATABASE_URL": url, "CSAS_VAR_DIR": str(folder)} | more
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "csas", "worker"], env=environ, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


async def until(holds: Callable[[], Any], seconds: float = 20) -> None:
    """Wait until something holds; asynchronous questions are awaited."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        answer = holds()
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come about in time")


async def states() -> dict[str, int]:
    rows = await sql.fetch("SELECT state, count(*) AS number FROM outbox_message GROUP BY state")
    return {row["state"]: row["number"] for row in rows}
