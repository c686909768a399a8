"""The real web process, except that checks of a number are neither counted nor limited."""

from __future__ import annotations

import os
from datetime import datetime

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar

from csas import listen
from csas.domain.certificates import normalise
from csas.settings import load
from csas.store import certificates, checks
from csas.store.certificates import FoundCertificate


def application() -> Litestar:
    """The real application, whose lookups are lookups and nothing else."""

    async def look_up(typed: str, address: str, now: datetime) -> FoundCertificate | None:
        del address
        return await certificates.find_by_number(normalise(typed) or "", now)

    checks.look_up = look_up
    return listen.application()


if __name__ == "__main__":
    settings = load(os.environ)
    Server(
        "tests.bench.uncounted:application",
        factory=True,
        interface=Interfaces.ASGI,
        port=settings.port,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
