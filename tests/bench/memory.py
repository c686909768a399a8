"""How much memory the web process holds after ten thousand requests of every kind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.bench.racing import Line, Result, request
from tests.bench.stage import Stage, served

REQUESTS = 10_000
MUST = 200.0
PATHS = (
    "/",
    "/register",
    "/standards",
    "/check",
    "/check/0000000000000",
    "/sign-in",
    "/nowhere",
    "/api/v1/me",
    "/static/csas.css",
)
KILOBYTES = 1024


def measure(stage: Stage) -> list[Result]:
    """Ask for this and that, then look at the process that answered."""
    with served(stage, "csas", "web") as (port, parent):
        line = Line(port)
        wander(line, range(1))
        before = megabytes_of(parent)
        wander(line, range(1, REQUESTS))
        after = megabytes_of(parent)
        line.close()
    name = f"megabytes of the web process after {REQUESTS:,} requests"
    return [Result(name, round(after, 1), MUST, most=True, notes=f"{before:.0f} MB after the first")]


def wander(line: Line, turns: Iterable[int]) -> None:
    """Ask for one page after another; none may fail."""
    for turn in turns:
        where = f"198.51.{turn // 250 % 250}.{turn % 250 + 1}"
        status, body = line.ask(request("GET", PATHS[turn % len(PATHS)], X_Forwarded_For=where))
        if status >= 500:
            raise AssertionError(f"answered {status}: {body[:300]!r}")


def megabytes_of(parent: int) -> float:
    """The resident memory of the process that answers, a child of the one that listens."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return max(resident(int(child)) for child in children) if children else resident(parent)


def resident(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / KILOBYTES
