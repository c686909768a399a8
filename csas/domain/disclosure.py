"""Numbers for everybody: rounded, so that nobody can be told from them, however they are compared.

Few are told as few. The rest are rounded to the nearest five, so that the difference between two
publications, or between a total and its parts, does not give a small number away.
"""

from __future__ import annotations

FEW = 5
FEW_WORDS = "fewer than 5"


def told(number: int) -> int | None:
    """The number as everybody is told it; None for few. None at all is nothing to hide."""
    if number == 0:
        return 0
    return None if number < FEW else FEW * round(number / FEW)


def words(number: int) -> str:
    """The same as written."""
    shown = told(number)
    return FEW_WORDS if shown is None else f"{shown:,}"
