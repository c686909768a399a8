"""`csas serve` starts its children, restarts them, and leaves none behind however it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.database import Addresses
from tests.processes import is_gone

SERVE = """
import os, sys
from csas import children, supervise
from csas.settings import load

PROGRAMS = {
    "web": "import http.server; http.server.HTTPServer(('127.0.0.1', PORT), "
           "http.server.SimpleHTTPRequestHandler).serve_forever()",
    "worker": "import time; time.sleep(60)",
}

class Child(children.Child):
    def __init__(self, command, environ):
        super().__init__(command, environ)
        program = PROGRAMS[command].replace("PORT", os.environ["CSAS_PORT"])
        self._command = [sys.executable, "-c", program]
    def start(self):
        super().start()
        print("started", self.words.split()[-1].strip("`"), self._process.pid, flush=True)

supervise.Child = Child
try:
    sys.exit(supervise.serve(load(os.environ)))
except supervise.SetUpFault as fault:
    sys.exit(str(fault))
"""


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


@contextmanager
def serving(command: list[str], port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    environ = os.environ | {"CSAS_PORT": str(port), "PYTHONUNBUFFERED": "1"} | more
    process = subprocess.Popen(
        [sys.executable, *command], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], words: str) -> list[str]:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.strip())
        if words in line:
            return lines
    raise AssertionError("\n".join(lines))


def started(lines: list[str]) -> dict[str, int]:
    words = [line.split() for line in lines if line.startswith("started")]
    return {name: int(pid) for _, name, pid in words}


def is_free(port: int, within: float = 10) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_it_brings_its_own_database_and_stops_when_asked(tmp_path: Path, port: int) -> None:
    with serving(["-c", SERVE], port, CSAS_VAR_DIR=str(tmp_path)) as process:
        pids = started(read_until(process, "csas is at"))
        process.send_signal(signal.SIGTERM)
        assert read_until(process, "Stopped")
        assert process.wait(10) == 0
    assert all(is_gone(pid) for pid in pids.values())
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()


def test_nothing_outlives_it_when_it_is_killed(tmp_path: Path, port: int) -> None:
    with serving(["-c", SERVE], port, CSAS_VAR_DIR=str(tmp_path)) as process:
        pids = started(read_until(process, "csas is at"))
        lock = (tmp_path / "postgres" / "data" / "postmaster.pid").read_text()
        process.kill()
        assert all(is_gone(pid) for pid in [*pids.values(), int(lock.split()[0])])
        assert is_free(port)
    with serving(["-c", SERVE], port, CSAS_VAR_DIR=str(tmp_path)) as process:
        assert read_until(process, "csas is at")
        process.terminate()
        assert process.wait(10) == 0


def test_what_ends_by_itself_is_started_again(database: Addresses, port: int) -> None:
    with serving(["-c", SERVE], port, CSAS_DATABASE_URL=database.url) as process:
        before = started(read_until(process, "csas is at"))
        os.kill(before["worker"], signal.SIGKILL)
        after = started(read_until(process, "started worker"))
        assert after["worker"] != before["worker"]
        process.terminate()
        assert process.wait(10) == 0


def test_a_killed_database_comes_back_at_the_same_address(tmp_path: Path, port: int) -> None:
    lock = tmp_path / "postgres" / "data" / "postmaster.pid"
    with serving(["-c", SERVE], port, CSAS_VAR_DIR=str(tmp_path)) as process:
        read_until(process, "csas is at")
        before = int(lock.read_text().split()[0])
        os.kill(before, signal.SIGKILL)
        read_until(process, "The database ended")
        until = time.monotonic() + 10
        while int(lock.read_text().split()[0]) == before and time.monotonic() < until:
            time.sleep(0.05)
        assert int(lock.read_text().split()[0]) != before
        process.terminate()
        assert process.wait(10) == 0


def test_a_taken_port_is_told_and_nothing_is_started(tmp_path: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with serving(["-m", "csas", "serve"], port, CSAS_VAR_DIR=str(tmp_path)) as process:
            assert process.wait(20) == 1
            assert process.stdout is not None
            assert f"Port {port}" in process.stdout.read()
    assert not (tmp_path / "postgres").exists()


def test_a_database_that_lacks_migrations_is_refused(server_at: Addresses, port: int) -> None:
    bare = server_at.on("postgres")
    with serving(["-m", "csas", "serve"], port, CSAS_DATABASE_URL=bare.url) as process:
        assert process.wait(20) == 1
        assert process.stdout is not None
        assert "csas migrate" in process.stdout.read()


def test_a_killed_granian_leaves_the_port_free(database: Addresses, port: int) -> None:
    with serving(["-m", "csas", "web"], port, CSAS_DATABASE_URL=database.url) as process:
        until = time.monotonic() + 20
        while is_free(port, 0.1) and time.monotonic() < until:
            time.sleep(0.05)
        assert not is_free(port, 0.1)
        process.kill()
        process.wait()
        assert is_free(port)
