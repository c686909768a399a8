"""Whatever a mail server does, a message is kept, tried again, and never counted as sent too early."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from csas.outbound import mail, sending
from csas.settings import Settings
from csas.store import sql
from csas.store.job_runner import JobFault
from csas.store.messages import MOST_TRIES
from tests.database import Addresses
from tests.outbound.post import SENDER, Postbox, free_port, mail_server, post, row_of
from tests.world import World


class Answers(Postbox):
    """Says the same to every message."""

    def __init__(self, at: str, answer: str) -> None:
        super().__init__()
        self.at = at
        self.answer = answer

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self.at == "recipient":
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        return self.answer


class Hangs(Postbox):
    """Takes the words and never says anything."""

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(60)
        return "250 too late"


class TakesThenDrops(Postbox):
    """Keeps the message, and breaks the line off before or after saying so."""

    def __init__(self, *, after_answer: bool) -> None:
        super().__init__()
        self.after_answer = after_answer

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.keep(envelope)
        if self.after_answer:
            asyncio.get_running_loop().call_later(0.01, server.transport.abort)
        else:
            server.transport.abort()
        return "250 taken"


def using(store: Addresses, url: str, folder: Path) -> Settings:
    return Settings(database_url=store.url, var_dir=folder, smtp_url=url, mail_from=SENDER)


@pytest.mark.parametrize(
    ("server", "problem"),
    [
        (Answers("data", "451 later"), "The mail server for now refused the message (451)."),
        (Answers("data", "554 canary@people.example is spam"), "The mail server refused the message (554)."),
        (Answers("recipient", "450 later"), "The mail server for now refused the message (450)."),
        (Answers("recipient", "550 no canary here"), "The mail server refused the message (550)."),
        (TakesThenDrops(after_answer=False), "The mail server broke off."),
    ],
)
async def test_a_refusal_is_noted_in_our_words_and_tried_again(
    world: World, store: Addresses, tmp_path: Path, server: Postbox, problem: str
) -> None:
    [number] = await post(f"someone{id(server)}@people.example")
    with mail_server(server) as url, pytest.raises(JobFault) as fault:
        await sending.send(number, using(store, url, tmp_path))
    row = await row_of(number)
    assert (row["state"], row["problem"], row["attempts"]) == ("waiting", problem, 1)
    assert row["next_try_at"] is not None
    assert str(fault.value) == "not-taken"


async def test_a_server_that_is_not_there(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("nobody@people.example")
    with pytest.raises(JobFault):
        await sending.send(number, using(store, f"smtp://127.0.0.1:{free_port()}", tmp_path))
    assert (await row_of(number))["problem"] == "The mail server could not be reached or used."


async def test_a_server_that_hangs(
    world: World, store: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "SECONDS", 0.3)
    [number] = await post("patient@people.example")
    with mail_server(Hangs()) as url, pytest.raises(JobFault):
        await sending.send(number, using(store, url, tmp_path))
    assert (await row_of(number))["problem"] == "The mail server did not answer in time."


async def test_what_was_accepted_counts_though_the_line_breaks(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("accepted@people.example")
    with mail_server(TakesThenDrops(after_answer=True)) as url:
        await sending.send(number, using(store, url, tmp_path))
    assert (await row_of(number))["state"] == "sent"


async def test_repeats_carry_the_same_message_id_and_words(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("again@people.example")
    server = TakesThenDrops(after_answer=False)
    with mail_server(server) as url:
        for _ in range(2):
            with pytest.raises(JobFault):
                await sending.send(number, using(store, url, tmp_path))
            await sql.execute("UPDATE person SET name = 'Somebody Else' WHERE name = 'Never'")
        server.after_answer = True
        await sending.send(number, using(store, url, tmp_path))
        await sending.send(number, using(store, url, tmp_path))
    assert len(server.taken) == 3
    assert {taken["message-id"] for taken in server.taken} == {(await row_of(number))["message_id"]}
    assert len({bytes(taken) for taken in server.taken}) == 1
    assert (await row_of(number))["state"] == "sent"


async def test_after_the_last_try_it_has_failed(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("hopeless@people.example")
    settings = using(store, f"smtp://127.0.0.1:{free_port()}", tmp_path)
    for _ in range(MOST_TRIES):
        with pytest.raises(JobFault):
            await sending.send(number, settings)
    row = await row_of(number)
    assert (row["state"], row["attempts"], row["next_try_at"]) == ("failed", MOST_TRIES, None)
    await sending.send(number, settings)
    assert (await row_of(number))["attempts"] == MOST_TRIES


async def test_two_workers_at_once_try_only_once(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("once@people.example")
    server = Postbox()
    with mail_server(server) as url:
        settings = using(store, url, tmp_path)
        await asyncio.gather(*(sending.send(number, settings) for _ in range(4)))
    assert len(server.taken) == 1
