"""What every process does first: read the processes, and enter the commands.

The web process, the worker and the tests share it, so that they know the same steps.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from csas import commands
from csas.domain import permissions
from csas.domain.workflow import FaultyDefinitions
from csas.resources import resource
from csas.settings import Settings, SetUpFault
from csas.store import definitions, files, installation, scanning, sealing
from csas.store.workflow_files import read_definitions


def prepare(settings: Settings) -> None:
    """Make this process ready to run commands on the installation the settings describe."""
    load_processes()
    import_all(commands)
    installation.use(settings.public_url, demonstration=settings.demonstration)
    files.use(settings.files_dir)
    scanning.use(settings.clamd_socket)
    sealing.use(settings.keys_dir)


def load_processes() -> None:
    """Read the workflow files, check them against the permissions table, and use them."""
    clock_actions = {
        action for action, grants in permissions.ACTIONS.items() if any(grant.scope == "clock" for grant in grants)
    }
    try:
        found = read_definitions(resource("workflows"), permissions.ACTIONS, clock_actions)
    except FaultyDefinitions as faulty:
        raise SetUpFault(str(faulty)) from None
    definitions.use(found)


def import_all(package: object) -> None:
    """Import every module of a package, so that its commands enter the registry."""
    paths = package.__path__  # type: ignore[attr-defined]
    for module in iter_modules(paths):
        import_module(f"{package.__name__}.{module.name}")  # type: ignore[attr-defined]
