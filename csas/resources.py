"""Finds the folders that travel with csas: its migrations and its workflows.

A wheel carries them inside the package, a checkout beside it. This module
imports nothing of csas, so every layer may use it.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The folder `name`, from the wheel if csas was installed from one."""
    for folder in (PACKAGE / f"_{name}", PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    message = f"The folder {name} is missing from this installation of csas."
    raise FileNotFoundError(message)
