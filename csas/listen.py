"""The web process: Granian on the port, with the application inside its workers.

Granian is asked for as little as possible, so that Uvicorn could take its place.
"""

import multiprocessing
import os
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from csas.processes import watch_parent
from csas.settings import Settings

if TYPE_CHECKING:
    from litestar import Litestar


def listen(settings: Settings) -> None:
    """Answer requests until asked to stop."""
    Server(
        "csas.listen:application",
        factory=True,
        interface=Interfaces.ASGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig={"formatters": {kind: {"()": "csas.logs.Lines"} for kind in ("generic", "access")}},
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    ).serve()


def application() -> "Litestar":
    """The application for a worker, which ends when Granian does.

    A worker left behind would keep the port, and no later start could have it.
    """
    watch_parent()
    granian = multiprocessing.parent_process()
    if granian is not None and os.getppid() != granian.pid:
        raise SystemExit(1)
    from csas.app import create_app  # noqa: PLC0415 - nothing of it is for Granian itself

    return create_app()
