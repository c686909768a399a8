"""Finds Chromium for the browser tests: as named, on the path, or Debian's package.

Nothing is downloaded from a browser's maker. The package is installed only as root,
where nobody else's machine is changed without being asked.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


class NoChromiumError(Exception):
    """There is no Chromium here; the text says which package brings it."""


@cache
def find_chromium() -> str:
    """The path of a Chromium that can be started."""
    found = _named() or _on_path()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        found = _on_path()
    if found is None:
        raise NoChromiumError("The browser tests need Chromium: install the package chromium, or set CSAS_CHROMIUM.")
    return found


def launch_options() -> dict[str, object]:
    """What Playwright's `launch` is given; Chromium's sandbox does not work as root."""
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": find_chromium(), "args": [*QUIET, *alone]}


def _named() -> str | None:
    named = os.environ.get("CSAS_CHROMIUM")
    if named and not Path(named).is_file():
        raise NoChromiumError(f"CSAS_CHROMIUM names {named}, which is not there.")
    return named or None


def _on_path() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _install() -> None:
    environ = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in INSTALL:
        subprocess.run(command, env=environ, check=False, stdout=subprocess.DEVNULL)
