"""How the cards of a print run are laid out over its files.

A run is cut into files of so many sheets so that none grows beyond what a printer takes, and
so that what was made before a power cut is not made again.
"""

from __future__ import annotations

from typing import Final

A_SHEET: Final = 10
SHEETS_A_FILE: Final = 20
A_FILE: Final = A_SHEET * SHEETS_A_FILE
MOST_CARDS: Final = 5_000


def files_for(cards: int) -> int:
    """How many files a run of so many cards has."""
    return -(-cards // A_FILE)


def sheets_for(cards: int) -> int:
    return -(-cards // A_SHEET)
