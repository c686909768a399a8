"""Tells at the end how often each step was tried from each state."""

from __future__ import annotations

from typing import Any

from tests.stateful import TRIED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """One line for each process: its states, its steps, and the pairs tried."""
    for process in sorted({process for process, _, _ in TRIED}):
        counts = {(state, step): times for (of, state, step), times in TRIED.items() if of == process}
        states, steps = {state for state, _ in counts}, {step for _, step in counts}
        terminalreporter.write_line(
            f"{process}: {len(states)} states x {len(steps)} steps, {len(counts)} pairs tried, "
            f"each at least {min(counts.values())} times, {sum(counts.values())} tries"
        )
