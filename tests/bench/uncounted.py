"""The real web process, except that checks of a number are neither counted nor limited."""

from __future__ import annotations

import os
from datetime import datetime

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar

<<<<<<< HEAD
from csas.domain.certificates import normalise
from csas.settings import load
from csas.store import certificates
=======
from csas import listen
from csas.domain.certificates import normalise
from csas.settings import load
from csas.store import certificates, checks
>>>>>>> worker
from csas.store.certificates import FoundCertificate


def application() -> Litestar:
<<<<<<< HEAD
    """The real application, whose look-up asks for the certificate and nothing else."""
    from csas import listen
    from csas.store import checks

    checks.look_up = plain  # type: ignore[assignment]
=======
    """The real application, whose lookups are lookups and nothing else."""

    async def look_up(typed: str, _address: str, now: datetime) -> FoundCertificate | None:
        return await certificates.find_by_number(normalise(typed) or "", now)

    checks.look_up = look_up
>>>>>>> worker
    return listen.application()


async def plain(typed: str, _address: str, now: datetime) -> FoundCertificate | None:
    """The certificate of a number, neither counted nor limited."""
    return await certificates.find_by_number(normalise(typed) or "", now)


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
