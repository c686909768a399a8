"""Runs every bench, or those named, writes var/bench.json and fails if one misses what it must be."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.racing import Result
from tests.bench.stage import staged

# The crowd of the last stays in the database.
BENCHES = ("certificate", "cards", "step", "public", "memory", "printing", "reach", "standing")
WRITTEN = Path("var") / "bench.json"


def main(names: list[str]) -> int:
    """Measure and tell."""
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="csas-bench-") as folder, staged(Path(folder)) as stage:
        for name in names or BENCHES:
            for result in importlib.import_module(f"tests.bench.{name}").measure(stage):
                results.append(result)
                print(line_of(result), flush=True)
    WRITTEN.parent.mkdir(exist_ok=True)
    WRITTEN.write_text(json.dumps([result._asdict() for result in results], indent=2) + "\n")
    return 0 if all(result.is_met for result in results) else 1


def line_of(result: Result) -> str:
    """One result in words."""
    bound = "at most" if result.most else "at least"
    verdict = "met" if result.is_met else "MISSED"
    return f"{verdict:>6}  {result.ratio:8.2f} ({bound} {result.must})  {result.name}: {result.notes}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
