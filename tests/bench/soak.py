"""Keeps the web process busy for a while: nothing may fail, and its memory may not grow.

`python -m tests.bench.soak 60` does so for an hour; without a number for ten minutes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.bench.memory import megabytes_of, wander
from tests.bench.racing import Line
from tests.bench.stage import Stage, served, staged

MINUTES = 10.0
GROWTH = 20.0
WARM = 2_000


def soak(stage: Stage, minutes: float) -> int:
    """Ask until the time is over; say what happened, and whether that is well."""
    with served(stage, "csas", "web") as (port, parent):
        line = Line(port)
        wander(line, range(WARM))
        before, asked, ends = megabytes_of(parent), WARM, time.monotonic() + minutes * 60
        while time.monotonic() < ends:
            wander(line, range(asked, asked + WARM))
            asked += WARM
            print(f"{asked:>9,} requests, {megabytes_of(parent):.1f} MB", flush=True)
        line.close()
        grown = megabytes_of(parent) - before
    print(f"{asked:,} requests without a failure; {grown:+.1f} MB (at most {GROWTH:.0f})")
    return 0 if grown <= GROWTH else 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="csas-soak-") as folder, staged(Path(folder)) as ready:
        sys.exit(soak(ready, float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))
