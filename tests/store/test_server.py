"""Our own PostgreSQL starts where we are, ends when we do, and survives being killed."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
import pytest

from csas.store import launcher, server
from tests.processes import is_gone

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
PARENT = """
import sys, time
from pathlib import Path
from csas.store import server
with server.running(Path(sys.argv[1]), durable=False) as ours:
    print(ours.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data in it, so that later starts are quick."""
    made = tmp_path_factory.mktemp("postgres")
    with server.running(made, durable=False) as ours:
        asyncio.run(server.prepare(ours))
        ask(ours, "CREATE TABLE kept (name text PRIMARY KEY)")
        ask(ours, "INSERT INTO kept VALUES ('Amina')")
    return made


def ask(ours: server.Server, question: str) -> object:
    async def run() -> object:
        connection = await asyncpg.connect(ours.url("csas_owner"), timeout=5)
        try:
            return await connection.fetchval(question)
        finally:
            await connection.close()

    return asyncio.run(run())


def has_amina(ours: server.Server) -> bool:
    return ask(ours, "SELECT name FROM kept") == "Amina"


def test_a_second_start_keeps_the_data_and_is_quick(folder: Path) -> None:
    began = time.monotonic()
    with server.running(folder, durable=False) as ours:
        assert has_amina(ours)
    assert time.monotonic() - began < 5


def test_only_one_csas_may_use_a_folder(folder: Path) -> None:
    with (
        server.running(folder, durable=False),
        pytest.raises(launcher.ServerFault, match="Another csas is using"),
        server.running(folder, durable=False),
    ):
        pass


def test_it_ends_when_its_parent_is_killed(folder: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(folder)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    assert is_gone(pid)
    with server.running(folder, durable=False) as ours:
        assert has_amina(ours)


def test_an_orphan_is_ended_before_the_next_start(folder: Path) -> None:
    orphan = server.start(folder, durable=False)
    with server.running(folder, durable=False) as ours:
        assert orphan.process.poll() is not None
        assert has_amina(ours)


def test_a_killed_server_that_nobody_buried_does_not_stand_in_the_way(folder: Path) -> None:
    killed = server.start(folder, durable=False)
    os.kill(killed.process.pid, signal.SIGKILL)
    with server.running(folder, durable=False) as ours:
        assert has_amina(ours)
    killed.process.wait()


def test_a_stranger_with_a_dead_servers_number_is_left_alone(folder: Path) -> None:
    killed = server.start(folder, durable=False)
    os.kill(killed.process.pid, signal.SIGKILL)
    killed.process.wait()
    stranger = subprocess.Popen(["sleep", "60"])
    lock = folder / "data" / "postmaster.pid"
    lock.write_text("\n".join([str(stranger.pid), *lock.read_text().splitlines()[1:], ""]))
    try:
        with server.running(folder, durable=False) as ours:
            assert has_amina(ours)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("name", ["long" * 40, "a space, and a comma"])
def test_a_path_that_no_socket_can_have_is_no_hindrance(tmp_path: Path, name: str) -> None:
    with server.running(tmp_path / name, durable=False) as ours:
        asyncio.run(server.prepare(ours))
        assert ask(ours, "SELECT 1") == 1
        assert len(str(ours.sockets)) < 80
        assert stat.S_IMODE(ours.sockets.stat().st_mode) == 0o700


def test_data_of_another_major_version_are_left_alone(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "data"
    other.mkdir()
    (other / "PG_VERSION").write_text("9\n")
    with pytest.raises(launcher.ServerFault, match="made by PostgreSQL 9"), server.running(tmp_path):
        pass


def test_the_log_keeps_no_values(folder: Path) -> None:
    with server.running(folder, durable=False) as ours, pytest.raises(asyncpg.UniqueViolationError):
        ask(ours, "INSERT INTO kept VALUES ('Amina')")
    log = (folder / "log").read_text()
    assert "kept_pkey" in log
    assert "Amina" not in log


def test_binaries_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(launcher.ServerFault, match=str(tmp_path)):
        launcher.find_binaries(tmp_path)


@pytest.mark.skipif(
    not DEBIAN_15.is_dir(), reason="csas brings its own PostgreSQL; Debian’s 15 is tried where there is one"
)
def test_postgresql_15_serves_as_well(tmp_path: Path) -> None:
    with server.running(tmp_path, DEBIAN_15, durable=False) as ours:
        asyncio.run(server.prepare(ours))
        assert str(ask(ours, "SHOW server_version")).startswith("15.")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a stand-in")
def test_without_namespaces_an_ordinary_user_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher, "_namespaces_allowed", lambda: False)
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        inner = Path(name) / "postgres"
        try:
            with server.running(inner, durable=False) as ours:
                asyncio.run(server.prepare(ours))
                assert ask(ours, "SELECT 1") == 1
                assert inner.stat().st_uid != 0
        except launcher.ServerFault as fault:
            if "may not enter" not in str(fault):
                raise
            pytest.skip(f"the checkout is out of its reach: {fault}")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a stand-in")
def test_a_stand_in_who_is_kept_out_is_told_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(launcher, "_namespaces_allowed", lambda: False)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(launcher.ServerFault, match="may not enter"), server.running(closed / "postgres"):
        pass
