"""One document at a time: reportlab reads its typefaces with one finger, and two threads would move it for each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_TYPEFACES = RLock()


def alone(drawing: Callable[P, T]) -> Callable[P, T]:
    """Let nobody else draw in this process while this does."""

    @wraps(drawing)
    def waiting(*given: P.args, **named: P.kwargs) -> T:
        with _TYPEFACES:
            return drawing(*given, **named)

    return waiting
