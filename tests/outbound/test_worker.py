"""`csas worker` does what the queue asks and what it finds lying about, and stops when asked."""

import signal
from pathlib import Path

from csas.store import messages, sql
from tests.database import Addresses
from tests.outbound.post import SENDER, Postbox, mail_server, post, row_of, states, until, working
from tests.world import World


async def test_without_a_mail_server_messages_are_kept(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("sam@people.example")
    with working(store.url, tmp_path) as worker:
        await until(lambda: _is(number, "kept"))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    row = await row_of(number)
    assert "Northbank Homes" in row["body"]
    assert "Sam Okafor" in row["body"]
    assert row["attempts"] == 1


async def test_what_comes_while_it_runs_is_sent_at_once(world: World, store: Addresses, tmp_path: Path) -> None:
    box = Postbox()
    with mail_server(box) as url, working(store.url, tmp_path, CSAS_SMTP_URL=url, CSAS_MAIL_FROM=SENDER):
        [first] = await post("first@people.example")
        await until(lambda: _is(first, "sent"))
        [second] = await post("second@people.example")
        await until(lambda: _is(second, "sent"), seconds=3)
    assert [taken["message-id"] for taken in box.taken] == [
        (await row_of(first))["message_id"],
        (await row_of(second))["message_id"],
    ]


async def test_a_waiting_message_without_a_job_gets_one(world: World) -> None:
    [number] = await post("lost@people.example")
    await sql.execute("DELETE FROM jobs.pgqueuer")
    await messages.requeue()
    assert await messages.requeue() == 0
    waiting = await sql.fetch("SELECT payload FROM jobs.pgqueuer")
    assert str(number).encode() in [row["payload"] for row in waiting]


async def test_nothing_is_noted_of_a_job_but_its_number(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("canary@people.example")
    await sql.execute("UPDATE outbox_message SET facts = '{}' WHERE id = $1", number)
    with working(store.url, tmp_path) as worker:
        await until(_some_job_failed)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
    noted = await sql.fetch("SELECT row_to_json(l)::text AS line FROM jobs.pgqueuer_log l")
    told = (tmp_path / "worker.log").read_text() + "".join(row["line"] for row in noted)
    assert "not-worded" in told
    assert "canary" not in told
    assert (await states())["waiting"] >= 1


async def test_a_lost_database_is_waited_for(world: World, store: Addresses, tmp_path: Path) -> None:
    box = Postbox()
    with mail_server(box) as url, working(store.url, tmp_path, CSAS_SMTP_URL=url, CSAS_MAIL_FROM=SENDER) as worker:
        [first] = await post("before@people.example")
        await until(lambda: _is(first, "sent"))
        await sql.fetch(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()"""
        )
        [second] = await post("after@people.example")
        await until(lambda: _is(second, "sent"))
        assert worker.poll() is None


async def _is(number: int, state: str) -> bool:
    return bool((await row_of(number))["state"] == state)


async def _some_job_failed() -> bool:
    return bool(await sql.fetchval("SELECT count(*) FROM jobs.pgqueuer_log WHERE status = 'exception'"))
