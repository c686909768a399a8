"""The demonstration: the Commissioner's report of 21 July 2003, set in today, with invented people.

`load` puts it into the database once, by the ordinary commands at moments of the last
months; `introduce` says who can sign in as whom. Neither runs unless it is asked for.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csas.settings import Settings

STORY = (
    "The story: Grace declares an interest, Tom endorses, Priya recommends, Helen grants, Ruth signs, "
    "and Helen signs for the force."
)


def load(settings: Settings) -> None:
    """Load the demonstration, unless it is there already."""
    from csas.demonstration import loading

    asyncio.run(loading.load(settings))


def introduce(url: str) -> str:
    """Who can sign in as whom, for the terminal."""
    from csas.demonstration.cast import PERSONAS

    widest = max(len(persona.name) for persona in PERSONAS)
    rows = [f"  {persona.name:<{widest}}  {persona.who}" for persona in PERSONAS]
    return "\n".join(["", f"Sign in at {url}/sign-in as any of these; no password is asked:", "", *rows, "", STORY, ""])
