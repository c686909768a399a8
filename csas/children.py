"""The processes that `csas serve` keeps: how each is started, asked to stop, seen off.

When to do so is for `csas.supervise` to say.
"""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from csas.processes import end_with_parent
from csas.store import server

STOP_PATIENCE = 20


class Watched(Protocol):
    """Something that should be running; `endings` says when it last was not."""

    words: str
    endings: list[float]

    def start(self) -> None:
        """Start it, for the first time or again."""

    def has_ended(self) -> bool:
        """Whether it ran and runs no more."""


class Child:
    """One command of ours in a process of its own."""

    def __init__(self, command: str, environ: dict[str, str]) -> None:
        self.words = f"The process `csas {command}`"
        self.endings: list[float] = []
        self._command = [sys.executable, "-m", "csas", command]
        self._environ = environ
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only us."""
        self._process = subprocess.Popen(  # noqa: S603 - our own words, never a visitor's
            self._command,
            env=self._environ,
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509 - before any thread
        )

    def has_ended(self) -> bool:
        """Whether it ran and runs no more."""
        return self._process is not None and self._process.poll() is not None

    def result(self) -> int | None:
        """What it ended with, if it has ended."""
        return self._process.poll() if self._process else None

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def see_off(self) -> None:
        """Wait until it has gone, and make it go if that takes too long."""
        if self._process is None:
            return
        try:
            self._process.wait(STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Database:
    """Our own PostgreSQL on a folder whose lock the caller holds."""

    def __init__(self, folder: Path, binaries: Path | None) -> None:
        self.words = "The database"
        self.endings: list[float] = []
        self._folder = folder
        self._binaries = binaries

    def start(self) -> None:
        """Start it; its address stays the same."""
        self.server = server.start(self._folder, self._binaries)

    def has_ended(self) -> bool:
        """Whether it ran and runs no more."""
        return self.server.process.poll() is not None

    def stop(self) -> None:
        """End it as it likes to be ended."""
        self.server.stop()

    @property
    def url(self) -> str:
        """Its address for the application."""
        return self.server.url()
