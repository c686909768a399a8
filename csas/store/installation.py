"""Where people reach this installation, for what is printed: set once as a process starts.

Certificates carry the address at which they are checked. Nothing else is configured here.
"""

from __future__ import annotations

from csas.domain.values import Struct


class Installation(Struct):
    """The address people use, without a slash at its end; and whether all of it is a demonstration."""

    address: str = "http://127.0.0.1:8000"
    demonstration: bool = False


_current = Installation()


def use(address: str, *, demonstration: bool) -> None:
    """Make this the installation that documents name."""
    global _current  # noqa: PLW0603 - set once, as the processes' definitions are
    _current = Installation(address=address.rstrip("/"), demonstration=demonstration)


def current() -> Installation:
    return _current
