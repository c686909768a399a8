"""Log lines: one JSON object each, of keys that are allowed, and nothing else.

What a record was asked to say is kept only where we wrote it ourselves, and then
without its arguments: libraries put addresses, rows and whole requests into theirs.
Of an error only its kind and where it arose are kept, never its text.
"""

from __future__ import annotations

import logging
import sys
from collections import deque
from datetime import UTC, datetime
from logging.handlers import MemoryHandler
from threading import Thread
from time import sleep, time
from typing import Any, Final

import msgspec

OURS: Final = "csas"
HELD_SECONDS: Final = 0.2
MOST_LINES: Final = 500
MOST_NOTED: Final = 100_000
REQUESTS: Final = "csas.requests"
ALLOWED: Final = (
    "route",
    "method",
    "status",
    "ms",
    "actor",
    "fault",
    "error",
    "at",
    "sqlstate",
    "constraint",
    "code",
    "task",
    "job",
    "count",
)


class Lines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "ts": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name.partition(".")[0] == OURS:
            line["event"] = str(record.msg)
        line |= {key: value for key in ALLOWED if (value := record.__dict__.get(key)) is not None}
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = where(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def where(error: BaseException) -> str:
    """The kind of an error and the line it arose at."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    module = trace.tb_frame.f_globals.get("__name__", "?")
    return f"{type(error).__name__} at {module}:{trace.tb_lineno}"


class Gathered(MemoryHandler):
    """Holds lines back for a moment and writes them together; what is serious is written at once.

    A line written within a request costs that request more than its statements do.
    """

    def __init__(self, target: logging.Handler) -> None:
        super().__init__(MOST_LINES, flushLevel=logging.ERROR, target=target)
        Thread(target=self._flush_now_and_then, name="log", daemon=True).start()

    def flush(self) -> None:
        """Write what was held back, requests first turned into records. One that was closed takes none from the next."""
        self.acquire()
        try:
            while _noted and self.target is not None:
                self.buffer.append(_record(*_noted.popleft()))
            super().flush()
        finally:
            self.release()

    def _flush_now_and_then(self) -> None:
        while self.target is not None:
            sleep(HELD_SECONDS)
            if self.buffer or _noted:
                self.flush()


_noted: deque[tuple[float, dict[str, Any]]] = deque(maxlen=MOST_NOTED)


def note_request(facts: dict[str, Any]) -> None:
    """Note a request for the log; what a record needs besides is made when it is written."""
    _noted.append((time(), facts))


def _record(created: float, facts: dict[str, Any]) -> logging.LogRecord:
    record = logging.LogRecord(REQUESTS, logging.INFO, "", 0, "request", None, None)
    record.created = created
    record.__dict__.update(facts)
    return record


def configure(level: str) -> None:
    """Send every record of this process to standard error, as lines."""
    written = logging.StreamHandler(sys.stderr)
    written.setFormatter(Lines())
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if isinstance(each, Gathered)]:
        root.removeHandler(earlier)
        earlier.close()
    root.addHandler(Gathered(written))
    root.setLevel(level.upper())
    for noisy in ("httpx", "httpcore", "asyncio", "pgqueuer", "fontTools", "PIL", "pikepdf", "pyhanko"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
