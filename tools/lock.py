"""Writes the lock files from pyproject.toml, with hashes and without addresses.

Run by `make lock`. It needs pip-tools, and ignores the machine's own settings for
pip, so that the hashes are those of the public registry.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = [
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-emit-options",
]
NOTE = re.compile(r"^#.*\n", re.MULTILINE)


def main() -> None:
    """Write both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    write("requirements.lock", [*project["project"]["dependencies"], *groups["dev"]])
    write("requirements-node.lock", groups["node"])


def write(name: str, wanted: list[str]) -> None:
    """Resolve what is wanted, keeping the versions already locked where they fit."""
    lock = ROOT / name
    with tempfile.NamedTemporaryFile("w", suffix=".in") as file:
        file.write("\n".join(wanted))
        file.flush()
        command = [sys.executable, "-m", "piptools", "compile", *OPTIONS, "--output-file", str(lock), file.name]
        subprocess.run(command, check=True, env=_plain_environment())  # noqa: S603
    lock.write_text(NOTE.sub("", lock.read_text()).strip() + "\n")


def _plain_environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_") or name == "PIP_CERT"}
    return kept | {"PIP_CONFIG_FILE": os.devnull}


if __name__ == "__main__":
    main()
