"""Two servers asked in turn: the median time of each, and what one costs beside the other."""

from __future__ import annotations

import socket
import statistics
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

ROUND = 20


class Result(NamedTuple):
    """What was measured: a ratio, what it must be at least (or, where `most`, at most), and how it came about."""

    name: str
    ratio: float
    must: float
    most: bool = False
    notes: str = ""

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.must if self.most else self.ratio >= self.must


class Line:
    """One kept-alive connection to a server of this machine."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send one request; return its status and body."""
        self._socket.sendall(request)
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        while len(body) < length:
            body += self._more()
        return int(head[9:12]), body

    def _more(self) -> bytes:
        part = self._socket.recv(1 << 16)
        if not part:
            raise ConnectionError("the server broke off")
        return part

    def close(self) -> None:
        self._socket.close()


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """A request as it goes over the line."""
    given = {"Host": "127.0.0.1", "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


class Side(NamedTuple):
    """One of the two: the port it listens on, and the request of each turn."""

    port: int
    request_of: Callable[[int], bytes]


def race(real: Side, floor: Side, turns: int, warm: int = 40) -> tuple[float, float]:
    """The median seconds of a request to each side, rounds of the two in turn."""
    lines = Line(real.port), Line(floor.port)
    times: tuple[list[float], list[float]] = ([], [])
    for start in range(0, warm + turns, ROUND):
        for side, line, taken in zip((real, floor), lines, times, strict=True):
            seconds = _round(side, line, range(start, start + ROUND))
            taken.extend(seconds if start >= warm else ())
    for line in lines:
        line.close()
    return statistics.median(times[0]), statistics.median(times[1])


def _round(side: Side, line: Line, turns: Sequence[int]) -> list[float]:
    requests = [side.request_of(turn) for turn in turns]
    seconds = []
    for each in requests:
        began = perf_counter()
        status, body = line.ask(each)
        seconds.append(perf_counter() - began)
        if status != 200:
            raise AssertionError(f"answered {status}: {body[-1500:]!r}")
    return seconds


def result_of(name: str, times: tuple[float, float], must: float) -> Result:
    """The floor's time as a part of the real one's."""
    real, floor = times
    return Result(name, round(floor / real, 3), must, notes=f"{real * 1000:.2f} ms beside {floor * 1000:.2f} ms")
