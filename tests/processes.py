"""What tests of whole processes share."""

from __future__ import annotations

import time
from pathlib import Path


def is_gone(pid: int, within: float = 10) -> bool:
    """Whether a process ends within so many seconds; one that nobody buried yet has ended too."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False
