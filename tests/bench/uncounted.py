"""The real web process, except that checks of a number are neither counted nor limited."""

from __future__ import annotations

import os

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from litestar import Litestar

from csas.settings import load


def application() -> Litestar:
    """The real application, with two of its statements left out."""
    from csas import listen
    from csas.store import check_counts, limits

    async def nothing(*_: object) -> None:
        """Neither count nor limit."""

    limits.require = nothing  # type: ignore[assignment]
    check_counts.count = nothing  # type: ignore[assignment]
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
